"""Who receives whom on one half-day, for the desk: each host with their visitors beside them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Q

from openweek.ground.text import first_name
from openweek.visits.matching import reasons
from openweek.visits.models import HalfDay, Host, Match
from openweek.visits.models.hosts import STANDING, MatchState
from openweek.visits.queries.known import expected_rows
from openweek.visits.queries.matching import (
    Unhosted,
    VisitorMatch,
    needs_in_words,
    standing_match,
    visitors_of,
    without_host,
)
from openweek.visits.queries.seats import current_half, openings
from openweek.week.halves import Half
from openweek.week.models import Week


@dataclass(frozen=True)
class Paired:
    """A visit beside the host who receives it."""

    half_day_id: int
    number: int
    name: str
    party_size: int
    needs: tuple[str, ...]
    is_here: bool
    is_accepted: bool
    is_fixed: bool
    topics: str  # what the two share, in a few words
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Receiving:
    """A host who is there on that half-day, and whom they receive."""

    host_id: int
    first_name: str
    about: str
    at_once: int
    visits: tuple[Paired, ...]

    @property
    def strands(self) -> list[int]:
        """Where each line from the host ends, in hundredths of the height of their visits."""
        count = len(self.visits)
        return [round((2 * place + 1) * 50 / count) for place in range(count)]


@dataclass(frozen=True)
class HalfLine:
    """A half-day that one may look at."""

    half: Half
    is_past: bool
    expected: int
    without: int


@dataclass(frozen=True)
class Pairs:
    half: Half | None
    halves: list[HalfLine]
    receiving: list[Receiving]
    free: list[Receiving]
    without: list[Unhosted]


def pairs(week: Week, asked: Half | None) -> Pairs:
    """Of the half-day asked for, or else of this one, or of the next that comes."""
    opened = openings(week)
    known = [opening.half for opening in opened]
    half = asked if asked in known else _next(week, known)
    counts = _counts(week)
    lines = [HalfLine(each.half, each.is_past, *counts.get(each.half, (0, 0))) for each in opened]
    if half is None:
        return Pairs(None, lines, [], [], [])
    there = list(_receiving(week, half))
    return Pairs(
        half,
        lines,
        receiving=[each for each in there if each.visits],
        free=[each for each in there if not each.visits],
        without=[each for each in without_host(week, half.date) if each.half == half],
    )


def _next(week: Week, known: list[Half]) -> Half | None:
    ahead = [each.half for each in openings(week) if not each.is_past]
    now = current_half(week)
    return now if now in ahead else next(iter(ahead or known), None)


def _counts(week: Week) -> dict[Half, tuple[int, int]]:
    """By half-day: how many visits are expected, and how many of them have no host."""
    rows = (
        expected_rows(week)
        .order_by()
        .values("date", "part")
        .annotate(
            visits=Count("pk", distinct=True),
            hosted=Count("pk", distinct=True, filter=Q(matches__state__in=STANDING)),
        )
    )
    return {
        Half(row["date"], row["part"]): (row["visits"], row["visits"] - row["hosted"])
        for row in rows
    }


def _receiving(week: Week, half: Half) -> Iterable[Receiving]:
    """Those with most visits first; hosts who have somebody although they said another time too."""
    of_host: dict[int, list[Match]] = defaultdict(list)
    for match in _matches(week, half):
        of_host[match.host_id].append(match)
    hosts = Host.objects.filter(week=week, person__is_active=True).select_related("person")
    there = [
        host
        for host in hosts.prefetch_related("half_days")
        if of_host[host.pk] or _is_there(host, half)
    ]
    there.sort(key=lambda host: (-len(of_host[host.pk]), host.pk))
    return (
        Receiving(
            host_id=host.pk,
            first_name=first_name(host.person.name),
            about=host.about,
            at_once=host.at_once,
            visits=tuple(_paired(match) for match in of_host[host.pk]),
        )
        for host in there
    )


def _is_there(host: Host, half: Half) -> bool:
    halves = [row.half for row in host.half_days.all()]
    return not halves or half in halves


def _matches(week: Week, half: Half) -> Iterable[Match]:
    rows = expected_rows(week).filter(date=half.date, part=half.part)
    found = Match.objects.filter(half_day__in=rows, state__in=STANDING)
    return found.select_related("half_day__visit").order_by("half_day__visit__number")


def _paired(match: Match) -> Paired:
    row: HalfDay = match.half_day
    return Paired(
        half_day_id=row.pk,
        number=row.visit.number,
        name=row.visit.group or row.visit.name,
        party_size=row.visit.party_size,
        needs=needs_in_words(row.visit.need_codes),
        is_here=row.is_here,
        is_accepted=match.state == MatchState.ACCEPTED,
        is_fixed=match.is_fixed,
        topics=reasons.in_short(match.reasons),
        reasons=tuple(reasons.in_words(match.reasons)),
    )


def half_day_ahead(week: Week, number: int) -> HalfDay | None:
    """A half-day that is not over, for which somebody is expected or here, by its number."""
    rows = expected_rows(week).filter(pk=number, left_at__isnull=True)
    row = rows.select_related("visit").first()
    if row is None or row.half not in {o.half for o in openings(week) if not o.is_past}:
        return None
    row.visit.week = week
    return row


def host_received_by(half_day: HalfDay) -> Host | None:
    """Who receives that visit then, as things stand."""
    match = standing_match(half_day)
    return None if match is None else Host.objects.select_related("person").get(pk=match.host_id)


@dataclass(frozen=True)
class OwnVisitor:
    """A visitor as their host sees them, and since when they are here."""

    said: VisitorMatch
    arrived_at: datetime | None


@dataclass(frozen=True)
class OwnHalf:
    half: Half
    visitors: list[OwnVisitor]


def own_visitors(host: Host) -> list[OwnHalf]:
    """Whom a host receives today and later, half-day by half-day; and nobody else's visitors."""
    said = [each for each in visitors_of(host) if each.half.date >= host.week.today]
    here = Match.objects.filter(pk__in=[each.match_id for each in said])
    arrived = dict(
        here.filter(half_day__arrived_at__isnull=False, half_day__left_at__isnull=True).values_list(
            "pk", "half_day__arrived_at"
        )
    )
    by_half = groupby(said, key=lambda each: each.half)
    return [
        OwnHalf(half, [OwnVisitor(each, arrived.get(each.match_id)) for each in those])
        for half, those in by_half
    ]
