"""Every change to a book, and its publication."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from openweek.commons import licences
from openweek.commons.queries import book_template
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.text import clean_line, safe_slug
from openweek.place.models import Place
from openweek.publishing import contents, epub, files
from openweek.publishing.models import Book, Chapter, Edition
from openweek.writing.actions import create_text, keep_version
from openweek.writing.models import Version

PUBLISH = "publishing.publish"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@transaction.atomic
def create_book(
    *,
    place: Place,
    title: str,
    template: str,
    language: str,
    licence: str,
    by: Author,
    subtitle: str = "",
    summary: str = "",
    people: Sequence[str] = (),
    closes_at: datetime | None = None,
) -> Book:
    """A book with the chapters of its template, nothing written yet; rights are granted apart.

    After ``closes_at`` nobody writes in it any more.
    """
    licences.licence(licence)  # an unknown one is refused now, not on the last day
    given = book_template(template, language)
    taken = set(Book.objects.filter(place=place).values_list("slug", flat=True))
    book = Book.objects.create(
        place=place,
        title=clean_line(title)[:200] or given.title,
        slug=safe_slug(title, taken=taken, default=safe_slug(given.title, default="book")),
        subtitle=clean_line(subtitle)[:200],
        summary=summary or given.introduction,
        language=language,
        licence=licence,
        template=given.slug,
        people=list(people),
        created_at=clock.now(),
    )
    for position, chapter in enumerate(given.chapters, start=1):
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


@transaction.atomic
def schedule_publication(*, book: Book, due_at: datetime, by: Author) -> None:
    """Have it published at that moment, once, also if the machine is off then."""
    deadlines.set_deadline(PUBLISH, book.pk, due_at)
    events.record("publishing.publication_scheduled", by=by, subject=book, place_id=book.place_id)


def meet_deadline(book_id: int) -> None:
    """What the sweep calls."""
    book = Book.objects.select_related("place").get(pk=book_id)
    publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.DEADLINE)


@transaction.atomic
def publish_book(*, book: Book, by: Author, reason: str) -> Edition:
    """Make what is saved the newest edition: public page and EPUB appear together.

    Files are written first and are nobody's until the edition is committed: whatever fails, and
    whenever the power goes, readers have the old edition or the new one, never half. The last
    day comes once; by hand, a book that has not changed makes no new edition.
    """
    Book.objects.select_for_update().get(pk=book.pk)
    newest = book.editions.first()
    if reason == Edition.Reason.DEADLINE:
        last_day = book.editions.filter(reason=reason).first()
        if last_day is not None:
            return last_day
    edition = _composed(book, number=newest.number + 1 if newest else 1, reason=reason)
    if newest is not None and reason == Edition.Reason.BY_HAND and _is_same(newest, edition):
        return newest
    packed = epub.build(edition)
    edition.epub = files.keep_epub(book, packed)
    edition.digest = edition.epub.removesuffix(".epub")
    edition.save()
    for chapter in book.chapters.select_related("text"):
        keep_version(
            text=chapter.text, kind=Version.Kind.PUBLICATION, name=str(edition.number), by=by
        )
    events.record(
        "publishing.edition_published",
        by=by,
        subject=book,
        place_id=book.place_id,
        data={"number": edition.number, "reason": reason},
    )
    return edition


def _composed(book: Book, *, number: int, reason: str) -> Edition:
    chapters = list(book.chapters.select_related("text"))
    content = contents.content_now(chapters)
    named = {
        str((node.get("attrs") or {}).get("media"))
        for chapter in content
        for node in contents.media_in(chapter["tree"])
    }
    wanted = {name for name in named if UUID.fullmatch(name)}
    return Edition(
        book=book,
        number=number,
        reason=Edition.Reason(reason),
        published_at=clock.now(),
        title=book.title,
        subtitle=book.subtitle,
        summary=book.summary,
        licence=book.licence,
        credits=contents.credits_now(book, chapters),
        content=content,
        images=files.keep_images(book, wanted),
    )


def _is_same(one: Edition, other: Edition) -> bool:
    fields = ["title", "subtitle", "summary", "licence", "credits", "content"]
    return all(getattr(one, field) == getattr(other, field) for field in fields)
