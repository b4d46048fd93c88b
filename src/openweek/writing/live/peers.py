"""One text that may be open in other live processes too: what is told them, and heard of them.

Words are told once they are durable, never before: whatever comes from another process is in the
log already, so it is merged and shown, and neither logged again nor acknowledged to anybody. Each
process numbers what it tells of a text. A number left out, a process heard for the first time or
not heard any more: the log is read again, which heals whatever was missed, deletions included
(a state vector would not show those).
"""

import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from openweek.writing.crdt import BrokenDocumentError
from openweek.writing.live import protocol
from openweek.writing.live.protocol import BadMessageError, Presence, Reader
from openweek.writing.live.room import Room
from openweek.writing.log.store import StoreError

logger = logging.getLogger(__name__)

WORDS, LOG, PRESENCE, BEAT, HELLO, BYE = range(6)
MAX_BODY = 1 << 20
MAX_FAR = 500  # people shown of one process, for one text
LOST_SECONDS = 9.0

Told = list[tuple[int, int, str, str]]  # client, clock, state, author


@dataclass(slots=True)
class _Peer:
    number: int
    heard_at: float = field(default_factory=time.monotonic)


class Peers:
    """Lives in the loop's thread."""

    def __init__(
        self,
        room: Room,
        send: Callable[[bytes], None],
        reread: Callable[[str], None],
    ) -> None:
        self._room = room
        self._send = send
        self._reread = reread
        self._number = 0
        self._peers: dict[bytes, _Peer] = {}

    # --- told -------------------------------------------------------------------------

    def saved(self, payloads: Iterable[bytes]) -> None:
        """These have just become durable."""
        body: list[bytes] = []
        size = 0
        for payload in payloads:
            if body and size + len(payload) > MAX_BODY:
                self._tell_words(body)
                body, size = [], 0
            body.append(payload)
            size += len(payload)
        self._tell_words(body)

    def _tell_words(self, payloads: list[bytes]) -> None:
        self._number += 1
        if len(payloads) == 1 and len(payloads[0]) > MAX_BODY:
            self._tell(LOG)
        elif payloads:
            self._tell(WORDS, b"".join(map(protocol.block, payloads)))

    def show(self, presences: Sequence[Presence]) -> None:
        """What browsers here say of themselves."""
        self._tell(PRESENCE, self._as_told(presences))

    def hello(self) -> None:
        """Ask who else has this text open, and say that we do."""
        self._tell(HELLO, self._as_told(self._room.presences.here()))

    def beat(self) -> None:
        """Every few seconds: that we are there, who is here, and how much we have told."""
        self._tell(BEAT, self._as_told(self._room.presences.here()))
        now = time.monotonic()
        for origin in [
            origin for origin, peer in self._peers.items() if now - peer.heard_at > LOST_SECONDS
        ]:
            self._lose(origin)

    def bye(self) -> None:
        self._tell(BYE)

    def _as_told(self, presences: Sequence[Presence]) -> bytes:
        told: Told = []
        size = 0
        for one in presences[:MAX_FAR]:
            size += len(one.state)
            if size > MAX_BODY // 2:
                break
            author = self._room.presences.author_of(one.client)
            told.append((one.client, one.clock, one.state, author))
        return json.dumps(told, separators=(",", ":")).encode()

    def _tell(self, kind: int, body: bytes = b"") -> None:
        self._send(bytes((kind,)) + protocol.number(self._number) + body)

    # --- heard ------------------------------------------------------------------------

    def take(self, origin: bytes, message: bytes) -> None:
        try:
            reader = Reader(message)
            kind, number = reader.number(), reader.number()
            self._hear(origin, kind, number, reader.rest())
        except (BadMessageError, ValueError, TypeError) as bad:
            logger.warning("Not understood, of another live process: %r", bad)
            self._reread(self._room.text_id)
        except (StoreError, BrokenDocumentError) as trouble:
            logger.warning("The log could not be read: %r", trouble)
            self._reread(self._room.text_id)

    def _hear(self, origin: bytes, kind: int, number: int, body: bytes) -> None:
        if kind == BYE:
            self._lose(origin)
            return
        peer = self._peers.get(origin)
        if peer is None:
            peer = self._peers[origin] = _Peer(-1)
        told_now = 1 if kind in {WORDS, LOG} else 0
        missed = kind == LOG or number != peer.number + told_now
        peer.number, peer.heard_at = number, time.monotonic()
        if missed or (kind == WORDS and not self._room.bring(_blocks(body))):
            self._reread(self._room.text_id)
        if kind in {PRESENCE, BEAT, HELLO}:
            self._see(origin, json.loads(body), is_all=kind != PRESENCE)
        if kind == HELLO:
            self.beat()

    def _see(self, origin: bytes, told: Told, *, is_all: bool) -> None:
        seen = [(Presence(client, clock, state), author) for client, clock, state, author in told]
        news = self._room.presences.take_far(origin, seen[:MAX_FAR], is_all=is_all)
        self._room.show_far(news)

    def _lose(self, origin: bytes) -> None:
        """It may have made words durable that it could not tell any more."""
        if self._peers.pop(origin, None) is not None:
            self._room.show_far(self._room.presences.take_far(origin, [], is_all=True))
            self._reread(self._room.text_id)


def _blocks(body: bytes) -> list[bytes]:
    reader = Reader(body)
    blocks = []
    while reader.rest():
        blocks.append(reader.block())
    return blocks
