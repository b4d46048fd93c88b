"""Reads of the log from any process, through a connection that cannot write."""

from datetime import datetime

from openweek.writing.crdt import document, encoded
from openweek.writing.log.opening import open_store
from openweek.writing.log.store import NoTablesError, Part
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
