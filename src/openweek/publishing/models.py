"""Books, their chapters, and the editions that were published of them."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openweek.place.models import Place
from openweek.writing.models import Media, Text


class Unwritten(models.TextChoices):
    """What becomes of prompts that nobody answered."""

    VANISH = "vanish", _("they vanish from the book")
    INVITE = "invite", _("they stay, as invitations to write")


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
    # The declaration of its week or place, as ``commons.move_commons`` reads it.
    move_commons = models.CharField(max_length=40, blank=True)
    unwritten = models.CharField(max_length=10, choices=Unwritten.choices, default=Unwritten.INVITE)
    # A picture of one of its texts; without, the cover is drawn.
    cover = models.ForeignKey(
        Media, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Taken back by a concierge, who said why: its pages say so, and nothing of it is handed out.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["place", "slug"], name="book_once")]

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """One text of a book, with the questions that stand in for it until somebody writes."""

    class Kind(models.TextChoices):
        PLAIN = "", _("chapter")
        GLOSSARY = "glossary", _("glossary of people and places")

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    prompts = models.JSONField(default=list, blank=True)
    # Its name in the template, by which a corrected template finds it again.
    key = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PLAIN, blank=True)
    example = models.TextField(blank=True)
    # What the template would love to have here: some of image, sound, film.
    media_asked = models.JSONField(default=list, blank=True)
    # Prompts that the team answered in words of its own, or wants no longer.
    settled = models.JSONField(default=list, blank=True)
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
    # [{"title": …, "prompts": […], "kind": "", "tree": {…}}]
    content = models.JSONField(default=list)
    # Pictures, sound and film: {media id: {"file", "content_type", "width", "height", "sizes",
    # "credit", "licence", "alt"}}; the files lie in the folder of the book.
    images = models.JSONField(default=dict)
    # Who put how much where: [{"name", "letters", "media": {"image": 2}, "chapters":
    # {"1": letters}}].
    contributions = models.JSONField(default=list)
    # What it adapts: [{"title", "author", "url", "licence", "changes"}].
    sources = models.JSONField(default=list)
    # How it looks and what it declares, whatever the place becomes: "cover" (a media id),
    # "inks", "place", "city", "move_commons", "unwritten", "language".
    dress = models.JSONField(default=dict)
    # Of all of the above: the same digest is the same book.
    digest = models.CharField(max_length=64)
    # When all its files were there.
    bound_at = models.DateTimeField(null=True, blank=True)

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


class EditionFile(models.Model):
    """An edition in one of its forms. It is made after the page, and never changes."""

    class Kind(models.TextChoices):
        EPUB = "epub", _("EPUB")
        PDF_A5 = "pdf-a5", _("PDF, A5")
        PDF_A4 = "pdf-a4", _("PDF, A4")
        MARKDOWN = "markdown", _("Markdown with its pictures")
        MARKDOWN_PAGE = "md", _("Markdown")
        TEXT = "text", _("plain text")
        SITE = "site", _("web site in a folder")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.CharField(max_length=100)  # in the folder of the book, named by its digest
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="edition_file_once"),
        ]


class Source(models.Model):
    """Somebody else's work that a book adapts, with what its licence asks to be said."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=40)
    changes = models.CharField(max_length=300, blank=True)
    once = models.UUIDField(unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title
