"""Reads of the log from any process, through a connection that cannot write."""

from collections.abc import Sequence
from datetime import datetime

from openweek.writing.crdt import document, encoded
from openweek.writing.log.opening import open_store
from openweek.writing.log.store import Made, NoTablesError, Part, Span, Written
from openweek.writing.models import Text


def state_of(text: Text, *, mark: str = "", at: datetime | None = None) -> bytes:
    """The text as one update: now, or at a mark or moment of the past."""
    return encoded(document([bytes(text.seed), *_updates(str(text.pk), mark, at)]))


def _updates(text_id: str, mark: str, at: datetime | None) -> list[bytes]:
    try:
        with open_store(read_only=True) as store:
            if mark:
                entries = store.entries(text_id, up_to=int(mark))
            elif at is not None:
                entries = store.entries(text_id, at=int(at.timestamp() * 1000))
            else:
                snapshot, entries = store.load(text_id)
                return [snapshot, *(entry.payload for entry in entries)]
    except NoTablesError:
        return []
    return [entry.payload for entry in entries]


def mark_of(text: Text) -> str:
    """Names the present state, for :func:`state_of`; never empty."""
    try:
        with open_store(read_only=True) as store:
            return str(store.last_seq(str(text.pk)))
    except NoTablesError:
        return "0"


def parts_of(text: Text) -> list[Part]:
    try:
        with open_store(read_only=True) as store:
            return store.parts(str(text.pk))
    except NoTablesError:
        return []


def written_after(text: Text, seq: int) -> list[Written]:
    try:
        with open_store(read_only=True) as store:
            return store.written_after(str(text.pk), seq)
    except NoTablesError:
        return []


def made_in(texts: Sequence[Text], *, after: int = 0) -> tuple[list[Made], int]:
    """What was made since that row, and the row since when the next one may ask."""
    try:
        with open_store(read_only=True) as store:
            newest = store.newest()
            return store.made([str(text.pk) for text in texts], after), newest
    except NoTablesError:
        return [], 0


def large_in(text: Text) -> list[Written]:
    """Updates of which :func:`made_in` does not say the client."""
    try:
        with open_store(read_only=True) as store:
            return store.large(str(text.pk))
    except NoTablesError:
        return []


def spans_of(text: Text, *, length_ms: int) -> list[Span]:
    try:
        with open_store(read_only=True) as store:
            return store.spans(str(text.pk), length_ms=length_ms)
    except NoTablesError:
        return []


def moment_of(text: Text, mark: int) -> datetime | None:
    """When what is at that mark was written; None for the beginning."""
    try:
        with open_store(read_only=True) as store:
            return store.moment(str(text.pk), mark)
    except NoTablesError:
        return None


def moments_of(text: Text, marks: Sequence[int]) -> list[datetime]:
    """When each of these rows was written."""
    try:
        with open_store(read_only=True) as store:
            return [at for mark in marks if (at := store.moment(str(text.pk), mark))]
    except NoTablesError:
        return []


def mark_at(text: Text, moment: datetime) -> int:
    """The last row of that moment, as :func:`state_of` reads it; 0 for the beginning."""
    try:
        with open_store(read_only=True) as store:
            entries = store.entries(str(text.pk), at=int(moment.timestamp() * 1000))
    except NoTablesError:
        return 0
    return entries[-1].seq if entries else 0


def names() -> dict[str, str]:
    try:
        with open_store(read_only=True) as store:
            return store.names()
    except NoTablesError:
        return {}
