"""How a name sounds in French, and how far apart two spellings are.

« Dupont », « DUPOND » and « Dupon » have one key; so have « Benoît » and « Benois », « Lefèvre »
and « Lefebvre ». A key is coarse on purpose: the desk chooses among what it finds.
"""

import re
from functools import lru_cache

from openweek.ground.slips import allowed_slips, is_within
from openweek.ground.text import fold

# In this order. Nasal vowels become 1 (an), 2 (in) and 3 (on); « ch » becomes 5, « gn » 4.
_RULES = [
    (re.compile(rule), put)
    for rule, put in [
        (r"(.)\1+", r"\1"),
        (r"y", "i"),
        (r"ph", "f"),
        (r"(?:sch|sh|ch)(?=[rl])", "k"),
        (r"sch|tch|sh|ch", "5"),
        (r"h", ""),
        (r"gu(?=[ei])", "g~"),
        (r"gn", "4"),
        (r"ge(?=[ao])", "j"),
        (r"g(?=[ei])", "j"),
        (r"~", ""),
        (r"s[cs](?=[ei])", "s"),
        (r"c(?=[ei])", "s"),
        (r"ck|qu|[cq]", "k"),
        (r"x(?=.)", "ks"),
        (r"z", "s"),
        (r"w", "v"),
        (r"bv", "v"),
        (r"(?:eau|au)l[tdx]", "o"),
        (r"eau|au", "o"),
        (r"(?:ai|ei|i)[nm](?![aeiounm])", "2"),
        (r"ien(?![aeiounm])", "i2"),
        (r"oin(?![aeiounm])", "w2"),
        (r"[ae][nm](?![aeiounm])", "1"),
        (r"u[nm](?![aeiounm])", "2"),
        (r"o[nm](?![aeiounm])", "3"),
        (r"oi", "wa"),
        (r"oeu|eu", "e"),
        (r"ou", "u"),
        (r"ai|ei|ae", "e"),
        (r"(?:er|ez|et|es|e)$", "e"),
        (r"[dtsxp]+$", ""),
        (r"e$", ""),
        (r"(?<=[^e])l?l$", "l"),
        (r"(.)\1+", r"\1"),
    ]
]
_INSIDE = re.compile(r"[’'ʼ`´-]")
SURE, LIKELY, MAYBE = 1.0, 0.9, 0.8


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """The key of one word that was folded already; empty for one without a letter of ours."""
    key = word
    for rule, put in _RULES:
        key = rule.sub(put, key)
    return key


def joined(name: str) -> str:
    """Without what some write inside a name and some don't: « N’Guyen », « Jean-Marc »."""
    return _INSIDE.sub("", name)


def words_of(name: str) -> set[str]:
    """The words that find a name: « nguyen » finds « N’Guyen », « angelo » finds « d’Angelo »."""
    words = set(fold(name).split())
    if _INSIDE.search(name):
        words.update(fold(joined(name)).split())
    if "ç" in name.casefold():
        words.update(fold(name.replace("ç", "ss").replace("Ç", "ss")).split())
    return words


def nearness(asked: str, words: set[str]) -> float:
    """From 0 to 1: how well the word that was asked stands among those of a name."""
    if asked in words or any(word.startswith(asked) for word in words):
        return SURE
    if len(asked) < 3:  # noqa: PLR2004  too short to be mistaken for anything
        return 0.0
    key = sound(asked)
    if key and any(key == sound(word) for word in words):
        return LIKELY
    slips = allowed_slips(asked)
    return MAYBE if any(is_within(asked, word, slips) for word in words) else 0.0
