"""A book follows the correction of its template, and keeps every word that was written."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from openweek.commons.queries import BookTemplate, ChapterTemplate
from openweek.ground import events
from openweek.ground.authors import Author
from openweek.ground.text import fold
from openweek.publishing.models import Book, Chapter
from openweek.writing.actions import (
    TextIsWrittenError,
    create_text,
    drop_text,
    grant_alike,
    prompt_text,
)
from openweek.writing.models import Text
from openweek.writing.rules import is_frozen

# Where chapters stand while they change places: a place is one chapter's.
_ASIDE = 10_000
_FOLLOWS = [
    "position", "title", "prompts", "key", "kind", "example", "media_asked", "settled",
]  # fmt: skip


@dataclass(frozen=True)
class _Plan:
    """Which chapter of the book each of the template is, and those that it has no longer."""

    pairs: list[tuple[ChapterTemplate, Chapter | None]]
    gone: list[Chapter]


@transaction.atomic
def correct_book(*, book: Book, template: BookTemplate, by: Author) -> bool:
    """Give a book the titles, questions and chapters of its corrected template, in its order.

    Chapters are found again by their key. One that the template has no longer goes if nothing was
    ever written there, and stays otherwise. What the team settled stays settled as long as it is
    asked. A book that was published, or whose pens are down, is left as it is. Answers whether
    anything changed.
    """
    book = Book.objects.select_for_update().select_related("place").get(pk=book.pk)
    chapters = list(book.chapters.select_related("text__place"))
    is_done = book.editions.exists() or any(is_frozen(chapter.text) for chapter in chapters)
    if is_done or not chapters:
        return False
    before = _said(chapters)
    plan = _plan(chapters, template)
    # Those that go give their rights to the new ones first.
    told = [_told(book, asked, found, chapters, by=by) for asked, found in plan.pairs]
    kept = [chapter for chapter in plan.gone if not _dropped(chapter, by=by)]
    ordered = _with_those_kept(told, kept, chapters)
    _put_in_order(ordered)
    if _said(ordered) == before:
        return False
    events.record(
        "publishing.book_corrected",
        by=by,
        subject=book,
        place_id=book.place_id,
        data={"chapters": len(ordered), "was": len(chapters)},
    )
    return True


def _said(chapters: Sequence[Chapter]) -> list[tuple[object, ...]]:
    return [
        (each.pk, each.position, each.title, each.prompts, each.kind, each.example,
         each.media_asked, each.key)
        for each in chapters
    ]  # fmt: skip


def _plan(chapters: list[Chapter], template: BookTemplate) -> _Plan:
    """By key; by title those that are from before chapters had one."""
    by_key = {chapter.key: chapter for chapter in chapters if chapter.key}
    by_title = {fold(chapter.title): chapter for chapter in chapters if not chapter.key}
    pairs = [
        (asked, by_key.pop(asked.key, None) or by_title.pop(fold(asked.title), None))
        for asked in template.chapters
    ]
    found = {chapter.pk for _asked, chapter in pairs if chapter}
    return _Plan(pairs, [chapter for chapter in chapters if chapter.pk not in found])


def _dropped(chapter: Chapter, *, by: Author) -> bool:
    """Whether it went. One without a key is none of the template's, but the team's own."""
    if not chapter.key:
        return False
    try:
        with transaction.atomic():
            Chapter.objects.filter(pk=chapter.pk).delete()
            drop_text(text=chapter.text, by=by)
    except TextIsWrittenError:
        return False
    return True


def _told(
    book: Book,
    asked: ChapterTemplate,
    chapter: Chapter | None,
    siblings: list[Chapter],
    *,
    by: Author,
) -> Chapter:
    """The chapter as the template has it now; a new one is open to those of its siblings."""
    prompts = list(asked.prompts)
    if chapter is None:
        chapter = Chapter(book=book, text=_begun(book, asked, siblings, by=by))
    else:
        prompt_text(text=chapter.text, title=asked.title, prompts=prompts, by=by)
    chapter.title, chapter.prompts, chapter.key = asked.title, prompts, asked.key
    chapter.kind, chapter.example = asked.kind, asked.example
    chapter.media_asked = list(asked.media)
    chapter.settled = [prompt for prompt in chapter.settled if prompt in prompts]
    return chapter


def _begun(book: Book, asked: ChapterTemplate, siblings: list[Chapter], *, by: Author) -> Text:
    like = siblings[0].text
    text = create_text(
        place=book.place,
        title=asked.title,
        language=book.language,
        by=by,
        prompts=asked.prompts,
        home=like.home,
        home_title=like.home_title,
        closes_at=like.closes_at,
    )
    grant_alike(text=text, siblings=[each.text for each in siblings], by=by)
    return text


def _with_those_kept(
    told: list[Chapter], kept: list[Chapter], before: list[Chapter]
) -> list[Chapter]:
    """Those of the template in its order; each of the others after the one that it came after."""
    ordered = list(told)
    for chapter in kept:
        place = before.index(chapter)
        earlier = [each for each in before[:place] if each in ordered]
        ordered.insert(ordered.index(earlier[-1]) + 1 if earlier else 0, chapter)
    return ordered


def _put_in_order(chapters: list[Chapter]) -> None:
    for position, chapter in enumerate(chapters, start=1):
        chapter.position = _ASIDE + position
        chapter.save(update_fields=_FOLLOWS if chapter.pk else None)
    for position, chapter in enumerate(chapters, start=1):
        chapter.position = position
        chapter.save(update_fields=["position"])
