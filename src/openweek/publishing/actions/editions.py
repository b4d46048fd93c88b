"""Publication: the page first, then the files of the edition."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.publishing import contents, contributions, files
from openweek.publishing.actions.binding import BIND
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import keep_version
from openweek.writing.models import Version
from openweek.writing.queries import hands_in, tree_of

PUBLISH = "publishing.publish"
PUBLISH_IF_WRITTEN = "publishing.publish_if_written"
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

FollowEdition = Callable[[Edition], None]
_followers: list[FollowEdition] = []


def when_published(follow: FollowEdition) -> None:
    """Rooms upstairs do their part of a publication, in its transaction."""
    if follow not in _followers:
        _followers.append(follow)


@transaction.atomic
def schedule_publication(
    *, book: Book, due_at: datetime, by: Author, if_written: bool = False
) -> None:
    """Have it published at that moment, once, also if the machine is off then.

    ``if_written``: only if somebody wrote in it, else it is left out, once.
    """
    kind = PUBLISH_IF_WRITTEN if if_written else PUBLISH
    deadlines.set_deadline(kind, book.pk, due_at)
    events.record("publishing.publication_scheduled", by=by, subject=book, place_id=book.place_id)


def meet_deadline(book_id: int) -> None:
    """What the sweep calls."""
    publish_book(book=_book(book_id), by=SOFTWARE, reason=Edition.Reason.DEADLINE)


def meet_deadline_if_written(book_id: int) -> None:
    """The same where a book in which nobody wrote is none."""
    book = _book(book_id)
    if any(
        contents.is_written(tree_of(each.text)) for each in book.chapters.select_related("text")
    ):
        publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.DEADLINE)
    else:
        leave_book_out(book=book, by=SOFTWARE)


@transaction.atomic
def leave_book_out(*, book: Book, by: Author) -> None:
    """Nobody wrote in it: it is not published on the last day, and can be written later."""
    events.record("publishing.book_left_out", by=by, subject=book, place_id=book.place_id)


def _book(book_id: int) -> Book:
    return Book.objects.select_related("place").get(pk=book_id)


@transaction.atomic
def publish_book(*, book: Book, by: Author, reason: str) -> Edition:
    """Make what is saved the newest edition: its page now, its files as soon as they are bound.

    Pictures are copied first and are nobody's until the edition is committed: whatever fails, and
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
    edition.digest = digest_of(edition)
    edition.save()
    deadlines.set_deadline(BIND, edition.pk, edition.published_at)
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
    for follow in _followers:
        follow(edition)
    return edition


def _composed(book: Book, *, number: int, reason: str) -> Edition:
    chapters = list(book.chapters.select_related("text"))
    saved = contents.saved_now(chapters)
    hands = hands_in([chapter.text for chapter in chapters])
    content = contents.content_of(chapters, saved)
    names = contents.credits_now(book, saved, hands)
    named = {
        str((node.get("attrs") or {}).get("media"))
        for chapter in content
        for node in contents.media_in(chapter["tree"])
    }
    wanted = {name for name in [*named, str(book.cover_id)] if UUID.fullmatch(name)}
    images = files.keep_images(book, wanted)
    return Edition(
        book=book,
        number=number,
        reason=Edition.Reason(reason),
        published_at=clock.now(),
        title=book.title,
        subtitle=book.subtitle,
        summary=book.summary,
        licence=book.licence,
        credits=names,
        content=content,
        images=images,
        contributions=contributions.contributions_now(names, saved, hands),
        sources=contents.sources_now(book),
        dress=_dress(book, images),
    )


def _dress(book: Book, images: files.Images) -> dict[str, Any]:
    """How it looks and what it declares, whatever the place becomes.

    A picture that is held back, or whose file is lost, is no cover either.
    """
    place = book.place
    cover = str(book.cover_id)
    return {
        "cover": cover if cover in images else "",
        "inks": place.inks,
        "place": place.name,
        "city": place.city,
        "move_commons": book.move_commons,
        "unwritten": book.unwritten,
        "language": book.language,
    }


_SAID = [
    "title", "subtitle", "summary", "licence", "credits", "content", "images", "contributions",
    "sources", "dress",
]  # fmt: skip


def digest_of(edition: Edition) -> str:
    said = {field: getattr(edition, field) for field in _SAID}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _is_same(one: Edition, other: Edition) -> bool:
    return all(getattr(one, field) == getattr(other, field) for field in _SAID)
