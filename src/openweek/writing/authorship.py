"""Who wrote each letter of a text, and who deleted it: read from its log, exactly.

Every change in a Yjs document has a number: its writer's client and clock. Each row of the log
says which numbers its author made and which ones were deleted. To learn where the letters with
these numbers stand, a copy of the document is made in which each letter is replaced by a colour,
one for each author: Yjs itself then puts the colours where the letters are.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator
from threading import Lock

from openweek.writing.log import reading
from openweek.writing.models import Text
from openweek.writing.tree import Node, tree_of
from openweek.writing.updates import contents, width

# Words of the template, which nobody in particular wrote; as the key of an author.
SEED = "seed"
NOBODY = -1
# Letters that stand for numbers; those from U+D800 on are halves of others.
_FIRST_COLOUR, _COLOURS = 0x100, 0xD700
_TAG = "\x1f"  # between the name of an element and its colour
_TEXTS_KEPT = 16


class Ranges:
    """For numbers of one client: which author's they are. Whoever came first keeps them."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._whose: list[int] = []

    def add(self, start: int, end: int, whose: int) -> None:
        at = bisect_right(self._starts, start) - 1
        if at >= 0:
            if self._ends[at] >= end:
                return
            start = max(start, self._ends[at])
        at += 1
        while start < end:
            stop = min(end, self._starts[at]) if at < len(self._starts) else end
            if start < stop:
                at = self._insert(at, start, stop, whose)
            if at == len(self._starts):
                return
            start = max(start, self._ends[at])
            at += 1

    def _insert(self, at: int, start: int, end: int, whose: int) -> int:
        """Return the place behind it."""
        if at and self._ends[at - 1] == start and self._whose[at - 1] == whose:
            self._ends[at - 1] = end
            return at
        if at < len(self._starts) and self._starts[at] == end and self._whose[at] == whose:
            self._starts[at] = start
            return at
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        self._whose.insert(at, whose)
        return at + 1

    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """All of that range in pieces: how long, and whose (or NOBODY)."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        while start < end:
            if at == len(self._starts) or self._starts[at] >= end:
                yield end - start, NOBODY
                return
            if self._ends[at] <= start:
                at += 1
                continue
            if self._starts[at] > start:
                yield self._starts[at] - start, NOBODY
                start = self._starts[at]
            stop = min(end, self._ends[at])
            yield stop - start, self._whose[at]
            start = stop


class Claims:
    """Who made and who deleted what in one text. Authors are numbered; ``keys`` says who it is."""

    def __init__(self, seed: bytes) -> None:
        self.mark = 0
        self.keys: list[str] = []
        self._numbers: dict[str, int] = {}
        self._made: dict[int, Ranges] = {}
        self._deleted: dict[int, Ranges] = {}
        self._lock = Lock()
        if seed:
            self.add(seed, SEED)

    def follow(self, text: Text) -> None:
        """Read what was written since."""
        with self._lock:
            for row in reading.written_after(text, self.mark):
                self.add(row.payload, row.author.removeprefix("="))
                self.mark = row.seq

    def add(self, update: bytes, author: str) -> None:
        """One row of the log; each after all that came before it."""
        if author not in self._numbers:
            self._numbers[author] = len(self.keys)
            self.keys.append(author)
        whose = self._numbers[author]
        found = contents(update)
        for runs, known in ((found.made, self._made), (found.deleted, self._deleted)):
            for client, clock, length in runs:
                known.setdefault(client, Ranges()).add(clock, clock + length, whose)

    def tree(self, state: bytes, *, deleted: bool = False) -> Node:
        """The Tiptap document of that state, each piece of text and each element with ``by``: the
        number of who wrote it or, with ``deleted``, of who deleted it later (NOBODY for what is
        still there).
        """
        return self.painted(state, tree_of, deleted=deleted)

    def painted(
        self, state: bytes, read: Callable[[bytes], Node], *, deleted: bool = False
    ) -> Node:
        """The same for another way to read a document."""
        with self._lock:
            coloured = _coloured(state, self._deleted if deleted else self._made)
        return blended(read(state), read(coloured))


_kept: OrderedDict[str, Claims] = OrderedDict()
_keeping = Lock()


def claims_of(text: Text) -> Claims:
    """What this process already read of a log is not read again."""
    key = str(text.pk)
    with _keeping:
        claims = _kept.pop(key, None) or Claims(bytes(text.seed))
        _kept[key] = claims
        while len(_kept) > _TEXTS_KEPT:
            _kept.popitem(last=False)
    claims.follow(text)
    return claims


def _coloured(state: bytes, ranges: dict[int, Ranges]) -> bytes:
    """The same update with a colour for each letter, and one behind the name of each element."""
    pieces: list[bytes] = []
    copied = 0
    nobodys = Ranges()
    for words in contents(state).words:
        whose = ranges.get(words.client, nobodys)
        length = 1 if words.is_tag else width(words.said)
        colours = "".join(
            _colour(number) * count
            for count, number in whose.within(words.clock, words.clock + length)
        )
        told = (f"{words.said}{_TAG}{colours}" if words.is_tag else colours).encode()
        pieces += [state[copied : words.start], _number(len(told)), told]
        copied = words.end
    return b"".join([*pieces, state[copied:]])


def _number(value: int) -> bytes:
    """As Yjs writes one."""
    told = bytearray()
    while value > 127:  # noqa: PLR2004  seven bits a byte
        told.append(value & 127 | 128)
        value >>= 7
    told.append(value)
    return bytes(told)


def _colour(number: int) -> str:
    return chr(_FIRST_COLOUR + min(number + 1, _COLOURS - 1))


def _number_of(colour: str) -> int:
    return ord(colour) - _FIRST_COLOUR - 1


def blended(shown: Node, coloured: Node) -> Node:
    """The first tree, with ``by`` from the second, which is made the same way from the colours."""
    if "text" in shown:
        raise ValueError("a piece of text is blended with its neighbours")
    name, _, colour = coloured.get("type", "").partition(_TAG)
    node = {**shown, **({"by": _number_of(colour)} if colour else {})}
    if name != shown.get("type", ""):
        raise ValueError(f"{name} where {shown.get('type')} should be")
    if "content" in shown:
        node["content"] = _blended_line(shown["content"], coloured["content"])
    return node


def _blended_line(shown: list[Node], coloured: list[Node]) -> list[Node]:
    nodes: list[Node] = []
    for one, other in zip(shown, coloured, strict=True):
        if "text" in one:
            nodes += _split(one, other["text"])
        else:
            nodes.append(blended(one, other))
    return nodes


def _split(piece: Node, colours: str) -> Iterator[Node]:
    """One piece for each author; a letter outside of the first plane has two colours."""
    said = piece["text"]
    if width(said) != len(colours):
        raise ValueError("letters and colours do not go together")
    start = at = 0
    by = colours[0]
    for place, letter in enumerate(said):
        if colours[at] != by:
            yield {**piece, "text": said[start:place], "by": _number_of(by)}
            start, by = place, colours[at]
        at += width(letter)
    yield {**piece, "text": said[start:], "by": _number_of(by)}
