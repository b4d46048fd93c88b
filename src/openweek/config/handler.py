"""Django under ASGI, on a few threads that live as long as the process.

The stock handler makes a thread, hence a database connection, for each request; keeping both
is four to ten times cheaper (docs/adr/0003).
"""

import asyncio
import errno
import io
import re
import tempfile
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIRequest, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import HttpResponseBase
from django.urls import set_script_prefix

from openweek.config.kept import Answer, KeptAnswers, may_be_kept
from openweek.config.listening import may_hear
from openweek.config.marks import marks
from openweek.config.readers import reader
from openweek.config.streams import MOST, Streams, feed_of
from openweek.ground import computing, keeping

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

IN_MEMORY_BYTES = 1 << 20
BODY_LIMIT_BYTES = 64 << 20
# Where films are sent to, more fits (see OPENWEEK_FILM_MB), and so much again that the page itself
# can say of most that they are too heavy, with their weight.
_MEDIA = re.compile(r"/texts/[0-9a-f-]{36}/media/")
_AND_MORE = 1.5
PIECE_BYTES = 64 << 10


class BodyTooLarge(Exception):
    """More was sent than any page of ours takes."""


class Disconnected(Exception):
    """The browser went away before it had said everything."""


class PagesHandler(BaseHandler):
    """An ASGI application that answers HTTP requests; sockets never come here."""

    def __init__(
        self, threads: int, *, at_once: int | None = None, most_streams: int = MOST
    ) -> None:
        """``at_once`` of the threads compute at the same time, all of them unless it is said."""
        super().__init__()
        self.load_middleware(is_async=False)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._places = asyncio.Semaphore(at_once or threads)
        self._kept = KeptAnswers(marks(self._threads))
        self.streams = Streams(reader(self._threads), may_hear, most=most_streams)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"only http is served here, not {scope['type']}")
        if may_be_kept(scope):
            await self._read_only(scope, receive, send)
        else:
            await self._with_body(scope, receive, send)

    async def _read_only(self, scope: Message, receive: Receive, send: Send) -> None:
        """Somebody only asks: what was answered before may still be true."""
        going_on: list[HttpResponseBase] = []

        async def make() -> Answer:
            response = await self._in_turn(scope, io.BytesIO())
            if response.streaming or feed_of(response):
                going_on.append(response)
                return Answer(response.status_code, [], b"")
            return _whole(response)

        answer = await self._kept.answer(scope, make)
        if going_on:
            await self._go_on(going_on.pop(), scope, receive, send)
            return
        head = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await send(head)
        await send({"type": "http.response.body", "body": answer.body})

    async def _go_on(
        self, response: HttpResponseBase, scope: Message, receive: Receive, send: Send
    ) -> None:
        """A file in pieces, or what happens from now on."""
        given = feed_of(response)
        if given is None:
            await self._say(response, send)
            return
        head = _head(response)
        del response  # with its request, which nobody needs for as long as the page is open
        await self.streams.serve(given, head, scope, receive, send)

    async def _with_body(self, scope: Message, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as body:
            try:
                await _read(receive, into=body, limit=_limit(scope["path"]))
            except Disconnected:
                return
            except BodyTooLarge:
                await _refuse(send, 413, "Trop volumineux. / Too large.")
                return
            except OSError as trouble:
                if trouble.errno != errno.ENOSPC:
                    raise
                await _refuse(send, 507, "Le disque est plein. / The disk is full.")
                return
            response = await self._in_turn(scope, body)
            await self._say(response, send)

    async def _in_turn(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        """First come, first served; who steps aside lets the next one compute."""
        await self._places.acquire()
        loop, place = asyncio.get_running_loop(), [self._places]

        def leave() -> None:
            """Once, though it be said twice."""
            if place:
                place.pop().release()

        aside = partial(loop.call_soon_threadsafe, leave)
        try:
            response: HttpResponseBase = await self._in_thread(self._answer, scope, body, aside)
            return response
        finally:
            leave()

    def _answer(
        self, scope: Message, body: IO[bytes], aside: Callable[[], object]
    ) -> HttpResponseBase:
        """In one of our threads: the request, from its first signal to its answer."""
        with computing.told_of_waiting(aside):
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=self.__class__, scope=scope)
            response = self.get_response(ASGIRequest(scope, body))
            if not response.streaming:
                response.close()
            return response

    async def _say(self, response: HttpResponseBase, send: Send) -> None:
        """Out of the threads: who asks for pages and reads none must hold up nobody else."""
        if not response.streaming:
            await send(_head(response))
            await send({"type": "http.response.body", "body": response.content})  # type: ignore[attr-defined]
            return
        try:
            await send(_head(response))
            pieces = _pieces(response)
            while (piece := await self._in_thread(next, pieces, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self._in_thread(response.close)

    async def _in_thread(self, work: Callable[..., Any], *given: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)


def _whole(response: HttpResponseBase) -> Answer:
    head = _head(response)
    body: bytes = response.content  # type: ignore[attr-defined]  # it is no stream
    return Answer(head["status"], head["headers"], body, keeping.place_of(response))


def _limit(path: str) -> int:
    if not _MEDIA.fullmatch(path):
        return BODY_LIMIT_BYTES
    megabytes: int = max(settings.OPENWEEK_FILM_MB, settings.OPENWEEK_SOUND_MB)
    return max(BODY_LIMIT_BYTES, int((megabytes << 20) * _AND_MORE))


async def _read(receive: Receive, *, into: IO[bytes], limit: int) -> None:
    """The whole body, on disk when it is large."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge
        into.write(chunk)
        if not message.get("more_body", False):
            into.seek(0)
            return


async def _refuse(send: Send, status: int, words: str) -> None:
    text = f"{status} — {words}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def _pieces(response: HttpResponseBase) -> Iterator[bytes]:
    """A file in few large ones, since each costs a walk to a thread and back."""
    file = getattr(response, "file_to_stream", None)
    return iter(response) if file is None else iter(partial(file.read, PIECE_BYTES), b"")


def _head(response: HttpResponseBase) -> Message:
    headers = [(k.lower().encode("ascii"), v.encode("latin1")) for k, v in response.items()]
    headers += [
        (b"set-cookie", c.output(header="").strip().encode()) for c in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}
