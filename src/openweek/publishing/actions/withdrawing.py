"""A book is taken back, and given again."""

from collections.abc import Callable

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line
from openweek.publishing.models import Book

FollowBook = Callable[[Book], None]
_followers: list[FollowBook] = []


def when_taken_back(follow: FollowBook) -> None:
    """Rooms upstairs no longer hand out, or hand out again, what they have of the book: in the
    transaction that withdraws it or puts it back.
    """
    if follow not in _followers:
        _followers.append(follow)


@transaction.atomic
def withdraw_book(*, book: Book, because: str, by: Author) -> None:
    """From now on every address of the book says that it was taken back, and why.

    Nothing of it is handed out any more, and lists leave it out; nothing of it is deleted. Said
    again, the reason is the new one.
    """
    locked = Book.objects.select_for_update().get(pk=book.pk)
    because = clean_line(because)[:300]
    if locked.withdrawn_at is not None and locked.withdrawn_because == because:
        return
    book.withdrawn_at = locked.withdrawn_at or clock.now()
    book.withdrawn_because = because
    book.save(update_fields=["withdrawn_at", "withdrawn_because"])
    for follow in _followers:
        follow(book)
    events.record("publishing.book_withdrawn", by=by, subject=book, place_id=book.place_id)


@transaction.atomic
def put_back_book(*, book: Book, by: Author) -> None:
    """All its editions are where they were; what was not withdrawn stays as it is."""
    locked = Book.objects.select_for_update().get(pk=book.pk)
    if locked.withdrawn_at is None:
        return
    book.withdrawn_at, book.withdrawn_because = None, ""
    book.save(update_fields=["withdrawn_at", "withdrawn_because"])
    for follow in _followers:
        follow(book)
    events.record("publishing.book_put_back", by=by, subject=book, place_id=book.place_id)
