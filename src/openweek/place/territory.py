"""Where people come from: communes, départements, regions, countries, found by what is typed.

Codes are INSEE's (a country's: ISO 3166's), as strings: Corsica is "2A" and "2B". A commune's
département is read in its code, never in a postcode; a postcode only helps to find communes.

The list is one sorted file, looked into where it lies: a few pages of it come into memory, and
they are shared by all processes. Made by scripts/communes.py.
"""

import mmap
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.ground import text

FILE = Path(__file__).with_name("territory.tsv")
COMMUNE, DEPARTEMENT, REGION, COUNTRY = "commune", "departement", "region", "abroad"
HERE = "france"  # says nothing more than that it isn't abroad
FORMERLY = "formerly"  # the name of what is now a part of a commune
ARTICLES = {"le", "la", "les", "l"}
SHOWN_AT_MOST = 8
ASKED_AT_MOST = 12
SHORTEST = 2  # letters before anything is suggested
SHORTEST_GUESS = 4  # letters before a slip of the pen is forgiven

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_POSTCODE = re.compile(r"\b\d{5}\b")
_DEPARTEMENT = re.compile(r"(2[ab]|97\d|98\d|\d{2})", re.IGNORECASE)
_WITHIN = re.compile(r"^(.+?)\s*(?:\(([^()]+)\)|,\s*([^,]+))\s*$")
# What stands after a comma, when that is what one means.
_KINDS = {"departement": DEPARTEMENT, "region": REGION, "pays": COUNTRY, "country": COUNTRY}
# A commune that is a whole département: nobody is asked which of the two.
_ONE_COMMUNE = {"75"}


def fold(words: str) -> str:
    """As one types it: without accents, capitals or hyphens, « St » written out."""
    return " ".join(_SHORT.get(word, word) for word in text.fold(words).split())


def departement_of(insee: str) -> str:
    """« 42218 » → "42", « 2A004 » → "2A", « 97411 » → "974"."""
    return insee[: 3 if insee.startswith(("97", "98")) else 2]


@dataclass(frozen=True, slots=True)
class Territory:
    """A commune, a département, a region or a country."""

    kind: str
    code: str
    name: str
    english: str = ""

    @property
    def key(self) -> str:
        """As a form sends it back."""
        return f"{self.kind}:{self.code}"

    @property
    def said(self) -> str:
        """What tells it apart from those of the same name: « Saint-Denis (La Réunion) »."""
        if self.kind == COMMUNE:
            within = named(DEPARTEMENT, departement_of(self.code))
            return f"{self.name} ({within.name})" if within else self.name
        if self.kind == DEPARTEMENT:
            return _("%(name)s, département") % {"name": self.name}
        if self.kind == REGION:
            return _("%(name)s, region") % {"name": self.name}
        return self.english if self.english and get_language() == "en" else self.name


def named(kind: str, code: str) -> Territory | None:
    """What has that code; None when nothing has."""
    if kind == COMMUNE:
        return _commune(code)
    return _few().get((kind, code))


def of_key(key: str) -> Territory | None:
    """What a form sent back."""
    kind, _colon, code = key.partition(":")
    return named(kind, code)


def suggest(typed: str) -> list[Territory]:
    """What somebody who is typing may mean: the largest communes first, at most eight."""
    words = fold(typed)
    if len(words.replace(" ", "")) < SHORTEST:
        return []
    return _told_apart(_meant(typed), SHOWN_AT_MOST)


@dataclass(frozen=True, slots=True)
class Understood:
    """``sure`` when there is no doubt, else ``choices`` among which to ask; or neither."""

    sure: Territory | None = None
    choices: tuple[Territory, ...] = ()


@lru_cache(maxsize=512)
def understand(typed: str) -> Understood:
    """What somebody typed. A beginning or a slip of the pen is asked about, never guessed."""
    if fold(typed) == HERE:
        return Understood()
    rows = _exact(typed)
    found = tuple(_told_apart(_meant(typed) if rows is None else rows, ASKED_AT_MOST))
    is_sure = len(found) == 1 and (rows is not None or _is_postcode(typed))
    return Understood(sure=found[0]) if is_sure else Understood(choices=found)


def _is_postcode(typed: str) -> bool:
    return _POSTCODE.fullmatch(typed.strip()) is not None


@dataclass(frozen=True, slots=True)
class _Row:
    known: str
    kind: str
    code: str
    name: str
    people: int
    more: str  # of a commune its postcodes, of a département its region, else the English name

    @property
    def territory(self) -> Territory:
        kind = COMMUNE if self.kind == FORMERLY else self.kind
        return Territory(kind, self.code, self.name, self.more if kind == COUNTRY else "")


def _told_apart(rows: Iterable[_Row], at_most: int) -> list[Territory]:
    """Each once: what is called so today before what was, the largest first."""
    ordered = sorted(rows, key=lambda row: (row.kind == FORMERLY, -row.people, row.known))
    found = list(dict.fromkeys(row.territory for row in ordered))
    return found[:at_most]


def _exact(typed: str) -> list[_Row] | None:
    """Those that are called just so, in the département that was said with it."""
    code = typed.strip().upper().removeprefix("(").removesuffix(")")
    if _DEPARTEMENT.fullmatch(code):
        few = _few().get((DEPARTEMENT, code))
        return [_Row("", few.kind, few.code, few.name, 0, "")] if few else None
    words, within = _parted(typed)
    rows = [row for row in _called(fold(words)) if _is_within(row, within)]
    to_the_letter = [row for row in rows if row.name.casefold() == words.strip().casefold()]
    return _without_doubles(to_the_letter or rows) or None


