"""Every change to a book before it is published."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from openweek.commons import licences
from openweek.commons.queries import BookTemplate
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line, safe_slug
from openweek.place.models import Place
from openweek.publishing.models import Book, Chapter
from openweek.writing.actions import create_text


@transaction.atomic
def create_book(
    *,
    place: Place,
    title: str,
    template: BookTemplate,
    language: str,
    licence: str,
    by: Author,
    subtitle: str = "",
    summary: str = "",
    move_commons: str = "",
    people: Sequence[str] = (),
    closes_at: datetime | None = None,
) -> Book:
    """A book with the chapters of its template, nothing written yet; rights are granted apart.

    After ``closes_at`` nobody writes in it any more.
    """
    licences.licence(licence)  # an unknown one is refused now, not on the last day
    taken = set(Book.objects.filter(place=place).values_list("slug", flat=True))
    book = Book.objects.create(
        place=place,
        title=clean_line(title)[:200] or template.title,
        slug=safe_slug(title, taken=taken, default=safe_slug(template.title, default="book")),
        subtitle=clean_line(subtitle)[:200],
        summary=summary or template.introduction,
        language=language,
        licence=licence,
        move_commons=move_commons,
        template=template.slug,
        people=list(people),
        created_at=clock.now(),
    )
    for position, chapter in enumerate(template.chapters, start=1):
        text = create_text(
            place=place,
            title=chapter.title,
            language=language,
            by=by,
            prompts=list(chapter.prompts),
            home=f"/{place.slug}/books/{book.slug}/",
            home_title=book.title,
            closes_at=closes_at,
        )
        Chapter.objects.create(
            book=book,
            position=position,
            title=chapter.title,
            prompts=list(chapter.prompts),
            key=chapter.key,
            kind=chapter.kind,
            example=chapter.example,
            media_asked=list(chapter.media),
            text=text,
        )
    events.record("publishing.book_created", by=by, subject=book, place_id=place.pk)
    return book


@transaction.atomic
def credit_person(*, book: Book, name: str, by: Author) -> None:
    """Name somebody among those who write the book."""
    if name in book.people:
        return
    book.people = [*book.people, name]
    book.save(update_fields=["people"])
    events.record("publishing.person_credited", by=by, subject=book, place_id=book.place_id)
