"""The two Unix sockets of the live process: sockets handed over by pages, and the gateway."""

import asyncio
import json
import logging
import os
import socket
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from openweek.writing.crdt import EMPTY_STATE, BrokenDocumentError
from openweek.writing.live.access import NotAdmittedError, admit
from openweek.writing.live.connection import Connection
from openweek.writing.live.hub import Hub
from openweek.writing.live.measures import measured
from openweek.writing.live.wire import TRY_LATER, welcome
from openweek.writing.log.paths import control_socket, handover_socket
from openweek.writing.log.store import StoreError

logger = logging.getLogger(__name__)

MAX_HEAD = 64 * 1024
MAX_REQUEST = 64 << 20
BACKLOG = 1024


class Handover:
    """Takes connected sockets from pages: a descriptor, and the head of its request."""

    def __init__(self, hub: Hub, number: int = 0) -> None:
        self._hub = hub
        self._path = handover_socket(number)
        self._loop = asyncio.get_running_loop()
        self._listening = socket.socket(socket.AF_UNIX)

    def open(self) -> None:
        self._path.unlink(missing_ok=True)
        self._listening.bind(str(self._path))
        self._listening.listen(BACKLOG)
        self._listening.setblocking(False)
        self._loop.add_reader(self._listening.fileno(), self._accept)

    def close(self) -> None:
        self._loop.remove_reader(self._listening.fileno())
        self._listening.close()
        self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        try:
            giver, _ = self._listening.accept()
        except (BlockingIOError, InterruptedError):
            return
        giver.setblocking(False)
        self._loop.add_reader(giver.fileno(), _Receiving(giver, self._take).more)

    def _take(self, handed: socket.socket, head: bytes) -> None:
        self._hub.start_task(self._let_in(handed, head))

    async def _let_in(self, handed: socket.socket, head: bytes) -> None:
        handed.setblocking(False)
        handed.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _, connection = await self._loop.connect_accepted_socket(Connection, handed)
        connection.transport.pause_reading()
        path, headers = _parsed(head)
        connection.transport.write(welcome(headers.get("sec-websocket-key", "").encode()))
        address = urlsplit(path)
        text_id = unquote(address.path).removeprefix("/live/").strip("/")
        try:
            admission = await self._hub.in_thread(
                partial(admit, text_id, address.query, headers.get("authorization", ""))
            )
            room = await self._hub.open_room(text_id)
        except NotAdmittedError as no:
            connection.close(no.code, str(no))
        except (StoreError, BrokenDocumentError):
            logger.exception("Text %s was not opened", text_id)
            connection.close(TRY_LATER, "the text could not be read")
        else:
            if not connection.is_closing:
                connection.start(admission, room, self._hub.writer)
                connection.transport.resume_reading()


class _Receiving:
    """Gathers what one giver sends until it hangs up; the descriptor comes with the first bytes."""

    def __init__(self, giver: socket.socket, take: Callable[[socket.socket, bytes], None]) -> None:
        self._giver = giver
        self._take = take
        self._head = b""
        self._handed: list[int] = []

    def more(self) -> None:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._giver, MAX_HEAD, 1)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data, descriptors = b"", []
        self._head += data
        self._handed += descriptors
        if data and len(self._head) <= MAX_HEAD:
            return
        asyncio.get_running_loop().remove_reader(self._giver.fileno())
        self._giver.close()
        if len(self._handed) == 1 and self._head.endswith(b"\r\n\r\n"):
            self._take(socket.socket(fileno=self._handed[0]), self._head)
        else:
            for descriptor in self._handed:
                os.close(descriptor)


def _parsed(head: bytes) -> tuple[str, dict[str, str]]:
    """Uvicorn has parsed and rewritten it already."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return first.split(" ")[1], headers


class Control:
    """Answers the gateway (see log/gateway.py for the format)."""

    def __init__(self, hub: Hub, number: int = 0) -> None:
        self._hub = hub
        self._path = control_socket(number)
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._answer, self._path, backlog=BACKLOG)

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        if self._server:
            self._server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            body = await reader.readexactly(min(int(request["size"]), MAX_REQUEST))
            trouble, content = await do(self._hub, request, body)
            answer = {"size": len(content), **({"trouble": trouble} if trouble else {})}
            writer.write(json.dumps(answer).encode() + b"\n" + content)
            await writer.drain()
        except (OSError, ValueError, KeyError, asyncio.IncompleteReadError) as broken:
            logger.warning("A request at the gateway broke off: %r", broken)
        finally:
            writer.close()


async def do(hub: Hub, request: dict[str, Any], body: bytes) -> tuple[str, bytes]:
    """What is wrong, or "", and what is to be given back."""
    texts = [str(text) for text in request.get("texts", ())]
    try:
        match request["do"]:
            case "state":
                room = await hub.open_room(request["text"])
                return "", room.since(EMPTY_STATE)
            case "present":
                return "", json.dumps(hub.present_in(texts)).encode()
            case "measures":
                return "", json.dumps(measured(hub.rooms(), hub.writer)).encode()
            case "hold" | "refresh" | "revoke" | "reread" | "remarks" as known:
                await _tell(hub, known, texts)
                return "", b""
            case known:
                return await _write(hub, known, request, body), b""
    except (NotAdmittedError, StoreError, BrokenDocumentError) as trouble:
        return str(trouble), b""


async def _write(hub: Hub, what: str, request: dict[str, Any], body: bytes) -> str:
    match what:
        case "submit":
            return await hub.submit(request["text"], request["author"], request["name"], body)
        case "submit_many":
            return await hub.submit_many(request["text"], request["parts"], body)
        case "forget":
            return await hub.forget(request["author"])
        case unknown:
            return f"cannot do {unknown}"


async def _tell(hub: Hub, what: str, texts: list[str]) -> None:
    match what:
        case "hold":
            await hub.hold(texts)
        case "refresh":
            await hub.refresh(texts)
        case "revoke":
            hub.revoke(texts)
        case "remarks":
            hub.remarked(texts)
        case _:
            hub.reread(texts)
