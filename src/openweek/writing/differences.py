"""What became of a text between two moments, as a reader would tell it.

Blocks are matched with those that say much the same, then words inside them. What only moved is
said to have moved. Trees come from :mod:`openweek.writing.authorship`: the earlier one says who
deleted each piece, the later one who wrote it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openweek.ground.differences import Patience
from openweek.writing.authorship import NOBODY
from openweek.writing.tree import Node

# What happened to a node, under "change". A node without one is as it was.
GONE, NEW, FORM, LEFT, CAME = "gone", "new", "form", "left", "came"

_ALIKE = 0.4  # so many of their words two blocks share to be one and the same
_MOST_PAIRS = 4_000  # looked at for one stretch; in a longer one, blocks are taken in order
_WORTH_MOVING = 4  # words
_INLINE = {"text", "hardBreak", "footnote"}

Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Section:
    """A title and what follows it, up to the next title of its level or a higher one.

    ``start`` and ``stop`` are places among the blocks. What stands before the first title is a
    section too, whose title is empty.
    """

    start: int
    stop: int
    title: str


def sections(blocks: list[Node]) -> list[Section]:
    titles = [(at, _level(block)) for at, block in enumerate(blocks) if block["type"] == "heading"]
    first = titles[0][0] if titles else len(blocks)
    found = [Section(0, first, "")]
    for number, (at, level) in enumerate(titles):
        later = (place for place, other in titles[number + 1 :] if other <= level)
        found.append(Section(at, next(later, len(blocks)), words_in(blocks[at]).strip()))
    return found


def _level(heading: Node) -> int:
    level = heading.get("attrs", {}).get("level", 1)
    return int(level) if isinstance(level, int | float) else 1


def key(node: Node) -> str:
    """The same for nodes that look the same, whoever wrote them."""
    return json.dumps(_looks(node), sort_keys=True, default=repr)


def _looks(node: Node) -> Any:
    if "text" in node:
        return [node["text"], node.get("marks", [])]
    content: list[Any] = []
    for child in node.get("content", []):
        looks, last = _looks(child), content[-1] if content else None
        if isinstance(looks, list) and isinstance(last, list) and last[1] == looks[1]:
            last[0] += looks[0]
        else:
            content.append(looks)
    return {"type": node.get("type"), "attrs": node.get("attrs", {}), "content": content}


def words_in(node: Node) -> str:
    if "text" in node:
        return str(node["text"])
    apart = "" if node["type"] in {"paragraph", "heading", ""} else " "
    return apart.join(words_in(child) for child in node.get("content", []))


def aligned(old: list[Node], new: list[Node], patience: Patience) -> list[Pair]:
    """Which of the old is which of the new, in order; None for what has no other."""
    pairs: list[Pair] = []
    changes = patience.opcodes([key(node) for node in old], [key(node) for node in new])
    for verb, a, b, c, d in changes:
        if verb == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            pairs += _matched(old, new, range(a, b), range(c, d))
    return pairs


def _matched(old: list[Node], new: list[Node], olds: range, news: range) -> list[Pair]:
    if len(olds) * len(news) > _MOST_PAIRS:
        together = _in_order(old, new, olds, news)
    else:
        together = _most_alike(old, new, olds, news)
    pairs: list[Pair] = []
    a, c = olds.start, news.start
    for i, j in [*together, (olds.stop, news.stop)]:
        pairs += [(gone, None) for gone in range(a, i)]
        pairs += [(None, came) for came in range(c, j)]
        if i < olds.stop:
            pairs.append((i, j))
        a, c = i + 1, j + 1
    return pairs


def _in_order(old: list[Node], new: list[Node], olds: range, news: range) -> list[tuple[int, int]]:
    together = zip(olds, news, strict=False)
    return [(i, j) for i, j in together if old[i].get("type") == new[j].get("type")]


def _most_alike(
    old: list[Node], new: list[Node], olds: range, news: range
) -> list[tuple[int, int]]:
    """The pairs that share most, without crossing each other."""
    bags = [(str(old[i].get("type")), _bag(old[i])) for i in olds]
    others = [(str(new[j].get("type")), _bag(new[j])) for j in news]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    likeness = [[_likeness(*one, *other) for other in others] for one in bags]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            alike = likeness[i][j]
            together = alike + best[i + 1][j + 1] if alike >= _ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    found = []
    while i < len(olds) and j < len(news):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((olds[i], news[j]))
            i, j = i + 1, j + 1
    return found


def _bag(node: Node) -> Counter[str]:
    return Counter(words_in(node).split())


def _likeness(kind: str, one: Counter[str], other_kind: str, other: Counter[str]) -> float:
    """From 0 to 1. Shared text is always worth going on with, and so are wordless elements."""
    if kind != other_kind:
        return 0.0
    total = one.total() + other.total()
    shared = 2 * (one & other).total() / total if total else 0.5
    return max(shared, 0.5) if kind == "" else shared


def compared(old: Node, new: Node) -> list[Node]:
    """The blocks of both, each with what happened to it and, inside, to its words.

    ``old`` is the place of each among the earlier ones, or of the one before it there.
    """
    before, after = old["content"], new["content"]
    patience = Patience()
    pairs = aligned(before, after, patience)
    moved = _moved(before, after, pairs)
    blocks: list[Node] = []
    last = 0
    for i, j in pairs:
        node = _both(before, after, i, j, patience)
        place = key(node_of(before, after, i, j)) if i is None or j is None else ""
        if place in moved:
            node = {**after[j], "change": CAME} if j is not None else {**node, "change": LEFT}
        last = i if i is not None else last
        blocks.append({**node, "old": last})
    return blocks


def node_of(old: list[Node], new: list[Node], i: int | None, j: int | None) -> Node:
    return new[j] if j is not None else old[i or 0]


def _both(
    old: list[Node], new: list[Node], i: int | None, j: int | None, patience: Patience
) -> Node:
    if i is not None and j is not None:
        return _merged(old[i], new[j], patience)
    return _marked(node_of(old, new, i, j), GONE if j is None else NEW)


def _moved(old: list[Node], new: list[Node], pairs: list[Pair]) -> set[str]:
    """What is gone from one place and is just the same at another."""
    gone = {key(old[i]) for i, j in pairs if j is None and i is not None and _is_worth(old[i])}
    return gone & {key(new[j]) for i, j in pairs if i is None and j is not None}


def _is_worth(node: Node) -> bool:
    return len(words_in(node).split()) >= _WORTH_MOVING


def _marked(node: Node, change: str) -> Node:
    marked = {**node, "change": change}
    if "content" in node:
        marked["content"] = _joined(_marked(child, change) for child in node["content"])
    return marked


def _merged(old: Node, new: Node, patience: Patience) -> Node:
    if key(old) == key(new):
        return new
    restyled = old.get("attrs", {}) != new.get("attrs", {})
    node = {**new, "change": FORM} if restyled else {**new, "change": "inside"}
    before, after = old.get("content", []), new.get("content", [])
    if all(child["type"] in _INLINE for child in [*before, *after]):
        node["content"] = _joined(_line(before, after, patience))
        return node
    pairs = aligned(before, after, patience)
    node["content"] = [_both(before, after, i, j, patience) for i, j in pairs]
    return node


@dataclass(frozen=True)
class _Token:
    """A word or the space between two, or something else in a line."""

    said: str
    marks: str
    pieces: list[Node]


def _tokens(line: list[Node]) -> list[_Token]:
    """A word that several wrote, or that is half in bold, is one."""
    tokens: list[_Token] = []
    waiting: list[Node] = []
    for node in line:
        if "text" in node:
            waiting.append(node)
        else:
            tokens += _words(waiting)
            tokens.append(_Token(f"\0{key(node)}", "", [node]))
            waiting = []
    return [*tokens, *_words(waiting)]


def _words(pieces: list[Node]) -> Iterator[_Token]:
    said = "".join(piece["text"] for piece in pieces)
    places = iter(pieces)
    rest: Node = {"text": ""}
    for word in re.findall(r"\s+|\w+|[^\w\s]", said):
        wanted, inside = len(word), []
        while wanted:
            if not rest["text"]:
                rest = next(places)
            part = rest["text"][:wanted]
            inside.append({**rest, "text": part})
            rest = {**rest, "text": rest["text"][wanted:]}
            wanted -= len(part)
        marks = json.dumps(_looks({"type": "", "content": inside}), default=repr)
        yield _Token(word, marks, inside)


def _line(old: list[Node], new: list[Node], patience: Patience) -> Iterator[Node]:
    before, after = _tokens(old), _tokens(new)
    changes = patience.opcodes([t.said for t in before], [t.said for t in after])
    gone: list[_Token] = []
    came: list[_Token] = []
    for number, (verb, a, b, c, d) in enumerate(changes):
        is_last = number == len(changes) - 1
        between = bool(gone or came) and not is_last and all(t.said.isspace() for t in after[c:d])
        if verb == "equal" and not between:
            yield from _told(gone, came)
            gone, came = [], []
            for one, other in zip(before[a:b], after[c:d], strict=True):
                yield from other.pieces if one.marks == other.marks else _changed(other, FORM)
        else:
            gone += before[a:b]
            came += after[c:d]
    yield from _told(gone, came)


def _joined(nodes: Iterable[Node]) -> list[Node]:
    """The space between two words is of whoever changed the word before it."""
    joined: list[Node] = []
    for each in nodes:
        node, last = each, joined[-1] if joined else {}
        if "change" in node and node["change"] == last.get("change") and _is_space(node):
            node = {**node, "by": last["by"]}
        if "text" in node and "text" in last and _apart(last) == _apart(node):
            joined[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            joined.append(node)
    return joined


def _is_space(node: Node) -> bool:
    return "text" in node and node["text"].isspace()


def _apart(piece: Node) -> Node:
    return {name: value for name, value in piece.items() if name != "text"}


def _told(gone: list[_Token], came: list[_Token]) -> Iterator[Node]:
    for token in gone:
        yield from _changed(token, GONE)
    for token in came:
        yield from _changed(token, NEW)


def _changed(token: _Token, change: str) -> Iterator[Node]:
    for piece in token.pieces:
        by = NOBODY if change == FORM else piece.get("by", NOBODY)
        yield {**piece, "change": change, "by": by}
