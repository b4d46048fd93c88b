"""Reads of books: how far they are, and their editions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db.models import Prefetch, QuerySet

from openweek.place.models import Place
from openweek.publishing import asking, contents
from openweek.publishing.models import Book, Chapter, Edition
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
    pictures: int = 0
    sounds: int = 0
    films: int = 0
    prompts: tuple[asking.Prompt, ...] = ()

    @property
    def is_begun(self) -> bool:
        return self.share > 0

    @property
    def free(self) -> list[asking.Prompt]:
        """The questions that still wait for somebody."""
        return [prompt for prompt in self.prompts if prompt.is_free]

    @property
    def media_wished(self) -> list[str]:
        """What the template would love to have here, and nobody has brought yet."""
        there = {"image": self.pictures, "sound": self.sounds, "film": self.films}
        return [kind for kind in self.chapter.media_asked if not there.get(kind)]


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
    lines = books_in(Book.objects.filter(place=place, withdrawn_at=None))
    published = [line for line in lines if line.edition]
    published.sort(key=lambda line: (line.edition.published_at, line.book.pk), reverse=True)  # type: ignore[union-attr]  # filtered just above
    waiting = [line for line in lines if line.edition is None] if with_unpublished else []
    return published + waiting


def published(book_ids: Iterable[int]) -> list[BookLine]:
    """Those of them that have an edition, the newest first."""
    shown = Book.objects.filter(pk__in=list(book_ids), withdrawn_at=None)
    lines = [line for line in books_in(shown) if line.edition]
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
    key = f"publishing.counted:{chapter.text_id}"
    counted = cache.get(key)
    if counted is None:
        tree = tree_of(chapter.text)
        counted = {
            "share": contents.share_filled(tree),
            "words": contents.words_in(tree),
            "writers": tuple(contents.writers_of(chapter.text)),
            "media": asking.media_counted(tree),
            "answered": asking.answered_in(tree, chapter.prompts),
        }
        cache.set(key, counted, PROGRESS_SECONDS)
    media = counted["media"]
    return ChapterProgress(
        chapter=chapter,
        share=counted["share"],
        words=counted["words"],
        writers=counted["writers"],
        pictures=media.get("image", 0),
        sounds=media.get("sound", 0),
        films=media.get("film", 0),
        prompts=asking.prompts_of(chapter.prompts, counted["answered"], chapter.settled),
    )
