"""Blocks: each sound by itself, wherever it was put."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openweek.writing.html import figures, tables
from openweek.writing.html.lines import INLINE, line
from openweek.writing.html.nodes import (
    DEEPEST,
    Node,
    attrs,
    children,
    escaped,
    kind,
    whole,
    wrapped,
)
from openweek.writing.html.notes import Notes

_EDITOR_FIRST_LEVEL = 2  # the editor's own highest title
_LOWEST_LEVEL = 6
_ITEMS = {"listItem", "taskItem"}


class Writing:
    """One rendering, which remembers how deep its titles have come, and its notes."""

    def __init__(
        self,
        *,
        image_url: figures.ImageUrl,
        recording_of: figures.RecordingOf,
        first_heading: int,
        notes: Notes,
        in_book: bool,
    ) -> None:
        self._image_url = image_url
        self._recording_of = recording_of
        self._first_heading = first_heading
        self._last_heading = first_heading - 1
        self._notes = notes
        self._in_book = in_book

    def blocks(self, nodes: Iterable[Node], depth: int) -> Iterator[str]:
        """Words that stand outside of any block become a paragraph."""
        if depth > DEEPEST:
            return
        for is_inline, group in groupby(nodes, key=lambda node: kind(node) in INLINE):
            if is_inline:
                yield wrapped("p", self._line(group, depth))
            else:
                for node in group:
                    yield self._block(node, depth)

    def _line(self, nodes: Iterable[Node], depth: int) -> str:
        return line(nodes, depth, self._notes)

    def _inside(self, node: Node, depth: int) -> str:
        return "".join(self.blocks(children(node), depth + 1))

    def _block(self, node: Node, depth: int) -> str:
        """An unknown block gives what is in it."""
        return _BLOCKS.get(kind(node), Writing._inside)(self, node, depth)

    def _paragraph(self, node: Node, depth: int) -> str:
        return wrapped("p", self._line(children(node), depth + 1))

    def _quote(self, node: Node, depth: int) -> str:
        return wrapped("blockquote", self._inside(node, depth))

    def _code(self, node: Node, depth: int) -> str:
        return wrapped("pre", wrapped("code", self._line(children(node), depth + 1)))

    def _rule(self, node: Node, depth: int) -> str:
        return "<hr/>"

    def _picture(self, node: Node, depth: int) -> str:
        return figures.picture(node, self._image_url, in_book=self._in_book)

    def _recording(self, node: Node, depth: int) -> str:
        return figures.recording(node, self._recording_of, in_book=self._in_book)

    def _heading(self, node: Node, depth: int) -> str:
        words = self._line(children(node), depth + 1)
        if not words:
            return ""
        asked = whole(attrs(node).get("level"), _EDITOR_FIRST_LEVEL)
        level = max(asked, _EDITOR_FIRST_LEVEL) - _EDITOR_FIRST_LEVEL + self._first_heading
        level = min(level, self._last_heading + 1, _LOWEST_LEVEL)
        self._last_heading = level
        return f"<h{level}>{words}</h{level}>"

    def _list(self, node: Node, depth: int) -> str:
        items = "".join(self._items(node, depth + 1))
        given = ' class="tasks"' if kind(node) == "taskList" else ""
        return f"<ul{given}>{items}</ul>" if items else ""

    def _ordered(self, node: Node, depth: int) -> str:
        items = "".join(self._items(node, depth + 1))
        start = whole(attrs(node).get("start"), 1)
        first = f' start="{start}"' if start != 1 else ""
        return f"<ol{first}>{items}</ol>" if items else ""

    def _items(self, node: Node, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            return
        for child in children(node):
            inside = children(child) if kind(child) in _ITEMS else [child]
            if kind(child) == "taskItem":
                yield self._task(inside, depth, is_done=attrs(child).get("checked") is True)
            else:
                yield f"<li>{''.join(self.blocks(inside, depth + 1))}</li>"

    def _task(self, inside: list[Node], depth: int, *, is_done: bool) -> str:
        """The box stands in the first line, so that it reads well without any style."""
        first: list[Node] = []
        if inside and kind(inside[0]) == "paragraph":
            first, inside = children(inside[0]), inside[1:]
        box, name = (
            ("☑", pgettext("checklist", "done"))
            if is_done
            else ("☐", pgettext("checklist", "to do"))
        )
        box = f'<span class="task-box" role="img" aria-label="{escaped(name)}">{box}</span>'
        words = f"<p>{box} {self._line(first, depth + 2)}</p>"
        given = "task task-done" if is_done else "task"
        return f'<li class="{given}">{words}{"".join(self.blocks(inside, depth + 1))}</li>'

    def _callout(self, node: Node, depth: int) -> str:
        inside = self._inside(node, depth)
        if not inside:
            return ""
        named = {
            "note": pgettext("call-out", "Note"),
            "tip": pgettext("call-out", "Tip"),
            "warning": pgettext("call-out", "Warning"),
        }
        told = attrs(node).get("kind")
        chosen = told if isinstance(told, str) and told in named else "note"
        name = f'<p class="callout-kind">{escaped(named[chosen])}</p>'
        return f'<aside class="callout callout-{chosen}" role="note">{name}{inside}</aside>'

    def _table(self, node: Node, depth: int) -> str:
        """It scrolls by itself where it is wider than the page, and by keyboard too."""
        head, body = tables.head_and_body(node)
        rows = [
            wrapped(part, "".join(self._row(row, depth + 2) for row in section))
            for part, section in (("thead", head), ("tbody", body))
        ]
        table = wrapped("table", "".join(rows))
        if self._in_book or not table:
            return table
        name = escaped(_("Table"))
        return (
            f'<div class="table-scroll" role="group" tabindex="0" aria-label="{name}">{table}</div>'
        )

    def _row(self, row: list[tables.Cell], depth: int) -> str:
        cells = [f"<{c.tag}{c.given}>{self._cell(c.content, depth)}</{c.tag}>" for c in row]
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, content: list[Node], depth: int) -> str:
        """One paragraph, as most cells are, needs no tag of its own."""
        if depth <= DEEPEST and len(content) == 1 and kind(content[0]) == "paragraph":
            return self._line(children(content[0]), depth + 1)
        return "".join(self.blocks(content, depth))


_BLOCKS: dict[str, Callable[[Writing, Node, int], str]] = {
    "paragraph": Writing._paragraph,
    "heading": Writing._heading,
    "blockquote": Writing._quote,
    "bulletList": Writing._list,
    "taskList": Writing._list,
    "orderedList": Writing._ordered,
    "codeBlock": Writing._code,
    "horizontalRule": Writing._rule,
    "image": Writing._picture,
    "sound": Writing._recording,
    "film": Writing._recording,
    "callout": Writing._callout,
    "table": Writing._table,
}
