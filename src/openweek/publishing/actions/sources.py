"""What a book adapts: named with title, author, address and licence, as each licence asks."""

from uuid import UUID

from django.db import transaction

from openweek.commons.licences import licence as licence_of
from openweek.commons.licences import may_adapt
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line
from openweek.publishing.models import Book, Source


class LicenceRefusedError(Exception):
    """What is under that licence cannot be adapted in this book."""


@transaction.atomic
def add_source(
    *,
    book: Book,
    title: str,
    author: str,
    licence: str,
    once: UUID,
    by: Author,
    url: str = "",
    changes: str = "",
) -> Source:
    """Name what the book adapts; the same form sent twice names it once.

    LicenceRefusedError when its licence does not allow the book's.
    """
    if not may_adapt(licence_of(licence), licence_of(book.licence)):
        raise LicenceRefusedError(licence)
    source, is_new = Source.objects.get_or_create(
        once=once,
        defaults={
            "book": book,
            "title": clean_line(title),
            "author": clean_line(author),
            "url": url,
            "licence": licence,
            "changes": clean_line(changes),
            "created_at": clock.now(),
        },
    )
    if is_new:
        events.record(
            "publishing.source_added",
            by=by,
            subject=book,
            place_id=book.place_id,
            data={"licence": licence},
        )
    return source


@transaction.atomic
def remove_source(*, book: Book, source_id: int, by: Author) -> None:
    """Nothing of it is in the book any more; editions that named it go on doing so."""
    deleted, _ = book.sources.filter(pk=source_id).delete()
    if deleted:
        events.record("publishing.source_removed", by=by, subject=book, place_id=book.place_id)
