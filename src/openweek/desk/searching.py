"""Searching a small guide as people ask: without accents, with typos, in other words.

Nothing is kept in tables: a guide has a hundred pages at most, which are read when somebody asks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from openweek.desk.synonyms import IDLE, SAME
from openweek.ground.slips import allowed_slips, is_within
from openweek.ground.text import unaccented

MOST_WORDS = 8
PASSAGE = 220
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_MARKDOWN = re.compile(r"[*_`#|]+|\[([^\]]*)\]\([^)]*\)|^\s*(?:[-+>]|\d+\.)\s+", re.MULTILINE)
_SHORTEST_STEM = 3

EXACT, BEGINS, OTHER_WORD, SLIP = 1.0, 0.8, 0.5, 0.5
IN_TITLE, IN_WORDS, IN_TEXT = 6.0, 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Searched:
    """A page as it is searched."""

    key: str
    title: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A page that answers, how well, and the sentence that does, its words marked."""

    key: str
    score: float
    passage: SafeString


@dataclass(frozen=True, slots=True)
class _Stems:
    title: frozenset[str]
    words: frozenset[str]
    text: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.title | self.words | self.text


def search(pages: Sequence[Searched], asked: str) -> list[Match]:
    """The pages that answer, the best first. Nothing when nothing was asked."""
    words = _asked(asked)
    if not words:
        return []
    stems = [_stems(page.title, page.words, page.text) for page in pages]
    known = frozenset().union(*(each.all for each in stems)) | SAME.keys()
    meanings = [_meanings(word, known) for word in words]
    found = []
    for page, have in zip(pages, stems, strict=True):
        scores = [_score(have, meaning) for meaning in meanings]
        # Of several words most must be there: "how do I print" answers with what prints.
        if sum(score > 0 for score in scores) * 2 > len(words):
            marked = {stem for meaning in meanings for stem in meaning}
            found.append(Match(page.key, sum(scores), passage(page.text, marked)))
    return sorted(found, key=lambda match: -match.score)


def stem(word: str) -> str:
    """A word without accents, capitals or the ending of a plural."""
    folded = unaccented(word)
    if len(folded) > _SHORTEST_STEM and folded.endswith("aux"):
        return folded[:-2] + "l"  # locaux, local
    while len(folded) > _SHORTEST_STEM and folded[-1] in "sxe":
        folded = folded[:-1]
    return folded


def passage(text: str, stems: Iterable[str]) -> SafeString:
    """The sentence in which most of these words stand, with them marked; else the first one."""
    wanted = frozenset(stems)
    plain = _MARKDOWN.sub(lambda found: found.group(1) or "", text)
    sentences = [" ".join(each.split()) for each in _SENTENCE.split(plain) if each.strip()]
    if not sentences:
        return SafeString("")
    best = max(sentences, key=lambda each: len({*map(_stem_of, _words(each))} & wanted))
    return _marked(_cut(best, wanted), wanted)


def _cut(sentence: str, wanted: frozenset[str]) -> str:
    if len(sentence) <= PASSAGE:
        return sentence
    hits = (each.start() for each in _WORD.finditer(sentence) if _stem_of(each[0]) in wanted)
    start = max(0, next(hits, 0) - PASSAGE // 3)
    start = sentence.rfind(" ", 0, start) + 1 if start else 0
    end = sentence.rfind(" ", start, start + PASSAGE)
    end = end if end > start else start + PASSAGE
    before, after = "… " if start else "", " …" if end < len(sentence) else ""
    return f"{before}{sentence[start:end]}{after}"


def _marked(sentence: str, wanted: frozenset[str]) -> SafeString:
    parts, at = [], 0
    for found in _WORD.finditer(sentence):
        if _stem_of(found[0]) in wanted:
            parts.append(conditional_escape(sentence[at : found.start()]))
            parts.append(format_html("<mark>{}</mark>", found[0]))
            at = found.end()
    parts.append(conditional_escape(sentence[at:]))
    return mark_safe("".join(parts))  # noqa: S308  each part was escaped just above


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("Wi-Fi", "wifi").replace("wi-fi", "wifi"))


@lru_cache(maxsize=8192)
def _stem_of(word: str) -> str:
    # In French an apostrophe parts two words: l’imprimante.
    return stem(re.split("['’]", word)[-1])


@lru_cache(maxsize=512)
def _stems(title: str, words: str, text: str) -> _Stems:
    return _Stems(*(frozenset(map(_stem_of, _words(each))) for each in (title, words, text)))


def _asked(asked: str) -> list[str]:
    found = list(dict.fromkeys(map(_stem_of, _words(asked))))
    telling = [each for each in found if each not in IDLE and len(each) > 1]
    return (telling or found)[:MOST_WORDS]


def _meanings(word: str, known: frozenset[str]) -> dict[str, float]:
    """The stems that would answer this word, each with how near it is."""
    near: dict[str, float] = {}
    if word in known:
        near[word] = EXACT
    if len(word) >= _SHORTEST_STEM:
        near |= {each: BEGINS for each in known if each.startswith(word) and each != word}
    if not near:
        slips = allowed_slips(word)
        near = {each: SLIP for each in known if is_within(word, each, slips)}
    for each, weight in list(near.items()):
        for other in SAME.get(each, ()):
            near[other] = max(near.get(other, 0), weight * OTHER_WORD)
    return near


def _score(page: _Stems, meaning: dict[str, float]) -> float:
    return max(
        (
            weight * where
            for each, weight in meaning.items()
            for where, stems in (
                (IN_TITLE, page.title), (IN_WORDS, page.words), (IN_TEXT, page.text)
            )
            if each in stems
        ),
        default=0.0,
    )  # fmt: skip
