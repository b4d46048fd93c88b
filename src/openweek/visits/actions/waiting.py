"""The line moves up by itself."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.visits.actions import telling
from openweek.visits.actions.pairing import match_soon
from openweek.visits.actions.seats import locked
from openweek.visits.models import HalfDay, Visit
from openweek.visits.queries import waiting
from openweek.visits.queries.seats import openings, seats_taken
from openweek.week.halves import Half, in_order
from openweek.week.models import Week


@transaction.atomic
def move_up(*, week: Week, by: Author) -> list[HalfDay]:
    """Give the seats that are free to those who wait, and tell them; who got one is returned.

    Call it after whatever frees a seat; it is looked after each minute anyhow, so that a seat
    freed in some other way (a greater capacity, an evening that comes) is given too. In which
    order, and for whom seats are kept: see ``queries.waiting``.
    """
    week = locked(week)
    moved = _next_in_line(week)
    if not moved:
        return []
    for row in moved:
        row.waiting_since, row.moved_up_at = None, clock.now()
    HalfDay.objects.bulk_update(moved, ["waiting_since", "moved_up_at"])
    events.record(
        "visits.moved_up",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={
            "halves": [half.key for half in in_order(row.half for row in moved)],
            "people": sum(row.visit.party_size for row in moved),
        },
    )
    match_soon(week)
    of_visit: dict[Visit, list[Half]] = defaultdict(list)
    for row in moved:
        of_visit[row.visit].append(row.half)
    for visit, halves in of_visit.items():
        visit.week = week
        telling.tell_moved_up(visit=visit, halves=halves)
    return moved


def look_at_the_lines() -> int:
    """Move up wherever somebody waits; return how many got a seat."""
    since = clock.now().date() - timedelta(days=1)  # somewhere it is still that day
    rows = HalfDay.objects.filter(waiting_since__isnull=False, date__gte=since)
    weeks = Week.objects.filter(
        pk__in=rows.values("visit__week"), archived_at__isnull=True
    ).select_related("place")
    return sum(len(move_up(week=week, by=SOFTWARE)) for week in weeks)


def _next_in_line(week: Week) -> list[HalfDay]:
    lines = waiting.lines(week)
    if not lines:
        return []
    open_halves = {opening.half for opening in openings(week) if not opening.is_past}
    passed = waiting.overtaken(week, (row for rows in lines.values() for row in rows))
    taken = seats_taken(week)
    return [
        row
        for half in in_order(open_halves.intersection(lines))
        for row in _seated(lines[half], week, _free(week, taken.get(half, 0)), passed)
    ]


def _free(week: Week, taken: int) -> int | None:
    return None if week.capacity is None else week.capacity - taken


def _seated(
    line: Iterable[HalfDay], week: Week, free: int | None, passed: dict[int, int]
) -> Iterable[HalfDay]:
    """Of one half-day's line, those who fit, until seats have to be kept for a group."""
    too_many: list[HalfDay] = []
    for row in line:
        if any(waiting.is_kept_for(group, week, passed[group.pk]) for group in too_many):
            return
        people = row.visit.party_size
        if free is not None and people > free:
            if people > 1:
                too_many.append(row)
            continue
        if free is not None:
            free -= people
        for group in too_many:
            passed[group.pk] += people
        yield row
