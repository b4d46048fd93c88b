"""The book as plain text: words only, a paragraph a line, for everything that reads."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from openweek.publishing.archive import clean_xml
from openweek.publishing.models import Edition
from openweek.publishing.plain import words
from openweek.publishing.told import Told, spoken, told
from openweek.writing.formats import sound_tree

Node = dict[str, Any]
_UNDER = {2: "=", 3: "-"}
_INDENT = "  "


def text_of(edition: Edition) -> str:
    said = told(edition)
    with spoken(said.language):
        blocks = filter(None, _blocks(edition, said))
        return clean_xml("\n\n".join(blocks) + "\n")


def _blocks(edition: Edition, said: Told) -> Iterator[str]:
    yield said.title.upper() if said.title.isascii() else said.title
    yield said.subtitle
    yield "\n".join(words.opening(said))
    yield said.summary
    yield _under(_("Contents"), "=")
    yield "\n".join(f"{chapter.number}. {chapter.title}" for chapter in said.chapters)
    for chapter in said.chapters:
        yield _under(f"{chapter.number}. {chapter.title}", "=")
        if chapter.is_written:
            yield _Page(edition).said(chapter.tree)
        else:
            yield words.unwritten()
            yield "\n".join(f"- {prompt}" for prompt in chapter.prompts)
    if said.glossary:
        yield from _glossary(edition, said)
    yield _under(_("About this book"), "=")
    for part in words.closing(said):
        yield _under(part.title, "-")
        yield "\n".join(f"- {line}" for line in part.lines)


def _glossary(edition: Edition, said: Told) -> Iterator[str]:
    titles = {chapter.number: chapter.title for chapter in said.chapters}
    yield _under(said.glossary_title, "=")
    yield _Page(edition).said(said.glossary_lead)
    for entry in said.glossary:
        told_of = _Page(edition).said(entry.tree)
        named = words.seen_in([titles[number] for number in entry.chapters])
        lines = [entry.term, _behind(told_of, _INDENT) if told_of else ""]
        yield "\n".join(filter(None, [*lines, f"{_INDENT}{named}" if entry.chapters else ""]))


def _under(title: str, sign: str) -> str:
    return f"{title}\n{sign * min(max(len(title), 3), 60)}"


class _Page:
    """One chapter, which remembers its notes."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._notes: list[str] = []

    def said(self, tree: Node) -> str:
        known = self._edition.images
        sound = sound_tree(tree, address_of=lambda media: media if media in known else "")
        body = self._blocks(sound["content"])
        notes = "\n".join(f"[{number}] {note}" for number, note in enumerate(self._notes, start=1))
        return "\n\n".join(filter(None, [body, notes]))

    def _blocks(self, nodes: list[Node]) -> str:
        return "\n\n".join(filter(None, map(self._block, nodes)))

    def _block(self, node: Node) -> str:  # noqa: PLR0911  one line a kind
        content, attrs = node.get("content") or [], node.get("attrs") or {}
        match node["type"]:
            case "paragraph":
                return self._line(content)
            case "heading":
                title = self._line(content).replace("\n", " ")
                return _under(title, "-") if attrs["level"] == min(_UNDER) else title
            case "blockquote" | "callout":
                return _behind(self._blocks(content), "> ")
            case "bulletList" | "orderedList" | "taskList":
                return "\n".join(self._items(node))
            case "table":
                return "\n".join(self._row(row) for row in content)
            case "image" | "sound" | "film":
                return _media(node["type"], attrs)
            case _:
                return "* * *"

    def _items(self, node: Node) -> Iterator[str]:
        number = (node.get("attrs") or {}).get("start", 1)
        for place, item in enumerate(node["content"], start=number):
            marker = f"{place}. " if node["type"] == "orderedList" else "- "
            if node["type"] == "taskList":
                marker = "[x] " if item["attrs"]["checked"] else "[ ] "
            inside = "\n".join(filter(None, map(self._block, item.get("content") or [])))
            first, *rest = inside.split("\n")
            yield "\n".join([f"{marker}{first}".rstrip(), *(f"{_INDENT}{each}" for each in rest)])

    def _row(self, row: Node) -> str:
        cells = [
            self._blocks(cell.get("content") or []).replace("\n", " ")
            for cell in row.get("content") or []
        ]
        return " | ".join(cells).strip()

    def _line(self, nodes: list[Node]) -> str:
        return "".join(map(self._piece, nodes)).strip()

    def _piece(self, node: Node) -> str:
        if node["type"] == "hardBreak":
            return "\n"
        if node["type"] == "footnote":
            self._notes.append(str(node["attrs"]["text"]))
            return f"[{len(self._notes)}]"
        return str(node.get("text", ""))


def _media(kind: str, attrs: Node) -> str:
    """What it shows or says stands for it."""
    names = {"image": _("Picture"), "sound": _("Sound"), "film": _("Film")}
    told = [str(attrs.get(each) or "") for each in ("alt", "words", "caption")]
    return _("[%(kind)s: %(words)s]") % {
        "kind": names[kind], "words": " – ".join(filter(None, told)) or "…",
    }  # fmt: skip


def _behind(lines: str, sign: str) -> str:
    return "\n".join(f"{sign}{line}".rstrip() for line in lines.split("\n"))
