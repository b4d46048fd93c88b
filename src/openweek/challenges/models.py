"""Challenges, the teams that take them up, and who is in a team."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openweek.commons.models import Format
from openweek.ground import clock
from openweek.place.models import Person
from openweek.publishing.models import Book, Chapter
from openweek.week.models import Week


class Challenge(models.Model):
    """Something to write together before a moment, from a template."""

    class Who(models.TextChoices):
        """Who may take part."""

        ANYBODY = "anybody", _("anybody")
        MEMBERS = "members", _("people with an account at the place")

    class Publishes(models.TextChoices):
        """What is published on the last day."""

        EVERY = "every", _("every book, whatever its state")
        BEGUN = "begun", _("every book in which somebody wrote")

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    rules = models.TextField(blank=True)
    template = models.CharField(max_length=60)
    # Its kind: a format of the place, and the version of it that the books begin from.
    format = models.ForeignKey(
        Format, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    format_version = models.PositiveIntegerField(null=True, blank=True)
    who = models.CharField(max_length=10, choices=Who.choices, default=Who.ANYBODY)
    publishes = models.CharField(max_length=10, choices=Publishes.choices, default=Publishes.EVERY)
    licence = models.CharField(max_length=40, blank=True)  # empty for that of the week
    mixes_institutions = models.BooleanField(default=False)
    team_size = models.PositiveIntegerField(null=True, blank=True)
    # The format whose next version the published books become.
    feeds = models.ForeignKey(
        Format, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When it was to close before it was postponed, and why.
    was_closing_at = models.DateTimeField(null=True, blank=True)
    postponed_because = models.CharField(max_length=300, blank=True)
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
    # A place that takes part from afar, by its name; a team of which some are elsewhere says so.
    from_afar = models.BooleanField(default=False)
    place_name = models.CharField(max_length=120, blank=True)
    # Taken out of the challenge by a concierge; its book stays where it is.
    left_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody of a team, by the name that they gave; an account is not needed."""

    class Role(models.TextChoices):
        """What somebody looks after; everybody writes."""

        LEAD = "lead", _("brings the team together")
        WRITER = "writer", _("writes")
        READER = "reader", _("rereads")
        PICTURES = "pictures", _("pictures, sound and film")
        ASKS = "asks", _("asks people and notes")
        TIME = "time", _("keeps an eye on the time")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=120)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    institution = models.CharField(max_length=120, blank=True)
    from_afar = models.BooleanField(default=False)
    # The chapters that they took on.
    chapters = models.ManyToManyField(Chapter, related_name="+", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Seeker(models.Model):
    """Somebody who looks for a team: comes alone, and is not left over."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="seekers")
    name = models.CharField(max_length=120)
    contact = models.EmailField(blank=True)
    institution = models.CharField(max_length=120, blank=True)
    # What they can or would like to do: codes of ``TeamMember.Role``, and words of their own.
    skills = models.JSONField(default=list, blank=True)
    about = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    from_afar = models.BooleanField(default=False)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Found: what they became.
    member = models.OneToOneField(
        TeamMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    left_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.name
