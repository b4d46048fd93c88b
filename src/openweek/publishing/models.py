"""Books, their chapters, and the editions that were published of them."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Place
from openweek.writing.models import Text


class Book(models.Model):
    """What a team writes. What is written is in the texts of its chapters."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="fr")
    licence = models.CharField(max_length=40)
    template = models.CharField(max_length=60, blank=True)
    # Who said that they would write it; those who did write are known by their texts.
    people = models.JSONField(default=list, blank=True)
    # What library software knows all editions of the book by.
    identifier = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="book_once")]

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """One text of a book, with the questions that stand in for it until somebody writes."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    prompts = models.JSONField(default=list, blank=True)
    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["book", "position"], name="chapter_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Edition(models.Model):
    """A book as it was published. Nothing of it changes any more, whatever becomes of the book."""

    class Reason(models.TextChoices):
        DEADLINE = "deadline", _("the last day")
        BY_HAND = "by_hand", _("published by hand")

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    published_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    licence = models.CharField(max_length=40)
    credits = models.JSONField(default=list)
    # [{"title": …, "prompts": […], "tree": {…}}]
    content = models.JSONField(default=list)
    # Pictures, sound and film: {media id: {"file", "content_type", "width", "height"}}; the files
    # lie beside the EPUB.
    images = models.JSONField(default=dict)
    epub = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="edition_once"),
            # Belt and braces: whoever sweeps, and however often, the last day comes once.
            models.UniqueConstraint(
                fields=["book"], name="edition_one_last_day", condition=Q(reason="deadline")
            ),
        ]

    @property
    def day(self) -> date:
        """The day on which it was published, where it was published."""
        return self.published_at.astimezone(self.book.place.zone).date()

    def image(self, media: str) -> dict[str, Any] | None:
        return self._kept(media, ("image/",))

    def recording(self, media: str) -> dict[str, Any] | None:
        return self._kept(media, ("audio/", "video/"))

    def _kept(self, media: str, kinds: tuple[str, ...]) -> dict[str, Any] | None:
        known: dict[str, Any] | None = self.images.get(media)
        return known if known and known["content_type"].startswith(kinds) else None
