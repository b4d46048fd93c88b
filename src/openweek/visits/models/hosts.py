"""Those who receive visitors, and who receives whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Person
from openweek.visits.models.visits import HalfDay, Visit
from openweek.week.halves import Half, Part
from openweek.week.models import Week


class Host(models.Model):
    """A coworker who receives visitors in a week: on what, in which languages, how many.

    Whether they are there and open to questions just now, their presence says (the community
    room): one light for everything.
    """

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=200, blank=True)
    # Codes of place.spoken.LANGUAGES.
    languages = models.JSONField(default=list, blank=True)
    # Codes of Need: those to which they can answer.
    need_codes = models.JSONField(default=list, blank=True)
    # Visits, not people: a group of twelve is one.
    at_once = models.PositiveIntegerField(default=2)
    created_at = models.DateTimeField()

    # No column: their presence's light, where queries.host_of read it for a switch.
    light = ""

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["week", "person"], name="host_once"),
            models.CheckConstraint(condition=Q(at_once__gte=1), name="host_of_somebody"),
        ]


class HostHalfDay(models.Model):
    """A half-day during which a host is there; a host without any is there when the doors are."""

    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="half_days")
    date = models.DateField()
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta:
        ordering = ["date", "-part"]
        constraints = [
            models.UniqueConstraint(fields=["host", "date", "part"], name="host_half_day_once")
        ]

    @property
    def half(self) -> Half:
        return Half(self.date, self.part)


class HostWish(models.Model):
    """A host whom a visitor would like to meet."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="host_wishes")
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "host"], name="host_wish_once")]


class MatchState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    DECLINED_BY_HOST = "declined-host", _("declined by the host")
    DECLINED_BY_VISITOR = "declined-visitor", _("declined by the visitor")


STANDING = [MatchState.PROPOSED.value, MatchState.ACCEPTED.value]


class Match(models.Model):
    """Who receives whom on one half-day, and why. A refusal stays: they are not paired again."""

    half_day = models.ForeignKey(HalfDay, on_delete=models.CASCADE, related_name="matches")
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="matches")
    state = models.CharField(max_length=20, choices=MatchState.choices)
    # What they share, as data to be said in either language: see visits.matching.reasons.
    reasons = models.JSONField(default=dict, blank=True)
    # Said by the concierge, or by both: no computation takes it away.
    is_fixed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["half_day"], condition=Q(state__in=STANDING), name="one_host_at_a_time"
            ),
            models.UniqueConstraint(fields=["half_day", "host"], name="match_once"),
        ]
