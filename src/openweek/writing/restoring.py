"""How a text is made to say again what it said, as one more change that merges like any other.

Whatever both states have in common stays the same to Yjs, so that comments, carets and what others
write meanwhile stay where they are. Words that come back are written by those who wrote them, each
with a client number of their own; blocks and marks are the restorer's.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from openweek.ground.differences import Patience
from openweek.writing.authorship import NOBODY, SEED, Claims
from openweek.writing.crdt import (
    Doc,
    Transaction,
    XmlElement,
    XmlFragment,
    XmlText,
    document,
    root,
    transaction,
)
from openweek.writing.differences import Section, aligned, key, sections
from openweek.writing.tree import DEEPEST, Node

Parent = XmlFragment | XmlElement
# Whose words (a key, or "" for the restorer's) and the update that puts them back.
Change = tuple[str, bytes]
_SHARED = ""  # the type of a shared text
_STAYS = -2  # in place of an author: words that are there already
_TOP = 0


class NoSuchPartError(Exception):
    """That state has no such section."""


def shape_of(state: bytes) -> Node:
    """The blocks of that state as Yjs has them: each shared text is a node, empty or not."""
    doc = document([state])
    with transaction(doc) as txn:
        return {"type": "doc", "content": list(_shapes(root(doc, txn), txn, 1))}


def _shapes(parent: Parent, txn: Transaction, depth: int) -> Iterator[Node]:
    for child in parent.children(txn):
        if isinstance(child, XmlText):
            yield {"type": _SHARED, "content": [_piece(*each) for each in child.diff(txn)]}
        elif isinstance(child, XmlElement):
            inside = list(_shapes(child, txn, depth + 1)) if depth <= DEEPEST else []
            attrs = dict(sorted(child.attributes(txn)))
            yield {"type": child.tag(), "attrs": attrs, "content": inside}  # type: ignore[attr-defined]  # missing from its annotations


def _piece(words: Any, marks: dict[str, Any] | None) -> Node:
    """What stands in a shared text and is no words, which no editor makes, is one odd letter."""
    told = words if isinstance(words, str) else "\ufffc"
    return {"type": "text", "text": told, "marks": dict(sorted((marks or {}).items()))}


def changes(
    claims: Claims,
    *,
    now: bytes,
    then: bytes,
    part: int | None,
    client_for: Callable[[str], int],
) -> list[Change]:
    """What makes a document in the state ``now`` say what ``then`` said: nothing when it does.

    ``part`` is the number of a section of then (see :func:`openweek.writing.differences.sections`);
    only that one is put back. Each change builds on those before it.
    """
    present = claims.painted(now, shape_of)["content"]
    wanted = claims.painted(then, shape_of)["content"]
    if part is not None:
        wanted = with_section(present, wanted, part)
    return _Restoring(claims, now, client_for).changes(present, wanted)


def with_section(present: list[Node], past: list[Node], part: int) -> list[Node]:
    """The present blocks, in which one section is as it was."""
    found = sections(past)
    if not 0 <= part < len(found):
        raise NoSuchPartError(str(part))
    section = found[part]
    start, stop = _whereabouts(present, past, section, is_first=part == _TOP)
    return [*present[:start], *past[section.start : section.stop], *present[stop:]]


def _whereabouts(
    present: list[Node], past: list[Node], section: Section, *, is_first: bool
) -> tuple[int, int]:
    """From where to where that section reaches now; nowhere, when its title is gone."""
    pairs = [(i, j) for i, j in aligned(past, present, Patience()) if i is not None]
    places = {i: j for i, j in pairs if j is not None}
    if is_first:
        return 0, sections(present)[0].stop
    start = places.get(section.start)
    if start is not None:
        return start, next(each.stop for each in sections(present)[1:] if each.start == start)
    before = [places[i] for i in sorted(places) if i < section.start]
    at = before[-1] + 1 if before else 0
    inside = [places[i] for i in sorted(places) if section.start < i < section.stop]
    return (min(at, inside[0]), inside[-1] + 1) if inside else (at, at)


class _Restoring:
    """One text on its way back: blocks first, then each author's words, then marks."""

    def __init__(self, claims: Claims, now: bytes, client_for: Callable[[str], int]) -> None:
        self._claims = claims
        self._updates = [now]
        self._client_for = client_for
        self._patience = Patience()

    def changes(self, present: list[Node], wanted: list[Node]) -> list[Change]:
        if [key(node) for node in present] == [key(node) for node in wanted]:
            return []
        found: list[Change] = []

        def note(author: str, update: bytes) -> None:
            if update:
                found.append((author, update))
                self._updates.append(update)

        def shape(doc: Doc, txn: Transaction) -> None:
            self._shape(root(doc, txn), txn, present, wanted)

        def mark(doc: Doc, txn: Transaction) -> None:
            _mark(doc, txn, texts)

        note("", self._written("blocks", shape))
        texts = list(_shared(wanted))
        for number in sorted({by for text in texts for by, _ in text["plan"]} - {_STAYS}):
            author = self._claims.keys[number] if number != NOBODY else SEED
            note(author, self._written(author, partial(_say, texts=texts, who=number)))
        note("", self._written("marks", mark))
        return found

    def _written(self, who: str, write: Callable[[Doc, Transaction], None]) -> bytes:
        """What that does to the document, or nothing."""
        doc = document(self._updates, client_id=self._client_for(who))
        got: list[bytes] = []
        watching = doc.observe(lambda event: got.append(event.update))
        with transaction(doc) as txn:
            write(doc, txn)
        watching.drop()
        return got[0] if got else b""

    # --- blocks -----------------------------------------------------------------------

    def _shape(
        self, parent: Parent, txn: Transaction, present: list[Node], wanted: list[Node]
    ) -> None:
        """From the last to the first, so that places before it stay right."""
        pairs = aligned(present, wanted, self._patience)
        place = len(present)
        for i, j in reversed(pairs):
            if i is not None:
                place = i
            if j is None:
                parent.remove_range(txn, place, 1)
            elif i is None:
                self._insert(parent, txn, place, wanted[j])
            else:
                self._change(parent.get(txn, place), txn, present[i], wanted[j])

    def _insert(self, parent: Parent, txn: Transaction, place: int, node: Node) -> None:
        if node["type"] == _SHARED:
            parent.insert_str(txn, place, "")
            node["plan"] = [(_by(piece), piece["text"]) for piece in node["content"]]
            return
        element = parent.insert_element_prelim(txn, place, node["type"])
        for name, value in node["attrs"].items():
            element.insert_attribute(txn, name, value)
        for number, child in enumerate(node["content"]):
            self._insert(element, txn, number, child)

    def _change(self, there: Any, txn: Transaction, old: Node, new: Node) -> None:
        if key(old) == key(new):
            for text in _shared([new]):
                text["plan"] = [(_STAYS, piece["text"]) for piece in text["content"]]
            return
        if isinstance(there, XmlText):
            self._retype(there, txn, old, new)
            return
        for name in old["attrs"].keys() - new["attrs"].keys():
            there.remove_attribute(txn, name)
        for name, value in new["attrs"].items():
            if old["attrs"].get(name) != value:
                there.insert_attribute(txn, name, value)
        self._shape(there, txn, old["content"], new["content"])

    def _retype(self, text: XmlText, txn: Transaction, old: Node, new: Node) -> None:
        """Take out the words that were not there; those to come are planned."""
        was, will = _split(old), _split(new)
        plan: list[tuple[int, str]] = []
        lengths = [len(word.encode()) for word in was]
        taken: list[tuple[int, int]] = []
        starts = _starts(new)
        for verb, a, b, c, d in self._patience.opcodes(was, will):
            if verb == "equal":
                plan.append((_STAYS, "".join(will[c:d])))
                continue
            if a < b:
                taken.append((sum(lengths[:a]), sum(lengths[a:b])))
            if c < d:
                start = len("".join(will[:c]))
                plan += _pieces(starts, start, start + len("".join(will[c:d])))
        for start, length in reversed(taken):
            text.remove_range(txn, start, length)
        new["plan"] = plan


