"""Reads of visits and hosts. Guest, Counts, HostCard and Opening are what other rooms rely on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from openweek.ground import clock
from openweek.place.models import Person
from openweek.visits.codes import as_code, fold
from openweek.visits.models import HalfDay, Host, Visit
from openweek.week.halves import (
    Half,
    Opening,
    half_at,
    in_words,
    openings_of,
    parts_in_words,
)
from openweek.week.models import Week
from openweek.week.queries import days_of, is_open_at

LANGUAGES = {
    "fr": pgettext_lazy("a language", "French"),
    "en": pgettext_lazy("a language", "English"),
    "es": pgettext_lazy("a language", "Spanish"),
    "de": pgettext_lazy("a language", "German"),
    "it": pgettext_lazy("a language", "Italian"),
    "pt": pgettext_lazy("a language", "Portuguese"),
    "ar": pgettext_lazy("a language", "Arabic"),
    "tr": pgettext_lazy("a language", "Turkish"),
    "uk": pgettext_lazy("a language", "Ukrainian"),
    "zh": pgettext_lazy("a language", "Chinese"),
    "fsl": pgettext_lazy("a language", "French sign language"),
}
SHOWN_AT_MOST = 20
ALIKE = 0.8  # how near two spellings of a name must be


@dataclass(frozen=True)
class Guest:
    """A visit as the desk sees it on one day."""

    number: int
    name: str
    code: str
    party_size: int
    project: str
    needs: str
    origin: str
    is_walk_in: bool
    is_cancelled: bool
    halves: tuple[Half, ...]
    arrived_at: datetime | None
    left_at: datetime | None

    @property
    def is_here(self) -> bool:
        return self.arrived_at is not None and self.left_at is None

    @property
    def has_left(self) -> bool:
        return self.left_at is not None

    @property
    def comes_in_the_morning(self) -> bool:
        return any(half.is_morning for half in self.halves)

    @property
    def parts(self) -> str:
        return parts_in_words(self.halves)

    @property
    def days(self) -> list[str]:
        return in_words(self.halves)


@dataclass(frozen=True)
class Counts:
    """People (not visits) of one day."""

    expected: int
    arrived: int
    here: int


@dataclass(frozen=True)
class HostCard:
    """A host as everybody sees them: a first name, and no more of who they are."""

    person_id: int
    first_name: str
    about: str
    languages: tuple[str, ...]
    halves: tuple[Half, ...]
    light: str  # "open", "busy", or "" while the doors are closed

    @property
    def days(self) -> list[str]:
        return in_words(self.halves)


def local_now(week: Week) -> datetime:
    return clock.now().astimezone(week.place.zone)


def seats_taken(week: Week, *, apart_from: Visit | None = None) -> dict[Half, int]:
    """How many people have a seat; who cancelled and didn't come leaves theirs."""
    rows = HalfDay.objects.filter(visit__week=week).filter(
        Q(visit__cancelled_at__isnull=True) | Q(arrived_at__isnull=False)
    )
    if apart_from is not None:
        rows = rows.exclude(visit=apart_from)
    sums = rows.order_by().values("date", "part").annotate(people=Sum("visit__party_size"))
    return {Half(row["date"], row["part"]): row["people"] for row in sums}


def openings(week: Week, *, apart_from: Visit | None = None) -> list[Opening]:
    """Every open half-day of the week in order, with the seats that are left."""
    now = local_now(week)
    found = [opening for day in days_of(week) for opening in openings_of(day, now)]
    if week.capacity is None:
        return found
    taken = seats_taken(week, apart_from=apart_from)
    return [
        replace(opening, seats_left=max(0, week.capacity - taken.get(opening.half, 0)))
        for opening in found
    ]


def current_half(week: Week) -> Half | None:
    """The half-day that it is at the place; None on a closed day."""
    now = local_now(week)
    today = [opening.half for opening in openings(week) if opening.half.date == now.date()]
    return half_at(now) if half_at(now) in today else next(iter(today), None)


def next_free(week: Week) -> Half | None:
    """The first half-day for which one can still register."""
    return next((opening.half for opening in openings(week) if opening.is_free), None)


def expected(week: Week, on: date) -> list[Guest]:
    """Everybody of that day, by name: those to come, those who are here, those who left."""
    return _guests(_standing().filter(visit__week=week, date=on), on=on)


def here_now(week: Week) -> list[Guest]:
    return [guest for guest in expected(week, week.today) if guest.is_here]


