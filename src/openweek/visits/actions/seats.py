"""Seats, and the lock under which they are counted.

Whatever could admit one too many first locks the week's row: on PostgreSQL the others wait for
it, on SQLite they already wait since transactions begin IMMEDIATE. Fifty who race for the last
seat are therefore served one after the other, and exactly one gets it.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from django.db.models import Max

from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.visits import queries
from openweek.visits.codes import new_code
from openweek.visits.models import HalfDay, Visit
from openweek.visits.refusals import AlreadyPast, DoorsClosed, NoSeatLeft, NothingChosen
from openweek.week.halves import Half, in_order
from openweek.week.models import Week

KEPT = timedelta(days=90)  # after the week, what a visitor said of themselves
FORGET = "visits.forget_visitors"  # the deadline at which it goes


class VisitDetails(TypedDict, total=False):
    """What a visitor may say; nothing of it is needed."""

    party_size: int
    project: str
    needs: str
    origin: str
    email: str


def kept_until(week: Week) -> datetime:
    """The end of the last day on which a visitor's link opens and their words are kept."""
    day = week.ends_on + KEPT + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=week.place.zone)


def locked(week: Week) -> Week:
    """The week as it is now, held until this transaction ends."""
    fresh = Week.objects.select_for_update().get(pk=week.pk)
    fresh.place = week.place
    return fresh


def require_seats(
    week: Week, halves: Collection[Half], people: int, *, visit: Visit | None = None
) -> None:
    """Raise the Refused that fits; only with the week's lock is the answer still true after."""
    if visit is None and not halves:
        raise NothingChosen
    known = {opening.half: opening for opening in queries.openings(week)}
    if closed := [half for half in halves if half not in known]:
        raise DoorsClosed(closed)
    if past := [half for half in halves if known[half].is_past]:
        raise AlreadyPast(past)
    require_room(week, halves, people, visit=visit)


def require_room(
    week: Week, halves: Collection[Half], people: int, *, visit: Visit | None = None
) -> None:
    if week.capacity is None:
        return
    openings = queries.openings(week, apart_from=visit)
    roomy = {o.half for o in openings if o.seats_left is not None and o.seats_left >= people}
    full = in_order(set(halves) - roomy)
    if full:
        over = {opening.half for opening in openings if opening.is_past}
        raise NoSeatLeft(full, in_order(roomy - over - set(halves)))


def new_visit(
    week: Week,
    *,
    name: str,
    once: UUID,
    by: Author,
    language: str,
    walk_in: bool = False,
    **details: Unpack[VisitDetails],
) -> Visit:
    deadlines.set_deadline(FORGET, week.pk, kept_until(week))
    others = Visit.objects.filter(week=week)
    return Visit.objects.create(
        week=week,
        number=(others.aggregate(last=Max("number"))["last"] or 0) + 1,
        name=name,
        code=new_code(set(others.values_list("code", flat=True))),
        once=once,
        language=language,
        walk_in=walk_in,
        author_key=by.key,
        created_at=clock.now(),
        **details,
    )


def expect(visit: Visit, halves: Collection[Half]) -> None:
    have = {row.half for row in visit.half_days.all()}
    HalfDay.objects.bulk_create(
        HalfDay(visit=visit, date=half.date, part=half.part)
        for half in in_order(set(halves) - have)
    )
