"""What is typed: updates of the same shape as an editor's, recorded beforehand.

Each writer has a document and a number of their own, opens a paragraph and types into it, letter
by letter, as Tiptap on Yjs does. Every room of a run hears the same words.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openweek.writing import crdt
from openweek.writing.live import protocol

WORDS = (
    "on se retrouve le matin autour de la grande table pour ecrire ensemble ce que la semaine "
    "nous a appris des machines a coudre et des voisins qui passent sans prevenir. "
)
FIRST_CLIENT = 3_000_000_000  # as long as the numbers that browsers draw


@dataclass(frozen=True)
class Writer:
    """``opening`` is sent before the run; ``steps[n]`` types the letter of clock ``clock + n``."""

    client: int
    opening: bytes
    clock: int
    steps: list[bytes]
    carets: list[bytes]


def writers(count: int, steps: int, *, carets: bool = False) -> list[Writer]:
    return [_writer(FIRST_CLIENT + number, steps, carets) for number in range(count)]


def _writer(client: int, steps: int, carets: bool) -> Writer:
    doc = crdt.document(client_id=client)
    with crdt.transaction(doc) as txn:
        paragraph = crdt.root(doc, txn).insert_element_prelim(txn, 0, "paragraph")
        text = paragraph.insert_str(txn, 0, "")
        text.insert(txn, 0, WORDS[0], iter([]))
    opening = crdt.encoded(doc)
    clock = _clock(doc)
    typed, seen = [], []
    for step in range(steps):
        with crdt.transaction(doc) as txn:
            before = doc.get_state(txn)
            text.insert(txn, step + 1, WORDS[(step + 1) % len(WORDS)], iter([]))
            typed.append(protocol.sync(protocol.UPDATE, doc.get_update(txn, before)))
        seen.append(_caret(client, step + 1, clock + step) if carets else b"")
    return Writer(client, opening, clock, typed, seen)


def pages(count: int) -> Iterator[bytes]:
    """Somebody pastes: a paragraph of 100 KB each time."""
    doc = crdt.document(client_id=FIRST_CLIENT - 1)
    for number in range(count):
        with crdt.transaction(doc) as txn:
            before = doc.get_state(txn)
            paragraph = crdt.root(doc, txn).insert_element_prelim(txn, number, "paragraph")
            paragraph.insert_str(txn, 0, WORDS * (100_000 // len(WORDS)))
            yield doc.get_update(txn, before)


def _clock(doc: crdt.Doc) -> int:
    reader = protocol.Reader(crdt.state(doc))
    reader.number()
    reader.number()
    return reader.number()


def _caret(client: int, clock: int, at: int) -> bytes:
    place = {"type": None, "tname": None, "item": {"client": client, "clock": at}, "assoc": 0}
    state = {
        "user": {"name": f"Autrice {client % 1000}", "color": "#0b6b70"},
        "cursor": {"anchor": place, "head": place},
    }
    return protocol.awareness([protocol.Presence(client, clock, json.dumps(state))])


def paper(path: Path) -> list[bytes]:
    """A public trace of one author's paper, 260,000 keystrokes, each as the update of an editor.

    Written by hand: finding a place among so many letters takes the library a minute. Letters of
    more than one unit, of which there are a few, become question marks.
    """
    with gzip.open(path) as file:
        trace = json.load(file)
    opening, text_at = _empty_paragraph()
    updates, clock = [opening], text_at + 1
    there: list[int] = []  # the clock of each letter that stands
    for transaction in trace["txns"]:
        for at, gone, come in transaction["patches"]:
            if gone:
                updates.append(_deletion(there[at : at + gone]))
                del there[at : at + gone]
            if come:
                letters = "".join(letter if letter.isascii() else "?" for letter in come)
                left = there[at - 1] if at else None
                right = there[at] if at < len(there) else None
                updates.append(_insertion(clock, left, right, letters, text_at))
                there[at:at] = range(clock, clock + len(letters))
                clock += len(letters)
    return updates


def _empty_paragraph() -> tuple[bytes, int]:
    doc = crdt.document(client_id=FIRST_CLIENT)
    with crdt.transaction(doc) as txn:
        paragraph = crdt.root(doc, txn).insert_element_prelim(txn, 0, "paragraph")
        paragraph.insert_str(txn, 0, "")
    return crdt.encoded(doc), _clock(doc) - 1


def _insertion(clock: int, left: int | None, right: int | None, words: str, text: int) -> bytes:
    client = protocol.number(FIRST_CLIENT)
    info = 4 | (128 if left is not None else 0) | (64 if right is not None else 0)
    parts = [b"\x01\x01", client, protocol.number(clock), bytes((info,))]
    for neighbour in (left, right):
        if neighbour is not None:
            parts += [client, protocol.number(neighbour)]
    if left is None and right is None:
        parts += [b"\x00", client, protocol.number(text)]
    return b"".join([*parts, protocol.block(words.encode()), b"\x00"])


def _deletion(clocks: list[int]) -> bytes:
    ranges = [protocol.number(clock) + b"\x01" for clock in sorted(clocks)]
    head = b"\x00\x01" + protocol.number(FIRST_CLIENT) + protocol.number(len(ranges))
    return head + b"".join(ranges)
