"""The process that serves pages: ``python -m openweek.config.pages FD``.

FD is a listening socket opened by the supervisor, so that a restart refuses nobody.
"""

import os
import socket
import sys

import django
import uvicorn
from django.conf import settings


def serve_pages(listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, with the caretaker and the keeper beside."""
    django.setup()
    from openweek.config.handler import PagesHandler  # noqa: PLC0415  they need Django set up
    from openweek.config.staff import Staff  # noqa: PLC0415
    from openweek.writing.live.handover import HandOver  # noqa: PLC0415

    server = uvicorn.Server(
        uvicorn.Config(
            PagesHandler(settings.OPENWEEK_THREADS),
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
        )
    )
    with Staff():
        server.run(sockets=[listening])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
    serve_pages(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
