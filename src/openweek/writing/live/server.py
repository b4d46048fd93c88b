"""The live process: takes the lock, opens the store, listens, and leaves nothing unsaved."""

import asyncio
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import uvloop

from openweek.writing.live.doors import Control, Handover
from openweek.writing.live.hub import Hub
from openweek.writing.live.writer import Writer
from openweek.writing.log.opening import open_store
from openweek.writing.log.paths import LockedError, writing_lock

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 30.0


def run() -> None:
    """Serve until SIGTERM or SIGINT."""
    with _lock_when_free():
        uvloop.run(_serve())


@contextmanager
def _lock_when_free() -> Iterator[None]:
    """A command may be writing just now, or a predecessor may not have left yet."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(writing_lock())
                break
            except LockedError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.05)
        yield


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    asked_to_leave = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_leave.set)
    with open_store() as store:
        writer = Writer(store, loop)
        writer.start()
        hub = Hub(writer)
        handover, control = Handover(hub), Control(hub)
        handover.open()
        await control.open()
        logger.info("Co-writing is ready.")
        await asked_to_leave.wait()
        handover.close()
        control.close()
        await hub.leave()
        writer.stop()
