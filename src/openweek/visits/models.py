"""Who is coming, when, and who receives them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Person
from openweek.week.halves import Half, Part
from openweek.week.models import Week


class Visit(models.Model):
    """Somebody, or a group, that comes to a week; the desk knows it by its number and its code."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    party_size = models.PositiveIntegerField(default=1)
    project = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    origin = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="fr")
    code = models.CharField(max_length=20)
    once = models.UUIDField()
    walk_in = models.BooleanField(default=False)
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
    """A half-day for which a visit is expected, and when it really came and left."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="half_days")
    date = models.DateField()
    part = models.CharField(max_length=10, choices=Part.choices)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["date", "-part"]  # "morning" comes after "afternoon" in the alphabet
        constraints = [
            models.UniqueConstraint(fields=["visit", "date", "part"], name="half_day_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=False),
                name="half_day_left_after_arrival",
            ),
        ]
        indexes = [models.Index(fields=["date", "part"], name="half_day_when")]

    @property
    def half(self) -> Half:
        return Half(self.date, self.part)

    @property
    def is_here(self) -> bool:
        return self.arrived_at is not None and self.left_at is None


class Light(models.TextChoices):
    OPEN = "open", _("open to questions")
    BUSY = "busy", _("busy just now")


class Host(models.Model):
    """A coworker who receives visitors: on what, in which languages, and whether just now."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    light = models.CharField(max_length=10, choices=Light.choices, default=Light.OPEN)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["week", "person"], name="host_once")]


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
