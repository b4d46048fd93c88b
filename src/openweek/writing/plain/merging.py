"""One transaction in which a document is made to say other words, with patience for it all."""

import re
from dataclasses import dataclass
from typing import Any

from openweek.ground.differences import Patience
from openweek.writing.crdt import Transaction, XmlElement, XmlFragment, XmlText
from openweek.writing.plain.shown import Shown, clean, content, is_visible, said_inline
from openweek.writing.plain.typed import ITEMS, inline
from openweek.writing.tree import Node, insert_nodes, mark_of

Parent = XmlFragment | XmlElement
_PIECES = re.compile(r"\[[^\[\]\n]*\]|\n|[^\S\n]+|[^\s\[]+|\[")
_BREAKS = re.compile("[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LEAVES = {"paragraph", "heading"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, a space, a break or a note, and where it stands: in which child, at which bytes."""

    words: str
    child: int
    start: int
    end: int
    is_node: bool


class Merging:
    def __init__(self, txn: Transaction, old: list[Shown]) -> None:
        self._txn = txn
        self._patience = Patience()
        # What a form moved or repeated comes with all that plain text does not say.
        self._rich: dict[str, Node] = {}
        waiting = list(reversed(old))
        while waiting:
            each = waiting.pop()
            if each.text and each.kind not in ITEMS:
                self._rich.setdefault(each.text, each.node)
            waiting.extend(reversed(each.kids))

    def merge(self, parent: Parent, old: list[Shown], new: list[Shown]) -> None:
        """From the last change to the first, so that positions before it stay right.

        Empty paragraphs, which plain text does not show, stay where they are.
        """
        places = [place for place, each in enumerate(old) if is_visible(each)]
        seen = [old[place] for place in places]
        wanted = [each for each in new if is_visible(each)]
        changes = self._patience.opcodes(list(map(_key, seen)), list(map(_key, wanted)))
        for verb, start, stop, new_start, new_stop in reversed(changes):
            if verb == "equal":
                continue
            replaced = list(zip(places[start:stop], seen[start:stop], strict=True))
            by = wanted[new_start:new_stop]
            while replaced and by and _is_changed(replaced[-1][1], by[-1]):
                self._rewrite(parent, *replaced.pop(), by.pop())
            if by:
                after = start + len(replaced)
                place = places[after] if after < len(places) else len(old)
                insert_nodes(parent, self._txn, place, [self._enriched(each) for each in by])
            for place, _ in reversed(replaced):
                parent.remove_range(self._txn, place, 1)

    def _enriched(self, new: Shown) -> Node:
        known = self._rich.get(new.text) if new.kind not in ITEMS else None
        if known is not None:
            return known
        if not new.kids:
            return new.node
        return {**new.node, "content": [self._enriched(kid) for kid in new.kids]}

    def _rewrite(self, parent: Parent, place: int, old: Shown, new: Shown) -> None:
        element = parent.get(self._txn, place)
        if not isinstance(element, XmlElement):
            return
        if old.kind in _LEAVES:
            self._retype(element, old, new)
            return
        if old.is_done != new.is_done:
            element.insert_attribute(self._txn, "checked", new.is_done)  # type: ignore[arg-type]  # takes any
        self.merge(element, old.kids, new.kids)

    # --- inside a line ------------------------------------------------------------------

    def _retype(self, element: XmlElement, old: Shown, new: Shown) -> None:
        line = _Line(element, self._txn, old)
        words = "".join(map(said_inline, content(new.node)))
        put = [piece for piece in _PIECES.findall(words) if piece]
        was = [piece.words for piece in line.pieces]
        for verb, start, stop, new_start, new_stop in reversed(self._patience.opcodes(was, put)):
            if verb != "equal":
                line.replace(start, stop, "".join(put[new_start:new_stop]))


def _with_marks(node: Node) -> Node:
    """A new text of its own, where none stood that it could go into."""
    if node["type"] != "text":
        return node
    return {**node, "marks": [mark_of(name, value) for name, value in node["marks"].items()]}


class _Line:
    """A paragraph or title of the shared document, word by word."""

    def __init__(self, element: XmlElement, txn: Transaction, old: Shown) -> None:
        self._element = element
        self._txn = txn
        self._texts: dict[int, XmlText] = {}
        nodes = iter([node for node in content(old.node) if node["type"] != "text"])
        pieces: list[_Piece] = []
        for child, each in enumerate(element.children(txn)):
            if isinstance(each, XmlText):
                self._texts[child] = each
                pieces += _pieces_in("".join(str(words) for words, _ in each.diff(txn)), child)
            else:
                pieces.append(_Piece(said_inline(next(nodes, _BREAK)), child, 0, 0, is_node=True))
        self.pieces = [piece for piece in _without_edges(pieces) if piece.words]

    def replace(self, start: int, stop: int, words: str) -> None:
        """From the last to the first, so that what stands before stays where it is."""
        gone = self.pieces[start:stop]
        marks = self._marks_of(gone[0]) if gone else {}
        for piece in reversed(gone):
            if piece.is_node:
                self._element.remove_range(self._txn, piece.child, 1)
            else:
                text = self._texts[piece.child]
                text.remove_range(self._txn, piece.start, piece.end - piece.start)
        for node in reversed(inline(words)):
            self._put(start, gone, {**node, "marks": marks} if node["type"] == "text" else node)

    def _put(self, start: int, gone: list[_Piece], node: Node) -> None:
        """Behind the piece before, or in front of what was there, or of all."""
        before = self.pieces[start - 1] if start else None
        if before and not before.is_node:
            self._put_in(before.child, before.end, node)
        elif before:
            insert_nodes(self._element, self._txn, before.child + 1, [_with_marks(node)])
        elif gone and not gone[0].is_node:
            self._put_in(gone[0].child, gone[0].start, node)
        else:
            insert_nodes(self._element, self._txn, 0, [_with_marks(node)])

    def _put_in(self, child: int, at: int, node: Node) -> None:
        text = self._texts[child]
        if node["type"] == "text":
            text.insert(self._txn, at, node["text"], iter([]))
            length = len(node["text"].encode())
            for name, value in node["marks"].items():
                text.format(self._txn, at, length, iter([(name, value)]))
            return
        behind = _cut(text.diff(self._txn), at)
        length = sum(len(words.encode()) for words, _ in behind)
        text.remove_range(self._txn, at, length)
        moved = self._element.insert_str(self._txn, child + 1, "")
        for words, marks in behind:
            start = moved.len(self._txn)  # type: ignore[attr-defined]  # missing from its annotations
            moved.insert(self._txn, start, words, iter([]))
            for name, value in (marks or {}).items():
                moved.format(self._txn, start, len(words.encode()), iter([(name, value)]))
        insert_nodes(self._element, self._txn, child + 1, [node])

    def _marks_of(self, piece: _Piece) -> dict[str, Any]:
        """A corrected word is as bold as the wrong one."""
        if piece.is_node:
            return {}
        behind = _cut(self._texts[piece.child].diff(self._txn), piece.start)
        return dict(behind[0][1] or {}) if behind else {}


_BREAK: Node = {"type": "hardBreak"}


def _key(each: Shown) -> str:
    is_ticked = each.is_done and each.kind in ITEMS and not each.whole
    return f"x {each.text}" if is_ticked else each.text


def _is_changed(old: Shown, new: Shown) -> bool:
    """Whether the old block can be made to say the new one's words, piece by piece."""
    return not old.whole and old.kind == new.kind and old.level == new.level


def _pieces_in(words: str, child: int) -> list[_Piece]:
    """Their places count what a form does not show as well."""
    pieces = []
    for found in _PIECES.finditer(words):
        start = len(words[: found.start()].encode())
        piece = found[0]
        told = _BREAKS.sub(" ", piece) if piece.isspace() else clean(piece)
        end = start + len(piece.encode())
        pieces.append(_Piece(told if piece != "\n" else piece, child, start, end, is_node=False))
    return pieces


def _without_edges(pieces: list[_Piece]) -> list[_Piece]:
    """Without the spaces at the ends of lines, which a form does not keep."""
    ends = [None, *pieces, None]
    return [
        piece
        for before, piece, after in zip(ends, pieces, ends[2:], strict=False)
        if not (
            piece.words.isspace()
            and piece.words != "\n"
            and any(each is None or each.words == "\n" for each in (before, after))
        )
    ]


def _cut(pieces: Any, at: int) -> list[tuple[str, dict[str, Any] | None]]:
    """What stands behind so many bytes."""
    behind, place = [], 0
    for words, marks in pieces:
        told = str(words).encode()
        if place + len(told) > at:
            behind.append((told[max(at - place, 0) :].decode(), marks))
        place += len(told)
    return behind
