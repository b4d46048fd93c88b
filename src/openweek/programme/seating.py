"""Who has a seat and who is next: kept true whenever a seat, a number or a time changes.

Everything here is called with the week held (``ledger.hold``). Numbered seats are moreover given
once by the database itself, whoever asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from openweek.ground import clock, deadlines
from openweek.programme import history, whereabouts
from openweek.programme.models import Change, Participant, Session, Signup, Slot, Way

# The deadlines: those who come are told that it moved (of one change), that they have a seat (of
# one signup).
MOVED = "programme.tell_moved"
MOVED_UP = "programme.tell_moved_up"
# Several moves within that time are told as one; at once when it begins soon.
GATHERED = timedelta(minutes=5)
SOON = timedelta(hours=2)


def live(session: Session) -> QuerySet[Signup]:
    """All who come or wait, in the order in which they said so."""
    rows = Signup.objects.filter(slot__session=session, cancelled_at__isnull=True)
    return rows.order_by("at", "pk")


def seats_of(session: Session, way: str) -> int | None:
    """How many there are; None where nobody counts."""
    return session.remote_seats if way == Way.REMOTE else session.seats


def take_seat(slot: Slot, participant: Participant, way: str) -> Signup:
    """The lowest free number, or the end of the line."""
    seats = seats_of(slot.session, way)
    seat = None
    if seats is not None:
        rows = Signup.objects.filter(slot=slot, way=way, waits=False, cancelled_at__isnull=True)
        taken = list(rows.values_list("seat", flat=True))
        seat = _lowest_free(taken) if len(taken) < seats else None
    return Signup.objects.create(
        slot=slot, participant=participant, way=way, seat=seat, at=clock.now(),
        waits=seats is not None and seat is None, told=whereabouts.state_of(slot),
    )  # fmt: skip


def give_back(signup: Signup) -> list[Signup]:
    """Their seat is free; return those who move up."""
    signup.cancelled_at = clock.now()
    signup.save(update_fields=["cancelled_at"])
    return settle(signup.slot.session)


def follow(session: Session, change: Change) -> None:
    """What a change of a session means for those who come: seats, and what they are to be told."""
    touched = change.after.keys()
    times = [key for key in touched if history.slot_pk(key) is not None]
    if not times and not touched & {"seats", "remote_seats"}:
        return
    if not live(session).exists():
        return
    if times:
        _take_along(session, change, times)
        due_at = clock.now() + (timedelta() if _is_soon(change, times) else GATHERED)
        deadlines.set_deadline(MOVED, change.pk, due_at)
    settle(session)


def settle(session: Session) -> list[Signup]:
    """Give what is free to those who wait, in their order; return those who moved up.

    Nobody loses a seat, even when fewer are left than people come.
    """
    lines: dict[tuple[int, str], list[Signup]] = defaultdict(list)
    to_come = live(session).filter(slot__cancelled_at__isnull=True, slot__ends_at__gt=clock.now())
    for signup in to_come:
        lines[signup.slot_id, signup.way].append(signup)
    moved_up: list[Signup] = []
    for (_slot, way), line in lines.items():
        moved_up += _settle_line(line, seats_of(session, way))
    for signup in moved_up:
        deadlines.set_deadline(MOVED_UP, signup.pk, clock.now())
    return moved_up


def _settle_line(line: Sequence[Signup], seats: int | None) -> list[Signup]:
    going = [signup for signup in line if not signup.waits]
    waiting = [signup for signup in line if signup.waits]
    _number(going, seats)
    free = len(waiting) if seats is None else max(seats - len(going), 0)
    taken = {signup.seat for signup in going}
    for signup in waiting[:free]:
        signup.seat = None if seats is None else _lowest_free(taken)
        taken.add(signup.seat)
        signup.waits, signup.moved_up_at = False, clock.now()
        signup.save(update_fields=["seat", "waits", "moved_up_at"])
    return waiting[:free]


def _number(going: Iterable[Signup], seats: int | None) -> None:
    """A number for each where seats are counted, and none that is higher than need be.

    As long as somebody is left above, every seat below is taken: the constraint on numbers then
    refuses one too many even past the lock.
    """
    taken = {signup.seat for signup in going}
    for signup in going:
        if seats is None:
            wanted = None
        elif signup.seat is None or signup.seat > seats:
            wanted = min(_lowest_free(taken), signup.seat or seats + len(taken) + 1)
        else:
            continue
        if wanted != signup.seat:
            taken.discard(signup.seat)
            taken.add(wanted)
            signup.seat = wanted
            signup.save(update_fields=["seat"])


def _lowest_free(taken: Iterable[int | None]) -> int:
    known = set(taken)
    seat = 1
    while seat in known:
        seat += 1
    return seat


def _is_soon(change: Change, times: Iterable[str]) -> bool:
    now = clock.now()
    states: list[Any] = [side.get(key) for key in times for side in (change.before, change.after)]
    begins = [datetime.fromisoformat(state["starts_at"]) for state in states if state]
    return any(now - SOON < starts_at < now + SOON for starts_at in begins)


def _take_along(session: Session, change: Change, times: Iterable[str]) -> None:
    """Taken off the programme and placed anew, it is another slot: those who came follow it.

    Only where there is no doubt: it has one time now, and this change brought it.
    """
    slots = list(session.slots.all())
    active = [slot for slot in slots if slot.cancelled_at is None]
    if len(active) != 1:
        return
    brought = active[0]
    key = history.slot_key(brought.pk)
    if key not in times or change.before.get(key) is not None:
        return
    left = [slot for slot in slots if slot.cancelled_at is not None]
    last = max((slot.cancelled_at for slot in left if slot.cancelled_at), default=None)
    here = set(Signup.objects.filter(slot=brought, cancelled_at__isnull=True)
               .values_list("participant_id", flat=True))  # fmt: skip
    for signup in live(session).filter(slot__in=left, slot__cancelled_at=last):
        if signup.participant_id in here:
            continue
        here.add(signup.participant_id)
        # Its number may be taken there: settling gives another.
        signup.slot, signup.seat = brought, None
        signup.save(update_fields=["slot", "seat"])
