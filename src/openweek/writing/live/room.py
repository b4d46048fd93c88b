"""One text that is open: its document, who is there, and what waits for this turn of the loop."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from openweek.writing import crdt
from openweek.writing.live import protocol
from openweek.writing.live.access import TextFacts
from openweek.writing.live.measures import COUNTS
from openweek.writing.live.presences import Presences
from openweek.writing.live.wire import BAD_DATA, COME_AGAIN, frame
from openweek.writing.live.writer import Writer
from openweek.writing.log.store import Row

if TYPE_CHECKING:
    from openweek.writing.live.connection import Connection
    from openweek.writing.live.peers import Peers

logger = logging.getLogger(__name__)

Load = Callable[[list[bytes]], crdt.Doc]

CROWD = 32  # from so many readers on, updates gather for a moment longer
CROWD_SECONDS = 0.01
GATHER_SECONDS = 0.005  # from one turn to the next, at least: each costs a message to everybody
TELL_SECONDS = 0.015  # that something is saved waits so long for a message to go with
MERGED_AT_ONCE = 64  # merging takes the square of their number
MAX_TRIES = 3
MAX_UNCONNECTED_BYTES = 8 << 20  # of a room, and a quarter of it of one sender


@dataclass(slots=True, eq=False)
class Update:
    """One update on its way in; ``sender`` is None for one that came through the gateway."""

    payload: bytes
    author: str
    name: str
    sender: "Connection | None" = None
    number: int = 0  # how many the sender has sent, this one included
    may_be_known: bool = False
    settled: Callable[[str], None] | None = None  # told "" when durable, else what is wrong
    tries: int = 0


class Room:
    """Lives in the loop's thread alone."""

    def __init__(self, facts: TextFacts, doc: crdt.Doc, writer: Writer, load: Load) -> None:
        self.text_id = facts.text_id
        self.facts = facts
        self.is_closed = facts.is_frozen
        self.is_held = False
        self.rows_since_snapshot = 0
        self.connections: set[Connection] = set()
        self.presences = Presences()
        self.quota_bytes = settings.OPENWEEK_TEXT_MEGABYTES << 20
        self.logged_bytes = 0  # all that was ever written; told a moment after it was opened
        self.closing_timer: asyncio.TimerHandle | None = None
        self.peers: Peers | None = None  # the same text in other live processes
        self._doc = doc
        self._writer = writer
        self._load = load  # the document of what is durable and these
        self._waiting: list[Update] = []
        self._waiting_bytes = 0
        self._unconnected: list[Update] = []  # build on changes that nobody sent yet
        self._unsaved: deque[list[Row]] = deque()
        self._turn_is_due = False
        self._last_turn = 0.0
        self._to_tell: set[Connection] = set()  # that something of theirs is saved

    @property
    def takes_pens(self) -> bool:
        return not (self.is_closed or self.is_held)

    @property
    def is_idle(self) -> bool:
        return not (self.connections or self._waiting or self._unsaved or self._unconnected)

    # --- coming and going -------------------------------------------------------------

    def join(self, who: "Connection") -> None:
        self.connections.add(who)
        who.send(protocol.notice("welcome", level=who.level, frozen=not self.takes_pens))
        if who.may_write and self.takes_pens:
            who.send(protocol.sync(protocol.STEP_1, self.state()))
        if self.presences:
            who.send(self.presences.message())

    def leave(self, who: "Connection") -> None:
        self.connections.discard(who)
        self._unconnected = [update for update in self._unconnected if update.sender is not who]
        if self.presences.drop(who):
            self._come_to_turn()

    def set_pens(self, *, closed: bool, held: bool) -> None:
        """Drop the pens with a word, or give them back.

        Whoever may write again comes anew, since what was refused meanwhile is not counted.
        """
        took = self.takes_pens
        self.is_closed, self.is_held = closed, held
        if took and not self.takes_pens:
            for who in self.connections:
                who.send(protocol.notice("frozen"))
        elif self.takes_pens and not took:
            for who in [one for one in self.connections if one.may_write]:
                who.close(COME_AGAIN, "it can be written again")

    # --- what the others should know --------------------------------------------------

    def state(self) -> bytes:
        with crdt.transaction(self._doc) as txn:
            return self._doc.get_state(txn)

    def since(self, state: bytes) -> bytes:
        """All that the document has more; raises ValueError for what is no state vector."""
        crdt.check_state(state)
        return crdt.encoded(self._doc, state)

    def answer(self, who: "Connection", state: bytes) -> None:
        who.send(protocol.sync(protocol.STEP_2, self.since(state)))

    def present(self, who: "Connection", presences: list[protocol.Presence]) -> None:
        if self.presences.take(who, presences):
            self._come_to_turn()

    # --- one turn ---------------------------------------------------------------------

    def has_space(self, payload: bytes, *, is_answer: bool) -> bool:
        """Whether the quota leaves room for it. An answer to step 1 is taken all the same when
        it has no words that are not here yet: everybody who comes sends one.
        """
        if self.logged_bytes + self._waiting_bytes + len(payload) <= self.quota_bytes:
            return True
        return is_answer and not crdt.brings_words(payload, self.state())

    def receive(self, update: Update) -> None:
        if update.settled and not self.has_space(update.payload, is_answer=False):
            update.settled("full")
            return
        self._waiting.append(update)
        self._waiting_bytes += len(update.payload)
        self._come_to_turn()

    def _come_to_turn(self) -> None:
        if self._turn_is_due:
            return
        self._turn_is_due = True
        loop = asyncio.get_running_loop()
        left = self._last_turn + GATHER_SECONDS - loop.time()
        if len(self.connections) > CROWD:
            loop.call_later(CROWD_SECONDS, self.turn)
        elif left > 0:
            loop.call_later(left, self.turn)
        else:
            loop.call_soon(self.turn)

    def turn(self) -> None:
        """Merge all that came, hand it to the writer, tell everybody."""
        self._turn_is_due = False
        self._last_turn = asyncio.get_running_loop().time()
        waiting, self._waiting = self._waiting, []
        self._waiting_bytes = 0
        if waiting:
            self._merge(waiting)
        news = self.presences.news()
        if news:
            self._broadcast(news, None)
            if self.peers:
                self.peers.show(self.presences.told)

    def _merge(self, waiting: list[Update]) -> None:
        retried, self._unconnected = self._unconnected, []
        good, new, aside = self._integrate(waiting + retried)
        if aside:
            self._put_aside(aside, {update.sender for update in waiting})
        parts = _in_parts(new)
        if good:
            self._keep(good, new)
        for part in parts:
            senders = {update.sender for update in part}
            message = protocol.sync(protocol.UPDATE, crdt.merged(_payloads(part)))
            self._broadcast(message, senders.pop() if len(senders) == 1 else None)

    def _put_aside(self, aside: list[Update], heard: "set[Connection | None]") -> None:
        """Ask the senders for what these build on.

        It happens when somebody types while the line comes back. Such an update alone says
        nothing, so it is neither kept nor acknowledged before the rest is there.
        """
        state = self.state()
        sizes: Counter[Connection | None] = Counter()
        for update in aside:
            if update.sender and update.sender.is_closing:
                continue  # nobody is there any more to send the rest
            # Only what its own sender says meanwhile is a try: others go on writing.
            update.tries += update.sender in heard
            if update.tries > MAX_TRIES:
                self._refuse(update, "it builds on changes that never came")
                continue
            sizes[update.sender] += len(update.payload)
            if (
                sizes[update.sender] > MAX_UNCONNECTED_BYTES // 4
                or sizes.total() > MAX_UNCONNECTED_BYTES
            ):
                self._refuse(update, "too much that builds on changes that never came")
                continue
            self._unconnected.append(update)
            if update.sender and not update.may_be_known:
                update.sender.send(protocol.sync(protocol.STEP_1, state))
            update.may_be_known = True

    def _keep(self, good: list[Update], new: list[Update]) -> None:
        """A row for each, as it came and in that order; senders are told once those are durable.

        Not merged: the log must read as it was written, also where somebody's updates contradict
        each other on purpose.
        """
        rows = [Row(self.text_id, each.author, each.name, each.payload) for each in new]
        self.rows_since_snapshot += len(rows)
        self.logged_bytes += sum(len(row.payload) for row in rows)
        self._unsaved.append(rows)
        counts = self._counts(good)
        settled = [update.settled for update in good if update.settled]
        self._writer.put(rows, lambda: self._saved(counts, settled))

    def _counts(self, good: list[Update]) -> "dict[Connection, int]":
        """How many of each sender's updates may be called saved once this turn is durable."""
        counts: dict[Connection, int] = {}
        for update in good:
            if update.sender:
                update.sender.merged = max(update.sender.merged, update.number)
                counts[update.sender] = update.sender.merged
        for update in self._unconnected:
            if update.sender in counts:
                counts[update.sender] = min(counts[update.sender], update.number - 1)
        return counts

    def _saved(self, counts: "dict[Connection, int]", settled: list[Callable[[str], None]]) -> None:
        rows = self._unsaved.popleft()
        if self.peers:
            self.peers.saved(row.payload for row in rows)
        if counts and not self._to_tell:
            asyncio.get_running_loop().call_later(TELL_SECONDS, self._tell_saved)
        for who, count in counts.items():
            who.saved(count)
            self._to_tell.add(who)
        for tell in settled:
            tell("")

    def _tell_saved(self) -> None:
        """Those to whom no message went meanwhile."""
        for who in self._to_tell:
            who.tell_saved()
        self._to_tell.clear()

    def _broadcast(self, message: bytes, but: "Connection | None") -> None:
        framed = frame(message)
        COUNTS.deliveries += len(self.connections) - (but in self.connections)
        for who in self.connections:
            if who is not but:
                who.send_frame(framed)

    # --- other live processes ---------------------------------------------------------

    def bring(self, payloads: list[bytes], *, may_be_known: bool = False) -> bool:
        """Merge and show what is durable already, since another process saved it.

        False when it builds on something that did not come; then it is not in the document.
        """
        updates = [Update(each, "", "", may_be_known=may_be_known) for each in payloads]
        _, new, aside = self._integrate(updates)
        if aside:
            self._rebuild([])
            return False
        for part in _in_parts(new):
            self._broadcast(protocol.sync(protocol.UPDATE, crdt.merged(_payloads(part))), None)
        return True

    def show_far(self, presences: list[protocol.Presence]) -> None:
        if presences:
            self._broadcast(protocol.awareness(presences), None)

    # --- the document -----------------------------------------------------------------

    def _integrate(self, waiting: list[Update]) -> tuple[list[Update], list[Update], list[Update]]:
        """Those that are sound; of them those that bring something new; and those that build on
        changes that never came.

        None of the last stays in the document while the next one is merged: it would not always
        find the two together again, and hostile ones that pile up there crash the library. What
        a sender says after such a one waits too, but for the first answer: that may be the rest.
        """
        good: list[Update] = []
        new: list[Update] = []
        aside: list[Update] = []
        stuck: dict[Connection | None, bool] = {}  # whether an answer was looked at since
        for update in waiting:
            if update.sender in stuck:
                if stuck[update.sender] or not update.may_be_known:
                    aside.append(update)
                    continue
                stuck[update.sender] = True
            is_new = self._tried(update, new)
            if is_new is None:
                continue
            if is_new and crdt.lacks(self.state(), update.payload):
                aside.append(update)
                if update.sender:
                    stuck.setdefault(update.sender, update.may_be_known)
                self._rebuild(new)
                continue
            stuck.pop(update.sender, None)
            good.append(update)
            if is_new:
                new.append(update)
        return good, new, aside

    def _tried(self, update: Update, new: list[Update]) -> bool | None:
        """Whether it was new; None when it is none, and whoever sent it was hung up on."""
        try:
            return self._apply(update)
        except ValueError:
            self._refuse(update)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as panic:  # noqa: BLE001  a panic of Rust has no other name
            logger.warning("A hostile update for %s: %r", self.text_id, panic)
            self._refuse(update)
            self._rebuild(new)
        return None

    def _apply(self, update: Update) -> bool:
        """Whether it was new; raises ValueError when it is no update."""
        crdt.check_v1(update.payload)
        if not update.may_be_known:
            with crdt.transaction(self._doc) as txn:
                self._doc.apply_update(txn, update.payload)
            return True
        # The answer to step 1 repeats every deletion: mostly nothing is new in it.
        changes: list[object] = []
        watching = self._doc.observe(changes.append)
        with crdt.transaction(self._doc) as txn:
            self._doc.apply_update(txn, update.payload)
        watching.drop()
        return bool(changes) or crdt.lacks(self.state(), update.payload)

    def _rebuild(self, new: list[Update]) -> None:
        """Make the document again from what is kept, without what should not be in it."""
        unsaved = [row.payload for rows in self._unsaved for row in rows]
        before = self.state() if self.peers else b""
        self._doc = self._load([*unsaved, *_payloads(new)])
        if self.peers:
            # The log may have what another process saved and nobody here was told yet.
            self._broadcast(protocol.sync(protocol.UPDATE, self.since(before)), None)

    def _refuse(self, update: Update, why: str = "no update of the first version") -> None:
        COUNTS.refused_updates += 1
        if update.sender:
            update.sender.close(BAD_DATA, why)
        if update.settled:
            update.settled(why)


def _payloads(updates: Iterable[Update]) -> list[bytes]:
    return [update.payload for update in updates]


def _in_parts(updates: list[Update]) -> list[list[Update]]:
    """Few enough to be merged at once."""
    starts = range(0, len(updates), MERGED_AT_ONCE)
    return [updates[start : start + MERGED_AT_ONCE] for start in starts]
