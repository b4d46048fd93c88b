"""What those who write a book say of it, and what became of its questions."""

from collections.abc import Sequence

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line, clean_prose
from openweek.publishing.models import Book, Chapter, Unwritten


@transaction.atomic
def change_book(
    *, book: Book, title: str, subtitle: str, summary: str, unwritten: str, by: Author
) -> None:
    """Its titles, what it is about, and what becomes of questions that nobody answered.

    Its address stays, and so do the editions that there are. Says nothing when nothing changed.
    """
    said = {
        "title": clean_line(title)[:200] or book.title,
        "subtitle": clean_line(subtitle)[:200],
        "summary": clean_prose(summary),
        "unwritten": Unwritten(unwritten),
    }
    changed = [field for field, value in said.items() if getattr(book, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(book, field, said[field])
    book.save(update_fields=changed)
    events.record(
        "publishing.book_changed",
        by=by,
        subject=book,
        place_id=book.place_id,
        data={"fields": changed},
    )


@transaction.atomic
def settle_prompt(*, chapter: Chapter, prompt: str, by: Author) -> None:
    """The team answered this question in words of its own, or wants it no longer."""
    row = _locked(chapter)
    if prompt not in row.prompts or prompt in row.settled:
        return
    _save(row, chapter, [*row.settled, prompt])
    events.record(
        "publishing.prompt_settled", by=by, subject=row, place_id=row.book.place_id,
        data={"chapter": row.position},
    )  # fmt: skip


@transaction.atomic
def reopen_prompt(*, chapter: Chapter, prompt: str, by: Author) -> None:
    """It is free again."""
    row = _locked(chapter)
    if prompt not in row.settled:
        return
    _save(row, chapter, [each for each in row.settled if each != prompt])
    events.record(
        "publishing.prompt_reopened", by=by, subject=row, place_id=row.book.place_id,
        data={"chapter": row.position},
    )  # fmt: skip


@transaction.atomic
def credit_people(*, book: Book, names: Sequence[str], by: Author) -> None:
    """Those who say that they write it; who did write is named in any case."""
    if book.people == list(names):
        return
    book.people = list(names)
    book.save(update_fields=["people"])
    events.record("publishing.people_credited", by=by, subject=book, place_id=book.place_id)


def _locked(chapter: Chapter) -> Chapter:
    return Chapter.objects.select_for_update().select_related("book").get(pk=chapter.pk)


def _save(row: Chapter, chapter: Chapter, settled: list[str]) -> None:
    row.settled = chapter.settled = settled
    row.save(update_fields=["settled"])
