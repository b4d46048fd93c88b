"""The process that serves pages: ``python -m openweek.config.pages FD``.

FD is a listening socket opened by the supervisor, so that a restart refuses nobody.
"""

import os
import socket
import sys
from collections.abc import Callable

import django
import uvicorn
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from openweek.ground import memory

# A thread that has just read a row is not to wait long behind one that draws a page: it may hold
# the lock of who writes, for which all the others wait.
SWITCH_SECONDS = 0.001

# A second thread computes while the first waits for the disk. A served database is waited for
# all the time, by as many as there are.
AT_ONCE_EMBEDDED = 2


class Server(uvicorn.Server):
    """Which lets open pages go before it ends, rather than wait for them."""

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._let_go()
        await super().shutdown(sockets)


def at_once() -> int | None:
    """How many threads compute at the same time; None for all of them."""
    return AT_ONCE_EMBEDDED if connection.vendor == "sqlite" else None


def serve_pages(listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, with the caretaker and the keeper beside."""
    memory.share_one_heap()
    django.setup()
    from openweek.config.descriptors import room_for_streams  # noqa: PLC0415  they need Django
    from openweek.config.handler import PagesHandler  # noqa: PLC0415
    from openweek.config.staff import Staff  # noqa: PLC0415
    from openweek.writing.live.handover import HandOver  # noqa: PLC0415

    pages = PagesHandler(
        settings.OPENWEEK_THREADS, at_once=at_once(), most_streams=room_for_streams()
    )
    server = Server(
        uvicorn.Config(
            pages,
            http="httptools",
            loop="uvloop",
            ws=HandOver,
            lifespan="off",
            access_log=False,
            log_level="warning",
            server_header=False,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=5,
            timeout_keep_alive=30,
        ),
        pages.streams.close,
    )
    get_resolver().url_patterns  # noqa: B018  the rooms' views, which the first page would import
    sys.setswitchinterval(SWITCH_SECONDS)
    memory.leave_the_start_alone()
    with Staff():
        server.run(sockets=[listening])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
    serve_pages(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
