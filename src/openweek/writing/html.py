"""What was written, as HTML to read: on our pages, and, since it is XHTML too, in an EPUB.

A shared document has no schema: anybody's client may nest anything in anything. What comes out
is sound all the same: words in a paragraph, items in a list, no block inside a line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openweek.ground.text import BIDI

ImageUrl = Callable[[str], str]
Node = Mapping[str, Any]

DEEPEST = 64
_EDITOR_FIRST_LEVEL = 2  # the editor's own highest title
_LOWEST_LEVEL = 6
_MOST = 1_000_000
# What XML 1.0 cannot carry even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")

# From the outermost in.
_MARKS = {"link": "a", "bold": "strong", "italic": "em", "strike": "s", "code": "code"}
_RANK = {name: rank for rank, name in enumerate(_MARKS)}
_INLINE = {"text", "hardBreak"}

Mark = tuple[str, str]  # its kind, and for a link its address


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words, already escaped, and what they stand in."""

    html: str
    marks: tuple[Mark, ...] = ()


def render_tree(tree: Node, *, image_url: ImageUrl, first_heading: int = 2) -> SafeString:
    """The Tiptap document as HTML that is well-formed XML, with nothing in it that runs.

    ``image_url`` answers with the address of a picture given the id of its media, or with ""
    when there is none, and then its words stand in its place. ``first_heading`` is the level at
    which the highest titles come out; no level is ever skipped on the way down.
    """
    writing = _Writing(image_url, first_heading)
    html = "".join(writing.blocks(_children(tree), 0))
    return mark_safe(html)  # noqa: S308  every word in it went through _words or escape


def safe_link(href: object) -> str:
    """The address, fit for an attribute once escaped, or "" for one that no page should carry."""
    if not isinstance(href, str):
        return ""
    cleaned = _NOT_XML.sub("", BIDI.sub("", href)).strip()
    try:
        parts = urlsplit(cleaned)
        host = parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""
    except ValueError:
        return ""
    if parts.scheme == "mailto" and _ADDRESS.fullmatch(parts.path):
        return f"mailto:{_quoted(parts.path)}"
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment)}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{_quoted(parts.path)}{query}{fragment}"


def _quoted(part: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe="/%=:;$&()+,!?*@'~")


class _Writing:
    """One rendering, which remembers how deep its titles have come."""

    def __init__(self, image_url: ImageUrl, first_heading: int) -> None:
        self._image_url = image_url
        self._first_heading = first_heading
        self._last_heading = first_heading - 1

    def blocks(self, nodes: Iterable[Node], depth: int) -> Iterator[str]:
        """Words that stand outside of any block become a paragraph."""
        if depth > DEEPEST:
            return
        for is_inline, group in groupby(nodes, key=lambda node: node.get("type") in _INLINE):
            if is_inline:
                yield _wrapped("p", _line(list(group), depth))
            else:
                for node in group:
                    yield from self._block(node, depth)

    def _block(self, node: Node, depth: int) -> Iterator[str]:
        match node.get("type"):
            case "paragraph":
                yield _wrapped("p", _line(_children(node), depth + 1))
            case "heading":
                yield self._heading(node, depth)
            case "blockquote":
                yield _wrapped("blockquote", "".join(self.blocks(_children(node), depth + 1)))
            case "bulletList":
                yield _wrapped("ul", "".join(self._items(node, depth + 1)))
            case "orderedList":
                yield self._ordered(node, depth)
            case "codeBlock":
                yield _wrapped("pre", _wrapped("code", _line(_children(node), depth + 1)))
            case "horizontalRule":
                yield "<hr/>"
            case "image":
                yield self._image(node)
            case _:
                yield from self.blocks(_children(node), depth + 1)

    def _heading(self, node: Node, depth: int) -> str:
        words = _line(_children(node), depth + 1)
        if not words:
            return ""
        asked = _whole(_attrs(node).get("level"), _EDITOR_FIRST_LEVEL)
        level = max(asked, _EDITOR_FIRST_LEVEL) - _EDITOR_FIRST_LEVEL + self._first_heading
        level = min(level, self._last_heading + 1, _LOWEST_LEVEL)
        self._last_heading = level
        return f"<h{level}>{words}</h{level}>"

    def _ordered(self, node: Node, depth: int) -> str:
        items = "".join(self._items(node, depth + 1))
        start = _whole(_attrs(node).get("start"), 1)
        first = f' start="{start}"' if start != 1 else ""
        return f"<ol{first}>{items}</ol>" if items else ""

    def _items(self, node: Node, depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            return
        for child in _children(node):
            inside = _children(child) if child.get("type") == "listItem" else [child]
            yield f"<li>{''.join(self.blocks(inside, depth + 1))}</li>"

    def _image(self, node: Node) -> str:
        attrs = _attrs(node)
        media, alt = attrs.get("media"), _words(attrs.get("alt"))
        address = self._image_url(media) if isinstance(media, str) else ""
        if not address:
            return _wrapped("p", alt)
        return f'<figure><img src="{escape(address)}" alt="{alt}"/></figure>'


def _line(nodes: Iterable[Node], depth: int) -> str:
    return _marked(list(_pieces(nodes, depth)), 0)


def _pieces(nodes: Iterable[Node], depth: int) -> Iterator[_Piece]:
    """A block that stands inside a line gives its words alone."""
    if depth > DEEPEST:
        return
    for node in nodes:
        match node.get("type"):
            case "text":
                words = _words(node.get("text"))
                if words:
                    yield _Piece(words, _marks(node))
            case "hardBreak":
                yield _Piece("<br/>")
            case "image":
                yield _Piece(_words(_attrs(node).get("alt")))
            case _:
                yield from _pieces(_children(node), depth + 1)


def _marked(pieces: list[_Piece], done: int) -> str:
    """Neighbours in the same mark share one tag, so that a link with a bold word is one link."""
    html = []
    for mark, group in groupby(pieces, key=lambda piece: piece.marks[done : done + 1]):
        inside = list(group)
        if not mark:
            html += [piece.html for piece in inside]
            continue
        kind, address = mark[0]
        tag = _MARKS[kind]
        given = f' href="{escape(address)}" rel="nofollow noopener noreferrer"' if address else ""
        html.append(f"<{tag}{given}>{_marked(inside, done + 1)}</{tag}>")
    return "".join(html)


def _marks(node: Node) -> tuple[Mark, ...]:
    found: dict[str, Mark] = {}
    for mark in node.get("marks") or ():
        kind = mark.get("type")
        if kind == "link":
            address = safe_link(_attrs(mark).get("href"))
            if address:
                found[kind] = (kind, address)
        elif kind in _MARKS:
            found[kind] = (kind, "")
    return tuple(found[kind] for kind in sorted(found, key=_RANK.__getitem__))


def _wrapped(tag: str, inside: str) -> str:
    """Nothing at all for an empty block: it is there to be written in, not to be read."""
    return f"<{tag}>{inside}</{tag}>" if inside else ""


def _words(text: object) -> str:
    return escape(_NOT_XML.sub("", BIDI.sub("", text))) if isinstance(text, str) else ""


def _attrs(node: Node) -> Mapping[str, Any]:
    attrs = node.get("attrs")
    return attrs if isinstance(attrs, Mapping) else {}


def _children(node: Node) -> list[Node]:
    content = node.get("content")
    if not isinstance(content, list):
        return []
    return [child for child in content if isinstance(child, Mapping)]


def _whole(value: object, otherwise: int) -> int:
    if isinstance(value, int | float) and abs(value) <= _MOST:
        return int(value)
    return otherwise
