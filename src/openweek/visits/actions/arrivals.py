"""Which half-day an arrival is noted on, for the desk and for what devices bring later.

To be called with the week's lock held: see actions.seats.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from openweek.visits import queries
from openweek.visits.models import HalfDay, Visit
from openweek.visits.refusals import Refused
from openweek.week.halves import Half, half_at
from openweek.week.models import Week


@dataclass(frozen=True)
class Spot:
    """The row on which somebody arrives; it may need a seat that nobody gave them yet."""

    row: HalfDay
    needs_seat: bool


def half_of(week: Week, moment: datetime) -> Half:
    """The open half-day of that moment; Refused outside the week and on closed days."""
    local = moment.astimezone(week.place.zone)
    if week.archived_at or not week.starts_on <= local.date() <= week.ends_on:
        raise Refused(_("Nobody can be welcomed outside the days of the week."))
    that_day = queries.open_halves(week, local.date())
    if not that_day:
        raise Refused(_("The doors are closed today: nobody can be welcomed."))
    half = half_at(local)
    return half if half in that_day else that_day[0]


def spot_for(visit: Visit, rows: Iterable[HalfDay], half: Half) -> Spot:
    """That of this half-day, else one of the day that is still to come, else a new one.

    Who waits for a seat needs one; who has one of another half of the day keeps that.
    """
    rows = list(rows)
    same = [row for row in rows if row.half == half]
    seated = [row for row in same if not row.waiting_since] or [
        row for row in rows
        if not row.arrived_at and not row.waiting_since and row.half.order > half.order
    ]  # fmt: skip
    if seated:
        return Spot(seated[0], needs_seat=False)
    row = same[0] if same else HalfDay(visit=visit, date=half.date, part=half.part)
    return Spot(row, needs_seat=True)


def arrive(row: HalfDay, at: datetime, *, people: int | None = None) -> None:
    """Note it. Who came back came first when they first came."""
    row.waiting_since = None
    row.arrived_at = row.arrived_at or at
    row.left_at = None
    if people is not None:
        row.people_here = people
    row.save()
