"""One stream of server-sent events for each open page, without a thread for any of them.

A view says of an answer that it goes on as a stream (:func:`feed`). From then on it belongs to
the process: one reader looks several times a second for what was done anywhere, and whoever
listens at that place is told its kind. What a page then shows anew it asks for as any page, with
the rights of whoever asks: nothing of what was done travels here.
"""

import asyncio
import logging
import random
import sqlite3
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import Error as DatabaseTroubleError
from django.http.response import HttpResponseBase

from openweek.config.readers import Done, Reader

logger = logging.getLogger(__name__)

Response = TypeVar("Response", bound=HttpResponseBase)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOOK_EVERY_SECONDS = 0.25
# At most two messages a second for each page: what happens meanwhile is told together.
TELL_EVERY_SECONDS = 0.5
HEARTBEAT_SECONDS = 20.0
TROUBLE_SECONDS = 5.0
# After so long a page asks again, and who it is for is found out anew.
LONGEST_SECONDS = 3600.0
# In one process. Each takes a descriptor and some twenty KB.
MOST = 5000
# A whole place may sit behind one address.
MOST_FROM_ONE_ADDRESS = 2000
# Descriptors that pages and databases need beside the streams.
SPARE_DESCRIPTORS = 256
# Pages come back over this time when the process was started again.
RETRY_MS = (1000, 6000)
# All pages that listen at a place fetch themselves within so many milliseconds for each of them.
SPREAD_MS_EACH = 2
FEW = 50
# How much is remembered for who has just come.
REMEMBERED = 1000
# More kinds than this at once are told as one.
MOST_KINDS = 40
EVERYTHING = "*"
# After these, somebody may no longer be of the house: their page has to ask again.
RIGHTS_CHANGED = ("place.role_changed", "place.account_deleted", "place.capability_revoked")

BEAT = b":\n\n"
_ATTRIBUTE = "openweek_feed"


@dataclass(frozen=True, slots=True)
class Feed:
    """What somebody may listen to, and what they missed before they could."""

    place_id: int
    is_house: bool
    newest: int  # the event up to which ``missed`` says everything
    missed: frozenset[str] = frozenset()


def feed(response: Response, given: Feed) -> Response:
    """Say of an answer that it goes on as a stream."""
    setattr(response, _ATTRIBUTE, given)
    return response


def feed_of(response: HttpResponseBase) -> Feed | None:
    found: Feed | None = getattr(response, _ATTRIBUTE, None)
    return found


MayHear = Callable[[Iterable[str], bool], frozenset[str]]


@dataclass(eq=False, slots=True)
class Listener:
    """One open page."""

    feed: Feed
    send: Send
    address: str
    gone: asyncio.Future[None]

    def tell(self, text: bytes) -> None:
        """At once, or never again: who doesn't read would make everybody else wait.

        The server takes 64 KB, and the kernel more, before it makes anybody wait.
        """
        if self.gone.done():
            return
        saying = self.send(
            {"type": "http.response.body", "body": text, "more_body": True}
        ).__await__()
        try:
            next(saying)
        except StopIteration:
            return
        except (OSError, RuntimeError):
            pass  # the line was cut just now
        else:
            saying.close()
        self.end()

    def end(self) -> None:
        if not self.gone.done():
            self.gone.set_result(None)


@dataclass(slots=True)
class Hall:
    """Those who listen at one place, and what they were not told yet."""

    listeners: set[Listener] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    newest: int = 0
    told_at: float = 0.0


