"""Those who come to a week's sessions, or would like to: with an account, a link, or a browser."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Person
from openweek.programme.models.sessions import Session, Slot
from openweek.week.models import Week


class Participant(models.Model):
    """Somebody who chooses sessions of a week; a name is enough.

    Found again by their account, by the browser they chose in (``key``, an author's key), or by
    a private link (a ``Capability`` of kind ``choices``).
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="fr")
    created_at = models.DateTimeField()
    # Since when name and address are gone; that somebody came stays counted.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "key"], name="participant_once", condition=~Q(key="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Way(models.TextChoices):
    ON_SITE = "on_site", _("on site")
    REMOTE = "remote", _("from afar")


class Signup(models.Model):
    """A seat at one time of a session, or a place in the line for one.

    ``seat`` numbers the seats where they are counted: the database gives each one once. Somebody
    who waits has none; where nobody counts, nobody has a number.
    """

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="signups")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="signups")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.ON_SITE)
    waits = models.BooleanField(default=False)
    seat = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    moved_up_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # When and where it is, as they were last told: {"room", "starts_at", "ends_at"}.
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "participant"], name="signup_once",
                condition=Q(cancelled_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["slot", "way", "seat"], name="signup_seat_once",
                condition=Q(cancelled_at__isnull=True, seat__isnull=False),
            ),
        ]  # fmt: skip


class Interest(models.Model):
    """Somebody who would like this too; says nothing of seats, and helps to place it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="interests")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="interests")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="interest_once"),
        ]


class Question(models.Model):
    """Asked from afar, or from the last row."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    answered_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    # Of the form that asked it: sent twice, it is asked once.
    once = models.CharField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["id"]
