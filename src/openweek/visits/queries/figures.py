"""How many came, from where and how: sums for a report, and who may be named in one.

A number below five could point at somebody: it is not shown, nor anything from which it could be
worked out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openweek.ground.text import first_name
from openweek.place.territory import COMMUNE, DEPARTEMENT, departement_of
from openweek.visits.models import Age, HalfDay, PhotoConsent, Tally, Visit
from openweek.week.models import Week

FEWEST = 5


@dataclass(frozen=True)
class Answer:
    """One thing that somebody said of themselves, as it is counted."""

    what: str  # "origin", "age", "heard", "partner", "need"
    code: str  # of an origin "departement:42", "region:94", "abroad:BE"; "" for what was not said


# Of these everybody gives exactly one answer, so that what is left over can be worked out.
ONE_EACH = ("origin", "age", "heard", "partner")


@dataclass(frozen=True)
class Sums:
    """Those of one question; ``others`` are all answers that are not shown, where they are many."""

    shown: Mapping[str, int]
    others: int | None = None


@dataclass(frozen=True)
class Figures:
    """Of those who came. None and absent codes are fewer than five."""

    visits: int | None
    people: int | None
    origins: Sums
    ages: Sums
    heard: Sums
    partners: Sums
    needs: Sums


def answers_of(visit: Visit) -> list[Answer]:
    """What a visit adds to the sums: a commune counts as its département."""
    kind, code = visit.origin_kind, visit.origin_code
    if kind == COMMUNE:
        kind, code = DEPARTEMENT, departement_of(code)
    return [
        Answer("origin", f"{kind}:{code}" if kind else ""),
        Answer("age", visit.age),
        Answer("heard", visit.heard),
        Answer("partner", "yes" if visit.is_partner else ""),
        *(Answer("need", code) for code in visit.need_codes),
    ]


def people_who_came(visit: Visit) -> int:
    """0 when nobody came; of a group those who were counted, at the time they were most."""
    return _people(visit, list(visit.half_days.all()))


def _people(visit: Visit, rows: Iterable[HalfDay]) -> int:
    came = [row for row in rows if row.arrived_at]
    return max((row.people_here or visit.party_size for row in came), default=0)


def figures(week: Week) -> Figures:
    """Sums over everybody who came, also those who were forgotten since."""
    sums: dict[str, Counter[str]] = {what: Counter() for what in (*ONE_EACH, "need")}
    for tally in Tally.objects.filter(week=week):
        sums[tally.what][tally.code] += tally.people
    visits = people = 0
    came = Visit.objects.filter(week=week, half_days__arrived_at__isnull=False).distinct()
    for visit in came.prefetch_related("half_days"):
        number = _people(visit, visit.half_days.all())
        visits, people = visits + 1, people + number
        for answer in answers_of(visit) if visit.erased_at is None else ():
            sums[answer.what][answer.code] += number
    told = {what: suppress(counts, adds_up=what in ONE_EACH) for what, counts in sums.items()}
    return Figures(
        visits=_many(visits),
        people=_many(people),
        origins=told["origin"],
        ages=told["age"],
        heard=told["heard"],
        partners=told["partner"],
        needs=told["need"],
    )


def suppress(counts: Mapping[str, int], *, adds_up: bool) -> Sums:
    """Leave out what is below five, and where the sum is known, enough that none can be guessed."""
    shown = {code: number for code, number in counts.items() if number >= FEWEST}
    left = sum(counts.values()) - sum(shown.values())
    hidden = len(counts) - len(shown)
    while adds_up and shown and (0 < left < FEWEST or hidden == 1):
        least = min(shown, key=lambda code: (shown[code], code))
        left, hidden = left + shown.pop(least), hidden + 1
    ordered = dict(sorted(shown.items(), key=lambda item: (-item[1], item[0])))
    return Sums(ordered, others=left if adds_up and left >= FEWEST else None)


def _many(number: int) -> int | None:
    return number if number == 0 or number >= FEWEST else None


def may_be_named(visit: Visit) -> bool:
    """Whether a report, a page or a picture's caption may show who it is or what they said.

    Never somebody under 15, nor who wants no photograph of themselves, nor who was forgotten.
    """
    return (
        visit.erased_at is None
        and visit.age != Age.UNDER_15
        and visit.photo_consent != PhotoConsent.NO
    )


def may_be_photographed(visit: Visit) -> bool:
    """Only who said yes, and is old enough to say so alone."""
    return may_be_named(visit) and visit.photo_consent == PhotoConsent.YES


@dataclass(frozen=True)
class Word:
    """What somebody said after they came, and lets others read."""

    number: int
    first_name: str
    text: str


def public_words(week: Week) -> list[Word]:
    """Those that may be quoted, the newest first."""
    rows = Visit.objects.filter(week=week, word_is_public=True, erased_at__isnull=True)
    return [
        Word(visit.number, first_name(visit.name), visit.word)
        for visit in rows.exclude(word="").order_by("-word_at")
        if may_be_named(visit)
    ]
