"""What is said of a text beside it: comments, suggestions, answers, and what becomes of them.

None of it is in the shared document, since who may only comment must not write there. The words
of a suggestion get in when somebody who may write accepts it.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_prose
from openweek.writing.actions.words import TextIsFrozenError
from openweek.writing.log import gateway, reading
from openweek.writing.models import Remark, Text, Thread
from openweek.writing.passages import find_again, find_passage, has_written, replacing
from openweek.writing.rules import is_frozen

A_MINUTE = timedelta(minutes=1)
MOST_A_MINUTE = 30  # of one author
MOST_A_MINUTE_ALL = 200  # beside one text
MOST_OPEN = 500
SETTLING = ["state", "settled_at", "settled_by", "settled_key"]


class TooManyRemarksError(Exception):
    """So many, so fast, that nobody could read them."""


class MarginIsFullError(Exception):
    """So much is open that nobody could find their way in it."""


class AlreadySettledError(Exception):
    """Somebody else was faster."""


class PassageChangedError(Exception):
    """The passage no longer reads as it did; ``now`` is how, empty when its words are gone."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as its reader saw it: both ends (see passages.py), and how it read."""

    start: bytes
    end: bytes
    quote: str


WHOLE_TEXT = Quoted(b"", b"", "")


@transaction.atomic
def comment_text(
    *, text: Text, by: Author, body: str, on: Quoted = WHOLE_TEXT, once: str
) -> Thread:
    """Say something of a passage, or of the whole text; sent twice, it is said once."""
    given = {"kind": Thread.Kind.COMMENT, **_passage(on)}
    thread, is_new = _begin(text, by, given, body, once)
    if is_new:
        events.record("writing.commented", by=by, subject=thread, place_id=text.place_id)
        _tell(text)
    return thread


@transaction.atomic
def suggest_change(
    *, text: Text, by: Author, on: Quoted, proposed: str, body: str = "", once: str
) -> Thread:
    """Propose other words for a passage; ``proposed`` is empty to take its words out."""
    given = {"kind": Thread.Kind.SUGGESTION, "proposed": proposed, **_passage(on)}
    thread, is_new = _begin(text, by, given, body, once)
    if is_new:
        events.record("writing.change_suggested", by=by, subject=thread, place_id=text.place_id)
        _tell(text)
    return thread


@transaction.atomic
def answer_thread(*, thread: Thread, by: Author, body: str, once: str) -> Remark:
    """Also of what is settled: an answer does not open it again."""
    _check(thread.text, by)
    remark, is_new = _say(thread, by, body, once)
    if is_new:
        place_id = thread.text.place_id
        events.record("writing.thread_answered", by=by, subject=thread, place_id=place_id)
        _tell(thread.text)
    return remark


@transaction.atomic
def close_thread(*, thread: Thread, by: Author) -> None:
    """Of a comment: what it asked for is done."""
    _settle(_open(thread), Thread.State.DONE, by)
    events.record("writing.thread_closed", by=by, subject=thread, place_id=thread.text.place_id)
    _tell(thread.text)


@transaction.atomic
def reopen_thread(*, thread: Thread, by: Author) -> None:
    """What was done, or refused, is looked at again; what was accepted is in the text."""
    row = Thread.objects.select_for_update().select_related("text").get(pk=thread.pk)
    if row.state not in {Thread.State.DONE, Thread.State.REFUSED}:
        raise AlreadySettledError(row.state)
    _check_open(row.text)
    row.state, row.settled_at, row.settled_by, row.settled_key = Thread.State.OPEN, None, "", ""
    row.save(update_fields=SETTLING)
    events.record("writing.thread_reopened", by=by, subject=row, place_id=row.text.place_id)
    _tell(row.text)


@transaction.atomic
def refuse_suggestion(*, thread: Thread, by: Author) -> None:
    """The text stays as it is. Its author may do so too: that takes it back."""
    _settle(_open(thread), Thread.State.REFUSED, by)
    place_id = thread.text.place_id
    events.record("writing.suggestion_refused", by=by, subject=thread, place_id=place_id)
    _tell(thread.text)


@transaction.atomic
def accept_suggestion(
    *, thread: Thread, by: Author, words: str | None = None, seen: str | None = None
) -> None:
    """Put the proposed words in the text, as the words of who proposed them.

    ``words`` are other ones that the accepter made of them, and then theirs. ``seen`` is how the
    passage reads in their eyes; without it, as it read when the change was proposed. Raises
    PassageChangedError when it reads otherwise by now. The words are durable before the event
    says so; tried again after a failure, they are merged once.
    """
    row = _open(thread)
    wanted = row.proposed if words is None else words
    author = _author(row) if wanted == row.proposed else by
    update = _update(row, wanted, row.quote if seen is None else seen)
    if update:
        try:
            gateway.submit(row.text, update, author)
        except gateway.FrozenError as frozen:
            raise TextIsFrozenError(row.text.title) from frozen
    _settle(row, Thread.State.ACCEPTED, by)
    events.record("writing.suggestion_accepted", by=by, subject=row, place_id=row.text.place_id)
    _tell(row.text)


