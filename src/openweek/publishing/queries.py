"""Reads of books: how far they are, and their editions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from openweek.commons.licences import licence
from openweek.place.models import Place
from openweek.publishing import contents
from openweek.publishing.contents import ShownChapter
from openweek.publishing.models import Book, Chapter, Edition
from openweek.writing.html import Recording
from openweek.writing.queries import tree_of, writing_now

# How full a chapter is may be told a little late; counting words costs more than a page may.
PROGRESS_SECONDS = 15


@dataclass(frozen=True)
class ChapterProgress:
    """How far one chapter is, and who wrote in it."""

    chapter: Chapter
    share: float
    words: int
    writers: tuple[str, ...]
    now: tuple[str, ...] = ()  # who has a pen in it this very moment

    @property
    def is_begun(self) -> bool:
        return self.share > 0


@dataclass(frozen=True)
class BookLine:
    """A book as lists show it."""

    book: Book
    edition: Edition | None


def books_in(books: QuerySet[Book]) -> list[BookLine]:
    """With the newest edition of each, without reading its content."""
    newest = Edition.objects.order_by("-number").defer("content", "images")
    rows = books.select_related("place").prefetch_related(
        Prefetch("editions", queryset=newest, to_attr="known_editions")
    )
    return [
        BookLine(book=book, edition=book.known_editions[0] if book.known_editions else None)
        for book in rows
    ]


def books_of_place(place: Place, *, with_unpublished: bool) -> list[BookLine]:
    """The newest publication first, then those that are being written."""
    lines = books_in(Book.objects.filter(place=place))
    published = [line for line in lines if line.edition]
    published.sort(key=lambda line: (line.edition.published_at, line.book.pk), reverse=True)  # type: ignore[union-attr]  # filtered just above
    waiting = [line for line in lines if line.edition is None] if with_unpublished else []
    return published + waiting


def published(book_ids: Iterable[int]) -> list[BookLine]:
    """Those of them that have an edition, the newest first."""
    lines = [line for line in books_in(Book.objects.filter(pk__in=list(book_ids))) if line.edition]
    lines.sort(key=lambda line: (line.edition.published_at, line.book.pk), reverse=True)  # type: ignore[union-attr]  # filtered just above
    return lines


def progress_of(book: Book) -> list[ChapterProgress]:
    """Chapter by chapter; a chapter is read again at most every few seconds."""
    chapters = list(book.chapters.select_related("text"))
    now = writing_now(chapter.text for chapter in chapters)
    return [
        replace(_progress(chapter), now=now.get(str(chapter.text_id), ())) for chapter in chapters
    ]


def shares_of(books: Iterable[Book]) -> dict[int, list[float]]:
    """For the doors of several books: how far open each is, by the number of the book."""
    shares: dict[int, list[float]] = {book.pk: [] for book in books}
    chapters = Chapter.objects.filter(book__in=shares).select_related("text")
    for chapter in chapters.order_by("book_id", "position"):
        shares[chapter.book_id].append(_progress(chapter).share)
    return shares


def _progress(chapter: Chapter) -> ChapterProgress:
    key = f"publishing.progress:{chapter.text_id}"
    counted = cache.get(key)
    if counted is None:
        tree = tree_of(chapter.text)
        writers = tuple(contents.writers_of(chapter.text))
        counted = (contents.share_filled(tree), contents.words_in(tree), writers)
        cache.set(key, counted, PROGRESS_SECONDS)
    share, words, writers = counted
    return ChapterProgress(chapter=chapter, share=share, words=words, writers=writers)


def shown_chapters(edition: Edition) -> list[ShownChapter]:
    """For the public page; an edition never changes, so its pages are made once."""
    key = f"publishing.shown:{edition.pk}:{edition.digest}"
    chapters: list[ShownChapter] | None = cache.get(key)
    if chapters is None:
        chapters = contents.shown(
            edition.content,
            image_url=lambda media: image_address(edition, media),
            recording_of=lambda media: recording_of(edition, media),
            language=edition.book.language,
            first_heading=3,
        )
        cache.set(key, chapters, 3600)
    return chapters


def image_address(edition: Edition, media: str) -> str:
    return _address(edition, media, "book_image") if edition.image(media) else ""


def recording_of(edition: Edition, media: str) -> Recording | None:
    known = edition.recording(media)
    if known is None:
        return None
    return Recording(_address(edition, media, "book_recording"), known["content_type"])


def _address(edition: Edition, media: str, name: str) -> str:
    return reverse(name, args=[edition.book.place.slug, edition.book.slug, media])


def machine_readable(edition: Edition, address: str) -> str:
    """The book in schema.org's words, safe inside a script element."""
    book = edition.book
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "@id": f"urn:uuid:{book.identifier}",
        "url": address,
        "name": edition.title,
        "inLanguage": book.language,
        "author": [{"@type": "Person", "name": name} for name in edition.credits],
        "publisher": {"@type": "Organization", "name": book.place.name},
        "datePublished": edition.day.isoformat(),
        "bookEdition": str(edition.number),
        "license": licence(edition.licence).uri,
        "hasPart": [
            {"@type": "Chapter", "name": chapter["title"], "position": position}
            for position, chapter in enumerate(edition.content, start=1)
        ],
    }
    if edition.summary:
        told["abstract"] = edition.summary
    escapes = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    return json.dumps(told, ensure_ascii=False).translate(escapes)
