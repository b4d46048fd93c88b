"""From blocks to what a form shows of them, such that each is found again in what comes back.

What plain text cannot say stands there as a line in brackets.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openweek.ground.text import clean_prose
from openweek.writing.plain.typed import BEGINS, ITEMS, LISTS, blocks_of
from openweek.writing.tree import Node

_INDENT = "  "
_DEEPEST = 8
_HIGHEST_TITLE = 6
_TELLING = ["kind", "alt", "text", "words", "caption"]
_SHORT = {"footnote": "note"}
_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Shown:
    """A node and how it is shown; ``text`` is "" for one that is not.

    Equal texts are what an untouched form sends back. One that is ``whole`` can only stay, move
    or go; of the others the ``kids``, or the words, can be changed.
    """

    node: Node
    text: str
    whole: bool = False
    kids: list["Shown"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(self.node["type"])

    @cached_property
    def is_done(self) -> bool:
        return attrs(self.node).get("checked") is True

    @property
    def level(self) -> Any:
        return attrs(self.node).get("level") if self.kind == "heading" else None


def attrs(node: Node) -> dict[str, Any]:
    return node.get("attrs") or {}


def shown(node: Node, depth: int = 0) -> Shown:
    """As it is, when that reads back as what it is; else in brackets."""
    made = read(node, depth)
    if made.whole or not made.text:
        return made
    back = blocks_of(made.text.split("\n"))
    if len(back) == 1 and _alike(made, read(back[0], depth)):
        return made
    return _in_brackets(node)


def read(node: Node, depth: int = 0) -> Shown:
    kind = node["type"]
    if kind in {"paragraph", "heading"} and _is_line(node):
        return _leaf(node)
    if depth > _DEEPEST:
        return _in_brackets(node)
    if kind == "blockquote":
        return _quote(node, depth)
    if kind in LISTS and {child["type"] for child in content(node)} == {LISTS[kind]}:
        return _list(node, depth)
    return Shown(node, "") if kind in LISTS and not content(node) else _in_brackets(node)


def content(node: Node) -> list[Node]:
    return node.get("content") or []


def clean(words: str) -> str:
    """As a form's field cleans a line."""
    return clean_prose(_BREAKS.sub(" ", words).expandtabs(1))


def said_inline(node: Node) -> str:
    """What stands in a line for it."""
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] == "hardBreak":
        return "\n"
    return label(node)


def label(node: Node) -> str:
    kind = _SHORT.get(node["type"], node["type"])
    words = " ".join(clean(f"{kind}: {_said(node)}").split()).removesuffix(":")
    return f"[{words.replace('[', '(').replace(']', ')')}]"


def _said(node: Node) -> str:
    """Everything that is said in it, in its order."""
    if node["type"] == "text":
        return str(node["text"])
    own = [attrs(node).get(name) for name in _TELLING]
    told = [each for each in own if isinstance(each, str) and each]
    return " ".join([*told, *filter(None, map(_said, content(node)))])


def _is_line(node: Node) -> bool:
    return all(not content(child) for child in content(node))


def _in_brackets(node: Node) -> Shown:
    return Shown(node, label(node), whole=True)


def _leaf(node: Node) -> Shown:
    words = "".join(map(said_inline, content(node)))
    lines = [clean(line) for line in words.split("\n")]
    if node["type"] == "heading":
        level = attrs(node).get("level")
        known = level if isinstance(level, int) and 1 <= level <= _HIGHEST_TITLE else 1
        marks = "#" * known
        return Shown(node, f"{marks} {' '.join(filter(None, lines))}".strip())
    if not any(lines):
        return Shown(node, "")
    return Shown(node, "\n".join(_escaped(line) for line in lines))


def _escaped(line: str) -> str:
    return f"\\{line}" if not line or BEGINS.match(line) else line


def _quote(node: Node, depth: int) -> Shown:
    kids = [shown(child, depth + 1) for child in content(node)]
    inside = "\n\n".join(kid.text for kid in kids if kid.text)
    lines = [f"> {line}".strip() for line in inside.split("\n")] if inside else []
    return Shown(node, "\n".join(lines), kids=kids)


def _list(node: Node, depth: int) -> Shown:
    kids = [_item(child, depth + 1) for child in content(node)]
    lines = []
    for number, kid in enumerate(kids, start=1):
        marker = f"{number}." if node["type"] == "orderedList" else "-"
        if node["type"] == "taskList":
            marker = "- [x]" if kid.is_done else "- [ ]"
        first, *rest = kid.text.split("\n")
        lines += [f"{marker} {first}".strip()]
        lines += [f"{_INDENT}{line}" if line else "" for line in rest]
    return Shown(node, "\n".join(lines), kids=kids)


def _item(node: Node, depth: int) -> Shown:
    kids = [shown(child, depth + 1) for child in content(node)]
    text = ""
    last = ""
    for kid in filter(lambda kid: kid.text, kids):
        is_close = last == "paragraph" and kid.kind in LISTS and not kid.whole
        text += ("\n" if is_close else "\n\n") * bool(text) + kid.text
        last = "" if kid.whole else kid.kind
    return Shown(node, text, kids=kids)


def is_visible(each: Shown) -> bool:
    """An item without words is there all the same."""
    return bool(each.text) or each.kind in ITEMS


def _alike(one: Shown, back: Shown) -> bool:
    if one.text != back.text:
        return False
    if one.whole:
        return True
    mine = [kid for kid in one.kids if is_visible(kid)]
    theirs = [kid for kid in back.kids if is_visible(kid)]
    return (
        one.kind == back.kind
        and len(mine) == len(theirs)
        and all(_alike(kid, other) for kid, other in zip(mine, theirs, strict=True))
    )
