"""Half-days, and the seats that are left in them."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from openweek.ground import clock
from openweek.visits.models import HalfDay, Visit
from openweek.visits.queries.waiting import kept_halves
from openweek.week.halves import Half, Opening, half_at, openings_of
from openweek.week.models import Week
from openweek.week.queries import days_of


def local_now(week: Week) -> datetime:
    """By the clock of the place."""
    return clock.now().astimezone(week.place.zone)


def seats_taken(week: Week, *, apart_from: Visit | None = None) -> dict[Half, int]:
    """How many people have a seat; who waits has none, who cancelled and didn't come leaves it."""
    return {half: seated for half, (seated, _waiting) in _counted(week, apart_from).items()}


def _counted(week: Week, apart_from: Visit | None) -> dict[Half, tuple[int, int]]:
    """How many people have a seat, and how many visits wait for one."""
    rows = HalfDay.objects.filter(
        Q(visit__cancelled_at__isnull=True) | Q(arrived_at__isnull=False), visit__week=week
    )
    if apart_from is not None:
        rows = rows.exclude(visit=apart_from)
    sums = rows.order_by().values_list("date", "part").annotate(
        seated=Sum("visit__party_size", filter=Q(waiting_since__isnull=True)),
        waiting=Count("waiting_since"),
    )  # fmt: skip
    return {Half(day, part): (seated or 0, waiting) for day, part, seated, waiting in sums}


def _open(week: Week) -> list[Opening]:
    now = local_now(week)
    return [opening for day in days_of(week) for opening in openings_of(day, now)]


def openings(week: Week, *, apart_from: Visit | None = None) -> list[Opening]:
    """Every open half-day of the week in order, with the seats that are left.

    Seats that are kept for a group that waits are not left.
    """
    found = _open(week)
    if week.capacity is None:
        return found
    counted = _counted(week, apart_from)
    waits = any(waiting for _seated, waiting in counted.values())
    kept = kept_halves(week, apart_from=apart_from) if waits else set()
    return [
        replace(
            opening,
            seats_left=0
            if opening.half in kept
            else max(0, week.capacity - counted.get(opening.half, (0, 0))[0]),
        )
        for opening in found
    ]


def past_halves(week: Week) -> set[Half]:
    """Those that are over; no seat is counted for it."""
    return {opening.half for opening in _open(week) if opening.is_past}


def open_halves(week: Week, on: date) -> list[Half]:
    """Those of one day, in order; no seat is counted for it."""
    return [opening.half for opening in _open(week) if opening.half.date == on]


def current_half(week: Week) -> Half | None:
    """The half-day that it is at the place; None on a closed day."""
    now = local_now(week)
    today = open_halves(week, now.date())
    return half_at(now) if half_at(now) in today else next(iter(today), None)
