"""What happens at the welcome desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.visits import queries
from openweek.visits.actions.seats import locked, new_visit, require_room
from openweek.visits.models import HalfDay, Visit
from openweek.visits.refusals import Refused
from openweek.week.halves import Half
from openweek.week.models import Week


@dataclass(frozen=True)
class CheckedIn:
    """``since`` is when they really came: the first of two desks is right."""

    visit: Visit
    since: datetime
    is_new: bool


@transaction.atomic
def check_in(*, visit: Visit, by: Author) -> CheckedIn:
    """Somebody is here. A second desk that says so too learns since when.

    Who came at another time than they had said takes a seat of this half-day, if one is left.
    """
    week = locked(visit.week)
    half = _half_now(week)
    visit.refresh_from_db(fields=["cancelled_at", "erased_at", "party_size"])
    if visit.cancelled_at or visit.erased_at:
        raise Refused(_("This visit was cancelled. Welcome them with the form for passers-by."))
    rows = list(visit.half_days.filter(date=half.date))
    for row in rows:
        if row.is_here and row.arrived_at:
            return CheckedIn(visit, row.arrived_at, is_new=False)
    row = _row_for(visit, week, rows, half)
    row.arrived_at = row.arrived_at or clock.now()
    row.left_at = None
    row.save()
    events.record(
        "visits.visitor_checked_in",
        by=by,
        subject=visit,
        place_id=week.place_id,
        data={"half": row.half.key, "people": visit.party_size},
    )
    return CheckedIn(visit, row.arrived_at, is_new=True)


@transaction.atomic
def undo_check_in(*, visit: Visit, by: Author) -> None:
    """A slip of the finger. A walk-in was made by that very slip, and goes with it."""
    week = locked(visit.week)
    undone = visit.half_days.filter(
        date=week.today, arrived_at__isnull=False, left_at__isnull=True
    ).update(arrived_at=None)
    if not undone:
        return
    if visit.walk_in:
        visit.cancelled_at = clock.now()
        visit.save(update_fields=["cancelled_at"])
    events.record("visits.check_in_undone", by=by, subject=visit, place_id=week.place_id)


@transaction.atomic
def check_out(*, visit: Visit, by: Author) -> None:
    """They went; checking in again says that they came back."""
    week = locked(visit.week)
    gone = visit.half_days.filter(
        date=week.today, arrived_at__isnull=False, left_at__isnull=True
    ).update(left_at=clock.now())
    if gone:
        events.record("visits.visitor_checked_out", by=by, subject=visit, place_id=week.place_id)


@transaction.atomic
def add_walk_in(
    *, week: Week, name: str, once: UUID, by: Author, language: str = "fr", party_size: int = 1
) -> CheckedIn:
    """Somebody who passes by: registered and arrived in one go."""
    week = locked(week)
    half = _half_now(week)
    known = Visit.objects.filter(week=week, once=once).first()
    if known is not None:
        return CheckedIn(known, known.created_at, is_new=False)
    require_room(week, {half}, party_size)
    visit = new_visit(
        week, name=name, once=once, by=by, language=language, walk_in=True, party_size=party_size
    )
    HalfDay.objects.create(visit=visit, date=half.date, part=half.part, arrived_at=visit.created_at)
    events.record(
        "visits.walk_in_added",
        by=by,
        subject=visit,
        place_id=week.place_id,
        data={"half": half.key, "people": party_size},
    )
    return CheckedIn(visit, visit.created_at, is_new=True)


def _half_now(week: Week) -> Half:
    if not week.is_running:
        raise Refused(_("Nobody can be welcomed outside the days of the week."))
    half = queries.current_half(week)
    if half is None:
        raise Refused(_("The doors are closed today: nobody can be welcomed."))
    return half


def _row_for(visit: Visit, week: Week, rows: list[HalfDay], half: Half) -> HalfDay:
    """That of this half-day, else one of today that is still to come, else a new one."""
    ready = [row for row in rows if row.half == half] or [row for row in rows if not row.arrived_at]
    if ready:
        return ready[0]
    require_room(week, {half}, visit.party_size, visit=visit)
    return HalfDay(visit=visit, date=half.date, part=half.part)
