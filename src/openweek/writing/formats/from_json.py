"""Tiptap's own JSON, with whatever nodes and marks another editor knows."""

import json
from typing import Any

from openweek.writing.tree import DEEPEST, Node


class UnreadableError(Exception):
    """It is not what it should be; the message says why, to whoever gave it."""


def tree_of_json(content: bytes) -> Node:
    """Unknown kinds of nodes and marks come through."""
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise UnreadableError(f"This is no JSON: {broken}") from broken
    if not isinstance(tree, dict) or tree.get("type") != "doc":
        raise UnreadableError('A Tiptap document begins with {"type": "doc", "content": […]}.')
    return {"type": "doc", "content": [_node(each, "doc", 1) for each in _content(tree, "doc")]}


def _content(node: dict[str, Any], where: str) -> list[Any]:
    content = node.get("content") or []
    if not isinstance(content, list):
        raise UnreadableError(f"The content of {where} is no list.")
    return content


def _node(node: Any, where: str, depth: int) -> Node:
    if depth > DEEPEST:
        raise UnreadableError(f"It nests deeper than {DEEPEST} blocks.")
    if not isinstance(node, dict) or not isinstance(node.get("type"), str) or not node["type"]:
        raise UnreadableError(f"In {where} stands something without a type.")
    kind = str(node["type"])
    marks = node.get("marks") or []
    if not isinstance(marks, list) or not all(map(_is_mark, marks)):
        raise UnreadableError(f"A mark of {kind} in {where} is none.")
    if kind == "text":
        if not isinstance(node.get("text"), str):
            raise UnreadableError(f"A text in {where} has no words.")
        return {"type": "text", "text": node["text"], **({"marks": marks} if marks else {})}
    attrs = node.get("attrs") or {}
    if not isinstance(attrs, dict):
        raise UnreadableError(f"The attributes of {kind} in {where} are no object.")
    inside = [_node(each, f"{where} > {kind}", depth + 1) for each in _content(node, kind)]
    return {
        "type": kind,
        **({"attrs": attrs} if attrs else {}),
        **({"content": inside} if inside else {}),
    }


def _is_mark(mark: Any) -> bool:
    return (
        isinstance(mark, dict)
        and isinstance(mark.get("type"), str)
        and isinstance(mark.get("attrs") or {}, dict)
    )
