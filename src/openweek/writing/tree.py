"""A text as a tree: Tiptap's JSON on one side, the shared document on the other."""

import hashlib
import json
import math
import re
from collections.abc import Iterable
from typing import Any

from openweek.writing.crdt import (
    Doc,
    Transaction,
    XmlElement,
    XmlFragment,
    XmlText,
    document,
    encoded,
    root,
    transaction,
)

# What the editor understands. Raise it with every new kind of node or mark: a browser with an
# older editor is then refused, because it would delete what it does not know.
SCHEMA_VERSION = 3
# A seed made twice is one and the same seed.
SEED_CLIENT = 1
# No page nests deeper; a document made to exhaust us may.
DEEPEST = 64

Node = dict[str, Any]
Parent = XmlFragment | XmlElement
# Tiptap tells two marks of one kind on the same words apart by a hash behind the name.
_HASHED_MARK = re.compile(r"(.+)--[A-Za-z0-9+/=]{8}", re.DOTALL)


def seed_of(tree: Node) -> bytes:
    doc = document(client_id=SEED_CLIENT)
    with transaction(doc) as txn:
        insert_nodes(root(doc, txn), txn, 0, tree.get("content", []))
    return encoded(doc)


def appending(state: bytes, tree: Node) -> bytes:
    """The update that puts the tree's blocks behind those of a document in that state."""
    doc = document([state])
    with transaction(doc) as txn:
        before = doc.get_state(txn)
        fragment = root(doc, txn)
        insert_nodes(fragment, txn, fragment.len(txn), tree.get("content", []))
        return doc.get_update(txn, before)


def renaming(state: bytes, whose: tuple[str, str], attrs: Node) -> bytes:
    """The update that gives these attributes to each element which has that one; b"" for none."""
    doc = document([state])
    with transaction(doc) as txn:
        before = doc.get_state(txn)
        is_changed = _rename(root(doc, txn), txn, whose, attrs, 0)
        return doc.get_update(txn, before) if is_changed else b""


def _rename(
    parent: Parent, txn: Transaction, whose: tuple[str, str], attrs: Node, depth: int
) -> bool:
    is_changed = False
    for child in parent.children(txn) if depth <= DEEPEST else []:
        if not isinstance(child, XmlElement):
            continue
        has = {name: _whole(value) for name, value in child.attributes(txn)}
        if has.get(whose[0]) == whose[1]:
            for name, value in attrs.items():
                if value is None and name in has:
                    child.remove_attribute(txn, name)
                elif value is not None and has.get(name) != value:
                    child.insert_attribute(txn, name, value)
                is_changed = is_changed or has.get(name) != value
        is_changed = _rename(child, txn, whose, attrs, depth + 1) or is_changed
    return is_changed


def tree_of(state: bytes) -> Node:
    """The tree of a document given as an update."""
    return tree_of_document(document([state]))


def tree_of_document(doc: Doc) -> Node:
    with transaction(doc) as txn:
        return {"type": "doc", "content": _blocks(root(doc, txn).children(txn), txn)}


def insert_nodes(parent: Parent, txn: Transaction, index: int, nodes: Iterable[Node]) -> None:
    """Neighbouring pieces of text become one shared text, as the editor makes them."""
    text: XmlText | None = None
    for node in nodes:
        if node["type"] != "text":
            text = None
            element = parent.insert_element_prelim(txn, index, node["type"])
            for name, value in (node.get("attrs") or {}).items():
                if value is not None:
                    element.insert_attribute(txn, name, value)
            insert_nodes(element, txn, 0, node.get("content") or [])
            index += 1
        elif node["text"]:
            if text is None:
                text = parent.insert_str(txn, index, "")
                index += 1
            _insert_text(text, txn, node)


def _insert_text(text: XmlText, txn: Transaction, node: Node) -> None:
    """One mark after the other: given together they would go in in no order."""
    start = text.len(txn)  # type: ignore[attr-defined]  # missing from its annotations
    text.insert(txn, start, node["text"], iter([]))
    for name, value in sorted(marks_in(node).items()):
        text.format(txn, start, len(node["text"].encode()), iter([(name, value)]))


def marks_in(node: Node) -> dict[str, Any]:
    """The marks of a piece of text as the shared text keeps them."""
    kept: dict[str, Any] = {}
    for mark in node.get("marks") or []:
        attrs = mark.get("attrs") or {}
        name = mark["type"]
        if name in kept:
            told = json.dumps(attrs, sort_keys=True).encode()
            name = f"{name}--{hashlib.sha256(told).hexdigest()[:8]}"
        kept[name] = attrs
    return kept


def _blocks(children: list[Any], txn: Transaction) -> list[Node]:
    """Text that stands outside of any block, which no editor makes, becomes a paragraph."""
    blocks = []
    for child in children:
        nodes = _nodes([child], txn, 1)
        if isinstance(child, XmlText):
            nodes = [{"type": "paragraph", "content": nodes}] if nodes else []
        blocks += nodes
    return blocks


def _nodes(children: list[Any], txn: Transaction, depth: int) -> list[Node]:
    nodes: list[Node] = []
    for child in children:
        if isinstance(child, XmlText):
            for piece in child.diff(txn):
                _add_piece(nodes, *piece)
        elif isinstance(child, XmlElement) and depth <= DEEPEST:
            nodes.append(_element(child, txn, depth))
    return nodes


def _element(element: XmlElement, txn: Transaction, depth: int) -> Node:
    node: Node = {"type": element.tag()}  # type: ignore[attr-defined]  # missing as above
    attrs = {name: _whole(value) for name, value in sorted(element.attributes(txn))}
    if attrs:
        node["attrs"] = attrs
    content = _nodes(element.children(txn), txn, depth + 1)
    if content:
        node["content"] = content
    return node


def _add_piece(nodes: list[Node], words: Any, formats: dict[str, Any] | None) -> None:
    if not isinstance(words, str) or not words:
        return
    said = words.replace("\0", " ")  # which no database keeps in JSON
    piece: Node = {"type": "text"}
    marks = [mark_of(name, value) for name, value in sorted((formats or {}).items())]
    if marks:
        piece["marks"] = marks
    last = nodes[-1] if nodes else {}
    if last.get("type") == "text" and last.get("marks", []) == marks:
        last["text"] += said
    else:
        nodes.append({**piece, "text": said})


def mark_of(name: str, value: Any) -> Node:
    """A mark as the shared text keeps it, as a node says it: what :func:`marks_in` takes."""
    hashed = _HASHED_MARK.fullmatch(name)
    mark: Node = {"type": hashed[1] if hashed else name}
    if isinstance(value, dict) and value:
        mark["attrs"] = _whole(value)
    return mark


def _whole(value: Any) -> Any:
    """Numbers of a browser are all fractions; give back the whole ones as such.

    What JSON cannot say, and no editor makes, becomes nothing.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    if isinstance(value, str):
        return value.replace("\0", " ")
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return value if isinstance(value, int) else None
