"""Who receives whom: what is to be matched, and what each of the two, and the desk, see of it.

A visitor sees the first name of who receives them; a host sees their own visitors and nobody
else's; the desk sees all. Each has a query of its own, which can give nothing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from openweek.community.queries import lights
from openweek.ground.text import first_name
from openweek.place.spoken import languages_in_words
from openweek.visits.matching import reasons
from openweek.visits.matching.greedy import Board
from openweek.visits.matching.problem import is_well
from openweek.visits.models import HalfDay, Host, Match, Need, Visit
from openweek.visits.models.hosts import STANDING, MatchState
from openweek.visits.queries.known import expected_rows, known_for
from openweek.visits.queries.seats import openings
from openweek.week.halves import Half
from openweek.week.models import Week


@dataclass(frozen=True)
class HostMatch:
    """Who receives a visitor on one half-day, as that visitor and the desk see it."""

    match_id: int
    half: Half
    person_id: int
    first_name: str
    about: str
    languages: tuple[str, ...]
    state: str
    is_fixed: bool
    light: str
    reasons: tuple[str, ...]

    @property
    def is_accepted(self) -> bool:
        return self.state == MatchState.ACCEPTED


@dataclass(frozen=True)
class VisitorMatch:
    """A visitor whom a host receives on one half-day, as that host sees them."""

    match_id: int
    visit_id: int
    half: Half
    name: str
    group: str
    party_size: int
    project: str
    learn: str
    show: str
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    needs_in_words: str
    state: str
    is_fixed: bool
    is_here: bool
    reasons: tuple[str, ...]

    @property
    def is_accepted(self) -> bool:
        return self.state == MatchState.ACCEPTED


@dataclass(frozen=True)
class Unhosted:
    """Somebody who has no host on a half-day, as the desk sees them."""

    half_day_id: int
    number: int
    half: Half
    name: str
    party_size: int
    needs: tuple[str, ...]
    is_here: bool


def standing_match(half_day: HalfDay) -> Match | None:
    """Proposed or accepted; None when nobody receives them then."""
    return Match.objects.filter(half_day=half_day, state__in=STANDING).first()


def hosts_for(visit: Visit, *, reader: str = reasons.VISITOR) -> list[HostMatch]:
    """Who receives that visit, half-day by half-day, in order."""
    rows = list(_standing().filter(half_day__visit=visit))
    lit = lights(visit.week.place) if rows else {}
    return _in_order(_host_match(match, lit, reader) for match in rows)


def visitors_of(host: Host, *, on: date | None = None) -> list[VisitorMatch]:
    """Those whom that host receives, and nobody else; of one day, or of the whole week."""
    rows = _standing().filter(host=host).filter(_expected())
    if on is not None:
        rows = rows.filter(half_day__date=on)
    return _in_order(_visitor_match(match) for match in rows)


def match_of_host(host: Host, match_id: int) -> Match | None:
    """A match by its number, if it stands and is theirs: no other can be reached by counting."""
    return _standing().filter(host=host, pk=match_id).first()


def match_of_visit(visit: Visit, match_id: int) -> Match | None:
    """That one, if it still stands and is theirs."""
    return _standing().filter(half_day__visit=visit, pk=match_id).first()


def without_host(week: Week, on: date | None = None) -> list[Unhosted]:
    """For the desk: who is expected or here and has no host, those with a need first; of one day,
    or of what is left of the week.
    """
    ahead = {opening.half for opening in openings(week) if not opening.is_past}
    rows = expected_rows(week).filter(left_at__isnull=True)
    rows = rows.exclude(matches__state__in=STANDING).select_related("visit")
    if on is not None:
        rows = rows.filter(date=on)
    found = [row for row in rows if row.half in ahead]
    found.sort(key=lambda row: (row.half.order, not row.visit.need_codes, row.visit.number))
    return [
        Unhosted(
            half_day_id=row.pk, number=row.visit.number, half=row.half,
            name=row.visit.group or row.visit.name, party_size=row.visit.party_size,
            needs=needs_in_words(row.visit.need_codes), is_here=row.is_here,
        )
        for row in found
    ]  # fmt: skip


def hosts_free_for(half_day: HalfDay) -> list[tuple[Host, list[str]]]:
    """For the desk: those who could still receive that visit then, the best first, and why."""
    known = known_for(half_day)
    if half_day.pk not in known.half_days:
        return []
    board = Board(known.problem)
    visitor, stay = known.stay_of(half_day.pk)
    free = sorted(
        board.free_hosts(visitor, stay),
        key=lambda host: (not is_well(visitor, host), -board.gain(visitor, stay, host), host.key),
    )
    return [
        (
            known.hosts[each.key],
            reasons.in_words(reasons.why(known.problem, visitor, stay, each, known.words)),
        )
        for each in free
    ]


def needs_in_words(codes: Iterable[str]) -> tuple[str, ...]:
    """In their order; codes that are no longer known are left out."""
    return tuple(str(Need(code).label) for code in codes if code in Need.values)


def _standing() -> QuerySet[Match]:
    return Match.objects.filter(state__in=STANDING).select_related(
        "host__person", "half_day__visit__week__place"
    )


def _expected() -> Q:
    return Q(half_day__waiting_since__isnull=True, half_day__visit__erased_at__isnull=True) & (
        Q(half_day__visit__cancelled_at__isnull=True) | Q(half_day__arrived_at__isnull=False)
    )


Card = TypeVar("Card", HostMatch, VisitorMatch)


def _in_order(cards: Iterable[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: (card.half.order, card.match_id))


def _host_match(match: Match, lit: Mapping[int, str], reader: str) -> HostMatch:
    host = match.host
    return HostMatch(
        match_id=match.pk,
        half=match.half_day.half,
        person_id=host.person_id,
        first_name=first_name(host.person.name),
        about=host.about,
        languages=languages_in_words(host.languages),
        state=match.state,
        is_fixed=match.is_fixed,
        light=lit.get(host.person_id, ""),
        reasons=tuple(reasons.in_words(match.reasons, reader)),
    )


def _visitor_match(match: Match) -> VisitorMatch:
    visit = match.half_day.visit
    return VisitorMatch(
        match_id=match.pk,
        visit_id=visit.pk,
        half=match.half_day.half,
        name=visit.name,
        group=visit.group,
        party_size=visit.party_size,
        project=visit.project,
        learn=visit.learn,
        show=visit.show,
        languages=languages_in_words(visit.languages),
        needs=needs_in_words(visit.need_codes),
        needs_in_words=visit.needs,
        state=match.state,
        is_fixed=match.is_fixed,
        is_here=match.half_day.is_here,
        reasons=tuple(reasons.in_words(match.reasons, reasons.HOST)),
    )
