"""Markdown that others read: CommonMark, with pipe tables, checklists and footnotes."""

import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.utils.html import escape

from openweek.writing.formats.from_html import tree_of_html
from openweek.writing.html import Recording, render_tree
from openweek.writing.tree import Node

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&$])")
_LINE_START = re.compile(r"^(\s*)([-+=])")
_NUMBER_START = re.compile(r"^(\d{1,9})([.)])")
_TAGS = {"bold": ("**", "strong"), "italic": ("*", "em"), "strike": ("~~", "s")}
_ORDER = ["link", "bold", "italic", "strike", "code"]
_SAYS = {"note": "NOTE", "tip": "TIP", "warning": "WARNING"}
_HERE = "https://media.invalid/"


def markdown_of(
    tree: Node,
    *,
    address_of: Callable[[str], str],
    language: str = "",
    first_heading: int = 2,
    prefix: str = "",
) -> str:
    """``address_of`` gives the address of a picture, sound or film, "" where there is none.

    Whatever the tree, it is first made sound, by way of the HTML that it is shown as.
    ``prefix`` begins the name of each note, for several texts in one file.
    """
    sound = sound_tree(tree, address_of=address_of, first_heading=first_heading)
    return _Writer(address_of, prefix).document(sound)


def sound_tree(tree: Node, *, address_of: Callable[[str], str], first_heading: int = 2) -> Node:
    """The same with only what our own editor makes; media without an address give their words."""
    films = {
        each for node in _nodes(tree) if node.get("type") == "film"
        for each in [(node.get("attrs") or {}).get("media")] if isinstance(each, str)
    }  # fmt: skip

    def image_url(media: str) -> str:
        return f"{_HERE}{media}" if address_of(media) else ""

    def recording_of(media: str) -> Recording | None:
        kind = "video/mp4" if media in films else "audio/mpeg"
        return Recording(image_url(media), kind) if address_of(media) else None

    html = render_tree(
        tree, image_url=image_url, recording_of=recording_of, first_heading=first_heading
    )
    return tree_of_html(html, media_of=lambda address: address.removeprefix(_HERE))


def _nodes(tree: Node) -> list[Node]:
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(node.get("content") or [])
    return found


class _Writer:
    """One document, which remembers its notes."""

    def __init__(self, address_of: Callable[[str], str], prefix: str = "") -> None:
        self._address_of = address_of
        self._prefix = prefix
        self._notes: list[str] = []

    def document(self, tree: Node) -> str:
        body = self._blocks(tree["content"])
        notes = "\n".join(
            f"[^{self._prefix}{n}]: {said}" for n, said in enumerate(self._notes, start=1)
        )
        return "\n\n".join(filter(None, [body, notes])) + "\n"

    def _blocks(self, nodes: list[Node]) -> str:
        """Two lists in a row would become one: the second has other signs."""
        made: list[str] = []
        other = False
        last = ""
        for node in nodes:
            kind = node["type"]
            other = kind == last and not other
            made.append(self._block(node, other=other))
            last = kind
        return "\n\n".join(made)

    def _block(self, node: Node, *, other: bool) -> str:  # noqa: PLR0911  one line a kind
        content, attrs = node.get("content") or [], node.get("attrs") or {}
        match node["type"]:
            case "paragraph":
                return self._line(content)
            case "heading":
                return f"{'#' * attrs['level']} {self._line(content, br='<br>')}"
            case "blockquote":
                return _behind("> ", self._blocks(content))
            case "callout":
                return _behind("> ", f"[!{_SAYS[attrs['kind']]}]\n\n{self._blocks(content)}")
            case "bulletList" | "orderedList" | "taskList":
                return self._list(node, other=other)
            case "table":
                return self._table(content)
            case "image":
                return self._picture(attrs)
            case "sound" | "film":
                return self._recording(node["type"], attrs)
            case _:
                return "***"

    def _list(self, node: Node, *, other: bool) -> str:
        number = (node.get("attrs") or {}).get("start", 1)
        items = []
        for item in node["content"]:
            marker = "* " if other else "- "
            if node["type"] == "orderedList":
                marker = f"{number})" if other else f"{number}."
                marker, number = f"{marker} ", number + 1
            indent = " " * len(marker)
            if node["type"] == "taskList":
                marker += "[x] " if item["attrs"]["checked"] else "[ ] "
            content = item["content"]
            while node["type"] != "taskList" and content[1:] and _is_empty(content[0]):
                content = content[1:]  # an item must not begin with an empty line
            lines = self._blocks(content).split("\n")
            rest = "".join(f"\n{indent}{line}" if line else "\n" for line in lines[1:])
            items.append(f"{marker}{lines[0]}{rest}".rstrip(" "))
        is_tight = all(len(item["content"]) == 1 for item in node["content"])
        return ("\n" if is_tight else "\n\n").join(items)

    def _table(self, rows: list[Node]) -> str:
        cells = [[self._cell(cell) for cell in row["content"]] for row in rows]
        width = max(map(len, cells))
        cells = [row + [""] * (width - len(row)) for row in cells]
        is_head = all(cell["type"] == "tableHeader" for cell in rows[0]["content"])
        head = cells.pop(0) if is_head else [""] * width
        return "\n".join(_row(row) for row in [head, ["---"] * width, *cells])

    def _cell(self, cell: Node) -> str:
        """A cell has one line only; what is merged stands in its first cell, with empty ones."""
        lines = [self._in_cell(each) for each in cell.get("content") or []]
        return "<br>".join(filter(None, lines)) + " |" * (_span(cell) - 1)

    def _in_cell(self, node: Node) -> str:
        content = node.get("content") or []
        if node["type"] in {"paragraph", "heading"}:
            return self._line(content, br="<br>")
        if node["type"] == "image":
            return self._picture(node["attrs"])
        if node["type"] in {"sound", "film"}:
            return self._recording_in_line(node["attrs"])
        return "<br>".join(filter(None, map(self._in_cell, content)))

    def _picture(self, attrs: dict[str, Any]) -> str:
        title = f' "{_plain(attrs["caption"])}"' if attrs.get("caption") else ""
        return f"![{_plain(attrs['alt'])}](<{self._address_of(attrs['media'])}>{title})"

    def _recording(self, kind: str, attrs: dict[str, Any]) -> str:
        tag = "video" if kind == "film" else "audio"
        address = escape(self._address_of(attrs["media"]))
        words = "".join(f"<p>{escape(line)}</p>" for line in attrs["words"].split("\n") if line)
        words = f"<details>{words}</details>" if words else ""
        said = escape(attrs.get("caption", ""))
        caption = f"<figcaption>{said}</figcaption>" if said else ""
        shown = f'<{tag} src="{address}" controls></{tag}>'
        return f'<figure class="{kind}">{shown}{words}{caption}</figure>'

    def _recording_in_line(self, attrs: dict[str, Any]) -> str:
        """Its words, and a link to it."""
        words = [_plain(line) for line in attrs["words"].split("\n") if line]
        name = _plain(attrs.get("caption", "")) or (words.pop() if words else "♫")
        return "<br>".join([*words, f"[{name}](<{self._address_of(attrs['media'])}>)"])

    # --- lines ----------------------------------------------------------------------------

    def _line(self, nodes: list[Node], br: str = "\\\n") -> str:
        told = [place for place, node in enumerate(nodes) if node["type"] != "hardBreak"]
        nodes = nodes[told[0] : told[-1] + 1] if told else []
        pieces = [(self._piece(node, br), _marks(node)) for node in nodes]
        lines = _marked(pieces, 0).split("\n")
        return "\n".join(map(_begun, lines))

    def _piece(self, node: Node, br: str) -> str:
        if node["type"] == "hardBreak":
            return br
        if node["type"] == "footnote":
            self._notes.append(_plain(node["attrs"]["text"]))
            return f"[^{self._prefix}{len(self._notes)}]"
        if any(mark["type"] == "code" for mark in node.get("marks") or []):
            return str(node["text"])
        return _plain(node["text"])