def counts(week: Week, on: date) -> Counts:
    return count(expected(week, on))


def count(guests: Iterable[Guest]) -> Counts:
    guests = list(guests)
    return Counts(
        expected=sum(guest.party_size for guest in guests),
        arrived=sum(guest.party_size for guest in guests if guest.arrived_at),
        here=sum(guest.party_size for guest in guests if guest.is_here),
    )


def guest(week: Week, number: int) -> Guest | None:
    """One visit with all its days, and whether it is here today."""
    found = _guests_numbered(week, {number})
    return found[0] if found else None


def search(week: Week, words: str) -> list[Guest]:
    """By code, or by name with its accents, capitals, order and a slip of the pen forgiven.

    A code is taken to the letter: who doesn't have it must not be able to come near it.
    """
    rows = Visit.objects.filter(week=week, cancelled_at__isnull=True, erased_at__isnull=True)
    if code := as_code(words):
        return _guests_numbered(week, rows.filter(code=code).values_list("number", flat=True))
    asked = fold(words)
    if not asked:
        return []
    near = (
        (_nearness(asked, fold(name)), number)
        for number, name in rows.values_list("number", "name")
    )
    best = sorted((-score, number) for score, number in near if score >= ALIKE)[:SHOWN_AT_MOST]
    place_of = {number: place for place, (_score, number) in enumerate(best)}
    return sorted(_guests_numbered(week, place_of), key=lambda guest: place_of[guest.number])


def _nearness(asked: str, name: str) -> float:
    """1 when each word asked begins one of the name's; less as the spelling drifts away."""
    parts = name.split()
    if not parts:
        return 0.0
    return min(
        max(
            1.0 if part.startswith(word) else SequenceMatcher(None, word, part).ratio()
            for part in parts
        )
        for word in asked.split()
    )


def _standing() -> QuerySet[HalfDay]:
    return HalfDay.objects.filter(
        Q(visit__cancelled_at__isnull=True) | Q(arrived_at__isnull=False)
    ).select_related("visit")


def _guests_numbered(week: Week, numbers: Iterable[int]) -> list[Guest]:
    rows = HalfDay.objects.filter(visit__week=week, visit__number__in=list(numbers))
    return _guests(rows.select_related("visit"), on=week.today)


def _guests(rows: Iterable[HalfDay], *, on: date) -> list[Guest]:
    of_visit: dict[Visit, list[HalfDay]] = defaultdict(list)
    for row in rows:
        of_visit[row.visit].append(row)
    guests = [_as_guest(visit, halves, on) for visit, halves in of_visit.items()]
    return sorted(guests, key=lambda guest: (fold(guest.name), guest.number))


def _as_guest(visit: Visit, rows: list[HalfDay], on: date) -> Guest:
    came = [row for row in rows if row.date == on and row.arrived_at]
    here = any(row.is_here for row in came)
    return Guest(
        number=visit.number,
        name=visit.name or _("Somebody whose data are erased"),
        code=visit.code,
        party_size=visit.party_size,
        project=visit.project,
        needs=visit.needs,
        origin=visit.origin,
        is_walk_in=visit.walk_in,
        is_cancelled=visit.cancelled_at is not None,
        halves=tuple(row.half for row in rows),
        arrived_at=min((row.arrived_at for row in came if row.arrived_at), default=None),
        left_at=None if here else max((row.left_at for row in came if row.left_at), default=None),
    )


def hosts_of(week: Week) -> list[HostCard]:
    """In the order in which they offered themselves.

    A light shines only while the doors are open and its host is meant to be there: one that
    burnt all night would not be believed in the morning.
    """
    rows = Host.objects.filter(week=week, person__is_active=True).select_related("person")
    is_open = week.is_running and is_open_at(week, clock.now())
    return [
        _as_card(host, half_at(local_now(week)) if is_open else None)
        for host in rows.prefetch_related("half_days")
    ]


def _as_card(host: Host, now: Half | None) -> HostCard:
    halves = tuple(row.half for row in host.half_days.all())
    is_there = now is not None and (not halves or now in halves)
    return HostCard(
        person_id=host.person_id,
        first_name=next(iter(host.person.name.split()), ""),
        about=host.about,
        languages=tuple(str(LANGUAGES[code]) for code in host.languages if code in LANGUAGES),
        halves=halves,
        light=host.light if is_there else "",
    )


def host_of(week: Week, person: Person | None) -> Host | None:
    if person is None:
        return None
    return Host.objects.filter(week=week, person=person).first()
