"""A visit: who comes, when, with what, and what they allow."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openweek.week.halves import Half, Part
from openweek.week.models import Week


class Need(models.TextChoices):
    """What somebody who receives a visitor must be able to offer."""

    STEP_FREE = "step-free", _("step-free access")
    HEARING = "hearing", _("help with hearing")
    SEEING = "seeing", _("help with seeing")
    COMPANY = "company", _("somebody at their side")
    CHILD = "child", _("a child comes along")


class Age(models.TextChoices):
    """Brackets only: a birthday is nobody's business here."""

    UNDER_15 = "under-15", _("under 15")
    UNDER_26 = "under-26", _("15 to 25")
    UNDER_60 = "under-60", _("26 to 59")
    SENIOR = "senior", _("60 and more")


class Heard(models.TextChoices):
    """How they heard of the week."""

    POSTER = "poster", _("a poster or a leaflet")
    FRIEND = "friend", _("somebody told me")
    PRESS = "press", _("a newspaper, the radio")
    INTERNET = "internet", _("the Internet")
    ASSOCIATION = "association", _("an association, a school, the town hall")
    PASSING = "passing", _("walking past")


class PhotoConsent(models.TextChoices):
    """Empty while they were not asked: then nobody is photographed."""

    YES = "yes", pgettext_lazy("photographs", "yes")
    NO = "no", pgettext_lazy("photographs", "no")


class Origin(models.TextChoices):
    """How precisely somebody said where they come from. Codes are INSEE's, as strings."""

    COMMUNE = "commune", _("a commune")
    DEPARTEMENT = "departement", _("a département")
    REGION = "region", _("a region")
    ABROAD = "abroad", _("abroad")


class Visit(models.Model):
    """Somebody, or a group, that comes to a week; the desk knows it by its number and its code."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    # A class, an association: what the group is called, and how many they are.
    group = models.CharField(max_length=120, blank=True)
    party_size = models.PositiveIntegerField(default=1)
    project = models.TextField(blank=True)
    # What they would like to learn, and what they could show: matched with what hosts say.
    learn = models.CharField(max_length=300, blank=True)
    show = models.CharField(max_length=300, blank=True)
    # Codes of place.spoken.LANGUAGES: those in which one can speak with them.
    languages = models.JSONField(default=list, blank=True)
    # Codes of Need, and whatever they add in words.
    need_codes = models.JSONField(default=list, blank=True)
    needs = models.TextField(blank=True)
    # As they said it, and, where it was found in a list, what it is.
    origin = models.CharField(max_length=120, blank=True)
    origin_kind = models.CharField(max_length=12, choices=Origin.choices, blank=True)
    origin_code = models.CharField(max_length=5, blank=True)
    # Comes for a partner of the place, whose name that is.
    is_partner = models.BooleanField(default=False)
    organisation = models.CharField(max_length=120, blank=True)
    heard = models.CharField(max_length=20, choices=Heard.choices, blank=True)
    age = models.CharField(max_length=10, choices=Age.choices, blank=True)
    guardian = models.CharField(max_length=200, blank=True)
    photo_consent = models.CharField(max_length=3, choices=PhotoConsent.choices, blank=True)
    newsletter = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="fr")
    code = models.CharField(max_length=20)
    # Counted up when their square is made anew: those that were signed before open nothing.
    badge_version = models.PositiveIntegerField(default=1)
    once = models.UUIDField()
    walk_in = models.BooleanField(default=False)
    # What they said when they left, and whether the report may quote it.
    word = models.TextField(blank=True)
    word_is_public = models.BooleanField(default=False)
    word_at = models.DateTimeField(null=True, blank=True)
    author_key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["week", "number"], name="visit_number_once"),
            models.UniqueConstraint(fields=["week", "code"], name="visit_code_once"),
            models.UniqueConstraint(fields=["week", "once"], name="visit_once"),
            models.CheckConstraint(condition=Q(party_size__gte=1), name="visit_of_somebody"),
        ]

    @property
    def subject(self) -> str:
        """The name by which a private link points at it."""
        return f"visits.visit:{self.pk}"


class HalfDay(models.Model):
    """A half-day for which a visit is expected, or waits for a seat; when it came and left."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="half_days")
    date = models.DateField()
    part = models.CharField(max_length=10, choices=Part.choices)
    # In the line for a seat since then; such a row takes none.
    waiting_since = models.DateTimeField(null=True, blank=True)
    moved_up_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # Of a group, how many really came; None while nobody counted.
    people_here = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["date", "-part"]  # "morning" comes after "afternoon" in the alphabet
        constraints = [
            models.UniqueConstraint(fields=["visit", "date", "part"], name="half_day_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=False),
                name="half_day_left_after_arrival",
            ),
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=True) | Q(arrived_at__isnull=True),
                name="half_day_waits_or_came",
            ),
        ]
        indexes = [models.Index(fields=["date", "part"], name="half_day_when")]

    @property
    def half(self) -> Half:
        return Half(self.date, self.part)

    @property
    def is_here(self) -> bool:
        return self.arrived_at is not None and self.left_at is None


# Of Told.what: followed by the number of a letter to the visitor, whatever it was about.
LETTER = "letter-"
# And before that of one which told a host of them.
LETTER_TO_HOST = "letter-to-host-"


class Told(models.Model):
    """A letter that a visit has had, or that was due and could not be written: never twice."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=30)  # "day-before", "thanks", …
    about = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "what", "about"], name="told_once"),
            models.UniqueConstraint(
                fields=["visit", "what"], condition=Q(about__isnull=True), name="told_once_at_all"
            ),
        ]