class Streams:
    """The open pages of one process."""

    def __init__(self, reader: Reader, may_hear: MayHear, *, most: int = MOST) -> None:
        self._reader = reader
        self._may_hear = may_hear
        self._most = most
        self._halls: dict[int, Hall] = {}
        self._addresses: Counter[str] = Counter()
        self._recent: deque[Done] = deque(maxlen=REMEMBERED)
        self._running: asyncio.Task[None] | None = None
        self._is_leaving = False

    def __len__(self) -> int:
        return self._addresses.total()

    async def serve(
        self, given: Feed, head: Message, scope: Message, receive: Receive, send: Send
    ) -> None:
        """Until the page goes, or has to ask again."""
        address = (scope.get("client") or ("",))[0]
        if not self._has_room(address):
            await _refuse(send)
            return
        head["headers"] = [pair for pair in head["headers"] if pair[0] != b"content-length"]
        await send(head)
        listener = Listener(given, send, address, asyncio.get_running_loop().create_future())
        timer = self._enter(listener)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({gone, listener.gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            gone.cancel()
            self._leave(listener)
        # Whoever does not read is cut off by the server, which waits for no such line.
        with suppress(TimeoutError, OSError):
            await asyncio.wait_for(send({"type": "http.response.body", "body": b""}), 1)

    def close(self) -> None:
        """The process is about to end: pages come back when there is another."""
        self._is_leaving = True
        for hall in self._halls.values():
            for listener in list(hall.listeners):
                listener.end()
        if self._running is not None:
            self._running.cancel()

    # --- Coming and going -------------------------------------------------------------------

    def _has_room(self, address: str) -> bool:
        return (
            not self._is_leaving
            and len(self) < self._most
            and self._addresses[address] < MOST_FROM_ONE_ADDRESS
        )

    def _enter(self, listener: Listener) -> asyncio.TimerHandle:
        given = listener.feed
        hall = self._halls.setdefault(given.place_id, Hall())
        hall.listeners.add(listener)
        self._addresses[listener.address] += 1
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._run(given.newest))
        # With the number from which a browser goes on that is cut off before anything happened.
        retry_ms = random.randint(*RETRY_MS)  # noqa: S311  no secret
        listener.tell(f"retry: {retry_ms}\nid: {given.newest}\n\n".encode())
        # What was done while a thread looked who it is, and before they stood here.
        since = {
            done.kind
            for done in self._recent
            if done.number > given.newest and done.place_id == given.place_id
        }
        kinds = given.missed | self._may_hear(since, given.is_house)
        if kinds:
            number = max(given.newest, self._recent[-1].number if self._recent else 0)
            listener.tell(_message(number, kinds, hall))
        longest = LONGEST_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311  not all at once
        return asyncio.get_running_loop().call_later(longest, listener.end)

    def _leave(self, listener: Listener) -> None:
        listener.end()
        self._addresses[listener.address] -= 1
        if not self._addresses[listener.address]:
            del self._addresses[listener.address]
        hall = self._halls[listener.feed.place_id]
        hall.listeners.discard(listener)
        if not hall.listeners:
            del self._halls[listener.feed.place_id]

    # --- What is done -----------------------------------------------------------------------

    async def _run(self, newest: int) -> None:
        """As long as anybody listens. Trouble with the database is waited for, not died of."""
        loop = asyncio.get_running_loop()
        self._recent.clear()
        self._reader.begin()
        beat_at = loop.time() + HEARTBEAT_SECONDS
        while self._halls:
            try:
                found = await self._reader.after(newest)
            except (sqlite3.Error, DatabaseTroubleError) as trouble:
                logger.warning("Open pages are told nothing for a moment: %s", trouble)
                await asyncio.sleep(TROUBLE_SECONDS)
                continue
            for done in found:
                newest = max(newest, done.number)
                self._note(done)
            self._tell(loop.time())
            if loop.time() >= beat_at:
                self._beat()
                beat_at = loop.time() + HEARTBEAT_SECONDS
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def _note(self, done: Done) -> None:
        self._recent.append(done)
        if done.place_id is not None and done.place_id in self._halls:
            hall = self._halls[done.place_id]
            hall.kinds.add(done.kind)
            hall.newest = max(hall.newest, done.number)
        if done.kind in RIGHTS_CHANGED:
            for listener in self._of_the_house(done.place_id):
                listener.end()

    def _of_the_house(self, place_id: int | None) -> Iterator[Listener]:
        """At that place, or anywhere."""
        for number, hall in self._halls.items():
            if place_id in {None, number}:
                yield from (each for each in hall.listeners if each.feed.is_house)

    def _tell(self, now: float) -> None:
        for hall in self._halls.values():
            if not hall.kinds or now - hall.told_at < TELL_EVERY_SECONDS:
                continue
            texts = {
                is_house: _message(hall.newest, heard, hall) if heard else b""
                for is_house in (True, False)
                for heard in [self._may_hear(hall.kinds, is_house)]
            }
            hall.kinds.clear()
            hall.told_at = now
            for listener in hall.listeners:
                if text := texts[listener.feed.is_house]:
                    listener.tell(text)

    def _beat(self) -> None:
        for hall in self._halls.values():
            for listener in hall.listeners:
                listener.tell(BEAT)


def _message(number: int, kinds: Iterable[str], hall: Hall) -> bytes:
    """The kinds, and within how many milliseconds all pages together should fetch themselves."""
    told = sorted(kinds)
    words = " ".join(told) if len(told) <= MOST_KINDS else EVERYTHING
    spread = max(0, len(hall.listeners) - FEW) * SPREAD_MS_EACH
    return f"event: done\nid: {number}\ndata: {words}\ndata: {spread}\n\n".encode()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send) -> None:
    text = "503 — Trop de pages sont ouvertes. / Too many pages are open.\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"retry-after", b"30"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": text})
