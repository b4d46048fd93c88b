"""All texts that are open. It decides nothing of a text's words: rooms do."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from openweek.ground import clock
from openweek.writing import crdt
from openweek.writing.live.access import NotAdmittedError, TextFacts, facts_of
from openweek.writing.live.room import Room, Update
from openweek.writing.live.wire import COME_AGAIN, GOING_AWAY
from openweek.writing.live.writer import Writer
from openweek.writing.log.opening import open_store
from openweek.writing.log.store import NoTablesError, Store

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

ROUND_SECONDS = 15.0
HOLD_SECONDS = 60.0
FOLD_AFTER_ROWS = 5000
LOOK_AGAIN_SECONDS = 3600.0  # at the latest, for a text that closes some day


class Hub:
    """Lives in the loop's thread; reads of databases go to a few threads of its own."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="reads")
        self._rooms: dict[str, asyncio.Future[Room]] = {}
        self._held: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._next_round = self._loop.call_later(ROUND_SECONDS, self._round)

    async def in_thread(self, call: Callable[[], Result]) -> Result:
        return await self._loop.run_in_executor(self._threads, call)

    # --- opening and leaving ----------------------------------------------------------

    async def open_room(self, text_id: str) -> Room:
        """Raises StoreError rather than begin it blank, NotAdmittedError when there is none."""
        opening = self._rooms.get(text_id)
        if opening is None:
            opening = self._rooms[text_id] = self._loop.create_future()
            await self._load(text_id, opening)
        return await asyncio.shield(opening)

    async def _load(self, text_id: str, opening: "asyncio.Future[Room]") -> None:
        """The facts are read only now that a refresh would find the room, or wait for it."""
        try:
            facts = await self.in_thread(partial(facts_of, text_id))
            load = partial(_document, facts)
            doc = await self.in_thread(partial(load, []))
        except BaseException as trouble:
            del self._rooms[text_id]
            opening.set_exception(trouble)
            opening.exception()  # it is looked at: perhaps nobody else waits
            raise
        room = Room(facts, doc, self.writer, load)
        room.is_held = text_id in self._held
        self._follow_closing(room, facts)
        opening.set_result(room)

    def room(self, text_id: str) -> Room | None:
        opening = self._rooms.get(text_id)
        return opening.result() if opening is not None and _is_open(opening) else None

    def rooms(self) -> list[Room]:
        return [opening.result() for opening in self._rooms.values() if _is_open(opening)]

    def _round(self) -> None:
        """Now and then: hang up on the dead, put away what nobody uses, shorten long logs."""
        self._next_round = self._loop.call_later(ROUND_SECONDS, self._round)
        for room in self.rooms():
            for who in list(room.connections):
                who.round()
            if room.is_idle:
                self._put_away(room)
            elif room.rows_since_snapshot > FOLD_AFTER_ROWS:
                room.rows_since_snapshot = 0
                self.writer.work(partial(fold, room.facts))

    def _put_away(self, room: Room) -> None:
        """All of it is durable: an idle room waits for nothing."""
        del self._rooms[room.text_id]
        if room.closing_timer:
            room.closing_timer.cancel()
        if room.rows_since_snapshot:
            self.writer.work(partial(fold, room.facts))

    # --- pens -------------------------------------------------------------------------

    async def hold(self, text_ids: Iterable[str]) -> None:
        """No pen writes there for a minute, in which the caller makes that last for ever."""
        for text_id in text_ids:
            if text_id in self._held:
                self._held[text_id].cancel()
            self._held[text_id] = self._loop.call_later(HOLD_SECONDS, self._let_go, text_id)
            room = self.room(text_id)
            if room:
                room.turn()
                room.set_pens(closed=room.is_closed, held=True)
        await self.writer.flushed()

    def _let_go(self, text_id: str) -> None:
        timer = self._held.pop(text_id, None)
        if timer:
            timer.cancel()
        room = self.room(text_id)
        if room:
            room.set_pens(closed=room.is_closed, held=False)

    async def refresh(self, text_ids: Iterable[str]) -> None:
        """The main database says what is frozen and when it closes: that has just changed."""
        for text_id in text_ids:
            await self._look_again(text_id)
            self._let_go(text_id)
        await self.writer.flushed()

    async def _look_again(self, text_id: str) -> None:
        opening = self._rooms.get(text_id)
        if opening is None:
            return
        room = await asyncio.shield(opening)
        try:
            facts = await self.in_thread(partial(facts_of, text_id))
        except NotAdmittedError as nothing:
            for who in list(room.connections):
                who.close(nothing.code, str(nothing))
            return
        room.turn()
        self._follow_closing(room, facts)

    def _follow_closing(self, room: Room, facts: TextFacts) -> None:
        """The text closes by itself at its moment, whether or not pages are up to say so."""
        room.set_pens(closed=facts.is_frozen, held=room.is_held)
        if room.closing_timer:
            room.closing_timer.cancel()
            room.closing_timer = None
        if facts.closes_at is not None and not facts.is_frozen:
            left = (facts.closes_at - clock.now()).total_seconds()
            again = min(max(left, 0.0) + 0.001, LOOK_AGAIN_SECONDS)
            room.closing_timer = self._loop.call_later(again, self._close, room, facts.closes_at)

    def _close(self, room: Room, closes_at: datetime) -> None:
        """Close at once, then ask: the moment may have been moved, and the database be away."""
        if closes_at <= clock.now():
            room.turn()
            room.set_pens(closed=True, held=room.is_held)
        self.start_task(self._look_again(room.text_id))

    def revoke(self, text_ids: Iterable[str]) -> None:
        """Hang up on everybody: who still has a right comes back with a new ticket."""
        for text_id in text_ids:
            room = self.room(text_id)
            for who in list(room.connections) if room else []:
                who.close(COME_AGAIN, "rights have changed")

    # --- the gateway's updates --------------------------------------------------------

    async def submit(self, text_id: str, author: str, name: str, payload: bytes) -> str:
        """Return "" once it is durable, else what is wrong."""
        room = await self.open_room(text_id)
        if not room.takes_pens:
            return "frozen"
        settled: asyncio.Future[str] = self._loop.create_future()
        room.receive(Update(payload, author, name, settled=settled.set_result))
        return await settled

    # --- the end ----------------------------------------------------------------------

    def start_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def leave(self) -> None:
        """Everything accepted is durable when this returns."""
        self._next_round.cancel()
        for room in self.rooms():
            room.turn()
            for who in list(room.connections):
                who.close(GOING_AWAY, "the server restarts")
        await self.writer.flushed()


def _is_open(opening: "asyncio.Future[Room]") -> bool:
    return opening.done() and opening.exception() is None


def _document(facts: TextFacts, unsaved: list[bytes]) -> crdt.Doc:
    try:
        with open_store(read_only=True) as store:
            snapshot, entries = store.load(facts.text_id)
    except NoTablesError:
        snapshot, entries = b"", []
    stored = (entry.payload for entry in entries)
    return crdt.document([facts.seed, snapshot, *stored, *unsaved])


def fold(facts: TextFacts, store: Store) -> None:
    """Make one snapshot of all that is in the log, and move the rows to history.

    A row that builds on changes which never came is not in what a document encodes: it stays.
    """
    snapshot, entries = store.load(facts.text_id)
    doc = crdt.document([facts.seed, snapshot, *(entry.payload for entry in entries)])
    whole, state = crdt.encoded(doc), crdt.state(doc)
    if not crdt.is_same(doc, crdt.document([whole])):
        logger.error("A snapshot of %s would not say the same: not made", facts.text_id)
        return
    folded = [entry.seq for entry in entries if not crdt.missing(entry.payload, state)]
    if folded:
        store.compact(facts.text_id, whole, folded)
