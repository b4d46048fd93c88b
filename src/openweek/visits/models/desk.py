"""What was done at a desk, also while the network was down."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from openweek.visits.models.visits import Visit
from openweek.week.models import Week


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    ALREADY = "already", _("was so already")
    CONFLICT = "conflict", _("to be looked at")


class DeskEntry(models.Model):
    """One deed of a desk that was away from the network, merged exactly once.

    ``guid`` is given by the device that noted it; sent again, it is answered and not done again.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    guid = models.UUIDField(unique=True)
    desk = models.CharField(max_length=60, blank=True)
    deed = models.CharField(max_length=20)  # "arrive", "leave", "walk-in"
    visit = models.ForeignKey(
        Visit, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # When it happened, by the clock of that device, and when it reached us.
    done_at = models.DateTimeField()
    merged_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # Why it needs a look, as a code; settled once somebody looked.
    conflict = models.CharField(max_length=30, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["done_at", "id"]
