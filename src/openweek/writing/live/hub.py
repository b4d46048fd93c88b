"""All texts that are open. It decides nothing of a text's words: rooms do."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from openweek.ground import clock
from openweek.writing import crdt
from openweek.writing.crdt import BrokenDocumentError
from openweek.writing.live import protocol
from openweek.writing.live.access import NotAdmittedError, TextFacts, facts_of
from openweek.writing.live.room import Room, Update
from openweek.writing.live.wire import COME_AGAIN, GOING_AWAY
from openweek.writing.live.writer import Writer
from openweek.writing.log.opening import open_store
from openweek.writing.log.store import NoTablesError, Store, StoreError

if TYPE_CHECKING:
    from openweek.writing.live.relay import Relay

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

ROUND_SECONDS = 15.0
HOLD_SECONDS = 60.0
IN_HANDS_SECONDS = 1.0  # until one looks again at a text that is being changed
REREAD_SECONDS = 0.1
MOST_NAMES = 20  # of those who are present, for one text
FOLD_AFTER_ROWS = 5000
LOOK_AGAIN_SECONDS = 3600.0  # at the latest, for a text that closes some day


class Hub:
    """Lives in the loop's thread; reads of databases go to a few threads of its own."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.relay: Relay | None = None  # to other live processes, when there may be some
        self._rereading: dict[str, bool] = {}  # whether it is to be read once more
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
            if self.relay:
                await self.relay.follow(text_id)
            facts = await self.in_thread(partial(facts_of, text_id))
            load = partial(_document, facts)
            doc = await self.in_thread(partial(load, []))
        except BaseException as trouble:
            del self._rooms[text_id]
            if self.relay:
                self.relay.leave(text_id)
            opening.set_exception(trouble)
            opening.exception()  # it is looked at: perhaps nobody else waits
            raise
        room = Room(facts, doc, self.writer, load)
        room.is_held = text_id in self._held
        self._follow_closing(room, facts)
        if self.relay:
            room.peers = self.relay.join(room)
        opening.set_result(room)
        self.start_task(self._weigh(room))

    async def _weigh(self, room: Room) -> None:
        """Nobody who joins waits for it: until it is told, a text counts as short."""
        try:
            size, rows = await self.in_thread(partial(_weight, room.text_id))
        except StoreError as trouble:
            logger.warning("The log of %s could not be weighed: %s", room.text_id, trouble)
        else:
            room.logged_bytes += size
            room.rows_since_snapshot += rows

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
        if self.relay:
            self.relay.leave(room.text_id)
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
        room.set_pens(closed=facts.is_frozen or facts.is_in_hands, held=room.is_held)
        if room.closing_timer:
            room.closing_timer.cancel()
            room.closing_timer = None
        if facts.is_in_hands:
            room.closing_timer = self._loop.call_later(
                IN_HANDS_SECONDS, lambda: self.start_task(self._look_again(room.text_id))
            )
            return
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

    def remarked(self, text_ids: Iterable[str]) -> None:
        """Something was said beside these texts: whoever is there looks again."""
        for text_id in text_ids:
            room = self.room(text_id)
            for who in list(room.connections) if room else []:
                who.send(protocol.notice("remarks"))

    def present_in(self, text_ids: Iterable[str]) -> dict[str, list[str]]:
        """The names of those who have a pen there; a text where nobody has is left out."""
        found = {}
        for text_id in text_ids:
            room = self.room(text_id)
            there = room.connections if room and room.takes_pens else ()
            names = sorted({who.name for who in there if who.may_write})
            if names:
                found[text_id] = names[:MOST_NAMES]
        return found

    # --- what other processes wrote ---------------------------------------------------

    def catch_up(self) -> None:
        """Calls were not heard for a while: what they said is in the database."""
        self.start_task(self.refresh([room.text_id for room in self.rooms()]))
        self.catch_up_words()

    def catch_up_words(self) -> None:
        self.reread([room.text_id for room in self.rooms()])

    def reread(self, text_ids: Iterable[str]) -> None:
        for text_id in text_ids:
            self.reread_one(text_id)

    def reread_one(self, text_id: str) -> None:
        """Bring in what the log has and the open text has not; soon, and once at a time."""
        if text_id in self._rereading:
            self._rereading[text_id] = True
        elif self.room(text_id):
            self._rereading[text_id] = False
            self.start_task(self._reread(text_id))

    async def _reread(self, text_id: str) -> None:
        room = self.room(text_id)
        is_done = True
        if room:
            try:
                state = room.state()
                update = await self.in_thread(partial(_news_since, room.facts, state))
                room.bring([update], may_be_known=True)
            except (StoreError, BrokenDocumentError) as trouble:
                logger.warning("The log of %s could not be read again: %s", text_id, trouble)
                is_done = False
        again = self._rereading.pop(text_id)
        if again or not is_done:
            pause = REREAD_SECONDS if is_done else REREAD_SECONDS * 10
            self._loop.call_later(pause, self.reread_one, text_id)

    # --- the gateway's updates --------------------------------------------------------

    async def submit(self, text_id: str, author: str, name: str, payload: bytes) -> str:
        """Return "" once it is durable, else what is wrong."""
        room = await self.open_room(text_id)
        if not room.takes_pens:
            return "frozen"
        settled: asyncio.Future[str] = self._loop.create_future()
        room.receive(Update(payload, author, name, settled=settled.set_result))
        return await settled

    async def submit_many(
        self, text_id: str, parts: list[tuple[str, str, int]], body: bytes
    ) -> str:
        """The same for updates of several authors (key, name, length), in one turn and commit."""
        room = await self.open_room(text_id)
        if not room.takes_pens:
            return "frozen"
        outcomes: list[asyncio.Future[str]] = []
        start = 0
        for author, name, length in parts:
            payload = body[start : start + length]
            settled: asyncio.Future[str] = self._loop.create_future()
            room.receive(Update(payload, author, name, settled=settled.set_result))
            outcomes.append(settled)
            start += length
        return next(filter(None, await asyncio.gather(*outcomes)), "")

    async def forget(self, author: str) -> str:
        """Return "" once the names of that author (a key) are gone, else what is wrong."""
        outcome: asyncio.Future[str] = self._loop.create_future()

        def work(store: Store) -> None:
            try:
                store.forget(author)
            except StoreError as trouble:
                told = str(trouble) or "the names could not be changed"
            else:
                told = ""
            self._loop.call_soon_threadsafe(outcome.set_result, told)

        self.writer.work(work)
        return await outcome

    # --- the end ----------------------------------------------------------------------

    def start_task(self, work: Coroutine[Any, Any, None], *, is_vital: bool = False) -> None:
        """When something vital fails, so does the process, which is then started again."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if is_vital:
            task.add_done_callback(end_with)

    async def leave(self) -> None:
        """Everything accepted is durable when this returns."""
        self._next_round.cancel()
        for room in self.rooms():
            room.turn()
            for who in list(room.connections):
                who.close(GOING_AWAY, "the server restarts")
        await self.writer.flushed()


def end_with(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        logger.critical("Something vital failed", exc_info=task.exception())
        os._exit(70)


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


def _weight(text_id: str) -> tuple[int, int]:
    try:
        with open_store(read_only=True) as store:
            return store.weight(text_id)
    except NoTablesError:
        return 0, 0


def _news_since(facts: TextFacts, state: bytes) -> bytes:
    return crdt.encoded(_document(facts, []), state)


def fold(facts: TextFacts, store: Store) -> None:
    """Make one snapshot of all that is in the log, and move the rows to history.

    A row that builds on changes which never came is not in what a document encodes: it stays.
    """
    with store.alone_with(facts.text_id) as is_ours:
        if is_ours:
            _fold(facts, store)


def _fold(facts: TextFacts, store: Store) -> None:
    snapshot, entries = store.load(facts.text_id)
    doc = crdt.document([facts.seed, snapshot, *(entry.payload for entry in entries)])
    whole, state = crdt.encoded(doc), crdt.state(doc)
    if not crdt.is_same(doc, crdt.document([whole])):
        logger.error("A snapshot of %s would not say the same: not made", facts.text_id)
        return
    folded = [entry.seq for entry in entries if not crdt.missing(entry.payload, state)]
    if folded:
        store.compact(facts.text_id, whole, folded)
