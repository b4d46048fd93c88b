"""What stands in a line: words and their marks, breaks, notes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape

from openweek.writing.html.links import safe_link
from openweek.writing.html.nodes import DEEPEST, Node, attrs, children, escaped, kind
from openweek.writing.html.notes import Notes

# From the outermost in.
_MARKS = {"link": "a", "bold": "strong", "italic": "em", "strike": "s", "code": "code"}
_RANK = {name: rank for rank, name in enumerate(_MARKS)}
INLINE = {"text", "hardBreak", "footnote"}

Mark = tuple[str, str]  # its kind, and for a link its address


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words, already escaped, and what they stand in."""

    html: str
    marks: tuple[Mark, ...] = ()


def line(nodes: Iterable[Node], depth: int, notes: Notes) -> str:
    return _marked(list(_pieces(nodes, depth, notes)), 0)


def _pieces(nodes: Iterable[Node], depth: int, notes: Notes) -> Iterator[_Piece]:
    """A block that stands inside a line gives its words alone."""
    if depth > DEEPEST:
        return
    for node in nodes:
        match kind(node):
            case "text":
                words = escaped(node.get("text"))
                if words:
                    yield _Piece(words, _marks(node))
            case "hardBreak":
                yield _Piece("<br/>")
            case "footnote":
                yield _Piece(notes.call(node))  # in no link, since it is one
            case "image" | "sound" | "film":
                yield _Piece(escaped(_words_of(node)))
            case _:
                yield from _pieces(children(node), depth + 1, notes)


def _words_of(node: Node) -> str:
    told = attrs(node)
    words = [told.get("alt"), told.get("words"), told.get("caption")]
    return " ".join(each for each in words if isinstance(each, str) and each)


def _marked(pieces: list[_Piece], done: int) -> str:
    """Neighbours in the same mark share one tag, so that a link with a bold word is one link."""
    html = []
    for mark, group in groupby(pieces, key=lambda piece: piece.marks[done : done + 1]):
        inside = list(group)
        if not mark:
            html += [piece.html for piece in inside]
            continue
        name, address = mark[0]
        tag = _MARKS[name]
        given = f' href="{escape(address)}" rel="nofollow noopener noreferrer"' if address else ""
        html.append(f"<{tag}{given}>{_marked(inside, done + 1)}</{tag}>")
    return "".join(html)


def _marks(node: Node) -> tuple[Mark, ...]:
    found: dict[str, Mark] = {}
    for mark in node.get("marks") or ():
        name = kind(mark)
        if name == "link":
            address = safe_link(attrs(mark).get("href"))
            if address:
                found[name] = (name, address)
        elif name in _MARKS:
            found[name] = (name, "")
    return tuple(found[name] for name in sorted(found, key=_RANK.__getitem__))
