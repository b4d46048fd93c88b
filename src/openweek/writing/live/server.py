"""A live process: takes its lock, opens the store, listens, and leaves nothing unsaved."""

import asyncio
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import uvloop
from django.conf import settings

from openweek.writing.live.doors import Control, Handover
from openweek.writing.live.hub import Hub
from openweek.writing.live.rights import RightsWatch
from openweek.writing.live.writer import Writer
from openweek.writing.log.opening import is_shared, open_store
from openweek.writing.log.paths import LockedError, writing_lock

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 30.0


def run(number: int = 0) -> None:
    """Serve until SIGTERM or SIGINT. Of several on one machine, each has its number."""
    with _lock_when_free(number):
        uvloop.run(_serve(number))


@contextmanager
def _lock_when_free(number: int) -> Iterator[None]:
    """A command may be writing just now, or a predecessor may not have left yet."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(writing_lock(number))
                break
            except LockedError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(0.05)
        yield


async def _serve(number: int) -> None:
    loop = asyncio.get_running_loop()
    asked_to_leave = asyncio.Event()
    for signalled in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signalled, asked_to_leave.set)
    with open_store() as store:
        writer = Writer(store, loop)
        writer.start()
        hub = Hub(writer)
        handover, control = Handover(hub, number), Control(hub, number)
        others = _Others(hub)
        await others.meet()
        handover.open()
        await control.open()
        hub.start_task(RightsWatch(hub).run(), is_vital=True)
        logger.info("Co-writing is ready.")
        await asked_to_leave.wait()
        handover.close()
        control.close()
        await hub.leave()
        await others.leave()
        writer.stop()


class _Others:
    """The other live processes, where there may be some: calls by PostgreSQL, words by Redis."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._calls = None
        if is_shared():
            from openweek.writing.live.calls import Calls  # noqa: PLC0415  not on a laptop

            self._calls = Calls(settings.OPENWEEK_DATABASE_URL, hub)
        if is_shared() and settings.OPENWEEK_REDIS_URL:
            from openweek.writing.live.relay import Relay  # noqa: PLC0415  not on a laptop

            hub.relay = Relay(settings.OPENWEEK_REDIS_URL, hub)

    async def meet(self) -> None:
        """Nothing is written here before calls are heard: a freeze must reach everybody."""
        if self._calls:
            self._calls.start()
            while not await self._hub.in_thread(partial(self._calls.is_listening.wait, 1.0)):
                pass
        if self._hub.relay:
            await self._hub.relay.start()

    async def leave(self) -> None:
        if self._hub.relay:
            await self._hub.relay.stop()
        if self._calls:
            await self._hub.in_thread(self._calls.stop)
