"""An edition of open doors at a place."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from openweek.commons.models import Format
from openweek.ground import clock
from openweek.place.models import Place, Room


class Week(models.Model):
    """An OpenWeek: some days during which a place's doors are open to everybody."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    tagline = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    organisers = models.CharField(max_length=200, blank=True)
    how_to_come = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    licence = models.CharField(max_length=40, default="CC-BY-SA-4.0")
    move_commons = models.CharField(max_length=40, blank=True)
    principles = models.TextField(blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    remote_url = models.URLField(blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    rooms = models.ManyToManyField(Room, related_name="+", blank=True)
    # The format of the place that it was made from, and which version of it.
    format = models.ForeignKey(
        Format, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    format_version = models.PositiveIntegerField(null=True, blank=True)
    # How many days after its end what visitors said of themselves is kept.
    kept_days = models.PositiveIntegerField(default=90)
    # Of the form that set it up: sent twice, it makes one week.
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["place", "slug"], name="week_once"),
            models.UniqueConstraint(fields=["place", "once"], name="week_set_up_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="week_forwards"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def days(self) -> list[date]:
        """Every day of the week, in order."""
        return [
            self.starts_on + timedelta(days=n)
            for n in range((self.ends_on - self.starts_on).days + 1)
        ]

    @property
    def today(self) -> date:
        return clock.today(self.place.zone)

    @property
    def is_running(self) -> bool:
        return self.archived_at is None and self.starts_on <= self.today <= self.ends_on

    @property
    def is_over(self) -> bool:
        return self.archived_at is not None or self.today > self.ends_on


class OpeningHours(models.Model):
    """When the doors are open on one day; a day without a row is closed."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="opening_hours")
    date = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["date", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["week", "date", "opens"], name="opening_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_forwards"),
        ]


class ChecklistItem(models.Model):
    """Something to do before, during or after a week, from its format or of the concierge's own."""

    week = models.ForeignKey(Week, on_delete=models.CASCADE, related_name="checklist")
    what = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    once = models.UUIDField(null=True, blank=True, unique=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "position", "id"]

    def __str__(self) -> str:
        return self.what
