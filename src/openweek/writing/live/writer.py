"""One thread owns the connection that writes; what comes while it commits goes together next."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from openweek.writing.live.measures import COUNTS
from openweek.writing.log.store import Row, Store, StoreError

logger = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 1.0
GATHER_SECONDS = 0.002  # from one commit's beginning to the next, at least
MAX_BACKLOG_BYTES = 64 << 20


@dataclass(slots=True)
class _Job:
    rows: list[Row] = field(default_factory=list)
    done: Callable[[], None] | None = None
    work: Callable[[Store], None] | None = None


class Writer(threading.Thread):
    """Group commit. ``done`` is called in the loop's thread, only after the rows are durable.

    When the disk refuses, the same rows are tried again until it takes them: nobody is told that
    they are saved before, and the order stays.
    """

    def __init__(self, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="writer", daemon=True)
        self._store = store
        self._loop = loop
        self._jobs: list[_Job] = []
        self._wake = threading.Condition()
        self._is_stopping = threading.Event()
        self.backlog_bytes = 0
        self.backlog_rows = 0
        self.is_in_trouble = False

    @property
    def is_full(self) -> bool:
        return self.backlog_bytes > MAX_BACKLOG_BYTES

    def put(self, rows: list[Row], done: Callable[[], None]) -> None:
        self._add(_Job(rows=rows, done=done))

    def work(self, work: Callable[[Store], None]) -> None:
        """Do that between two commits, in the writing connection."""
        self._add(_Job(work=work))

    async def flushed(self) -> None:
        """Return when everything put before is durable."""
        durable = asyncio.Event()
        self.put([], durable.set)
        await durable.wait()

    def stop(self) -> None:
        """Write what is waiting, once, and end."""
        self._is_stopping.set()
        with self._wake:
            self._wake.notify()
        self.join(timeout=30)

    def _add(self, job: _Job) -> None:
        with self._wake:
            self._jobs.append(job)
            self.backlog_bytes += sum(len(row.payload) for row in job.rows)
            self.backlog_rows += len(job.rows)
            self._wake.notify()

    def run(self) -> None:
        """Without this thread nothing is saved: if it fails, so does the process, which is then
        started again. Nobody was told that anything is saved which is not.
        """
        try:
            self._run()
        except BaseException:
            logger.exception("The thread that saves failed")
            os._exit(70)

    def _run(self) -> None:
        begun = 0.0
        while True:
            # Each commit costs the disk and this processor the same, however much is in it.
            self._is_stopping.wait(max(0.0, begun + GATHER_SECONDS - time.monotonic()))
            with self._wake:
                self._wake.wait_for(lambda: self._jobs or self._is_stopping.is_set())
                jobs, self._jobs = self._jobs, []
            if not jobs:
                return
            begun = time.monotonic()
            if not self._commit([row for job in jobs for row in job.rows]):
                return
            done = [job.done for job in jobs if job.done]
            if done:
                self._loop.call_soon_threadsafe(_call_all, done)
            for job in jobs:
                if job.work:
                    self._do(job.work)

    def _commit(self, rows: list[Row]) -> bool:
        while rows:
            begun = time.monotonic()
            try:
                self._store.append(rows)
            except StoreError:
                self.is_in_trouble = True
                logger.exception("Not saved, trying again: %d updates", len(rows))
                if self._is_stopping.wait(TRY_AGAIN_SECONDS):
                    return False
            else:
                COUNTS.committed(time.monotonic() - begun, len(rows))
                break
        self.is_in_trouble = False
        with self._wake:
            self.backlog_bytes -= sum(len(row.payload) for row in rows)
            self.backlog_rows -= len(rows)
        return True

    def _do(self, work: Callable[[Store], None]) -> None:
        try:
            work(self._store)
        except BaseException:  # a panic of Rust has no other name
            logger.exception("The log was not shortened; nothing is lost by that")


def _call_all(done: list[Callable[[], None]]) -> None:
    for call in done:
        call()
