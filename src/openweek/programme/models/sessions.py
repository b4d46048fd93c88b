"""What happens during a week, when and in which room."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openweek.place.models import Room
from openweek.week.models import Week
from openweek.writing.models import Text


class Kind(models.TextChoices):
    """What somebody writes down: what will happen, what they can teach, what they would like."""

    SESSION = "session", pgettext_lazy("kind of proposal", "session")
    OFFER = "offer", pgettext_lazy("kind of proposal", "offer")
    WISH = "wish", pgettext_lazy("kind of proposal", "wish")


class Origin(models.TextChoices):
    PLANNED = "planned", _("planned")
    IMPROVISED = "improvised", _("improvised")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in UTC, and in which room; without one, elsewhere or from afar."""

    starts_at: datetime
    ends_at: datetime
    room: Room | None = None


class Session(models.Model):
    """Something that somebody proposes. Held every morning, it is still one session.

    An offer and a wish have no time yet; met by somebody, the same row becomes a session, with its
    history and those who said "me too".
    """

    # Known by it in exports and imports; never given to another.
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SESSION)
    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    # In the address, and never changed: a link that was shared keeps working.
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=250)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    # Several names stand apart by commas.
    facilitator = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12, blank=True)
    track = models.CharField(max_length=120, blank=True)
    format = models.ForeignKey(
        "commons.Format", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.PLANNED)
    seats = models.PositiveIntegerField(null=True, blank=True)
    remote_seats = models.PositiveIntegerField(null=True, blank=True)
    remote_url = models.URLField(blank=True)
    # Where it was first announced, if it comes from elsewhere.
    source_url = models.URLField(max_length=400, blank=True)
    # What its room must offer: codes of place.models.Feature.
    needs = models.JSONField(default=list, blank=True)
    # How long it lasts, for as long as it has no time; and when whoever runs it can come, as
    # half-days ("2026-11-25-morning"); none said is any.
    minutes = models.PositiveIntegerField(null=True, blank=True)
    availability = models.JSONField(default=list, blank=True)
    # The session in which a wish came true.
    met_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    notes = models.ForeignKey(
        Text, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Null, not empty: only those that came from a form are told apart by it.
    once = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    # Since when it waits for a regular to look at it; nobody else sees it meanwhile.
    held_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["week", "slug"], name="session_address_once"),
            models.UniqueConstraint(fields=["week", "once"], name="session_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """When and where a session happens.

    The database itself refuses a room that is taken: see ``double_booking.py``.
    A migration that rebuilds this table on SQLite must lay its triggers again.
    """

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # In a room where several things may go on at once (place.models.Room.is_shared).
    shared = models.BooleanField(default=False)
    # Stays where it is when the programme arranges itself.
    pinned = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_forwards"),
        ]
        indexes = [
            models.Index(
                fields=["room", "starts_at"],
                name="slot_room",
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def local_date(self) -> date:
        """The day on which the place sees it begin."""
        return self.starts_at.astimezone(self.session.week.place.zone).date()