def _parted(typed: str) -> tuple[str, str]:
    """The name, and what was said beside it: a département, its code, a postcode, a kind."""
    post = _POSTCODE.search(typed)
    if post:
        rest = typed.replace(post[0], " ").strip(" ,()-")
        if rest:
            return rest, post[0]
    told = _WITHIN.match(typed)
    if told:
        return told[1], told[2] or told[3]
    first, _space, last = typed.strip().rpartition(" ")
    if first and _DEPARTEMENT.fullmatch(last):
        return first, last
    return typed, ""


def _is_within(row: _Row, within: str) -> bool:
    if not within:
        return True
    said = fold(within)
    if said in _KINDS:
        return row.kind == _KINDS[said]
    if _POSTCODE.fullmatch(within):
        return within in row.more.split()
    if row.kind not in {COMMUNE, FORMERLY}:
        return row.kind == DEPARTEMENT and row.code == within.upper()
    departement = _few().get((DEPARTEMENT, departement_of(row.code)))
    region = _few().get((REGION, _region_of(departement_of(row.code))))
    names = {fold(each.name) for each in (departement, region) if each}
    return said in names | {departement_of(row.code).casefold(), "france"}


def _without_doubles(rows: list[_Row]) -> list[_Row]:
    """A former name yields to one of today; of a region that is one département, the latter."""
    today = [row for row in rows if row.kind != FORMERLY] or rows
    kinds = {row.kind for row in today}
    if DEPARTEMENT in kinds and REGION in kinds:
        today = [row for row in today if row.kind != REGION]
    if COMMUNE in kinds:
        today = [row for row in today if row.code not in _ONE_COMMUNE]
    return today


def _meant(typed: str) -> list[_Row]:
    """By postcode, by how it begins, else with one slip of the pen."""
    post = _POSTCODE.search(typed)
    if post and (rows := [row for row in _of_postcode(post[0]) if row.kind == COMMUNE]):
        return rows
    words, within = _parted(typed)
    known = fold(words)
    if len(known) < SHORTEST:
        return []
    rows = [row for row in _beginning(known) if _is_within(row, within)]
    rows = nlargest(ASKED_AT_MOST, rows, key=lambda row: (row.known == known, row.people))
    if rows or len(known) < SHORTEST_GUESS:
        return rows
    return [row for near in _slips(known) for row in _called(near) if _is_within(row, within)]


def _slips(word: str) -> Iterator[str]:
    """Every spelling one slip away: a letter too many, missing, another, two turned round."""
    letters = string.ascii_lowercase + " "
    for n in range(len(word) + 1):
        head, tail = word[:n], word[n:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


# The file


@cache
def _lines() -> mmap.mmap:
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _row(line: bytes) -> _Row:
    known, kind, code, name, people, more = line.decode().split("\t")
    return _Row(known, kind, code, name, int(people), more)


def _first_from(key: bytes) -> int:
    """Where the first line stands that is not before ``key``."""
    lines = _lines()
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", 0, middle) + 1
        if lines[start : start + len(key)] < key:
            low = lines.find(b"\n", middle) + 1
        else:
            high = start
    return low


def _starting(key: bytes) -> Iterator[_Row]:
    lines = _lines()
    at = _first_from(key)
    while lines[at : at + len(key)] == key:
        end = lines.find(b"\n", at)
        yield _row(lines[at:end])
        at = end + 1


def _called(known: str) -> list[_Row]:
    return list(_starting(f"{known}\t".encode())) if known else []


def _beginning(known: str) -> Iterator[_Row]:
    return _starting(known.encode())


def _holding(words: bytes) -> Iterator[_Row]:
    lines = _lines()
    at = lines.find(words)
    while at >= 0:
        start, end = lines.rfind(b"\n", 0, at) + 1, lines.find(b"\n", at)
        yield _row(lines[start:end])
        at = lines.find(words, end)


def _of_postcode(post: str) -> list[_Row]:
    """It stands after the number of people, or after another one."""
    rows = (*_holding(f"\t{post}".encode()), *_holding(f" {post}".encode()))
    return [row for row in rows if post in row.more.split()]


@lru_cache(maxsize=512)
def _commune(code: str) -> Territory | None:
    if not re.fullmatch(r"\d[0-9AB]\d{3}", code):
        return None
    rows = _holding(f"\t{COMMUNE}\t{code}\t".encode())
    return next((row.territory for row in rows), None)


@cache
def _few() -> dict[tuple[str, str], Territory]:
    """Départements, regions and countries: few enough to be kept."""
    return {
        (kind, row.code): row.territory
        for kind in (DEPARTEMENT, REGION, COUNTRY)
        for row in _holding(f"\t{kind}\t".encode())
    }


@cache
def _region_of(departement: str) -> str:
    rows = _holding(f"\t{DEPARTEMENT}\t{departement}\t".encode())
    return next((row.more for row in rows), "")


def region_of(departement: str) -> Territory | None:
    """The region that a département is in."""
    return _few().get((REGION, _region_of(departement)))
