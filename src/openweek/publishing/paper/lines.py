"""What stands in a line, as plain data: pieces of text with their marks, breaks, notes.

A piece is ``{"t": words}``, with ``"m"`` the letters of its marks and ``"to"`` where it leads;
``{"br": 1}`` a break, ``{"note": words}`` a note, ``{"at": name}`` a place to find again.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from openweek.publishing.paper import scripts
from openweek.publishing.paper.terms import Terms
from openweek.writing.html.links import safe_link
from openweek.writing.html.nodes import Node, attrs, children, kind, said

Piece = dict[str, Any]

INLINE = {"text", "hardBreak", "footnote"}
DEEPEST = 64
_MARKS = {"bold": "b", "italic": "i", "strike": "s", "code": "c"}


@dataclass
class Lines:
    """Those of one chapter: an address is told once, a term found where it first comes."""

    language: str
    terms: Terms
    _told: set[str] = field(default_factory=set)
    is_repeated: bool = False

    @contextmanager
    def repeated(self, is_repeated: bool) -> Iterator[None]:
        """Heads of tables come again on each page: no link, note or place stands in them."""
        before, self.is_repeated = self.is_repeated, is_repeated
        try:
            yield
        finally:
            self.is_repeated = before

    def of(self, nodes: Iterable[Node]) -> list[Piece]:
        found = self._pieces(nodes, 0)
        if self.is_repeated:
            found = (_alone(piece) for piece in found if "at" not in piece)
        pieces = self._linked(_joined(found))
        while pieces and not str(pieces[-1].get("t", "x")).strip():
            pieces.pop()
        if pieces and "t" in pieces[0]:
            pieces[0]["t"] = pieces[0]["t"].lstrip()
        return pieces

    def words(self, text: object) -> str:
        """A caption, a description: one line without marks."""
        return scripts.breakable(scripts.seen(said(text)).strip())

    def _pieces(self, nodes: Iterable[Node], depth: int) -> Iterator[Piece]:
        """A block that stands inside a line gives its words alone."""
        if depth > DEEPEST:
            return
        for node in nodes:
            match kind(node):
                case "text":
                    yield from self._text(node)
                case "hardBreak":
                    yield {"br": 1}
                case "footnote":
                    words = self.words(attrs(node).get("text"))
                    if words:
                        yield {"note": words}
                case "image" | "sound" | "film":
                    told = attrs(node)
                    said_of = [self.words(told.get(name)) for name in ("alt", "words", "caption")]
                    yield {"t": " ".join(filter(None, said_of))}
                case _:
                    yield from self._pieces(children(node), depth + 1)

    def _text(self, node: Node) -> Iterator[Piece]:
        words = scripts.seen(said(node.get("text")))
        if not words:
            return
        marks, to = _marks(node)
        given = {**({"m": marks} if marks else {}), **({"to": to} if to else {})}
        for part, term in self.terms.found_in(words):
            if term:
                yield {"at": term}
            yield {"t": scripts.breakable(part), **given}

    def _linked(self, pieces: list[Piece]) -> list[Piece]:
        """After the last word of a link, where it leads, unless the words say so themselves."""
        done: list[Piece] = []
        for place, piece in enumerate(pieces):
            done.append(piece)
            to = piece.get("to", "")
            following = next((each for each in pieces[place + 1 :] if "at" not in each), {})
            if not to or following.get("to") == to or to in self._told:
                continue
            self._told.add(to)
            shown = scripts.address(to)
            whole = "".join(each["t"] for each in pieces if each.get("to") == to)
            if _bare(shown) not in _bare(whole):
                done.append({"note": shown, "url": to})
        return done


def _alone(piece: Piece) -> Piece:
    if "note" in piece:
        return {"t": f" ({piece['note']})"}
    return {name: value for name, value in piece.items() if name != "to"}


def plain(pieces: Iterable[Piece]) -> str:
    return "".join(" " if "br" in piece else str(piece.get("t", "")) for piece in pieces)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that look alike are one."""
    done: list[Piece] = []
    for piece in pieces:
        if "t" in piece and not piece["t"]:
            continue
        last = done[-1] if done else {}
        alike = {**last, "t": ""} == {**piece, "t": ""} and "t" in last and "t" in piece
        if alike:
            done[-1] = {**last, "t": last["t"] + piece["t"]}
        else:
            done.append(piece)
    return done


def _marks(node: Node) -> tuple[str, str]:
    found, to = "", ""
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else []:
        if kind(mark) == "link":
            to = safe_link(attrs(mark).get("href"))
        found += _MARKS.get(kind(mark), "")
    return "".join(sorted(set(found))), to


def _bare(words: str) -> str:
    return words.replace("\u200b", "").removeprefix("www.").rstrip("/").casefold()
