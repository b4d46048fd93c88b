"""Passages: some words of a text, kept by their first and last letter so that they move along.

Each end is a relative position as Yjs encodes it: the number of a letter, and whether the end is
before it (the first) or behind it (the last). Of a letter that has two numbers, as those outside
of the first plane, both ends give the second. pycrdt reads a position wrongly in words with
accents, so bookmarks are put behind both letters, in a copy of the text, by an update made here;
then one looks where they stand.
"""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openweek.ground.differences import Patience
from openweek.writing.crdt import (
    BadUpdateError,
    BrokenDocumentError,
    Doc,
    Transaction,
    XmlElement,
    XmlFragment,
    XmlText,
    apply,
    clocks,
    deletions,
    document,
    read_number,
    root,
    transaction,
)
from openweek.writing.tree import DEEPEST

LONGEST_END = 32  # bytes
SHORTEST_QUOTE = 8  # by which words are found again: shorter ones stand there by chance
BOOKMARKS_CLIENT = 0  # of all who write, the one whose things stand first: right behind the letter
_ITEM, _WITH_ORIGIN_AND_EMBED = 0, 0x80 | 5
_NEGATIVE = 0x40

Letter = tuple[int, int]
Marks = dict[str, Any]
Piece = tuple[Any, Marks | None]


class BadEndError(ValueError):
    """Not an end of a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where some words stand now: in which shared text, from which byte to which."""

    path: tuple[int, ...]
    start: int
    stop: int
    words: str


def read_end(end: bytes, *, is_first: bool) -> Letter:
    """The letter of one end; raises BadEndError for anything that our editor does not send."""
    try:
        kind, position = read_number(end, 0)
        client, position = read_number(end, position)
        clock, position = read_number(end, position)
    except BadUpdateError as bad:
        raise BadEndError(str(bad)) from bad
    side = end[position:]
    is_right = side == b"\x00" if is_first else side == bytes((_NEGATIVE | 1,))
    if kind != _ITEM or not is_right or len(end) > LONGEST_END:
        raise BadEndError("an end of another kind")
    return client, clock


def find_passage(state: bytes, start: bytes, end: bytes) -> Passage | None:
    """None when its words are gone, or no longer stand in one and the same block."""
    first, last = read_end(start, is_first=True), read_end(end, is_first=False)
    token = secrets.token_hex(8)
    doc = document([state])
    # Whether the first letter itself is still there shows in what is in front of its bookmark.
    is_there = not _is_deleted(doc, first)
    try:
        apply(doc, _bookmarks(doc, first, last, token))
    except BrokenDocumentError:
        return None
    with transaction(doc) as txn:
        for path, text in _texts(root(doc, txn), txn, ()):
            found = _between(text.diff(txn), token, with_first=is_there)
            if found:
                return Passage(path, *found)
    return None


def find_again(state: bytes, quote: str) -> Passage | None:
    """Words that were cut and pasted are other letters: where that quote stands, if only once."""
    doc = document([state])
    found = []
    with transaction(doc) as txn:
        for path, text in _texts(root(doc, txn), txn, ()) if len(quote) >= SHORTEST_QUOTE else ():
            pieces = [content for content, _ in text.diff(txn)]
            words = "".join(piece if isinstance(piece, str) else " " for piece in pieces)
            if words.count(quote):
                start = len(words.partition(quote)[0].encode())
                stop = start + len(quote.encode())
                found += [Passage(path, start, stop, quote)] * words.count(quote)
    return found[0] if len(found) == 1 else None


def replacing(state: bytes, passage: Passage, words: str, *, client_id: int) -> bytes:
    """The update that puts other words there, word by word, in the marks of those they replace.

    The same call gives the same bytes, which merge only once.
    """
    doc = document([state], client_id=client_id)
    with transaction(doc) as txn:
        before = doc.get_state(txn)
        text = _text_at(root(doc, txn), txn, passage.path)
        _Retyping(text, txn).retype(passage, words)
        return doc.get_update(txn, before)


def has_written(state: bytes, client_id: int) -> bool:
    """Whether words that were put in under that number are there already."""
    doc = document([state])
    with transaction(doc) as txn:
        return client_id in clocks(doc.get_state(txn))


# --- bookmarks ------------------------------------------------------------------------------


