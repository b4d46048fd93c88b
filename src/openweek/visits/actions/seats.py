"""Seats, and the lock under which they are counted.

Whatever could admit one too many first locks the week's row: on PostgreSQL the others wait for
it, on SQLite they already wait since transactions begin IMMEDIATE. Fifty who race for the last
seat are therefore served one after the other, and exactly one gets it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypedDict, Unpack
from uuid import UUID

from django.db.models import Max

from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.visits import queries
from openweek.visits.codes import new_code
from openweek.visits.models import HalfDay, Host, HostWish, Visit
from openweek.visits.refusals import AlreadyPast, DoorsClosed, NoSeatLeft, NothingChosen
from openweek.visits.rules import kept_until
from openweek.week.halves import Half, Opening, in_order
from openweek.week.models import Week

FORGET = "visits.forget_visitors"  # the deadline at which what visitors said goes


class VisitDetails(TypedDict, total=False):
    """What a visitor may say; nothing of it is needed."""

    group: str
    party_size: int
    project: str
    learn: str
    show: str
    languages: list[str]
    need_codes: list[str]
    needs: str
    origin: str
    origin_kind: str
    origin_code: str
    is_partner: bool
    organisation: str
    heard: str
    age: str
    guardian: str
    photo_consent: str
    newsletter: bool
    email: str


@dataclass(frozen=True)
class Places:
    """Half-days in which somebody has a seat, and those in which they stand in line."""

    seated: frozenset[Half]
    in_line: frozenset[Half]


def locked(week: Week) -> Week:
    """The week as it is now, held until this transaction ends."""
    fresh = Week.objects.select_for_update().get(pk=week.pk)
    fresh.place = week.place
    return fresh


def find_places(
    week: Week,
    halves: Collection[Half],
    waiting: Collection[Half],
    people: int,
    *,
    visit: Visit | None = None,
) -> Places:
    """A seat wherever there is one; for ``waiting`` a place in the line where there is none.

    Raises the Refused that fits; only with the week's lock is the answer still true after. A
    party is seated or waits as a whole.
    """
    wanted = {*halves, *waiting}
    if visit is None and not wanted:
        raise NothingChosen
    openings = queries.openings(week, apart_from=visit)
    known = {opening.half: opening for opening in openings}
    if closed := [half for half in wanted if half not in known]:
        raise DoorsClosed(closed)
    if past := [half for half in wanted if known[half].is_past]:
        raise AlreadyPast(past)
    full = wanted - _roomy(openings, people)
    if refused := in_order(full - set(waiting)):
        raise _no_seat_left(refused, openings, people, wanted)
    return Places(frozenset(wanted - full), frozenset(full))


def require_room(
    week: Week, halves: Collection[Half], people: int, *, visit: Visit | None = None
) -> None:
    """Raises NoSeatLeft when so many people do not fit into one of these half-days."""
    if week.capacity is None:
        return
    openings = queries.openings(week, apart_from=visit)
    if full := in_order(set(halves) - _roomy(openings, people)):
        raise _no_seat_left(full, openings, people, halves)


def _roomy(openings: Collection[Opening], people: int) -> set[Half]:
    return {o.half for o in openings if o.seats_left is None or o.seats_left >= people}


def _no_seat_left(
    full: list[Half], openings: Collection[Opening], people: int, asked: Collection[Half]
) -> NoSeatLeft:
    over = {opening.half for opening in openings if opening.is_past}
    return NoSeatLeft(full, in_order(_roomy(openings, people) - over - set(asked)))


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
    """The row alone, with the next number of the week and a code that is free there.

    To be called with the week's lock. With the first one, the day is set on which all is forgotten.
    """
    others = Visit.objects.filter(week=week)
    last = others.aggregate(last=Max("number"))["last"] or 0
    if not last:
        deadlines.set_deadline(FORGET, week.pk, kept_until(week))
    return Visit.objects.create(
        week=week,
        number=last + 1,
        name=name,
        code=new_code(lambda code: others.filter(code=code).exists()),
        once=once,
        language=language,
        walk_in=walk_in,
        author_key=by.key,
        created_at=clock.now(),
        **details,
    )


def expect(visit: Visit, places: Places, *, is_new: bool = False) -> None:
    """Rows for what is new; those of half-days that they had already stay as they were."""
    have = set() if is_new else {row.half for row in visit.half_days.all()}
    HalfDay.objects.bulk_create(
        HalfDay(
            visit=visit,
            date=half.date,
            part=half.part,
            waiting_since=clock.now() if half in places.in_line else None,
        )
        for half in in_order((places.seated | places.in_line) - have)
    )


def wish_for_hosts(visit: Visit, wishes: Collection[int]) -> None:
    """Those of the week's hosts whom they would like to meet, said by their people's numbers."""
    known = Host.objects.filter(week=visit.week, person__in=list(wishes)) if wishes else []
    HostWish.objects.bulk_create(HostWish(visit=visit, host=host) for host in known)
