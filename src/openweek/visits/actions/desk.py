"""What happens at the welcome desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import first_name
from openweek.visits.actions.arrivals import arrive, half_of, spot_for
from openweek.visits.actions.matching import match_walk_in
from openweek.visits.actions.seats import locked, new_visit, require_room
from openweek.visits.models import HalfDay, Visit
from openweek.visits.refusals import Refused
from openweek.week.models import Week


@dataclass(frozen=True)
class CheckedIn:
    """``since`` is when they really came: the first of two desks is right."""

    visit: Visit
    since: datetime
    is_new: bool
    host: str = ""  # the first name of who can receive somebody who was not expected


@transaction.atomic
def check_in(*, visit: Visit, by: Author, people: int | None = None) -> CheckedIn:
    """Somebody is here. A second desk that says so too learns since when.

    Who came at another time than they had said, or waited in the line, takes a seat of this
    half-day if one is left. Of a group, ``people`` are those who came so far. Raises Refused for a
    visit that was cancelled or erased.
    """
    week = locked(visit.week)
    half = half_of(week, clock.now())
    visit.refresh_from_db(fields=["cancelled_at", "erased_at", "party_size"])
    if visit.cancelled_at or visit.erased_at:
        raise Refused(_("This visit was cancelled. Welcome them with the form for passers-by."))
    rows = list(visit.half_days.filter(date=half.date))
    for row in rows:
        if row.is_here and row.arrived_at:
            return CheckedIn(visit, row.arrived_at, is_new=False)
    spot = spot_for(visit, rows, half)
    if spot.needs_seat:
        require_room(week, {half}, visit.party_size, visit=visit)
    now = clock.now()
    arrive(spot.row, now, people=_counted(visit, people))
    events.record(
        "visits.visitor_checked_in",
        by=by,
        subject=visit,
        place_id=week.place_id,
        data={"half": spot.row.half.key, "people": people or visit.party_size},
    )
    host = host_at_once(spot.row, by=by) if spot.needs_seat else ""
    return CheckedIn(visit, spot.row.arrived_at or now, is_new=True, host=host)


@transaction.atomic
def count_group(*, visit: Visit, people: int, by: Author) -> None:
    """How many of a group are here, now that more of them came: whoever counts is right."""
    week = locked(visit.week)
    counted = visit.half_days.filter(
        date=week.today, arrived_at__isnull=False, left_at__isnull=True
    ).update(people_here=people)
    if counted:
        events.record(
            "visits.group_counted", by=by, subject=visit, place_id=week.place_id,
            data={"people": people},
        )  # fmt: skip


def _counted(visit: Visit, people: int | None) -> int | None:
    return people if people is not None and visit.party_size > 1 else None


@transaction.atomic
def undo_check_in(*, visit: Visit, by: Author) -> None:
    """A slip of the finger. A walk-in was made by that very slip, and goes with it."""
    week = locked(visit.week)
    undone = visit.half_days.filter(
        date=week.today, arrived_at__isnull=False, left_at__isnull=True
    ).update(arrived_at=None, people_here=None)
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
    half = half_of(week, clock.now())
    known = Visit.objects.filter(week=week, once=once).first()
    if known is not None:
        return CheckedIn(known, known.created_at, is_new=False)
    require_room(week, {half}, party_size)
    visit = new_visit(
        week, name=name, once=once, by=by, language=language, walk_in=True, party_size=party_size
    )
    visit.week = week
    row = HalfDay.objects.create(
        visit=visit, date=half.date, part=half.part, arrived_at=visit.created_at
    )
    events.record(
        "visits.walk_in_added",
        by=by,
        subject=visit,
        place_id=week.place_id,
        data={"half": half.key, "people": party_size},
    )
    return CheckedIn(visit, visit.created_at, is_new=True, host=host_at_once(row, by=by))


def host_at_once(row: HalfDay, *, by: Author) -> str:
    """Somebody stands there: the first name of who can receive them now, if anybody can."""
    match = match_walk_in(half_day=row, by=by)
    return first_name(match.host.person.name) if match else ""
