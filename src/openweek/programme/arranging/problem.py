"""What is to be arranged, in plain values, and what an arrangement costs.

Times are whole minutes since an origin that the caller chooses. Costs are whole numbers: the
solver makes their sum as small as it can, and never breaks what must not be broken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

# One person who would like two sessions that overlap.
CLASH = 100
# What people may have noted in their diaries moves only for something: so many are served by it.
MOVE, MOVE_ROOM = 3 * CLASH, CLASH
# Where a session now is, though it should not be: without what it needs, over a break.
MISPLACED = 100 * CLASH
# Nothing is left without a time to spare somebody a clash.
UNPLACED = 100_000 * CLASH
# People like to begin on the hour.
HALF_HOUR, QUARTER = 2, 5


class Place(NamedTuple):
    """From when on, and where; without a room, elsewhere."""

    start: int
    room: int | None


@dataclass(frozen=True, slots=True)
class Session:
    """Something to arrange, or something that stays where it is (``is_fixed``).

    It may begin at any of its ``starts`` in any of its ``rooms``, each with what it costs to be
    there; or stay where it is ``now``, which costs ``now_cost``.
    """

    key: int
    minutes: int
    people: frozenset[int] = frozenset()
    facilitators: frozenset[str] = frozenset()
    starts: tuple[int, ...] = ()
    rooms: Mapping[int, int] = field(default_factory=dict)
    now: Place | None = None
    now_cost: int = 0
    is_fixed: bool = False

    def places(self) -> Iterator[Place]:
        if self.now is not None:
            yield self.now
        if not self.is_fixed:
            found = (Place(start, room) for start in self.starts for room in self.rooms)
            yield from (place for place in found if place != self.now)

    def cost_at(self, place: Place | None) -> int:
        """Without what others do to it."""
        if place is None:
            return UNPLACED
        if place == self.now:
            return self.now_cost
        cost = self.rooms[place.room or 0] + start_cost(place.start)
        if self.now is None:
            return cost
        return cost + (MOVE if place.start != self.now.start else MOVE_ROOM)


@dataclass(frozen=True, slots=True)
class Problem:
    sessions: tuple[Session, ...]
    # Those in which several sessions may be at once.
    shared_rooms: frozenset[int] = frozenset()


Placements = dict[int, Place | None]


@dataclass(frozen=True, slots=True)
class Solution:
    """A place for each session, or None; no arrangement costs less than ``bound``."""

    placements: Placements
    cost: int
    bound: int

    @property
    def is_optimal(self) -> bool:
        return self.cost <= self.bound


def start_cost(start: int) -> int:
    return {0: 0, 30: HALF_HOUR}.get(start % 60, QUARTER)


def overlap(one: Session, at: Place, other: Session, there: Place) -> bool:
    return at.start < there.start + other.minutes and there.start < at.start + one.minutes


def overlapping(
    problem: Problem, placements: Placements
) -> Iterator[tuple[Session, Place, Session, Place]]:
    """Each pair that is on at once, in the order in which they begin."""
    placed = [
        (place.start, each.key, each, place)
        for each in problem.sessions
        if (place := placements[each.key]) is not None
    ]
    running: list[tuple[Session, Place]] = []
    for start, _key, each, place in sorted(placed, key=lambda row: row[:2]):
        running = [
            (other, there) for other, there in running if there.start + other.minutes > start
        ]
        yield from ((other, there, each, place) for other, there in running)
        running.append((each, place))


def soft_clashes(problem: Problem, placements: Placements) -> int:
    """People who would like both, over all pairs that overlap."""
    pairs = overlapping(problem, placements)
    return sum(len(one.people & other.people) for one, _at, other, _there in pairs)


def hard_clashes(problem: Problem, placements: Placements) -> int:
    """Pairs in one room, or run by the same person, at once; those that stay put aside."""
    return sum(
        (
            bool(one.facilitators & other.facilitators)
            or (at.room == there.room is not None and at.room not in problem.shared_rooms)
        )
        and not (one.is_fixed and other.is_fixed)
        for one, at, other, there in overlapping(problem, placements)
    )


def cost(problem: Problem, placements: Placements) -> int:
    """What the solver makes small; only of arrangements without a hard clash."""
    alone = sum(each.cost_at(placements[each.key]) for each in problem.sessions)
    return alone + CLASH * soft_clashes(problem, placements)


def moved(problem: Problem, placements: Placements) -> list[Session]:
    return [each for each in problem.sessions if placements[each.key] != each.now]


def as_json(problem: Problem) -> dict[str, Any]:
    sessions = []
    for each in problem.sessions:
        row = asdict(each)
        row |= {"people": sorted(each.people), "facilitators": sorted(each.facilitators)}
        row["rooms"], row["now"] = sorted(each.rooms.items()), each.now and list(each.now)
        sessions.append(row)
    return {"sessions": sessions, "shared_rooms": sorted(problem.shared_rooms)}


def from_json(said: Mapping[str, Any]) -> Problem:
    return Problem(
        tuple(
            Session(
                **{
                    **row,
                    "people": frozenset(row["people"]),
                    "facilitators": frozenset(row["facilitators"]),
                    "starts": tuple(row["starts"]),
                    "rooms": dict(row["rooms"]),
                    "now": Place(*row["now"]) if row["now"] else None,
                }
            )
            for row in said["sessions"]
        ),
        frozenset(said["shared_rooms"]),
    )
