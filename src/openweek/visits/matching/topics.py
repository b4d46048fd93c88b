"""What people write that they know, learn or show, as topics that can be compared.

Words are folded as one hears them, lose what is grammar, and are looked up in a short list of
synonyms in French and English (``words.json``). A topic that stands there has a name in both
languages; any other is known by its stem, and said in the words of who wrote it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openweek.ground.text import fold

LONGEST = 4  # words that make one topic: « logiciel de montage vidéo »
SHORTEST = 3  # letters of a word that means something by itself
LEAST_STEM = 5  # « porter » must not become « porte »
# What a topic that stands in the list begins with, so that no stem is taken for one.
LISTED = "#"
# The longest first: a word loses one of them at most, once its plural is gone.
ENDINGS = (
    "issements", "issement", "ements", "ement", "ations", "ation", "ateur", "atrice",
    "euses", "euse", "rices", "rice", "ages", "age", "eurs", "eur", "ings", "ing",
    "ees", "ee", "er", "ir", "es", "e",
)  # fmt: skip
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Listed:
    """The topics that are known by name."""

    names: dict[str, dict[str, str]]
    of: dict[tuple[str, ...], str]
    idle: frozenset[str]


def stem(word: str) -> str:
    """What is left of a folded word: « jardinage », « jardiner » and « jardins » are one."""
    if len(word) <= SHORTEST:
        return word
    if word.endswith("aux") and len(word) > LEAST_STEM:
        word = word[:-3] + "al"
    elif word[-1] in "sx" and not word.endswith("ss"):
        word = word[:-1]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            return word[: -len(ending)]
    return word


def topics_in(text: str) -> dict[str, str]:
    """The topics of a text, each with the words in which it stands there."""
    known = listed()
    found: dict[str, str] = {}
    for written in re.split(r"[,;:.!?()/\n«»\"“”]+", text):
        words = [(fold(word), word) for word in _WORDS.findall(written.replace("’", " "))]
        pairs = [(plain, word) for plain, word in words if plain and " " not in plain]
        for topic, said in _in_phrase(pairs, known):
            found.setdefault(topic, said)
    return found


def topics_of(texts: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        for topic, said in topics_in(text).items():
            found.setdefault(topic, said)
    return found


def _in_phrase(words: list[tuple[str, str]], known: Listed) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            stems = tuple(stem(plain) for plain, _said in words[at : at + length])
            # « dans » has the stem of « danse ».
            is_idle = length == 1 and words[at][0] in known.idle
            topic = None if is_idle else known.of.get(stems)
            if topic is not None:
                yield topic, " ".join(said for _plain, said in words[at : at + length]).lower()
                at += length
                break
        else:
            plain, said = words[at]
            if len(plain) >= SHORTEST and plain not in known.idle and not plain.isdigit():
                yield stem(plain), said.lower()
            at += 1


def label(topic: str, language: str) -> str:
    """A listed topic by its name in that language; any other as it is."""
    names = listed().names.get(topic)
    if names is None:
        return topic
    return names["fr" if language.startswith("fr") else "en"]


@cache
def listed() -> Listed:
    read = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
    names, of = {}, {}
    for row in read["topics"]:
        key = LISTED + row["en"]
        names[key] = {"fr": row["fr"], "en": row["en"]}
        for words in (row["fr"], row["en"], *row["also"]):
            plain = fold(words.replace("’", " ")).split()
            of[tuple(stem(word) for word in plain)] = key
    idle = frozenset(fold(word) for line in read["idle"] for word in line.split())
    return Listed(names, of, idle)
