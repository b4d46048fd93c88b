"""One pass over a chapter that was written out as HTML: what a folder of pages adds to it.

Titles get an anchor, pictures the sizes that there are, the first mention of each word of the
glossary leads to it; and what is said is gathered, title by title, for the search.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openweek.publishing.site.media import Picture

# Our own HTML: it is well-formed, and what people wrote was escaped, so that no ">" is a word's.
_PIECE = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_GIVEN = re.compile(r'([a-z-]+)="([^"]*)"')
_TITLES = {"h2", "h3", "h4", "h5", "h6"}
# Where one passage ends and another begins; other tags stand inside a line.
_INLINE = {"a", "strong", "em", "s", "code", "span", "sup", "bdi", "small", "mark"}
# In a link there can be no other; nor is a title or a program the place for one.
_NO_TERMS = {"a", "code", "pre", "sup", "summary", "audio", "video", *_TITLES}
_NOT_SAID = {"sup", "summary", "audio", "video"}
_BARE = {"img", "br", "hr", "source", "track"}
# Scripts that put no space between words, where a term is found inside of what looks like one.
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass
class Section:
    """What is said under one title; the first has neither anchor nor title."""

    anchor: str = ""
    title: str = ""
    blocks: list[str] = field(default_factory=list)


class Terms:
    """The words of a glossary, with where each is explained."""

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self._anchors = {term.casefold(): anchor for term, anchor in anchors.items() if term}
        longest_first = sorted(self._anchors, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(map(_pattern, longest_first)), re.IGNORECASE)

    def found_in(self, words: str, done: set[str]) -> list[tuple[int, int, str]]:
        """Where those that are not done yet stand, and the anchor of each, which is then done."""
        found = []
        for match in self._pattern.finditer(words) if self._anchors else ():
            anchor = self._anchors.get(match[0].casefold())
            if anchor and anchor not in done:
                done.add(anchor)
                found.append((match.start(), match.end(), anchor))
        return found


def _pattern(term: str) -> str:
    plain = re.escape(term)
    return plain if _UNSPACED.search(term) else rf"(?<!\w){plain}(?!\w)"


@dataclass
class Reader:
    """``prefix`` begins every id; ``mentioned`` are the anchors of the terms that were met."""

    prefix: str
    pictures: Mapping[str, Picture]
    terms: Terms
    sections: list[Section] = field(default_factory=lambda: [Section()])
    mentioned: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)

    def read(self, html: str) -> SafeString:
        done = "".join(
            self._tag(piece) if piece.startswith("<") else self._words(piece)
            for piece in _PIECE.split(html)
            if piece
        )
        self._end_of_line()
        return mark_safe(done)  # noqa: S308  what was escaped stays so, or is escaped again

    def _tag(self, piece: str) -> str:
        closing, name = _TAG.match(piece).groups()  # type: ignore[union-attr]  # our own HTML
        if name not in _INLINE:
            self._end_of_line()
        if name == "img":
            return self._picture(piece)
        if closing:
            if self._open and self._open[-1] == name:
                self._open.pop()
        elif name not in _BARE and not piece.endswith("/>"):
            self._open.append(name)
            if name in _TITLES:
                return self._title(piece, name)
        return piece

    def _title(self, piece: str, name: str) -> str:
        anchor = f"{self.prefix}section-{len(self.sections)}"
        self.sections.append(Section(anchor))
        return piece.replace(f"<{name}", f'<{name} id="{anchor}"', 1)

    def _picture(self, piece: str) -> str:
        given = dict(_GIVEN.findall(piece))
        if alt := unescape(given.get("alt", "")):
            self.sections[-1].blocks.append(alt)
        picture = self.pictures.get(unescape(given.get("src", "")))
        if picture is None:
            return piece
        told = "".join(f' {name}="{value}"' for name, value in (given | picture.given).items())
        return f"<img{told}/>"

    def _words(self, piece: str) -> str:
        words = unescape(piece)
        if not _NOT_SAID.intersection(self._open) and words != "↩":
            self._line.append(words)
        if _NO_TERMS.intersection(self._open):
            return piece
        html: list[str] = []
        at = 0
        for start, end, anchor in self.terms.found_in(words, self.mentioned):
            html.append(escape(words[at:start]))
            html.append(
                f'<a class="term" id="{self.prefix}{anchor}" href="glossary.html#{anchor}">'
            )
            html.append(f"{escape(words[start:end])}</a>")
            at = end
        return "".join([*html, escape(words[at:])]) if html else piece

    def _end_of_line(self) -> None:
        said = " ".join("".join(self._line).split())
        self._line.clear()
        if not said:
            return
        section = self.sections[-1]
        if not section.title and section.anchor and _TITLES.intersection(self._open):
            section.title = said
        else:
            section.blocks.append(said)
