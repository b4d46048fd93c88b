"""What a kept answer rests on, read as cheaply as it can be: events, session, minute."""

import asyncio
import sqlite3
from concurrent.futures import Executor
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from openweek.ground import clock, events

SESSION = "SELECT session_data FROM django_session WHERE session_key = {} AND expire_date > {}"


class Marks(Protocol):
    """Says in what state the things are on which an answer rests."""

    async def now(self, place_id: int, session: str) -> str:
        """Another string after each event of the place, change of the session, and minute."""
        ...


class EmbeddedMarks:
    """From the embedded database by a connection of our own: some microseconds, without a thread.

    It only reads, and each question stands alone: in WAL mode nobody waits for anybody.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _database(self) -> sqlite3.Connection:
        address = f"file:{quote(str(self._path))}?mode=rw"
        database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=1)
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("PRAGMA query_only = ON")
        return database

    async def now(self, place_id: int, session: str) -> str:
        now = clock.now()
        row = self._database.execute(events.MARK_ONE_WRITER, (place_id,)).fetchone()
        mark = f"{now:%Y%m%d%H%M} {row[0]} {row[1]}"
        if session:
            moment = now.replace(tzinfo=None).isoformat(sep=" ")
            kept = self._database.execute(SESSION.format("?", "?"), (session, moment)).fetchone()
            mark = f"{mark} {kept[0] if kept else None}"
        return mark


class ServedMarks:
    """From a database server, in one of the threads that have a connection to it."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads

    async def now(self, place_id: int, session: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _mark, place_id, session, clock.now())


def _mark(place_id: int, session: str, now: datetime) -> str:
    mark = f"{now:%Y%m%d%H%M} {events.mark(place_id)}"
    if session:
        with connection.cursor() as cursor:
            cursor.execute(SESSION.format("%s", "%s"), [session, now])
            mark = f"{mark} {cursor.fetchone()}"
    return mark


def marks(threads: Executor) -> Marks:
    """The cheaper of the two that there is."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "openweek.ground.sqlite":
        return EmbeddedMarks(Path(connection.settings_dict["NAME"]))
    return ServedMarks(threads)
