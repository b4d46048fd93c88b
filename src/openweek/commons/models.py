"""Formats: the recipes by which a place does what it does, each with its versions."""

from typing import Any

from django.db import models

from openweek.place.models import Place

# What a version keeps; also what somebody may change.
CONTENT = [
    "title", "purpose", "audience", "steps", "roles", "material", "room_needs", "habit",
    "duration_minutes", "weekdays", "starts", "needs", "seats", "tasks", "is_week", "closes",
    "checklist", "licence", "is_challenge", "chapters", "rules", "mixes_institutions", "team_size",
    "feeds", "authors", "source",
]  # fmt: skip


class Format(models.Model):
    """A recipe: what for, for whom, how. ``recipe`` names the shipped one that it comes from."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300)
    audience = models.CharField(max_length=200, blank=True)
    steps = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    material = models.TextField(blank=True)
    room_needs = models.CharField(max_length=200, blank=True)
    habit = models.CharField(max_length=120, blank=True)
    duration_minutes = models.PositiveIntegerField(null=True, blank=True)
    # What a session made from it begins with: on which days of each week (0 is Monday), at what
    # hour of the place ("14:00"), what its room must offer (codes of place.models.Feature), how
    # many fit in, and small tasks, one a line.
    weekdays = models.JSONField(default=list, blank=True)
    starts = models.CharField(max_length=5, blank=True)
    needs = models.JSONField(default=list, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    tasks = models.TextField(blank=True)
    # A format of a whole week: doors open from ``starts`` to ``closes`` on its weekdays, and
    # ``checklist`` says what is due when, one a line: days from the first one, then what
    # ("-14 Print the posters").
    is_week = models.BooleanField(default=False)
    closes = models.CharField(max_length=5, blank=True)
    checklist = models.TextField(blank=True)
    # A kind of challenge: what its books begin with, its rules in Markdown, whether its teams mix
    # institutions, how many somebody looks for in a team, and the format (its slug at the place)
    # whose next version the published books become. A chapter is a dict with ``key``, ``title``,
    # ``prompts``, ``example``, ``media`` (of image, sound, film), ``kind`` ("" or "glossary") and
    # ``feeds`` (the field of that other format which it becomes).
    is_challenge = models.BooleanField(default=False)
    chapters = models.JSONField(default=list, blank=True)
    rules = models.TextField(blank=True)
    mixes_institutions = models.BooleanField(default=False)
    team_size = models.PositiveIntegerField(null=True, blank=True)
    feeds = models.CharField(max_length=60, blank=True)
    # Who wrote this version, when it came out of a book, and the address of that book.
    authors = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=40, default="CC-BY-SA-4.0")
    recipe = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    once = models.CharField(max_length=36, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="format_once")]

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        """What a version keeps of it."""
        return {name: getattr(self, name) for name in CONTENT}


class FormatVersion(models.Model):
    """How a format stood at a moment, and who wrote it so. Rows are only ever added."""

    format = models.ForeignKey(Format, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    author_key = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["format", "number"], name="format_version_once"),
        ]
