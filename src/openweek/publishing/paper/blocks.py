"""Blocks as plain data for the template, each sound by itself, wherever it was put.

``{"k": kind, …}``; where words are read from right to left ``"dir": "rtl"``, where they are in
another language than the book ``"lang"``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from openweek.publishing.paper import scripts
from openweek.publishing.paper.lines import INLINE, Lines, Piece, plain
from openweek.publishing.paper.pictures import Pictures
from openweek.writing.html import tables
from openweek.writing.html.nodes import Node, attrs, children, kind, said, whole

Block = dict[str, Any]

# Deeper than that, blocks stand beside the one that they are in: paper is only so wide.
NARROWEST = 6
_DEEPEST = 64
_EDITOR_FIRST_LEVEL = 2  # the editor's own highest title
_CHAPTER_LEVEL, _LOWEST_LEVEL = 1, 4
_MANY_COLUMNS, _NARROW = 7, 9  # letters of a word
_ITEMS = {"listItem", "taskItem"}
_KINDS = {"note", "tip", "warning"}


@dataclass
class Writing:
    """One chapter, which remembers how deep its titles have come."""

    lines: Lines
    pictures: Pictures
    anchor: str
    first_level: int = _CHAPTER_LEVEL
    _last_level: int = field(init=False)

    def __post_init__(self) -> None:
        self._last_level = self.first_level

    def blocks(self, nodes: Iterable[Node], depth: int = 0, inside: int = 0) -> Iterator[Block]:
        """``inside`` counts what makes the column narrower, ``depth`` everything."""
        if depth > _DEEPEST:
            return
        for is_inline, group in groupby(nodes, key=lambda node: kind(node) in INLINE):
            if is_inline:
                yield from self._words("p", group)
            else:
                for node in group:
                    yield from _BLOCKS.get(kind(node), Writing._inside)(self, node, depth, inside)

    def _words(self, called: str, nodes: Iterable[Node], **more: Any) -> Iterator[Block]:
        pieces = self.lines.of(nodes)
        if pieces:
            yield {"k": called, "c": pieces, **self._read(pieces), **more}

    def _read(self, pieces: list[Piece]) -> dict[str, str]:
        words = plain(pieces)
        way = scripts.direction(words)
        spoken = scripts.language(words, "")
        return {
            **({"dir": way} if way else {}),
            **({"lang": spoken} if spoken and spoken != self.lines.language else {}),
        }

    def _inside(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        """An unknown block gives what is in it."""
        return self.blocks(children(node), depth + 1, inside)

    def _paragraph(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        return self._words("p", children(node))

    def _heading(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        """No level is skipped on the way down; inside anything else it is only bold."""
        if inside:
            yield from self._words("p", children(node), bold=1)
            return
        asked = whole(attrs(node).get("level"), _EDITOR_FIRST_LEVEL)
        level = max(asked, _EDITOR_FIRST_LEVEL) - _EDITOR_FIRST_LEVEL + self.first_level + 1
        level = min(level, self._last_level + 1, _LOWEST_LEVEL)
        for block in self._words("h", children(node), level=level):
            if scripts.is_seen(plain(block["c"])):
                self._last_level = level
                yield block
            else:
                yield {**block, "k": "p"}

    def _framed(self, called: str, node: Node, depth: int, inside: int) -> Iterator[Block]:
        if inside >= NARROWEST:
            yield from self._inside(node, depth, inside)
            return
        content = list(self.blocks(children(node), depth + 1, inside + 1))
        if content:
            more = {"kind": _kind_of(node)} if called == "callout" else {}
            yield {"k": called, "c": content, **_way_of(content), **more}

    def _quote(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        return self._framed("quote", node, depth, inside)

    def _callout(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        return self._framed("callout", node, depth, inside)

    def _code(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        words = "".join(_texts(node))
        shown = scripts.breakable(scripts.seen(words.expandtabs(4), keeps_lines=True)).strip("\n")
        if shown.strip():
            yield {"k": "code", "t": shown}

    def _rule(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        yield {"k": "rule"}

    def _list(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        if inside >= NARROWEST:
            yield from self._inside(node, depth, inside)
            return
        items = list(self._items(node, depth + 1, inside + 1))
        if not items:
            return
        way = _way_of(items[0]["c"])
        if kind(node) == "orderedList":
            start = max(whole(attrs(node).get("start"), 1), 0)
            yield {"k": "ol", "c": items, "start": start, **way}
        else:
            yield {"k": "tasks" if kind(node) == "taskList" else "ul", "c": items, **way}

    def _items(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        if depth > _DEEPEST:
            return
        for child in children(node):
            within = children(child) if kind(child) in _ITEMS else [child]
            content = list(self.blocks(within, depth + 1, inside))
            is_done = kind(child) == "taskItem" and attrs(child).get("checked") is True
            if content:
                yield {"c": content, "done": is_done}

    def _picture(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        told = attrs(node)
        alt, caption = self.lines.words(told.get("alt")), self.lines.words(told.get("caption"))
        found = self.pictures.of(told.get("media"))
        if found is not None:
            yield {"k": "picture", "alt": alt, "caption": caption, **found}
            return
        for words in filter(None, (alt, caption)):
            yield from self._words("p", [{"type": "text", "text": words}])

    def _recording(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        """What a page cannot play: its words, and where it is heard or seen."""
        told = attrs(node)
        words = [self.lines.words(each) for each in said(told.get("words")).split("\n")]
        if self.lines.is_repeated:
            yield from self._words("p", [{"type": "text", "text": " ".join(words)}])
            return
        yield {
            "k": "recording",
            "kind": kind(node),
            "is_kept": self.pictures.has_recording(told.get("media")),
            "caption": self.lines.words(told.get("caption")),
            "words": [_told(each) for each in words if each],
            "at": self.anchor,
        }

    def _table(self, node: Node, depth: int, inside: int) -> Iterator[Block]:
        if inside >= NARROWEST:
            yield from self._inside(node, depth, inside)
            return
        head, body = tables.head_and_body(node)
        rows, width = _placed(head + body)
        if not width:
            return
        cells = [self._cell(*place, depth, is_head=place[1] < len(head)) for place in rows]
        if width >= _MANY_COLUMNS:
            _narrow([block for cell in cells for block in cell["c"]])
        way = _way_of([block for cell in cells for block in cell["c"]])
        yield {
            "k": "table",
            "columns": width,
            "head": len(head),
            "cells": cells,
            "on-page": not inside,
            **way,
        }

    def _cell(self, x: int, y: int, cell: tables.Cell, depth: int, *, is_head: bool) -> Block:
        with self.lines.repeated(is_head):
            content = list(self.blocks(cell.content, depth + 2, NARROWEST))
        return {
            "x": x,
            "y": y,
            "columns": cell.columns,
            "rows": cell.rows,
            "scope": cell.scope,
            "c": content,
        }


def _placed(rows: list[list[tables.Cell]]) -> tuple[list[tuple[int, int, tables.Cell]], int]:
    """Each cell with its column and row, and how many columns there are."""
    placed: list[tuple[int, int, tables.Cell]] = []
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            placed.append((x, y, cell))
            taken |= {(x + i, y + j) for i in range(cell.columns) for j in range(cell.rows)}
            x += cell.columns
    return _closed_up(placed)


def _closed_up(
    placed: list[tuple[int, int, tables.Cell]],
) -> tuple[list[tuple[int, int, tables.Cell]], int]:
    """A column in which no cell begins is none, however wide a cell says that it is."""
    begins = sorted({x for x, _, _ in placed})
    at = {x: place for place, x in enumerate(begins)}
    kept = [
        (at[x], y, replace(cell, columns=sum(x <= each < x + cell.columns for each in begins)))
        for x, y, cell in placed
    ]
    return kept, len(begins)


def _way_of(content: list[Block]) -> dict[str, str]:
    """What holds them is read as the first of them is."""
    return {"dir": "rtl"} if next((b["dir"] for b in content if "dir" in b), "") == "rtl" else {}


def _narrow(blocks: Iterable[Block]) -> None:
    """Words that are wider than a column of a wide table may break."""
    for block in blocks:
        for piece in block["c"] if block["k"] == "p" else ():
            if "t" in piece:
                piece["t"] = scripts.breakable(piece["t"], longest=_NARROW)


def _told(words: str) -> dict[str, str]:
    return {"t": words, "dir": scripts.direction(words) or "ltr"}


def _kind_of(node: Node) -> str:
    told = attrs(node).get("kind")
    return told if isinstance(told, str) and told in _KINDS else "note"


def _texts(node: Node, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    for child in children(node):
        if kind(child) == "hardBreak":
            yield "\n"
        yield said(child.get("text"))
        yield from _texts(child, depth + 1)


_BLOCKS: dict[str, Callable[[Writing, Node, int, int], Iterator[Block]]] = {
    "paragraph": Writing._paragraph,
    "heading": Writing._heading,
    "blockquote": Writing._quote,
    "bulletList": Writing._list,
    "taskList": Writing._list,
    "orderedList": Writing._list,
    "codeBlock": Writing._code,
    "horizontalRule": Writing._rule,
    "image": Writing._picture,
    "sound": Writing._recording,
    "film": Writing._recording,
    "callout": Writing._callout,
    "table": Writing._table,
}
