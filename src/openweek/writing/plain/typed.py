"""From what somebody typed to blocks: a small part of Markdown, read with good will.

An empty line parts two blocks; ``## `` begins a title, ``- `` and ``1. `` items, ``- [x] `` items
of a checklist, ``> `` a quote. Two spaces in front make a line belong to the item above it. A
backslash in front takes a line's beginning as it is.
"""

import re
from typing import Any

from openweek.writing.tree import Node

TITLE = re.compile(r"(#{1,6})(?:\s+(.*))?")
_BULLET = re.compile(r"[-*•](?:\s+(.*))?")
_TASK = re.compile(r"[-*•]\s+\[([ xX])\](?:\s+(.*))?")
_NUMBER = re.compile(r"\d{1,9}[.)](?:\s+(.*))?")
NOTE = re.compile(r"\[note: ([^\[\]\n]+)\]")
# What a line of a paragraph must not begin with, or it would be taken for something else.
BEGINS = re.compile(r"\\|>|#{1,6}(\s|$)|[-*•](\s|$)|\d{1,9}[.)](\s|$)|\[[ xX]\](\s|$)")
_INDENT = "  "
_DEEPEST = 12

LISTS = {"bulletList": "listItem", "orderedList": "listItem", "taskList": "taskItem"}
ITEMS = set(LISTS.values())


def tree_of_plain(body: str) -> Node:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"type": "doc", "content": blocks_of([line.expandtabs(4) for line in lines])}


def blocks_of(lines: list[str], *, in_item: bool = False, depth: int = 0) -> list[Node]:
    """Past any depth that a page has, lines are words."""
    found: list[Node] = []
    place = 0
    while place < len(lines):
        line = lines[place].strip()
        title = TITLE.fullmatch(line)
        if not line:
            place += 1
        elif title:
            words = inline((title[2] or "").strip())
            found.append(_block("heading", words, level=len(title[1])))
            place += 1
        elif line.startswith(">") and depth < _DEEPEST:
            inner, place = _quoted(lines, place)
            found.append(_block("blockquote", blocks_of(inner, depth=depth + 1)))
        elif _item(line) and depth < _DEEPEST:
            block, place = _list(lines, place, depth)
            found.append(block)
        else:
            paragraph, place = _paragraph(lines, place, in_item=in_item)
            found.append(paragraph)
    return found


def _block(kind: str, content: list[Node], **attrs: Any) -> Node:
    return {"type": kind, **({"attrs": attrs} if attrs else {}), "content": content}


def _quoted(lines: list[str], place: int) -> tuple[list[str], int]:
    inner = []
    while place < len(lines) and lines[place].strip().startswith(">"):
        inner.append(lines[place].strip()[1:].removeprefix(" "))
        place += 1
    return inner, place


def _item(line: str) -> tuple[str, bool, str] | None:
    """The kind of list, whether it is done, and the words."""
    if found := _TASK.fullmatch(line):
        return "taskList", found[1] != " ", found[2] or ""
    if found := _BULLET.fullmatch(line):
        return "bulletList", False, found[1] or ""
    if found := _NUMBER.fullmatch(line):
        return "orderedList", False, found[1] or ""
    return None


def _list(lines: list[str], place: int, depth: int) -> tuple[Node, int]:
    first = _item(lines[place].strip())
    kind = first[0] if first else "bulletList"
    items = []
    while place < len(lines):
        told = _item(lines[place].strip())
        if told is None or told[0] != kind:
            break
        inner, place = _indented(lines, place + 1)
        content = blocks_of([told[2], *inner], in_item=True, depth=depth + 1)
        content = content or [_block("paragraph", [])]
        attrs = {"checked": told[1]} if kind == "taskList" else {}
        items.append(_block(LISTS[kind], content, **attrs))
    return _block(kind, items), place


def _indented(lines: list[str], place: int) -> tuple[list[str], int]:
    """What belongs to the item above, an empty line too when more of it follows."""
    inner: list[str] = []
    while place < len(lines):
        ahead = place
        while ahead < len(lines) and not lines[ahead].strip():
            ahead += 1
        if ahead == len(lines) or not lines[ahead].startswith(_INDENT):
            break
        inner += [""] * (ahead - place) + [lines[ahead].removeprefix(_INDENT)]
        place = ahead + 1
    return inner, place


def _paragraph(lines: list[str], place: int, *, in_item: bool) -> tuple[Node, int]:
    words: list[str] = []
    while place < len(lines) and lines[place].strip():
        line = lines[place].strip()
        if words and in_item and _item(line):
            break
        words.append(line.removeprefix("\\").strip())
        place += 1
    return _block("paragraph", inline("\n".join(words))), place


def inline(words: str) -> list[Node]:
    """Words, breaks, and notes where somebody wrote ``[note: …]``."""
    content: list[Node] = []
    for piece in re.split(r"(\n|\[note: [^\[\]\n]+\])", words):
        note = NOTE.fullmatch(piece)
        if note:
            content.append({"type": "footnote", "attrs": {"text": note[1].strip()}})
        elif piece == "\n":
            content.append({"type": "hardBreak"})
        elif piece:
            content.append({"type": "text", "text": piece})
    return content
