"""What happens during a week, when and in which room, and everything that was ever changed."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Room
from openweek.week.models import Week


def new_mark() -> str:
    return secrets.token_hex(8)


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
    """Something that somebody proposes. Held every morning, it is still one session."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    # In the address, and never changed: a link that was shared keeps working.
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    facilitator = models.CharField(max_length=120, blank=True)
    format = models.ForeignKey(
        "commons.Format", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.PLANNED)
    seats = models.PositiveIntegerField(null=True, blank=True)
    remote_url = models.URLField(blank=True)
    # Null, not empty: only those that came from a form are told apart by it.
    once = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
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

    The database itself refuses a room that is taken: see the migration ``0002_no_double_booking``.
    A migration that rebuilds this table on SQLite must lay its triggers again.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slots")
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
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


class Change(models.Model):
    """One edit of one session. Rows are only ever added.

    ``before`` and ``after`` hold what was touched, by field or as ``slot:12``; undoing restores
    the keys of ``before``.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undoes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Tells this state of the programme from any other, also after a backup was restored.
    mark = models.CharField(max_length=16, default=new_mark)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="change_number_once"),
        ]
        indexes = [models.Index(fields=["week", "id"], name="change_week")]
