"""After the last day a book is corrected: pens again, and a new edition when its team says so."""

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.publishing.models import Book
from openweek.writing.actions import reopen_texts
from openweek.writing.models import Text


@transaction.atomic
def reopen_book(*, book: Book, by: Author) -> None:
    """Those who wrote it can write again, without an end; what was published stays as it was."""
    Book.objects.select_for_update().get(pk=book.pk)
    texts = list(Text.objects.filter(pk__in=book.chapters.values("text")).order_by("pk"))
    if all(text.frozen_at is None and text.closes_at is None for text in texts):
        return
    reopen_texts(texts=texts, by=by)
    events.record("publishing.book_reopened", by=by, subject=book, place_id=book.place_id)
