"""Nodes as anybody's client may have made them: read without trusting any of it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape

from openweek.ground.text import BIDI

Node = Mapping[str, Any]

DEEPEST = 64
# What XML 1.0 cannot carry even escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST = 1_000_000


def kind(node: Node) -> str:
    told = node.get("type")
    return told if isinstance(told, str) else ""


def attrs(node: Node) -> Mapping[str, Any]:
    told = node.get("attrs")
    return told if isinstance(told, Mapping) else {}


def children(node: Node) -> list[Node]:
    content = node.get("content")
    if not isinstance(content, list):
        return []
    return [child for child in content if isinstance(child, Mapping)]


def said(words: object) -> str:
    """Without what XML cannot carry and what turns a line around; not escaped yet."""
    return NOT_XML.sub("", BIDI.sub("", words)) if isinstance(words, str) else ""


def escaped(words: object) -> str:
    return escape(said(words))


def whole(value: object, otherwise: int) -> int:
    if isinstance(value, int | float) and abs(value) <= _MOST:
        return int(value)
    return otherwise


def wrapped(tag: str, inside: str) -> str:
    """Nothing at all for an empty block: it is there to be written in, not to be read."""
    return f"<{tag}>{inside}</{tag}>" if inside else ""
