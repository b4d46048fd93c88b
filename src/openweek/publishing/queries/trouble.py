"""What a publication stumbled over: it is tried again by itself, and somebody may help."""

import errno
import os
from dataclasses import dataclass

from openweek.ground import deadlines
from openweek.place.models import Place
from openweek.publishing.models import Book, Edition

# The kinds of deadlines that actions set; a book by its number, or an edition.
OF_BOOKS = ("publishing.publish", "publishing.publish_if_written")
OF_EDITIONS = "publishing.bind"
_DISK_FULL = os.strerror(errno.ENOSPC)


@dataclass(frozen=True)
class Trouble:
    """A book that is not published yet, or whose files are not there yet, after some tries."""

    book: Book
    is_public: bool
    is_disk_full: bool


def in_trouble(place: Place) -> list[Trouble]:
    """Books whose publication waits to be tried again."""
    books = {pk: said for kind in OF_BOOKS for pk, said in deadlines.in_trouble(kind).items()}
    editions = deadlines.in_trouble(OF_EDITIONS)
    unpublished = Book.objects.filter(place=place, pk__in=books) if books else ()
    unbound = (
        Edition.objects.filter(book__place=place, pk__in=editions).select_related("book")
        if editions
        else ()
    )
    return [
        *(Trouble(book, False, _DISK_FULL in books[book.pk]) for book in unpublished),
        *(Trouble(each.book, True, _DISK_FULL in editions[each.pk]) for each in unbound),
    ]
