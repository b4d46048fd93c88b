"""The line for a seat: who stands in it, where, and which seats are kept for a group.

The line of a half-day is served in the order in which people joined it. Somebody for whom a free
seat is enough passes a group for which it is not: nobody waits beside an empty chair. So that a
group does not wait for ever, it lets pass as many people as it counts itself; from then on seats
that become free are kept until it fits. From five in the afternoon of the day before nothing is
kept any more: an empty chair helps nobody.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from openweek.ground import clock
from openweek.visits.models import HalfDay, Visit
from openweek.week.halves import Half
from openweek.week.models import Week

EVE = time(17)  # when, the day before, people are told about tomorrow


def eve_of(day: date, week: Week) -> datetime:
    """Five in the afternoon of the day before, on the clock of the place."""
    return datetime.combine(day - timedelta(days=1), EVE, tzinfo=week.place.zone)


def lines(week: Week, *, apart_from: Visit | None = None) -> dict[Half, list[HalfDay]]:
    """Who waits for each half-day, the first one first; each row with its visit."""
    rows = HalfDay.objects.filter(
        visit__week=week, visit__cancelled_at__isnull=True, visit__erased_at__isnull=True,
        waiting_since__isnull=False,
    )  # fmt: skip
    if apart_from is not None:
        rows = rows.exclude(visit=apart_from)
    found: dict[Half, list[HalfDay]] = defaultdict(list)
    for row in rows.select_related("visit").order_by("waiting_since", "pk"):
        found[row.half].append(row)
    return dict(found)


def positions(visit: Visit) -> dict[Half, int]:
    """Their place in each line in which they stand; 1 is first."""
    return {
        half: place
        for half, rows in lines(visit.week).items()
        for place, row in enumerate(rows, start=1)
        if row.visit_id == visit.pk
    }


def position(row: HalfDay) -> int | None:
    """The place in its line; None for somebody who has a seat."""
    return None if row.waiting_since is None else positions(row.visit).get(row.half)


def kept_halves(week: Week, *, apart_from: Visit | None = None) -> set[Half]:
    """Half-days of which free seats are kept for a group that waits: no newcomer takes them."""
    waiting = lines(week, apart_from=apart_from)
    passed = overtaken(week, (row for rows in waiting.values() for row in rows))
    return {
        half
        for half, rows in waiting.items()
        if any(is_kept_for(row, week, passed.get(row.pk, 0)) for row in rows)
    }


def is_kept_for(row: HalfDay, week: Week, passed: int) -> bool:
    """Whether free seats are kept for who waits, when so many people have passed them."""
    people = row.visit.party_size
    could_fit = week.capacity is not None and people <= week.capacity
    return could_fit and passed >= people > 1 and clock.now() < eve_of(row.date, week)


def overtaken(week: Week, waiting: Iterable[HalfDay]) -> dict[int, int]:
    """How many people who came after a group have a seat, by the number of the group's row."""
    groups = [row for row in waiting if row.visit.party_size > 1]
    if not groups:
        return {}
    seated = HalfDay.objects.filter(
        Q(visit__cancelled_at__isnull=True) | Q(arrived_at__isnull=False),
        visit__week=week, waiting_since__isnull=True, pk__gt=min(row.pk for row in groups),
    )  # fmt: skip
    rows = list(seated.values_list("pk", "date", "part", "visit__party_size"))
    return {
        group.pk: sum(
            people
            for pk, day, part, people in rows
            if pk > group.pk and (day, part) == (group.date, group.part)
        )
        for group in groups
    }
