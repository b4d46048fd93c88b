"""The glossary of a book, read from its chapter: terms, what is said of them, and where they come.

A title is a term, with all that follows it; so is what a paragraph begins with in bold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openweek.ground.text import clean_line, fold
from openweek.publishing.archive import clean_xml

Tree = dict[str, Any]

# From here on letters are written without spaces between words.
_WITHOUT_SPACES = "\u2e80"
_MOST = 120  # letters: more in bold is a sentence, not a term


@dataclass(frozen=True)
class Entry:
    """``chapters`` are the numbers, as printed, of those that name the term."""

    term: str
    anchor: str
    tree: Tree
    chapters: list[int]


@dataclass
class Terms:
    """``lead`` is what stands before the first term."""

    lead: list[Tree] = field(default_factory=list)
    found: list[tuple[str, list[Tree]]] = field(default_factory=list)


def terms_in(tree: Tree) -> Terms:
    terms = Terms()
    for block in tree.get("content") or []:
        term, rest = _term_of(block)
        if term:
            terms.found.append((term, rest))
        else:
            (terms.found[-1][1] if terms.found else terms.lead).append(block)
    return terms


def entries(terms: Terms, chapters: Sequence[tuple[int, Tree]]) -> list[Entry]:
    if not terms.found:
        return []  # whatever the chapters say: reading them is long
    told = [(number, _words(tree)) for number, tree in chapters]
    return [
        Entry(
            term=term,
            anchor=f"term-{place}",
            tree={"type": "doc", "content": blocks},
            chapters=[number for number, words in told if _names(words, fold(term))],
        )
        for place, (term, blocks) in enumerate(terms.found, start=1)
    ]


def _term_of(block: Tree) -> tuple[str, list[Tree]]:
    content = [node for node in block.get("content") or [] if isinstance(node, dict)]
    if block.get("type") == "heading":
        return _line(content), []
    if block.get("type") != "paragraph":
        return "", []
    bold = 0
    while bold < len(content) and _is_bold(content[bold]):
        bold += 1
    term = _line(content[:bold]).rstrip(":：").strip()
    if not fold(term) or len(term) > _MOST:
        return "", []
    rest = _begun(content[bold:])
    return term, [{**block, "content": rest}] if rest else []


def _line(nodes: list[Tree]) -> str:
    return clean_xml(clean_line("".join(str(node.get("text", "")) for node in nodes)))


def _is_bold(node: Tree) -> bool:
    marks = node.get("marks") or []
    return node.get("type") == "text" and any(mark.get("type") == "bold" for mark in marks)


def _begun(nodes: list[Tree]) -> list[Tree]:
    """Without the colon or dash between a term and what is said of it."""
    while nodes and nodes[0].get("type") == "hardBreak":
        nodes = nodes[1:]
    if not nodes or nodes[0].get("type") != "text":
        return nodes
    said = str(nodes[0]["text"]).lstrip(" \N{NO-BREAK SPACE}\u202f:：–—-,.")
    return [{**nodes[0], "text": said}, *nodes[1:]] if said else nodes[1:]


def _names(words: str, term: str) -> bool:
    """As a whole word, whatever its accents and capitals."""
    if not term:
        return False
    return term in words if term[0] >= _WITHOUT_SPACES else f" {term} " in words


def _words(tree: Tree) -> str:
    """Each line apart, so that no word reaches from one into the next."""
    lines, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        content = node.get("content") or []
        line = "".join(str(each.get("text", " ")) for each in content)
        told = node.get("attrs") or {}
        said = [told.get(name) for name in ("alt", "caption", "words", "text")]
        lines += [line, *(each for each in said if isinstance(each, str))]
        waiting.extend(reversed(content))
    return f" {fold(chr(10).join(lines))} "