@transaction.atomic
def delete_remark(*, remark: Remark, by: Author) -> None:
    """That something was said stays to be seen, and nothing of what."""
    if remark.deleted_at is not None:
        return
    remark.deleted_at = clock.now()
    remark.save(update_fields=["deleted_at"])
    place_id = remark.thread.text.place_id
    events.record("writing.remark_deleted", by=by, subject=remark.thread, place_id=place_id)
    _tell(remark.thread.text)


# --- beginning ------------------------------------------------------------------------------


def _passage(on: Quoted) -> dict[str, Any]:
    return {"start": on.start, "end": on.end, "quote": on.quote}


def _begin(
    text: Text, by: Author, given: dict[str, Any], body: str, once: str
) -> tuple[Thread, bool]:
    _check(text, by)
    if text.threads.filter(state=Thread.State.OPEN).count() >= MOST_OPEN:
        raise MarginIsFullError(text.title)
    signed = {"author_key": by.key, "author_name": by.name[:200], "made_at": clock.now()}
    thread, is_new = Thread.objects.get_or_create(
        once=once, text=text, defaults={**given, **signed}
    )
    if is_new and body:
        _say(thread, by, body, once)
    return thread, is_new


def _say(thread: Thread, by: Author, body: str, once: str) -> tuple[Remark, bool]:
    signed = {"author_key": by.key, "author_name": by.name[:200], "made_at": clock.now()}
    return Remark.objects.get_or_create(once=once, thread=thread, defaults={"body": body, **signed})


def _check(text: Text, by: Author) -> None:
    _check_open(text)
    lately = clock.now() - A_MINUTE
    threads = text.threads.filter(made_at__gte=lately, remarks=None)
    remarks = Remark.objects.filter(made_at__gte=lately, thread__text=text)
    own = threads.filter(author_key=by.key).count() + remarks.filter(author_key=by.key).count()
    if own >= MOST_A_MINUTE or threads.count() + remarks.count() >= MOST_A_MINUTE_ALL:
        raise TooManyRemarksError(text.title)


def _check_open(text: Text) -> None:
    if is_frozen(text):
        raise TextIsFrozenError(text.title)


# --- settling -------------------------------------------------------------------------------


def _open(thread: Thread) -> Thread:
    """Its row, locked: of two who settle it at once, one does."""
    row = Thread.objects.select_for_update(of=("self",)).select_related("text").get(pk=thread.pk)
    if row.state != Thread.State.OPEN:
        raise AlreadySettledError(row.state)
    _check_open(row.text)
    return row


def _settle(row: Thread, state: str, by: Author) -> None:
    row.state, row.settled_at = state, clock.now()
    row.settled_by, row.settled_key = by.name[:200], by.key
    row.save(update_fields=SETTLING)


def _update(row: Thread, wanted: str, seen: str) -> bytes:
    """Empty when the words are there already."""
    state = reading.state_of(row.text)
    client_id = int.from_bytes(hashlib.sha256(row.pk.bytes).digest()[:4]) >> 1 or 1
    if has_written(state, client_id):
        return b""
    passage = find_passage(state, bytes(row.start), bytes(row.end)) or find_again(state, row.quote)
    if passage is None:
        if wanted:
            raise PassageChangedError("")
        return b""
    now = read_as(passage.words)
    if now == wanted:
        return b""
    if now != seen:
        raise PassageChangedError(now)
    return replacing(state, passage, wanted, client_id=client_id)


def read_as(words: str) -> str:
    """The words of a passage as forms give them back."""
    return " ".join(clean_prose(words).split("\n"))


def _author(row: Thread) -> Author:
    """Who began it, by the key that they had."""
    kind, _, rest = row.author_key.partition(":")
    number, _, passer_by = rest.partition(":")
    match kind:
        case "p":
            return Author(row.author_name, person_id=int(number))
        case "c":
            return Author(row.author_name, capability_id=int(number), passer_by=passer_by)
        case _:
            return Author(row.author_name, passer_by=rest)


def _tell(text: Text) -> None:
    """Whoever has the page open sees it after the commit."""
    transaction.on_commit(partial(gateway.remarked, str(text.pk)), robust=True)
