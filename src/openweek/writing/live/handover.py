"""Runs in the pages process: gives a WebSocket that asks for ``/live/…`` to the live process.

It is what uvicorn takes as ``ws=``. The descriptor travels over a Unix socket, after which
neither process stands between the browser and the other: pages can be restarted, or crash,
without a writer noticing.
"""

import asyncio
import os
import socket
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from uvicorn.config import Config
from uvicorn.server import ServerState

from openweek.writing.log.paths import handover_socket, numbers_for

MAX_HEAD = 32 * 1024
NOT_FOUND = b"404 Not Found"
FORBIDDEN = b"403 Forbidden"
BAD_REQUEST = b"400 Bad Request"
UNAVAILABLE = b"503 Service Unavailable"


class HandOver(asyncio.Protocol):
    """Uvicorn makes one for each upgrade, with the head of the request as its first data."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._transport: asyncio.Transport | None = None
        self._is_done = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop’s is no subclass
        # What comes after the head stays in the kernel, for the other process to read.
        self._transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        if self._is_done or self._transport is None:
            return
        self._is_done = True
        text_id, refusal = _asked_for(data)
        refusal = refusal or self._give(self._transport, text_id, data)
        if refusal:
            self._transport.write(
                b"HTTP/1.1 " + refusal + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            )
        # Closes this process' descriptor. The connection lives on while the other has its own.
        self._transport.close()

    def _give(self, transport: asyncio.Transport, text_id: str, head: bytes) -> bytes:
        """To the live process of that text; to the next one when that does not answer."""
        if transport.get_write_buffer_size():
            return UNAVAILABLE
        descriptor = os.dup(transport.get_extra_info("socket").fileno())
        try:
            is_taken = any(_hand(number, head, descriptor) for number in numbers_for(text_id))
        finally:
            os.close(descriptor)
        return b"" if is_taken else UNAVAILABLE


def _hand(number: int, head: bytes, descriptor: int) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as taker:
            # All of it fits the socket's buffer: nothing here waits for the other process.
            taker.setblocking(False)
            taker.connect(str(handover_socket(number)))
            return socket.send_fds(taker, [head], [descriptor]) == len(head)
    except OSError:
        return False


def _asked_for(head: bytes) -> tuple[str, bytes]:
    """The text, and why not: rights are the live process' business, here only what any WebSocket
    must be.
    """
    request, headers = _parsed(head)
    try:
        path = urlsplit(request[1]).path
        text_id = str(UUID(path.removeprefix("/live/").rstrip("/")))
    except ValueError:  # no address at all, or no text's
        return "", NOT_FOUND
    if not path.startswith("/live/"):
        return "", NOT_FOUND
    if len(head) > MAX_HEAD or request[0] != "GET" or "sec-websocket-key" not in headers:
        return "", BAD_REQUEST
    return text_id, b"" if _is_our_origin(headers) else FORBIDDEN


def _is_our_origin(headers: dict[str, str]) -> bool:
    """A page of another site must not open a socket with this browser's rights."""
    origin = headers.get("origin", "")
    if not origin:
        return True  # not a browser
    ours = {headers.get("host", "").lower(), urlsplit(settings.OPENWEEK_URL).netloc.lower()}
    try:
        return urlsplit(origin).netloc.lower() in ours
    except ValueError:
        return False


def _parsed(head: bytes) -> tuple[list[str], dict[str, str]]:
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return [*first.split(" "), "", ""][:3], headers
