"""The live process' end of the calls that reach every one of them (see log/calls.py)."""

import asyncio
import json
import logging
import threading
from functools import partial
from typing import Any

import psycopg
from django.db import DatabaseError, close_old_connections, connection

from openweek.writing.live.doors import do
from openweek.writing.live.hub import Hub
from openweek.writing.log.calls import CHANNEL, LISTENER
from openweek.writing.log.postgres import connect
from openweek.writing.log.store import StoreError

logger = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0
LOOK_UP_SECONDS = 1.0


class Calls(threading.Thread):
    """Listens; what is asked is done in the loop."""

    def __init__(self, url: str, hub: Hub) -> None:
        super().__init__(name="calls", daemon=True)
        self._url = url
        self._hub = hub
        self._loop = asyncio.get_running_loop()
        self._is_stopping = threading.Event()
        self.is_listening = threading.Event()

    def stop(self) -> None:
        self._is_stopping.set()
        self.join(timeout=10)

    def run(self) -> None:
        pause, is_first = FIRST_PAUSE_SECONDS, True
        while not self._is_stopping.is_set():
            try:
                self._listen(is_first=is_first)
            except (psycopg.Error, StoreError) as trouble:
                logger.warning("Calls of other processes are not heard: %s", trouble)
            pause = FIRST_PAUSE_SECONDS if self.is_listening.is_set() else pause * 2
            is_first = is_first and not self.is_listening.is_set()
            self.is_listening.clear()
            self._is_stopping.wait(min(pause, LONGEST_PAUSE_SECONDS))

    def _listen(self, *, is_first: bool) -> None:
        with connect(self._url) as line:
            line.execute(f"LISTEN {CHANNEL}".encode())
            line.execute("SELECT set_config('application_name', %s, false)", (LISTENER,))
            self.is_listening.set()
            if not is_first:
                # Whatever was called meanwhile is in the database.
                self._loop.call_soon_threadsafe(self._hub.catch_up)
            while not self._is_stopping.is_set():
                for notice in line.notifies(timeout=LOOK_UP_SECONDS):
                    request = json.loads(notice.payload)
                    self._loop.call_soon_threadsafe(self._take, request, line.info.backend_pid)

    def _take(self, request: dict[str, Any], me: int) -> None:
        self._hub.start_task(self._do(request, me))

    async def _do(self, request: dict[str, Any], me: int) -> None:
        trouble, _ = await do(self._hub, request, b"")
        answer = json.dumps({"from": me, "trouble": trouble[:2000]})
        try:
            await self._hub.in_thread(partial(_answer, request["back"], answer))
        except DatabaseError as away:
            logger.warning("A call could not be answered: %s", away)


def _answer(back: str, answer: str) -> None:
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", (back, answer))
