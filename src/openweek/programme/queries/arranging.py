"""What can be arranged in a week, from its rows; a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from django.db.models import Prefetch

from openweek.ground import clock
from openweek.ground.hours import exists_at, to_utc
from openweek.place.models import Room
from openweek.programme import clashes
from openweek.programme.arranging import problem as plain
from openweek.programme.arranging.problem import Place, Problem
from openweek.programme.clashes import Placed, Stretch
from openweek.programme.models import Kind, Session, Slot
from openweek.programme.queries.breaks import breaks_of
from openweek.programme.queries.clashes import opening_stretches, placed_of, wishes_of
from openweek.programme.queries.moments import day_bounds
from openweek.week.halves import half_at
from openweek.week.models import Week

USUAL_MINUTES = 60
USUAL_HOURS = (time(9), time(18))
QUARTER = timedelta(minutes=15)
# Of one person who would have no seat; of a feature that nobody asked for, which others may need.
STANDING, IDLE_FEATURE = 50, 2
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute_of(moment: datetime) -> int:
    return int((moment - EPOCH) / timedelta(minutes=1))


def moment_of(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute)


@dataclass(frozen=True, slots=True)
class Arrangeable:
    """The problem, and the rows behind its numbers: a session's, or a fixed time's, by its key."""

    problem: Problem
    sessions: dict[int, Session]
    slots: dict[int, Slot]
    rooms: dict[int, Room]
    # What wants to be where, besides the clock: for the reasons.
    halves: dict[int, frozenset[str]] = field(default_factory=dict)


def arrangeable(week: Week, *, with_placed: bool) -> Arrangeable:
    """What has no time yet; ``with_placed`` also what has one time, ahead, and is not pinned.

    All else that has a time stays where it is, and counts.
    """
    rows = _rows(week)
    placed = {each.slot_id: each for each in placed_of(week)}
    wishes = wishes_of(week)
    frame = _Frame(week)
    found: dict[int, plain.Session] = {}
    sessions: dict[int, Session] = {}
    slots: dict[int, Slot] = {}
    for session in rows:
        session.week = week
        times = list(session.slots.all())
        if not times and session.kind != Kind.WISH and session.held_at is None:
            found[session.pk] = frame.waiting(session, wishes.get(session.pk, frozenset()))
            sessions[session.pk] = session
        movable = (
            with_placed and session.held_at is None and len(times) == 1 and frame.may_move(times[0])
        )
        for slot in times:
            # Several times of one session are several things that stay: their keys are negative.
            key = session.pk if len(times) == 1 else -slot.pk
            sessions[key], slots[key] = session, slot
            # Nobody is told of what waits for a look; its room is taken all the same.
            found[key] = (
                frame.there(key, session, placed[slot.pk], is_fixed=not movable)
                if slot.pk in placed
                else _in_its_room(key, slot)
            )
    found |= {-slot.pk: there for slot, there in _of_other_weeks(week, frame.rooms)}
    shared = frozenset(room.pk for room in frame.rooms.values() if room.is_shared)
    return Arrangeable(
        Problem(tuple(found.values()), shared), sessions, slots, frame.rooms,
        {key: frozenset(each.availability) for key, each in sessions.items()},
    )  # fmt: skip


def _rows(week: Week) -> Iterable[Session]:
    active = Slot.objects.filter(cancelled_at__isnull=True)
    return (
        Session.objects.filter(week=week, deleted_at__isnull=True)
        .select_related("format")
        .prefetch_related(Prefetch("slots", queryset=active))
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sessions have no time, could be moved, and stay because somebody pinned them."""

    waiting: int
    movable: int
    pinned: int


def arrangeable_counts(week: Week) -> Counts:
    """A constant number of queries."""
    known = arrangeable(week, with_placed=True)
    moving = [each for each in known.problem.sessions if not each.is_fixed]
    waiting = sum(each.now is None for each in moving)
    pinned = sum(slot.pinned for slot in known.slots.values())
    return Counts(waiting, len(moving) - waiting, pinned)


def _of_other_weeks(week: Week, rooms: Iterable[int]) -> Iterator[tuple[Slot, plain.Session]]:
    """What has a room of this week while it lasts, and belongs to another."""
    first, last = day_bounds(week, week.starts_on)[0], day_bounds(week, week.ends_on)[1]
    rows = Slot.objects.filter(
        room__in=list(rooms), cancelled_at__isnull=True, starts_at__lt=last, ends_at__gt=first
    ).exclude(session__week=week)
    for slot in rows:
        yield slot, _in_its_room(-slot.pk, slot)