def plain_words(words: str) -> str:
    """One line of Markdown that says just that, whatever signs are in it."""
    return _begun(_plain(words))


def _plain(words: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(words.split("\n"))).replace('"', "&quot;")


def _begun(line: str) -> str:
    """No line begins as a list, a title or code would, and none ends in spaces."""
    line = _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", line))
    lead = len(line) - len(line.lstrip(" \t"))
    return "&#32;" * lead + line[lead:]


def _marks(node: Node) -> list[Node]:
    marks = node.get("marks") or []
    return sorted(marks, key=lambda mark: _ORDER.index(mark["type"]))


def _marked(pieces: list[tuple[str, list[Node]]], done: int) -> str:
    made = ""
    groups = [
        (mark[0] if mark else None, list(group))
        for mark, group in groupby(pieces, key=lambda piece: piece[1][done : done + 1])
    ]
    for place, (mark, group) in enumerate(groups):
        if mark is None:
            made += "".join(words for words, _ in group)
            continue
        if mark["type"] == "link" and made.endswith("!"):
            made = f"{made[:-1]}\\!"  # or it would be a picture
        inside = _marked(group, done + 1)
        after = groups[place + 1] if place + 1 < len(groups) else None
        follows = "*" if after and after[0] else after[1][0][0][:1] if after else ""
        made += _in_mark(mark, inside, before=made[-1:], after=follows)
    return made


def _in_mark(mark: Node, inside: str, *, before: str, after: str) -> str:
    kind = mark["type"]
    if kind == "link":
        return f"[{inside}](<{mark['attrs']['href']}>)"
    if kind == "code":
        if "`" not in inside and inside.strip() == inside:
            return f"`{inside}`"
        return f"<code>{_SIGNS.sub(_entity, inside)}</code>"
    sign, tag = _TAGS[kind]
    is_clear = (
        inside[:1].isalnum()
        and inside[-1:].isalnum()
        and not _is_sign(before)
        and not _is_sign(after)
    )
    return f"{sign}{inside}{sign}" if is_clear else f"<{tag}>{inside}</{tag}>"


def _is_sign(letter: str) -> bool:
    return letter in {*"*_~\\<>["} if letter else False


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[1])};"


def _behind(sign: str, words: str) -> str:
    return "\n".join(f"{sign}{line}".rstrip(" ") for line in words.split("\n"))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _span(cell: Node) -> int:
    return int((cell.get("attrs") or {}).get("colspan", 1))


def _is_empty(block: Node) -> bool:
    """A paragraph without words, be it of line breaks."""
    content = block.get("content") or []
    return block["type"] == "paragraph" and all(node["type"] == "hardBreak" for node in content)