def _bookmarks(doc: Doc, first: Letter, last: Letter, token: str) -> bytes:
    """An update (V1) of one writer with an embedded object behind each letter.

    Of two behind the same letter the second goes behind the first.
    """
    with transaction(doc) as txn:
        clock = clocks(doc.get_state(txn)).get(BOOKMARKS_CLIENT, 0)
    letters = [first, last if last != first else (BOOKMARKS_CLIENT, clock)]
    made = bytearray(_number(1) + _number(len(letters)))
    made += _number(BOOKMARKS_CLIENT) + _number(clock)
    for number, letter in enumerate(letters):
        told = json.dumps({"bookmark": f"{token}{number}"}).encode()
        made += bytes((_WITH_ORIGIN_AND_EMBED,)) + _number(letter[0]) + _number(letter[1])
        made += _number(len(told)) + told
    return bytes(made) + b"\x00"


def _is_deleted(doc: Doc, letter: Letter) -> bool:
    with transaction(doc) as txn:
        gone = deletions(doc.get_update(txn, doc.get_state(txn)))
    return any(
        client == letter[0] and clock <= letter[1] < clock + length
        for client, clock, length in gone
    )


def _number(value: int) -> bytes:
    """As Yjs writes them."""
    made = bytearray()
    while value > 127:  # noqa: PLR2004  seven bits a byte
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)


def _texts(
    parent: XmlFragment | XmlElement, txn: Transaction, path: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], XmlText]]:
    for place, child in enumerate(parent.children(txn)):
        if isinstance(child, XmlText):
            yield (*path, place), child
        elif isinstance(child, XmlElement) and len(path) < DEEPEST:
            yield from _texts(child, txn, (*path, place))


def _text_at(fragment: XmlFragment, txn: Transaction, path: tuple[int, ...]) -> XmlText:
    found: Any = fragment
    for place in path:
        found = found.get(txn, place)
    if not isinstance(found, XmlText):
        raise TypeError(f"no text at {path}: not the state in which it was found")
    return found


def _between(pieces: list[Piece], token: str, *, with_first: bool) -> tuple[int, int, str] | None:
    """First and last byte, and the words, when both bookmarks stand in this text."""
    at = 0
    before = ""
    start: int | None = None
    words = ""
    for content, _ in pieces:
        if isinstance(content, str):
            at += len(content.encode())
            before = content
            words += content if start is not None else ""
        elif content == {"bookmark": f"{token}0"}:
            first = before[-1:] if with_first else ""
            start, words = at - len(first.encode()), first
        elif content == {"bookmark": f"{token}1"}:
            return (start, at, words) if start is not None and words else None
        else:
            at += 1
    return None


# --- other words ----------------------------------------------------------------------------


class _Retyping:
    """One transaction in which the words of a passage become others."""

    def __init__(self, text: XmlText, txn: Transaction) -> None:
        self._text, self._txn = text, txn
        self._pieces = text.diff(txn)

    def retype(self, passage: Passage, words: str) -> None:
        """From the last change to the first, so that positions before it stay right."""
        was, will = _cut(passage.words), _cut(words)
        for verb, start, stop, new_start, new_stop in reversed(Patience().opcodes(was, will)):
            if verb == "equal":
                continue
            at = passage.start + _size(was[:start])
            gone = _size(was[start:stop])
            put = "".join(will[new_start:new_stop])
            marks = self._marks_at(at) if gone else self._marks_around(at)
            if gone:
                self._text.remove_range(self._txn, at, gone)
            if put:
                self._text.insert(self._txn, at, put, iter([]))
            for name, value in sorted(marks.items()) if put else ():
                self._text.format(self._txn, at, len(put.encode()), iter([(name, value)]))

    def _marks_at(self, at: int) -> Marks:
        """Of the letter that begins there."""
        passed = 0
        for content, marks in self._pieces:
            passed += len(content.encode()) if isinstance(content, str) else 1
            if passed > at:
                return marks or {}
        return {}

    def _marks_around(self, at: int) -> Marks:
        """Those that the letters on both sides have."""
        after = self._marks_at(at)
        before = self._marks_at(at - 1) if at else after
        return {name: value for name, value in before.items() if after.get(name) == value}


def _cut(words: str) -> list[str]:
    return re.findall(r"\s+|\S+", words)


def _size(pieces: list[str]) -> int:
    return len("".join(pieces).encode())
