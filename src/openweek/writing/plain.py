"""The plain-text way in: blocks apart by an empty line, ``# `` titles and ``- `` lists.

What plain text cannot say (a picture, a quote) stands there as a line in brackets and stays
as it is as long as that line does.
"""

import re
from collections.abc import Callable
from typing import Any

from openweek.ground.differences import Patience
from openweek.writing.crdt import (
    Transaction,
    XmlElement,
    XmlFragment,
    XmlText,
    document,
    root,
    transaction,
)
from openweek.writing.tree import Node, insert_nodes, tree_of_document

Parent = XmlFragment | XmlElement
Key = Callable[[Node], str]
_TITLE = re.compile(r"(#{1,6})(?:\s+(.*))?", re.DOTALL)
_ITEM = re.compile(r"(?:[-*•]|(\d+)[.)])(?:\s+(.*))?", re.DOTALL)
_HIGHEST_TITLE = 6
_TWO = 2


def plain_of(tree: Node) -> str:
    return "\n\n".join(filter(None, map(_shown, tree["content"])))


def tree_of_plain(body: str) -> Node:
    cleaned = body.replace("\r\n", "\n").replace("\r", "\n")
    blocks = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", cleaned)]
    return {"type": "doc", "content": [n for part in blocks if part.strip() for n in _parsed(part)]}


def update_for(state: bytes, body: str, *, client_id: int | None = None) -> bytes:
    """The update by which somebody who saw that state makes it say ``body``; empty for no change.

    With the same ``client_id``, the same call gives the same bytes, which merge only once.

    It touches only what differs, word by word inside a paragraph, so that it merges with what
    others write meanwhile, and bold words or links beside a correction stay.
    """
    doc = document([state], client_id=client_id)
    shown = tree_of_document(doc)["content"]
    wanted = tree_of_plain(body)["content"]
    with transaction(doc) as txn:
        before = doc.get_state(txn)
        deleted_before = doc.get_update(txn, before)
        _Merging(txn).merge(root(doc, txn), shown, wanted, _key)
        update = doc.get_update(txn, before)
    return b"" if update == deleted_before else update


class _Merging:
    """One transaction in which a document is made to say other words, with patience for it all."""

    def __init__(self, txn: Transaction) -> None:
        self._txn = txn
        self._patience = Patience()

    def merge(self, parent: Parent, shown: list[Node], wanted: list[Node], key: Key) -> None:
        """From the last change to the first, so that positions before it stay right.

        Empty paragraphs, which plain text does not show, stay where they are.
        """
        seen = [(place, node) for place, node in enumerate(shown) if key(node)]
        places = [place for place, _ in seen] + [len(shown)]
        old, new = [key(node) for _, node in seen], [key(node) for node in wanted]
        changes = self._patience.opcodes(old, new)
        for verb, start, stop, new_start, new_stop in reversed(changes):
            if verb == "equal":
                continue
            replaced, by = seen[start:stop], wanted[new_start:new_stop]
            while replaced and by and _same_kind(replaced[-1][1], by[-1]):
                self._rewrite(parent, replaced.pop(), by.pop())
            if by:
                insert_nodes(parent, self._txn, places[start + len(replaced)], by)
            for place, _ in reversed(replaced):
                parent.remove_range(self._txn, place, 1)

    def _rewrite(self, parent: Parent, placed: tuple[int, Node], new: Node) -> None:
        place, old = placed
        element = parent.get(self._txn, place)
        if not isinstance(element, XmlElement):
            return
        if not _is_leaf(old):
            key = _item_key if old["type"] in _LISTS else _key
            self.merge(element, old.get("content", []), new.get("content", []), key)
            return
        texts = [child for child in element.children(self._txn) if isinstance(child, XmlText)]
        if len(texts) == 1:
            self._retype(texts[0], _words_inside(old), _words_inside(new))
        else:
            element.remove_range(self._txn, 0, element.len(self._txn))
            insert_nodes(element, self._txn, 0, new.get("content", []))

    def _retype(self, text: XmlText, old: str, new: str) -> None:
        was, will = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
        changes = self._patience.opcodes(was, will)
        for verb, start, stop, new_start, new_stop in reversed(changes):
            if verb == "equal":
                continue
            at = len("".join(was[:start]).encode())
            gone = len("".join(was[start:stop]).encode())
            if gone:
                text.remove_range(self._txn, at, gone)
            put = "".join(will[new_start:new_stop])
            if put:
                text.insert(self._txn, at, put, iter([]))


