"""The messages: y-sync (V1) and awareness as every Yjs client speaks them, and two of ours.

===== ======================================================================================
0, 0  step 1: a state vector; the other side answers with what it has more
0, 1  step 2: that answer, an update
0, 2  an update, just made
1     awareness: carets and names
3     a wish to be told all awareness again
101   ours, to the client: of the updates (0, 1 and 0, 2) that you sent on this connection,
      the first *n* are durably saved
102   ours, to the client: a notice, a JSON object whose "kind" says what happened
===== ======================================================================================
"""

import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SYNC, AWARENESS, QUERY_AWARENESS, SAVED, NOTICE = 0, 1, 3, 101, 102
STEP_1, STEP_2, UPDATE = 0, 1, 2
MAX_AWARENESS = 64 * 1024
MAX_PRESENCES = 8  # browsers sharing one connection

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Carets of people whose browser names no colour: each is legible under white letters.
_COLORS = ("#9f1239", "#b45309", "#4d7c0f", "#0f766e", "#0369a1", "#4338ca", "#7e22ce", "#a21caf")


class BadMessageError(Exception):
    """Not of this protocol: whoever sent it is hung up on."""


class TooMuchAwarenessError(BadMessageError):
    pass


@dataclass(frozen=True, slots=True)
class Presence:
    """What one browser says of itself: JSON, or "null" when it left."""

    client: int
    clock: int
    state: str


def number(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:  # noqa: PLR2004  seven bits a byte
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def block(data: bytes) -> bytes:
    return number(len(data)) + data


class Reader:
    """Reads numbers and blocks from a message."""

    __slots__ = ("_data", "_position")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def number(self) -> int:
        value = shift = 0
        while True:
            if self._position >= len(self._data) or shift > 56:  # noqa: PLR2004  below 2 ** 63
                raise BadMessageError("a number is cut off")
            byte = self._data[self._position]
            self._position += 1
            value |= (byte & 127) << shift
            if byte < 128:  # noqa: PLR2004  the last byte of a number
                return value
            shift += 7

    def rest(self) -> bytes:
        return self._data[self._position :]

    def block(self) -> bytes:
        size = self.number()
        start = self._position
        if size > len(self._data) - start:
            raise BadMessageError("a block is cut off")
        self._position = start + size
        return self._data[start : self._position]


def sync(kind: int, data: bytes) -> bytes:
    return bytes((SYNC, kind)) + block(data)


def saved(count: int) -> bytes:
    return number(SAVED) + number(count)


def notice(kind: str, **more: Any) -> bytes:
    told = json.dumps({"kind": kind, **more}, separators=(",", ":"))
    return number(NOTICE) + block(told.encode())


def awareness(presences: Iterable[Presence]) -> bytes:
    entries = [
        number(one.client) + number(one.clock) + block(one.state.encode()) for one in presences
    ]
    return bytes((AWARENESS,)) + block(number(len(entries)) + b"".join(entries))


def read_awareness(data: bytes, *, author: str, name: str) -> list[Presence]:
    """What a browser says of itself, under the name that we know, whatever it says."""
    if len(data) > MAX_AWARENESS:
        raise TooMuchAwarenessError("more than 64 KB of awareness")
    reader = Reader(data)
    count = reader.number()
    presences = []
    for _ in range(min(count, MAX_AWARENESS)):
        client, clock = reader.number(), reader.number()
        presences.append(Presence(client, clock, _stamped(reader.block(), author, name)))
    return presences


def _stamped(state: bytes, author: str, name: str) -> str:
    try:
        told = json.loads(state)
        if not isinstance(told, dict):
            return "null"
        user = told.get("user")
        color = user.get("color") if isinstance(user, dict) else None
        told["user"] = {"name": name, "color": _safe_color(color, author)}
        return json.dumps(told, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError) as bad:
        raise BadMessageError("awareness that is no JSON") from bad


def _safe_color(color: object, author: str) -> str:
    """It goes into a style: a colour and nothing else."""
    if isinstance(color, str) and _COLOR.fullmatch(color):
        return color
    return _COLORS[zlib.crc32(author.encode()) % len(_COLORS)]