def _in_its_room(key: int, slot: Slot) -> plain.Session:
    now = Place(minute_of(slot.starts_at), slot.room_id)
    return plain.Session(key=key, minutes=slot.minutes, now=now, is_fixed=True)


class _Frame:
    """The hours and the rooms of a week."""

    def __init__(self, week: Week) -> None:
        self._zone = week.place.zone
        self._now = clock.now()
        self.rooms = {room.pk: room for room in week.rooms.all()}
        self._breaks = [(each.starts_at, each.ends_at) for each in breaks_of(week)]
        self._open = sorted(opening_stretches(week)) or list(_usual(week))
        self._starts: dict[tuple[int, frozenset[str]], tuple[int, ...]] = {}

    def may_move(self, slot: Slot) -> bool:
        return not slot.pinned and slot.room_id in self.rooms and slot.starts_at > self._now

    def waiting(self, session: Session, people: frozenset[int]) -> plain.Session:
        minutes = (
            session.minutes
            or (session.format.duration_minutes if session.format else None)
            or USUAL_MINUTES
        )
        return plain.Session(
            key=session.pk, minutes=minutes, people=people,
            facilitators=frozenset(clashes.names_of(session.facilitator)),
            starts=self._starts_of(minutes, session),
            rooms=self._rooms_of(session, session.seats or 0, len(people)),
        )  # fmt: skip

    def there(self, key: int, session: Session, placed: Placed, *, is_fixed: bool) -> plain.Session:
        minutes = int((placed.ends_at - placed.starts_at) / timedelta(minutes=1))
        now = Place(minute_of(placed.starts_at), placed.room_id)
        starts: tuple[int, ...] = ()
        rooms: dict[int, int] = {}
        price = 0
        if not is_fixed:
            starts = self._starts_of(minutes, session)
            seats = max(session.seats or 0, placed.signed_up)
            rooms = self._rooms_of(session, seats, len(placed.wanted_by))
            allowed = now.start in starts and placed.room_id in rooms
            price = (
                rooms[placed.room_id or 0] + plain.start_cost(now.start)
                if allowed
                else plain.MISPLACED
            )
        return plain.Session(
            key=key, minutes=minutes, people=placed.wanted_by, facilitators=placed.facilitators,
            starts=starts, rooms=rooms, now=now, now_cost=price, is_fixed=is_fixed,
        )  # fmt: skip

    def _starts_of(self, minutes: int, session: Session) -> tuple[int, ...]:
        key = minutes, frozenset(session.availability)
        if key not in self._starts:
            self._starts[key] = tuple(
                minute_of(start) for start in self._quarters(timedelta(minutes=minutes), key[1])
            )
        return self._starts[key]

    def _quarters(self, length: timedelta, halves: frozenset[str]) -> Iterator[datetime]:
        for opens, closes in self._open:
            start = opens
            while start + length <= closes:
                if start > self._now and self._is_free((start, start + length), halves):
                    yield start
                start += QUARTER

    def _is_free(self, stretch: Stretch, halves: frozenset[str]) -> bool:
        if any(clashes.overlap(stretch, pause) for pause in self._breaks):
            return False
        edges = stretch[0], stretch[1] - timedelta(minutes=1)
        return not halves or all(
            half_at(edge.astimezone(self._zone)).key in halves for edge in edges
        )

    def _rooms_of(self, session: Session, seats: int, expected: int) -> dict[int, int]:
        """Those that offer what it needs, with seats for those who are sure to come if any has."""
        able = [
            room for room in self.rooms.values() if set(session.needs) <= set(room.features or ())
        ]
        large = [room for room in able if not room.seats or room.seats >= seats]
        needs = len(session.needs)
        return {
            room.pk: STANDING * max(expected - (room.seats or expected), 0)
            + IDLE_FEATURE * (len(room.features or ()) - needs)
            for room in large or able
        }


def _usual(week: Week) -> Iterator[Stretch]:
    """Of a week for which nobody said when the doors open."""
    zone = week.place.zone
    for day in week.days:
        if all(exists_at(day, hour, zone) for hour in USUAL_HOURS):
            opens, closes = (to_utc(day, hour, zone) for hour in USUAL_HOURS)
            yield opens, closes
