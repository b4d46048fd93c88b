"""Which way a paragraph is read, and in which language, as its letters tell."""

import re
import unicodedata
from functools import cache

# Letters that say of themselves in which language they are written; others take the book's.
_LANGUAGES = [
    ("ja", re.compile("[\u3040-\u30ff\uff66-\uff9d]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
]
_WITHOUT_SPACES = "[^\\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u3040-\u30ff\u0e00-\u0e7f\u200b]"
_AFTER = re.compile(r"(?<=[/.?&=_#:-])(?=[^/.?&=_#:-])")
_LONGEST = 36  # letters of a word, before it may break anywhere
_BLANKS = re.compile("[\t\n\r\f\v \u2028\u2029]+")
# Nothing that can be seen: unassigned, private, halves of pairs, controls, marks of formatting.
_UNSEEN = {"Cn", "Co", "Cs", "Cc", "Cf"}
# Colours of skin, which one ink does not tell apart.
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_KEPT = "\n\u200c\u200d\u00ad\u200b\u2060\ufe0f\ufe0e"


def direction(words: str) -> str:
    """``rtl`` or ``ltr`` by the first letter that has one, "" when none has."""
    for letter in words:
        match unicodedata.bidirectional(letter):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return ""


def language(words: str, otherwise: str) -> str:
    """What the greater part of the letters are written in."""
    if words.isascii():
        return otherwise
    letters = sum(letter.isalpha() for letter in words)
    for code, letters_of in _LANGUAGES:
        found = len(letters_of.findall(words))
        enough = 1 if code == "fa" else letters / 3
        if found and found >= enough:
            return code
    return otherwise


def seen(words: str, *, keeps_lines: bool = False) -> str:
    """Only what can be printed; breaks and rows of blanks become one blank, as on a page."""
    if not keeps_lines:
        words = _BLANKS.sub(" ", words)
    if words.isascii() and words.isprintable():
        return words
    return "".join(
        letter
        for letter in _TONES.sub("", words)
        if letter in _KEPT or unicodedata.category(letter) not in _UNSEEN
    )


def is_seen(words: str) -> bool:
    """Whether any of it leaves a trace on paper."""
    return any(unicodedata.category(letter)[0] not in "ZCM" for letter in words)


def breakable(words: str, *, longest: int = _LONGEST) -> str:
    """With places at which a word that is wider than its column may break."""
    return _endless(longest).sub(lambda found: _broken(found[0], longest // 2), words)


def address(url: str) -> str:
    """As one reads it on paper."""
    shown = url.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")
    return _broken(shown.removesuffix("/") if shown.count("/") == 1 else shown, _LONGEST // 2)


def _broken(words: str, stride: int) -> str:
    parts = _AFTER.split(words)
    return "\u200b".join(
        part[at : at + stride] for part in parts for at in range(0, len(part), stride)
    )


@cache
def _endless(longest: int) -> re.Pattern[str]:
    return re.compile(f"{_WITHOUT_SPACES}{{{longest},}}")
