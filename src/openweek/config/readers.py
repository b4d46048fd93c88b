"""Looks for what was done anywhere since, several times a second, as cheaply as it can be."""

import asyncio
import sqlite3
from collections import deque
from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote

from django.conf import settings
from django.db import close_old_connections, connection

from openweek.ground import events

# At once; the rest is found a moment later.
MOST = 500


class Done(NamedTuple):
    """An event, as much of it as may be known."""

    number: int
    place_id: int | None
    kind: str


class Reader(Protocol):
    def begin(self) -> None:
        """Somebody listens again: what was done meanwhile is nobody's news."""

    async def after(self, number: int) -> list[Done]:
        """What was done after that, the oldest first."""
        ...


class EmbeddedReader:
    """From the embedded database by a connection of its own, without a thread.

    SQLite has one writer at a time: numbers come in the order in which they are committed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """Nothing is remembered here."""

    @cached_property
    def _database(self) -> sqlite3.Connection:
        address = f"file:{quote(str(self._path))}?mode=rw"
        database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=1)
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("PRAGMA query_only = ON")
        return database

    async def after(self, number: int) -> list[Done]:
        rows = self._database.execute(events.AFTER, (number, MOST)).fetchall()
        return [Done(*row) for row in rows]


class ServedReader:
    """From a database server, in one of the threads that have a connection to it.

    An event may become visible after one with a higher number: it is looked for further back, and
    what was seen already is left out.
    """

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._seen: deque[int] = deque(maxlen=MOST + events.LATE)

    def begin(self) -> None:
        self._seen.clear()

    async def after(self, number: int) -> list[Done]:
        loop = asyncio.get_running_loop()
        from_number = number - events.LATE
        rows = await loop.run_in_executor(self._threads, _read, from_number)
        seen = set(self._seen)
        if not seen:
            # The first time: what lies further back was there before anybody listened.
            seen = {row.number for row in rows if row.number <= number}
            self._seen.extend(seen)
        found = [row for row in rows if row.number not in seen]
        self._seen.extend(row.number for row in found)
        return found


def _read(number: int) -> list[Done]:
    close_old_connections()
    return [Done(*row) for row in events.after(number, most=MOST + events.LATE)]


def reader(threads: Executor) -> Reader:
    """The cheaper of the two that there is."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "openweek.ground.sqlite":
        return EmbeddedReader(Path(connection.settings_dict["NAME"]))
    return ServedReader(threads)
