"""Where the terms of a glossary come in the chapters, so that it can say on which pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

# From here on letters are written without spaces between words.
_WITHOUT_SPACES = "\u2e80"


@dataclass
class Terms:
    """``names`` as they are printed; each is found once in each chapter, where it first comes."""

    names: Sequence[str]
    chapter: str = ""
    _known: dict[str, int] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._known = {name.casefold(): place for place, name in enumerate(self.names, start=1)}
        if self.names:
            self._pattern = re.compile("|".join(_patterns(self.names)), re.IGNORECASE)

    def begin(self, chapter: str) -> None:
        self.chapter = chapter
        self._seen.clear()

    def found_in(self, words: str) -> Iterator[tuple[str, str]]:
        """The words in parts, each with the name of the place where it begins, or ""."""
        start, at = 0, ""
        for found in self._pattern.finditer(words) if self._pattern and self.chapter else ():
            term = self._known.get(found[0].casefold())
            if term is None or term in self._seen:
                continue
            self._seen.add(term)
            if found.start() > start:
                yield words[start : found.start()], at
            start, at = found.start(), f"{self.chapter}-term-{term}"
        yield words[start:], at


def _patterns(names: Iterable[str]) -> Iterator[str]:
    """The longest first, so that « la Halle aux grains » is not « la Halle »."""
    for name in sorted(filter(None, names), key=lambda name: (-len(name), name)):
        word = re.escape(name)
        yield word if name[0] >= _WITHOUT_SPACES else rf"(?<!\w){word}(?!\w)"