def _same_kind(old: Node, new: Node) -> bool:
    """Whether the old block can be made to say the new one's words, piece by piece."""
    if old["type"] != new["type"] or _level(old) != _level(new):
        return False
    inside = {child["type"] for child in old.get("content", [])}
    if old["type"] in _LISTS:
        return inside <= {"listItem"}
    if old["type"] == "listItem":
        return not inside & {"text", "hardBreak"}
    return inside <= {"text"}


def _level(node: Node) -> Any:
    return node.get("attrs", {}).get("level")


def _is_leaf(node: Node) -> bool:
    return node["type"] in {"paragraph", "heading"}


def _parsed(part: str) -> list[Node]:
    lines = part.split("\n")
    title = _TITLE.fullmatch(lines[0].strip())
    if title:
        rest = "\n".join(lines[1:])
        level = {"level": len(title[1])}
        heading = {"type": "heading", "attrs": level, "content": _text((title[2] or "").strip())}
        return [heading, *(_parsed(rest) if rest.strip() else [])]
    items = [_ITEM.fullmatch(line.strip()) for line in lines]
    if all(items):
        return [_list([item for item in items if item])]
    return [{"type": "paragraph", "content": _lines(lines)}]


def _list(items: list[re.Match[str]]) -> Node:
    kind = "orderedList" if all(item[1] for item in items) else "bulletList"
    words = [(item[2] or "").strip() for item in items]
    paragraphs = [{"type": "paragraph", "content": _text(each)} for each in words]
    return {"type": kind, "content": [{"type": "listItem", "content": [p]} for p in paragraphs]}


def _text(words: str) -> list[Node]:
    return [{"type": "text", "text": words}] if words else []


def _lines(lines: list[str]) -> list[Node]:
    content: list[Node] = []
    for line in lines:
        if content:
            content.append({"type": "hardBreak"})
        content += _text(line.strip())
    return content


def _shown(node: Node) -> str:
    """A block's words as a form shows them: no empty line, and nothing that reads as two."""
    lines = [line.strip() for line in _words(node).split("\n")]
    words = "\n".join(line for line in lines if line)
    return words if len(tree_of_plain(words)["content"]) < _TWO else " ".join(words.split())


def _key(node: Node) -> str:
    """Equal for a block and for what a form sends back when that block was left as it was."""
    return "\n\n".join(_words(block) for block in tree_of_plain(_shown(node))["content"])


def _item_key(node: Node) -> str:
    return _words(node).strip()


def _words(node: Node) -> str:
    say = _SAYINGS.get(node["type"])
    if say:
        return str(say(node))
    return " ".join(f"[{node['type']}] {_words_inside(node)}".split())


def _words_inside(node: Node) -> str:
    return "".join(_words(child) for child in node.get("content", []))


def _say_heading(node: Node) -> str:
    level = node.get("attrs", {}).get("level", 1)
    marks = "#" * level if level in range(1, _HIGHEST_TITLE + 1) else "#"
    return f"{marks} {_words_inside(node)}"


def _say_items(node: Node) -> str:
    ordered = node["type"] == "orderedList"
    items = enumerate(node.get("content", []), start=1)
    return "\n".join(f"{f'{n}.' if ordered else '-'} {_words(item)}" for n, item in items)


def _say_item(node: Node) -> str:
    is_line = any(child["type"] == "text" for child in node.get("content", []))
    return ("" if is_line else "\n  ").join(_words(child) for child in node.get("content", []))


def _say_image(node: Node) -> str:
    return f"[image: {node.get('attrs', {}).get('alt', '')}]"


_LISTS = ("bulletList", "orderedList")
_SAYINGS: dict[str, Callable[[Node], Any]] = {
    "text": lambda node: node["text"],
    "hardBreak": lambda _: "\n",
    "paragraph": _words_inside,
    "heading": _say_heading,
    "bulletList": _say_items,
    "orderedList": _say_items,
    "listItem": _say_item,
    "image": _say_image,
}
