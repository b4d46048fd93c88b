"""HTML of any origin as a tree of what our texts know. No word that it shows is lost."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from openweek.writing.formats.elements import BLOCKS, Element, elements_of
from openweek.writing.html import safe_link
from openweek.writing.tree import Node

MediaOf = Callable[[str], str]

_MARKS = {
    "strong": "bold", "b": "bold", "em": "italic", "i": "italic", "s": "strike", "del": "strike",
    "strike": "strike", "code": "code", "tt": "code", "kbd": "code",
}  # fmt: skip
_HEADING = re.compile(r"h[1-6]")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_HIGHEST, _LOWEST = 2, 4
_KINDS = {"callout-tip": "tip", "callout-warning": "warning"}
_CALLS = {"doc-noteref", "noteref"}


def no_media(address: str) -> str:
    return ""


def tree_of_html(html: str, *, media_of: MediaOf = no_media) -> Node:
    """``media_of`` answers with the id of the media at an address, or "" for one of others."""
    page = elements_of(html)
    return {"type": "doc", "content": _Reader(page, media_of).blocks(page, ())}


def block(kind: str, content: list[Node], /, **attrs: Any) -> Node:
    return {
        "type": kind,
        **({"attrs": attrs} if attrs else {}),
        **({"content": content} if content else {}),
    }


class _Reader:
    def __init__(self, page: Element, media_of: MediaOf) -> None:
        self._media_of = media_of
        named = {each.attrs["id"]: each for each in page.elements() if each.attrs.get("id")}
        self._notes: dict[int, str] = {}  # of the call, by its identity
        self._said: set[int] = set()  # the notes themselves
        for each in page.elements():
            note = named.get(each.attrs.get("href", "").removeprefix("#"))
            if _is_call(each) and note is not None:
                self._notes[id(each)] = _words(_without_back(note))
                self._said.add(id(note))

    def blocks(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        """What stands between blocks becomes paragraphs."""
        found: list[Node] = []
        line: list[Node] = []

        def end_line() -> None:
            content = trimmed(line)
            if content:
                found.append(block("paragraph", content))
            line.clear()

        for each in self._flat(element, marks):
            if isinstance(each, tuple):
                end_line()
                found.extend(self._block(*each))
            else:
                line.append(each)
        end_line()
        return found

    def _flat(
        self, element: Element, marks: tuple[Node, ...]
    ) -> Iterator[Node | tuple[Element, tuple[Node, ...]]]:
        """Pieces of lines, and blocks with the marks that they stand in."""
        for child in element.children:
            if isinstance(child, str):
                if child:
                    yield text(child, marks)
            elif id(child) in self._notes:
                yield block("footnote", [], text=self._notes[id(child)])
            elif child.tag == "br":
                yield {"type": "hardBreak"}
            elif child.tag in BLOCKS or (child.tag == "img" and self._media(child)):
                yield child, marks
            elif child.tag == "img":
                yield from self._picture_of_others(child, marks)
            elif "task-box" not in child.classes:
                yield from self._flat(child, (*marks, *_marks(child)))

    def _picture_of_others(self, element: Element, marks: tuple[Node, ...]) -> Iterator[Node]:
        """Its words, which lead to it where an address can be followed."""
        words = " ".join(filter(None, [element.attrs.get("alt"), element.attrs.get("title")]))
        address = safe_link(element.attrs.get("src"))
        link = [{"type": "link", "attrs": {"href": address}}] if address else []
        if words.strip() or address:
            yield text(words.strip() or address, (*marks, *link))

    def _media(self, element: Element) -> str:
        return self._media_of(element.attrs.get("src", ""))

    def _block(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        if id(element) in self._said or "callout-kind" in element.classes:
            return []
        tag = element.tag
        if tag in _BLOCKS:
            return _BLOCKS[tag](self, element, marks)
        if _HEADING.fullmatch(tag):
            return self._heading(element, marks)
        return self.blocks(element, marks)

    def _line(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        """All in one line: blocks in it give their lines, one after the other."""
        found: list[Node] = []
        for each in self._flat(element, marks):
            found += self._line(*each) if isinstance(each, tuple) else [each]
        return found

    def _heading(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        level = min(max(int(element.tag[1]), _HIGHEST), _LOWEST)
        content = trimmed(self._line(element, marks))
        return [block("heading", content, level=level)] if content else []

    def _quote(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        content = self.blocks(element, marks)
        return [block("blockquote", content)] if content else []

    def _aside(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        content = self.blocks(element, marks)
        if "callout" not in element.classes or not content:
            return content
        kinds = [_KINDS[name] for name in element.classes if name in _KINDS]
        return [block("callout", content, kind=kinds[0] if kinds else "note")]

    def _rule(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        return [block("horizontalRule", [])]

    def _code(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        """Lines of it as they are: our texts know code inside a paragraph."""
        content: list[Node] = []
        for line in element.words.strip("\n").split("\n"):
            content += [{"type": "hardBreak"}] if content else []
            if line.strip():
                content.append({"type": "text", "text": line, "marks": [{"type": "code"}]})
        return [block("paragraph", content)] if content else []

    def _list(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        items = []
        is_tasks = "tasks" in element.classes or element.attrs.get("data-type") == "taskList"
        for child in element.children:
            if id(child) in self._said or (isinstance(child, str) and not child.strip()):
                continue
            item = child if isinstance(child, Element) else Element("li", {}, [child])
            inside = item if item.tag == "li" else Element("li", {}, [item])
            is_done = _is_done(item)
            is_tasks = is_tasks or is_done is not None
            items.append((self.blocks(inside, marks), is_done is True))
        if not items:
            return []
        if is_tasks:
            made = [block("taskItem", _begun(c), checked=done) for c, done in items]
            return [block("taskList", made)]
        made = [block("listItem", _begun(c)) for c, _ in items]
        if element.tag == "ul":
            return [block("bulletList", made)]
        start = element.attrs.get("start", "")
        return [block("orderedList", made, **({"start": int(start)} if _is_start(start) else {}))]

    def _table(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        """What stands in a table and in no cell comes before it."""
        found: list[Node] = []
        rows: list[Node] = []
        for each in self._flat(element, marks):
            if isinstance(each, tuple) and each[0].tag in {"thead", "tbody", "tfoot"}:
                rows += [self._row(child, marks) for child in each[0].children if _is_row(child)]
            elif isinstance(each, tuple) and each[0].tag == "tr":
                rows.append(self._row(each[0], marks))
            elif isinstance(each, tuple):
                found += self._block(*each)
        rows = [row for row in rows if row.get("content")]
        return [*found, *([block("table", rows)] if rows else [])]

    def _row(self, element: "Element | str", marks: tuple[Node, ...]) -> Node:
        cells = []
        for child in element.children if isinstance(element, Element) else []:
            if isinstance(child, Element) and child.tag in {"td", "th"}:
                kind = "tableHeader" if child.tag == "th" else "tableCell"
                spans = {
                    name: int(child.attrs[name])
                    for name in ("colspan", "rowspan")
                    if _is_start(child.attrs.get(name, "")) and child.attrs[name] not in "01"
                }
                cells.append(
                    block(kind, self.blocks(child, marks) or [block("paragraph", [])], **spans)
                )
        return block("tableRow", cells)

    def _figure(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        """One thing with its caption; a figure of anything else gives what is in it."""
        shown = [each for each in element.elements() if each.tag in {"img", "audio", "video"}]
        if len(shown) != 1 or not self._media(shown[0]):
            return self.blocks(element, marks)
        captions = [each for each in element.elements() if each.tag == "figcaption"]
        caption = " ".join(filter(None, map(_words, captions)))
        node = self._shown(shown[0])
        if node["type"] != "image":
            node["attrs"]["words"] = _lines_of(element)
        if caption:
            node["attrs"]["caption"] = caption
        return [node]

    def _shown(self, element: Element) -> Node:
        kind = {"audio": "sound", "video": "film"}.get(element.tag, "image")
        told: dict[str, str | bool] = {"media": self._media(element)}
        if kind == "image":
            told["alt"] = element.attrs.get("alt", "")
            if element.attrs.get("alt") == "":  # on purpose, as HTML has it
                told["decorative"] = True
            if element.attrs.get("title"):
                told["caption"] = element.attrs["title"]
        return block(kind, [], **told)

    def _media_block(self, element: Element, marks: tuple[Node, ...]) -> list[Node]:
        return [self._shown(element)] if self._media(element) else self.blocks(element, marks)


def text(words: str, marks: tuple[Node, ...]) -> Node:
    unique = {mark["type"]: mark for mark in marks}
    return {"type": "text", "text": words, **({"marks": list(unique.values())} if unique else {})}


def trimmed(line: list[Node]) -> list[Node]:
    """Spaces as a browser shows them: one for many, none at the ends of a line."""
    found: list[Node] = []
    for node in line:
        if node["type"] != "text":
            _strip_end(found)
            found.append(node)
            continue
        words = _SPACES.sub(" ", node["text"])
        last = found[-1] if found else {"type": "hardBreak"}
        if last["type"] == "hardBreak" or str(last.get("text", "")).endswith(" "):
            words = words.removeprefix(" ")
        if not words:
            continue
        if last["type"] == "text" and last.get("marks") == node.get("marks"):
            last["text"] += words
        else:
            found.append({**node, "text": words})
    _strip_end(found, always=True)
    return found


def _strip_end(found: list[Node], *, always: bool = False) -> None:
    """A note may follow a space; a break and the end of the line do not."""
    if always and found and found[-1]["type"] == "text":
        found[-1]["text"] = found[-1]["text"].removesuffix(" ")
        if not found[-1]["text"]:
            found.pop()


def _words(element: Element) -> str:
    return " ".join(element.words.split())


def _lines_of(figure: Element) -> str:
    told = [each for each in figure.elements() if each.tag == "details"]
    lines = [each for detail in told for each in detail.elements() if each.tag == "p"]
    return "\n".join(filter(None, map(_words, lines)))


def _is_call(element: Element) -> bool:
    told = {element.attrs.get("role", ""), element.attrs.get("epub:type", "")}
    return element.tag == "a" and bool(told & _CALLS or "footnote-ref" in element.classes)


def _without_back(note: Element) -> Element:
    """The note without the way back to where it is called."""
    kept = [
        child if isinstance(child, str) else _without_back(child)
        for child in note.children
        if isinstance(child, str)
        or not (child.attrs.get("role") == "doc-backlink" or "footnote-back" in child.classes)
    ]
    return Element(note.tag, note.attrs, kept)


def _is_done(item: Element) -> bool | None:
    """None for what is no item of a checklist."""
    if "data-checked" in item.attrs:
        return item.attrs["data-checked"] == "true"
    if "task" in item.classes:
        return "task-done" in item.classes
    boxes = [
        each for each in item.elements()
        if each.tag == "input" and each.attrs.get("type") == "checkbox"
    ]  # fmt: skip
    return "checked" in boxes[0].attrs if boxes else None


def _begun(content: list[Node]) -> list[Node]:
    """An item begins with a paragraph, as the editor wants it."""
    is_begun = bool(content) and content[0]["type"] == "paragraph"
    return content if is_begun else [block("paragraph", []), *content]


def _is_row(child: "Element | str") -> bool:
    return isinstance(child, Element) and child.tag == "tr"


def _is_start(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) < 6  # noqa: PLR2004  no list is longer


def _marks(element: Element) -> list[Node]:
    if element.tag == "a":
        address = safe_link(element.attrs.get("href"))
        return [{"type": "link", "attrs": {"href": address}}] if address else []
    return [{"type": _MARKS[element.tag]}] if element.tag in _MARKS else []


_BLOCKS: dict[str, Callable[[_Reader, Element, tuple[Node, ...]], list[Node]]] = {
    "blockquote": _Reader._quote,
    "aside": _Reader._aside,
    "hr": _Reader._rule,
    "pre": _Reader._code,
    "ul": _Reader._list,
    "ol": _Reader._list,
    "table": _Reader._table,
    "figure": _Reader._figure,
    "img": _Reader._media_block,
    "audio": _Reader._media_block,
    "video": _Reader._media_block,
}
