"""How a week's programme is kept: who is looked at first, breaks, arrangements, imports."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openweek.programme.models.ledger import Batch
from openweek.programme.models.sessions import Session, Slot
from openweek.week.models import Week


class Mode(models.TextChoices):
    OPEN = "open", _("published at once")
    LOOKED_AT = "looked_at", _("looked at first")


class Policy(models.Model):
    """How a week takes what people write; a week without a row is open to everybody."""

    week = models.OneToOneField(Week, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.OPEN)
    # In an open week too: the first proposal of somebody new waits for a regular's look.
    holds_newcomers = models.BooleanField(default=False)


class Break(models.Model):
    """A pause in all rooms at once: lunch, coffee, a walk together."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    once = models.CharField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="break_forwards"),
        ]


class Arrangement(models.Model):
    """A grid that the software proposes; what the concierge accepts of it is a :class:`Batch`.

    ``plan`` lists the moves with their reasons; ``revision`` is the programme's when it was made.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    revision = models.CharField(max_length=60)
    plan = models.JSONField(default=dict)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-id"]


class Imported(models.Model):
    """What was last read from elsewhere about a session, or about one of its times.

    A newer file changes only what differs from ``record``, so that what people wrote here since
    then stays.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    # Known by it in the source: a guid, a UID, a code.
    key = models.CharField(max_length=200)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    record = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["week", "key"], name="imported_once")]