def _by(piece: Node) -> int:
    return int(piece.get("by", NOBODY))


def _shared(nodes: list[Node]) -> Iterator[Node]:
    """Every shared text, in the order of the document."""
    for node in nodes:
        if node["type"] == _SHARED:
            yield node
        else:
            yield from _shared(node["content"])


def _split(text: Node) -> list[str]:
    said = "".join(piece["text"] for piece in text["content"])
    return re.findall(r"\s+|\S+", said)


def _starts(text: Node) -> list[tuple[int, Node]]:
    found, at = [], 0
    for piece in text["content"]:
        found.append((at, piece))
        at += len(piece["text"])
    return found


def _pieces(starts: list[tuple[int, Node]], start: int, stop: int) -> Iterator[tuple[int, str]]:
    """Who wrote what between two places."""
    for at, piece in starts:
        said = piece["text"][max(start - at, 0) : max(stop - at, 0)]
        if said:
            yield _by(piece), said


def _texts_of(doc: Doc, txn: Transaction) -> list[XmlText]:
    found: list[XmlText] = []

    def walk(parent: Parent) -> None:
        for child in parent.children(txn):
            if isinstance(child, XmlText):
                found.append(child)
            else:
                walk(child)

    walk(root(doc, txn))
    return found


def _say(doc: Doc, txn: Transaction, *, texts: list[Node], who: int) -> None:
    """Put in what one author wrote, among what is there of those before them.

    From the last to the first: of their own words, none is there yet before the place.
    """
    for shared, wanted in zip(_texts_of(doc, txn), texts, strict=True):
        for number in reversed(range(len(wanted["plan"]))):
            by, said = wanted["plan"][number]
            if by == who:
                before = wanted["plan"][:number]
                at = sum(len(w.encode()) for b, w in before if b < who)
                shared.insert(txn, at, said, iter([]))


def _mark(doc: Doc, txn: Transaction, texts: list[Node]) -> None:
    """Have each letter stand in the marks that it stood in."""
    for shared, wanted in zip(_texts_of(doc, txn), texts, strict=True):
        there = [_piece(*each) for each in shared.diff(txn)]
        for start, length, old, new in _differing(there, wanted["content"]):
            for name in sorted(old.keys() | new.keys()):
                if old.get(name) != new.get(name):
                    shared.format(txn, start, length, iter([(name, new.get(name))]))


def _differing(
    there: list[Node], wanted: list[Node]
) -> Iterator[tuple[int, int, dict[str, Any], dict[str, Any]]]:
    """Where the same words stand in other marks: from which byte, how many, and both marks."""
    olds, news = _marks_by_byte(there), _marks_by_byte(wanted)
    ends = sorted({end for end, _ in olds} | {end for end, _ in news})
    start = 0
    for end in ends:
        old = next(marks for stop, marks in olds if stop >= end)
        new = next(marks for stop, marks in news if stop >= end)
        if old != new:
            yield start, end - start, old, new
        start = end


def _marks_by_byte(pieces: list[Node]) -> list[tuple[int, dict[str, Any]]]:
    """Up to which byte which marks reach."""
    found, end = [], 0
    for piece in pieces:
        end += len(piece["text"].encode())
        found.append((end, piece["marks"]))
    return found
