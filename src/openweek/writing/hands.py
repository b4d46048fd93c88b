"""Those whose hands are in a text: their names and parts, and their words shown as theirs."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.writing.authorship import NOBODY, SEED, Claims
from openweek.writing.differences import CAME, FORM, GONE, LEFT, NEW, words_in
from openweek.writing.tree import Node

INKS = 6  # as many as writing-versions.css knows
STYLES = 3
# Letters for private use of the last plane but one: taken out of what people wrote, they stand for
# tags of ours in the rendered page.
_FIRST_SEAL, _LAST_SEAL = 0xF0000, 0xFFFFD
_SEALS = re.compile("<p>([\U000f0000-\U000ffffd])</p>|([\U000f0000-\U000ffffd])")
_MOST_SEALED = (
    60_000  # pieces of text that a page can tell apart, both ends; the rest is for blocks
)
_UNCHANGED_SHOWN = 1
_WORTH_FOLDING = 4
_SHOWN_OF_MOVED = 8

Render = Callable[[Node], str]


@dataclass(frozen=True)
class Hand:
    """An author in one text. ``number`` is theirs in its claims; ``share`` is in per cent."""

    number: int
    name: str
    words: int
    letters: int
    share: int
    place: int

    @property
    def look(self) -> str:
        """The classes of their ink and of the kind of their line."""
        return f"hand-{self.place % INKS} hand-line-{self.place // INKS % STYLES}"


def hands_in(tree: Node, claims: Claims, names: Mapping[str, str]) -> list[Hand]:
    """Whose letters stand there, from the one with most of them."""
    letters: Counter[int] = Counter()
    words: Counter[int] = Counter()
    for block in tree["content"]:
        _count(block, letters, words)
    total = letters.total()
    return [
        Hand(
            number=number,
            name=name_of(number, claims, names),
            words=words[number],
            letters=count,
            share=round(100 * count / total),
            place=place,
        )
        for place, (number, count) in enumerate(letters.most_common())
    ]


def _texts(node: Node) -> Iterator[Node]:
    for line in _lines(node):
        yield from line


def _lines(node: Node) -> Iterator[list[Node]]:
    """The pieces of text of each element that has some."""
    children = [node] if "text" in node else node.get("content", [])
    pieces = [child for child in children if "text" in child]
    if pieces:
        yield pieces
    for child in children:
        if "text" not in child:
            yield from _lines(child)


def _count(block: Node, letters: Counter[int], words: Counter[int]) -> None:
    """A word is that of who wrote its first letter."""
    for line in _lines(block):
        before = " "
        for piece in line:
            for letter in piece["text"]:
                if not letter.isspace():
                    letters[piece["by"]] += 1
                    words[piece["by"]] += before.isspace()
                before = letter


def name_of(number: int, claims: Claims, names: Mapping[str, str]) -> str:
    key = claims.keys[number] if number != NOBODY else SEED
    if key == SEED:
        return _("the template")
    return names.get(key, "").strip() or _("Somebody")


class Dressing:
    """Renders a tree in which pieces are marked as somebody's, or as changed by them."""

    def __init__(self, hands: Iterable[Hand], name: Callable[[int], str], render: Render) -> None:
        self._hands = {hand.number: hand for hand in hands}
        self._name = name
        self._render = render
        self._seals: list[str] = []
        self._named = NOBODY - 1

    # --- whole pages ------------------------------------------------------------------

    def authors(self, tree: Node) -> SafeString:
        """Each piece in the ink of its author; beside each block, their names."""
        blocks: list[Node] = []
        for block in tree["content"]:
            clean = _clean(block)
            blocks += [*self._beside(clean), self._inked(clean)]
        return self._page(blocks)

    def changes(
        self, compared: list[Node], buttons: Mapping[int, Iterable[SafeString]]
    ) -> SafeString:
        """What :func:`openweek.writing.differences.compared` found; long stretches in which
        nothing happened are folded. ``buttons`` stand before the block of the earlier text that
        has that number.
        """
        blocks: list[Node] = []
        same: list[Node] = []
        waiting = dict(buttons)
        for found in compared:
            block = _clean(found)
            if "change" not in block:
                same.append(block)
                continue
            blocks += [*self._folded(same), *self._put(waiting.pop(block["old"], ()))]
            blocks += self._told(block)
            same = []
        return self._page([*blocks, *self._folded(same)])

    # --- authors ----------------------------------------------------------------------

    def _beside(self, block: Node) -> list[Node]:
        numbers = dict.fromkeys(piece["by"] for piece in _texts(block) if piece["text"].strip())
        names = [
            format_html('<span class="hand {}">{}</span>', self._look(each), self._name(each))
            for each in numbers
        ]
        return self._put([mark_safe(f'<p class="hands">{" ".join(names)}</p>')] if names else ())  # noqa: S308  each name is escaped

    def _inked(self, node: Node) -> Node:
        if "text" in node:
            opening = format_html(
                '<span class="hand {}" title="{}">', self._look(node["by"]), self._name(node["by"])
            )
            return {**node, "text": self._sealed(opening, node["text"], "</span>")}
        return {**node, "content": [self._inked(each) for each in node.get("content", [])]}

    def _look(self, number: int) -> str:
        return self._hands[number].look if number in self._hands else "hand-other"

    # --- changes ----------------------------------------------------------------------

    def _told(self, block: Node) -> list[Node]:
        self._named = NOBODY - 1
        change = block["change"]
        if change == LEFT:
            first = " ".join(words_in(block).split()[:_SHOWN_OF_MOVED])
            return self._put(
                [
                    format_html(
                        '<p class="version-moved">{} <q>{}…</q></p>', _("Moved from here:"), first
                    )
                ]
            )
        if change == CAME:
            note = format_html('<p class="version-moved">{}</p>', _("Moved to here:"))
            return [*self._put([note]), _bare(block)]
        inside = self._marked(block)
        if change in (GONE, NEW) and not any(True for _text in _texts(block)):
            tag = "del" if change == GONE else "ins"
            name = self._name(block.get("by", NOBODY))
            opening = format_html(
                '<div class="version-{} hand {}"><p class="hand-name">{}</p><{}>',
                change, self._look(block.get("by", NOBODY)), name, tag,
            )  # fmt: skip
            return [*self._put([opening]), inside, *self._put([mark_safe(f"</{tag}></div>")])]  # noqa: S308  our own words
        if change == FORM:
            note = format_html('<p class="version-moved">{}</p>', _("Its form has changed:"))
            return [*self._put([note]), inside]
        return [inside]

    def _marked(self, node: Node) -> Node:
        if "text" not in node:
            return {**node, "content": [self._marked(each) for each in node.get("content", [])]}
        change = node.get("change")
        if change == FORM:
            opening = format_html('<span class="version-form" title="{}">', _("other form"))
            return {**node, "text": self._sealed(opening, node["text"], "</span>")}
        if change not in (GONE, NEW):
            return node
        by = node["by"]
        tag = "del" if change == GONE else "ins"
        name = self._name(by)
        opening = format_html('<{} class="hand {}" title="{}">', tag, self._look(by), name)
        if by != self._named:
            # Said again only when somebody else's change follows: it must stay readable.
            opening = (
                format_html('<span class="hand-name hand {}">{}</span> ', self._look(by), name)
                + opening
            )
            self._named = by
        return {**node, "text": self._sealed(opening, node["text"], f"</{tag}>")}

    def _folded(self, same: list[Node]) -> list[Node]:
        inner = same[_UNCHANGED_SHOWN : len(same) - _UNCHANGED_SHOWN]
        if len(inner) < _WORTH_FOLDING:
            return same
        count = len(inner)
        said = ngettext(
            "%(count)d unchanged paragraph", "%(count)d unchanged paragraphs", count
        ) % {"count": count}
        opening = format_html('<details class="fold version-same"><summary>{}</summary>', said)
        return [
            *same[:_UNCHANGED_SHOWN],
            *self._put([opening]), *inner, *self._put([mark_safe("</details>")]),
            *same[-_UNCHANGED_SHOWN:],
        ]  # fmt: skip

    # --- tags of ours in what others wrote --------------------------------------------

    def _seal(self, html: str) -> str:
        self._seals.append(html)
        return chr(min(_FIRST_SEAL + len(self._seals) - 1, _LAST_SEAL))

    def _sealed(self, opening: str, words: str, closing: str) -> str:
        if len(self._seals) > _MOST_SEALED:
            return words
        return self._seal(opening) + words + self._seal(closing)

    def _put(self, html: Iterable[str]) -> list[Node]:
        """Between two blocks."""
        return [
            {"type": "paragraph", "content": [{"type": "text", "text": self._seal(each)}]}
            for each in html
        ]

    def _page(self, blocks: list[Node]) -> SafeString:
        html = self._render({"type": "doc", "content": blocks})

        def opened(found: re.Match[str]) -> str:
            number = ord(found[1] or found[2]) - _FIRST_SEAL
            return self._seals[number] if number < len(self._seals) else ""

        # Every word in it went through render_tree, and every seal is built by format_html.
        return mark_safe(_SEALS.sub(opened, html))  # noqa: S308


def _bare(node: Node) -> Node:
    if "text" in node:
        return {name: value for name, value in node.items() if name != "change"}
    return {**node, "content": [_bare(child) for child in node.get("content", [])]}


def _clean(value: Any) -> Any:
    """Without letters that would be taken for seals."""
    if isinstance(value, str):
        return "".join(each for each in value if not _FIRST_SEAL <= ord(each) <= _LAST_SEAL)
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return value
