"""Reads of what a book may wear."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from openweek.publishing.models import Book, Edition
from openweek.writing.models import Consent, Media

# Printed on A5, a picture of fewer pixels would be a blur.
SMALLEST_SIDE = 600


@dataclass(frozen=True)
class CoverPicture:
    """A picture of the book, where the one who chooses can see it."""

    media: Media
    address: str


def cover_pictures(
    book: Book, *, may_read: bool = True, edition: Edition | None = None
) -> list[CoverPicture]:
    """Those that could be its cover: large enough, not decorative, nobody in it left unasked.

    Whoever may not read what is being written is offered those that ``edition`` shows.
    """
    found = Media.objects.filter(
        text__in=book.chapters.values("text"),
        content_type__startswith="image/",
        width__gte=SMALLEST_SIDE,
        height__gte=SMALLEST_SIDE,
        is_decorative=False,
    ).exclude(consent=Consent.UNASKED)
    return list(_seen(book, list(found.order_by("uploaded_at", "pk")), may_read, edition))


def _seen(
    book: Book,
    found: list[Media],
    may_read: bool,
    edition: Edition | None,
) -> Iterator[CoverPicture]:
    for media in found:
        if may_read:
            yield CoverPicture(media, reverse("media", args=[media.text_id, media.pk]))
        elif edition and edition.image(str(media.pk)):
            path = [book.place.slug, book.slug, media.pk]
            yield CoverPicture(media, reverse("book_image", args=path))
