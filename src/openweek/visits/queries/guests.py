"""Visits as the welcome desk sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from openweek.ground.text import first_name, fold
from openweek.visits.codes import as_code
from openweek.visits.models import Age, HalfDay, Match, Need, PhotoConsent, Visit
from openweek.visits.models.hosts import STANDING
from openweek.visits.sounds import SURE, joined, nearness, words_of
from openweek.week.halves import Half, in_words, parts_in_words
from openweek.week.models import Week

SHOWN_AT_MOST = 20
# Pictograms of the house that say a need to those who would rather look than read.
ICON_OF_NEED = {
    Need.STEP_FREE: "step-free",
    Need.HEARING: "sound",
    Need.SEEING: "search",
    Need.COMPANY: "people",
    Need.CHILD: "heart",
}


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
    group: str = ""
    need_codes: tuple[str, ...] = ()
    people_here: int | None = None
    is_waiting: bool = False
    host: str = ""  # the first name of who receives them that day
    has_photo_sign: bool = False
    is_erased: bool = False

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

    @property
    def first_name(self) -> str:
        return first_name(self.name)

    @property
    def shown_name(self) -> str:
        """A group by what it is called, with who leads it."""
        return f"{self.group} ({self.name})" if self.group else self.name

    @property
    def people(self) -> int:
        """Who really came, where somebody counted; else who said that they come."""
        return self.people_here if self.people_here is not None else self.party_size

    @property
    def still_to_come(self) -> int:
        return max(0, self.party_size - self.people) if self.is_here else 0

    @property
    def needs_in_words(self) -> list[tuple[str, str]]:
        """Each with its pictogram."""
        return [(ICON_OF_NEED[code], str(code.label)) for code in Need if code in self.need_codes]


@dataclass(frozen=True)
class Counts:
    """People (not visits) of one day."""

    expected: int
    arrived: int
    here: int


def expected(week: Week, on: date) -> list[Guest]:
    """Everybody of that day, by name: those to come, those who are here, those who left."""
    return guests_of(standing().filter(visit__week=week, date=on), week, on=on)


def counts(week: Week, on: date) -> Counts:
    """In people, not in visits."""
    return count(expected(week, on))


def count(guests: Iterable[Guest]) -> Counts:
    """The same of guests that were read already."""
    guests = list(guests)
    return Counts(
        expected=sum(guest.party_size for guest in guests),
        arrived=sum(guest.people for guest in guests if guest.arrived_at),
        here=sum(guest.people for guest in guests if guest.is_here),
    )


def guest(week: Week, number: int) -> Guest | None:
    """One visit with all its days, and whether it is here today."""
    found = _guests_numbered(week, {number})
    return found[0] if found else None


def search(week: Week, words: str) -> list[Guest]:
    """By code, or by name as one hears it: accents, order and slips of the pen are forgiven.

    A code is taken to the letter: who doesn't have it must not be able to come near it.
    """
    rows = Visit.objects.filter(week=week, cancelled_at__isnull=True, erased_at__isnull=True)
    if code := as_code(words):
        return _guests_numbered(week, rows.filter(code=code).values_list("number", flat=True))
    asked = fold(joined(words)).split()
    if not asked:
        return []
    near = []
    for number, name, group in rows.values_list("number", "name", "group"):
        known, score = words_of(f"{name} {group}"), SURE
        for word in asked:
            score = min(score, nearness(word, known))
            if not score:
                break
        else:
            near.append((-score, number))
    best = sorted(near)[:SHOWN_AT_MOST]
    place_of = {number: place for place, (_score, number) in enumerate(best)}
    return sorted(_guests_numbered(week, place_of), key=lambda guest: place_of[guest.number])


def standing() -> QuerySet[HalfDay]:
    """The half-days for which somebody has a seat, or for which they came."""
    return HalfDay.objects.filter(
        Q(visit__cancelled_at__isnull=True) | Q(arrived_at__isnull=False),
        waiting_since__isnull=True,
    ).select_related("visit")


def guests_of(rows: Iterable[HalfDay], week: Week, *, on: date) -> list[Guest]:
    """Those rows, gathered by visit and by name; who receives them on that day is read at once."""
    of_visit: dict[Visit, list[HalfDay]] = defaultdict(list)
    for row in rows:
        of_visit[row.visit].append(row)
    hosts = _hosts(of_visit, on) if of_visit else {}
    guests = [_as_guest(visit, halves, on, hosts) for visit, halves in of_visit.items()]
    return sorted(guests, key=lambda guest: (fold(guest.name), guest.number))


def _guests_numbered(week: Week, numbers: Iterable[int]) -> list[Guest]:
    rows = HalfDay.objects.filter(visit__week=week, visit__number__in=list(numbers))
    return guests_of(rows.select_related("visit"), week, on=week.today)


def _hosts(visits: Iterable[Visit], on: date) -> dict[int, list[tuple[Half, str]]]:
    """First names of hosts by the number of the visit's row."""
    rows = Match.objects.filter(
        half_day__visit__in=[visit.pk for visit in visits], half_day__date=on, state__in=STANDING
    ).select_related("half_day", "host__person")
    found: dict[int, list[tuple[Half, str]]] = defaultdict(list)
    for row in rows.order_by("-half_day__part"):
        name = first_name(row.host.person.name)
        found[row.half_day.visit_id].append((row.half_day.half, name))
    return found


def _as_guest(
    visit: Visit, rows: list[HalfDay], on: date, hosts: dict[int, list[tuple[Half, str]]]
) -> Guest:
    that_day = [row for row in rows if row.date == on]
    came = [row for row in that_day if row.arrived_at]
    here = any(row.is_here for row in came)
    counted = [row.people_here for row in came if row.people_here is not None]
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
        group=visit.group,
        need_codes=tuple(visit.need_codes or ()),
        people_here=max(counted, default=None),
        is_waiting=bool(that_day) and all(row.waiting_since for row in that_day),
        host=_host_now(hosts.get(visit.pk, ())),
        has_photo_sign=visit.age == Age.UNDER_15 or visit.photo_consent != PhotoConsent.YES,
        is_erased=visit.erased_at is not None,
    )


def _host_now(hosts: Iterable[tuple[Half, str]]) -> str:
    """Of two hosts of one day, both are named once, in the order of the day."""
    return ", ".join(dict.fromkeys(name for _half, name in hosts))
