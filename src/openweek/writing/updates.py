"""What stands in an update of Yjs' first version (V1): who made what, what is deleted, and where
in its bytes the words and the names of elements are.

Only updates that a document has taken are read here, so what cannot be read is an error of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass

from openweek.writing.crdt import BadUpdateError

_GC, _SKIP = 0, 10  # structs that are no items
_HAS_ORIGIN, _HAS_RIGHT_ORIGIN, _HAS_KEY, _KIND = 0x80, 0x40, 0x20, 0x1F
_XML_ELEMENT, _XML_HOOK = 3, 5  # the two types that have a name

# From a clock on, so many of one writer's changes. Letters count in UTF-16 units, as in browsers.
Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """A string in an update, by its place in the bytes (with its length in front)."""

    client: int
    clock: int
    start: int
    end: int
    said: str
    is_tag: bool  # the name of an element, not words


@dataclass(frozen=True, slots=True)
class Contents:
    """``made`` and ``deleted`` hold (client, clock, length)."""

    made: list[Run]
    deleted: list[Run]
    words: list[Words]


def contents(update: bytes) -> Contents:
    """Read one update to its end; raises BadUpdateError."""
    try:
        return _Reading(update).read()
    except (IndexError, UnicodeDecodeError) as bad:
        raise BadUpdateError("an update that ends too early") from bad


def width(letters: str) -> int:
    """Their length as Yjs counts."""
    return len(letters.encode("utf-16-le", "surrogatepass")) // 2


class _Reading:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._words: list[Words] = []

    def read(self) -> Contents:
        made: list[Run] = []
        for _ in range(self._number()):
            count, client, clock = self._number(), self._number(), self._number()
            for _ in range(count):
                length, is_made = self._struct(client, clock)
                if is_made:
                    made.append((client, clock, length))
                clock += length
        deleted: list[Run] = []
        for _ in range(self._number()):
            client = self._number()
            deleted.extend((client, self._number(), self._number()) for _ in range(self._number()))
        if self._at != len(self._data):
            raise BadUpdateError("more follows than the deletions")
        return Contents(made, deleted, self._words)

    def _number(self) -> int:
        data, at = self._data, self._at
        byte = data[at]
        at += 1
        value, shift = byte & 127, 7
        while byte > 127:  # noqa: PLR2004  more of this number follows
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
        self._at = at
        return value

    def _skip_string(self) -> None:
        length = self._number()
        self._at += length

    def _string(self, client: int, clock: int, *, is_tag: bool = False) -> str:
        start = self._at
        length = self._number()
        said = self._data[self._at : self._at + length].decode(errors="surrogatepass")
        self._at += length
        self._words.append(Words(client, clock, start, self._at, said, is_tag))
        return said

    def _struct(self, client: int, clock: int) -> tuple[int, bool]:
        info = self._data[self._at]
        self._at += 1
        if info in (_GC, _SKIP):
            return self._number(), info == _GC
        if info & _HAS_ORIGIN:
            self._number()
            self._number()
        if info & _HAS_RIGHT_ORIGIN:
            self._number()
            self._number()
        if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
            self._skip_parent()
            if info & _HAS_KEY:
                self._skip_string()
        return self._content(info & _KIND, client, clock), True

    def _skip_parent(self) -> None:
        """By its name, else by its number."""
        if self._number():
            self._skip_string()
        else:
            self._number()
            self._number()

    def _content(self, kind: int, client: int, clock: int) -> int:
        """Read it; return its length. The kinds are as Yjs numbers them."""
        match kind:
            case 4:  # words
                return width(self._string(client, clock))
            case 1:  # deleted, and thrown away
                return self._number()
            case 7:  # a shared type
                if self._number() in (_XML_ELEMENT, _XML_HOOK):
                    self._string(client, clock, is_tag=True)
            case 8:  # values
                return self._many(self._skip_value)
            case 6:  # where a mark begins or ends
                self._skip_string()
                self._skip_string()
            case 2:  # values as JSON
                return self._many(self._skip_string)
            case 3 | 5:  # bytes; something in a line, as JSON
                self._skip_string()
            case 9:  # a document
                self._skip_string()
                self._skip_value()
            case _:
                raise BadUpdateError(f"content of an unknown kind: {kind}")
        return 1

    def _many(self, skip: Callable[[], None]) -> int:
        count = self._number()
        for _ in range(count):
            skip()
        return count

    def _skip_value(self) -> None:
        kind = self._data[self._at]
        self._at += 1
        match kind:
            case 119 | 116:  # a string, bytes
                self._skip_string()
            case 125:  # a whole number, whose sign is no concern here
                self._number()
            case 123 | 122:  # a fraction, a large whole number
                self._at += 8
            case 124:  # a short fraction
                self._at += 4
            case 118:  # a map
                for _ in range(self._number()):
                    self._skip_string()
                    self._skip_value()
            case 117:  # a list
                self._many(self._skip_value)
            case 120 | 121 | 126 | 127:  # true, false, null, undefined
                pass
            case _:
                raise BadUpdateError(f"a value of an unknown kind: {kind}")
