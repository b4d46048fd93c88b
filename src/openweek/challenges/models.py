"""Challenges, the teams that take them up, and who is in a team."""

from django.db import models
from django.db.models import F, Q

from openweek.ground import clock
from openweek.place.models import Person
from openweek.publishing.models import Book
from openweek.week.models import Week


class Challenge(models.Model):
    """Something to write together before a moment, from a template."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    rules = models.TextField(blank=True)
    template = models.CharField(max_length=60)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # When the software really closed it: later than it should have been if the machine was off.
    closed_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["closes_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["week", "slug"], name="challenge_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="challenge_forwards"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/{self.week.place.slug}/{self.week.slug}/challenges/{self.slug}/"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None or self.closes_at <= clock.now()

    @property
    def is_open(self) -> bool:
        """Whether a team may still sign up."""
        return self.opens_at <= clock.now() and not self.is_closed


class Team(models.Model):
    """Those who write one book together; whoever has its private link is of it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="+")
    # Made when the form is shown: a form sent twice makes one team.
    once = models.UUIDField(unique=True)
    contact = models.EmailField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody of a team, by the name that they gave; an account is not needed."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=120)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
