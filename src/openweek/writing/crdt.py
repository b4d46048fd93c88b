"""The little that we use of pycrdt: its low-level document, which costs a tenth of the other.

Positions inside a text are counted in UTF-8 bytes. Only updates of Yjs' first version (V1) are
spoken; an update is always what some writer made, never what an observer saw.
"""

import hashlib
import json
import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pycrdt
from pycrdt._pycrdt import Doc, Transaction, XmlElement, XmlFragment, XmlText

FIELD = "default"  # the name under which Tiptap's Collaboration keeps the document
EMPTY_UPDATE = b"\x00\x00"
EMPTY_STATE = b"\x00"
_LEAST_BYTES_OF_A_WRITER = 3

__all__ = [
    "EMPTY_STATE",
    "EMPTY_UPDATE",
    "FIELD",
    "BadUpdateError",
    "BrokenDocumentError",
    "Doc",
    "Transaction",
    "XmlElement",
    "XmlFragment",
    "XmlText",
    "apply",
    "brings_words",
    "check_state",
    "check_v1",
    "clocks",
    "deletions",
    "document",
    "encoded",
    "fingerprint",
    "is_news",
    "is_same",
    "lacks",
    "merged",
    "missing",
    "read_number",
    "root",
    "state",
    "transaction",
]


class BrokenDocumentError(Exception):
    """What is stored does not make a document: it is not opened, rather than opened wrong."""


class BadUpdateError(ValueError):
    """Not an update of Yjs' first version."""


@contextmanager
def transaction(doc: Doc) -> Iterator[Transaction]:
    """Whatever was done in it stays, also when it is left by an exception."""
    txn = doc.create_transaction()
    try:
        yield txn
    finally:
        txn.drop()


def document(updates: Iterable[bytes] = (), *, client_id: int | None = None) -> Doc:
    """A document made of these updates. A client's number is at most 32 bits, as in browsers."""
    doc = Doc(client_id or secrets.randbits(31) + 1024, None, None)
    # Each in a transaction of its own, as when it came: a log must read as it was written.
    for update in updates:
        if update:
            apply(doc, update)
    return doc


def apply(doc: Doc, update: bytes) -> None:
    """Raises BrokenDocumentError for what is no update, also when the library panics."""
    try:
        with transaction(doc) as txn:
            doc.apply_update(txn, update)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as broken:  # a panic of Rust has no other name
        raise BrokenDocumentError(str(broken)) from broken


def root(doc: Doc, txn: Transaction) -> XmlFragment:
    return doc.get_or_insert_xml_fragment(txn, FIELD)


def encoded(doc: Doc, since: bytes = EMPTY_STATE) -> bytes:
    """What the document has and ``since`` (a state vector) lacks."""
    with transaction(doc) as txn:
        return doc.get_update(txn, since)


def state(doc: Doc) -> bytes:
    """The state vector: how much of each writer's changes the document has."""
    with transaction(doc) as txn:
        return doc.get_state(txn)


def is_same(doc: Doc, other: Doc) -> bool:
    """Whether both say the same and know the same of every writer.

    A state vector names the writers in no certain order, so it is read and not compared as bytes.
    """
    return clocks(state(doc)) == clocks(state(other)) and _said(doc) == _said(other)


def _said(doc: Doc) -> list[Any]:
    """All that stands in it, down to any depth.

    Not `get_string`, which writes attributes and marks in an order that differs from one document
    to the next.
    """
    said: list[Any] = []
    with transaction(doc) as txn:
        waiting: deque[Any] = deque((0, child) for child in root(doc, txn).children(txn))
        while waiting:
            depth, node = waiting.popleft()
            if isinstance(node, XmlText):
                said.append((depth, *((words, marks or {}) for words, marks in node.diff(txn))))
            elif isinstance(node, XmlElement):
                said.append((depth, node.tag(), dict(node.attributes(txn))))  # type: ignore[attr-defined]  # missing in their types
                waiting.extend((depth + 1, child) for child in node.children(txn))
    return said


def fingerprint(doc: Doc) -> str:
    """The same for documents that say the same and know the same of every writer."""
    told = (sorted(clocks(state(doc)).items()), _said(doc))
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=repr).encode()).hexdigest()


def is_news(doc: Doc, update: bytes) -> bool:
    """Apply it, and say whether that changed anything."""
    changes: list[object] = []
    watching = doc.observe(changes.append)
    with transaction(doc) as txn:
        doc.apply_update(txn, update)
    watching.drop()
    return bool(changes)


def merged(updates: list[bytes]) -> bytes:
    """Only for small batches: the time it takes grows with their square."""
    return updates[0] if len(updates) == 1 else pycrdt.merge_updates(*updates)


def lacks(state: bytes, update: bytes) -> bool:
    """Whether a document of that state, to which the update was applied, lacks some of it.

    It does when the update builds on changes that never came; the document keeps such a part
    aside, and it is not in what the document encodes.
    """
    return pycrdt.get_update(update, state)[:1] != b"\x00"


def brings_words(update: bytes, state: bytes) -> bool:
    """Whether it inserts what a document of that state has not; raises ValueError for no update.

    The same bytes as `lacks`, asked before the update was applied.
    """
    check_v1(update)
    try:
        return lacks(state, update)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as bad:  # a panic of Rust has no other name
        raise BadUpdateError(str(bad)) from bad


def missing(update: bytes, state: bytes) -> bool:
    """The same, and whether it deletes what never came. Slower, for documents with many writers."""
    rest = pycrdt.get_update(update, state)
    if rest[:1] != b"\x00":
        return True
    known = clocks(state)
    return any(clock + length > known.get(client, 0) for client, clock, length in deletions(rest))


def check_v1(update: bytes) -> None:
    """An update of the second version begins with a zero byte, as does one of the first version
    that only deletes; the latter must end where its deletions end.

    More writers than there are bytes for would have the library take gigabytes before it looks.
    """
    if update[:1] == b"\x00":
        deletions(update)
    elif read_number(update, 0)[0] * _LEAST_BYTES_OF_A_WRITER > len(update):
        raise BadUpdateError("fewer writers than it says")


def read_number(data: bytes, position: int) -> tuple[int, int]:
    """A number as Yjs writes them, and where it ends."""
    value = shift = 0
    while True:
        if position >= len(data) or shift > 63:  # noqa: PLR2004  no number here is longer
            raise BadUpdateError("a number is cut off")
        byte = data[position]
        value |= (byte & 127) << shift
        position += 1
        if byte < 128:  # noqa: PLR2004  the last byte of a number
            return value, position
        shift += 7


def clocks(state: bytes) -> dict[int, int]:
    """Of a state vector: how many changes of each writer are known."""
    count, position = read_number(state, 0)
    known = {}
    for _ in range(count):
        client, position = read_number(state, position)
        known[client], position = read_number(state, position)
    return known


def check_state(state: bytes) -> None:
    """Raises BadUpdateError for what is no state vector, before the library trusts its length."""
    clocks(state)


def deletions(update: bytes) -> list[tuple[int, int, int]]:
    """What an update without insertions deletes: a writer, from which change on, how many."""
    found = []
    clients, position = read_number(update, 1)
    for _ in range(clients):
        client, position = read_number(update, position)
        ranges, position = read_number(update, position)
        for _ in range(ranges):
            clock, position = read_number(update, position)
            length, position = read_number(update, position)
            found.append((client, clock, length))
    if position != len(update):
        raise BadUpdateError("more follows than the deletions")
    return found
