"""Where everything stands while it is being arranged, as arrays, and what a session can have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openweek.programme.arranging.problem import CLASH, Place, Placements, Problem, Session

Ints = np.ndarray[Any, np.dtype[np.int64]]
# Before all time: overlaps nothing.
NOWHERE = -(10**9)


@dataclass(frozen=True)
class Options:
    """The times that a session can have, in the room that costs least then, and what each costs."""

    starts: Ints
    rooms: Ints
    costs: Ints


class Standing:
    """Placements that never hold a hard clash among what moves."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sessions: Sequence[Session] = problem.sessions
        self.movable = [n for n, each in enumerate(self.sessions) if not each.is_fixed]
        size = len(self.sessions)
        self.lengths: Ints = np.array([each.minutes for each in self.sessions], dtype=np.int64)
        self.starts: Ints = np.full(size, NOWHERE, dtype=np.int64)
        self.places: list[Place | None] = [None] * size
        self._number_rooms()
        self._in_room = np.zeros((size, len(self._rooms)), dtype=np.float32)
        self.wanted_both = _shared([each.people for each in self.sessions])
        self._same_people = _shared([each.facilitators for each in self.sessions])
        # How much a session must keep clear of each other: a person of both would be in two places.
        self.weights = CLASH * self.wanted_both + 1e7 * (self._same_people > 0)
        self._alone = [self._cost_alone(each) for each in self.sessions]

    def _number_rooms(self) -> None:
        found = {room for each in self.sessions for room in each.rooms}
        found |= {each.now.room for each in self.sessions if each.now and each.now.room is not None}
        self._rooms = sorted(found)
        self._columns = {room: column for column, room in enumerate(self._rooms)}
        # Without a room one is in the way of nobody.
        self._holds_one = np.array([room not in self.problem.shared_rooms for room in self._rooms])

    def _cost_alone(self, session: Session) -> tuple[Ints, np.ndarray[Any, Any]]:
        """Its possible starts, and by start and room what it costs there; infinite where not."""
        starts = sorted({place.start for place in session.places()})
        rows = {start: row for row, start in enumerate(starts)}
        # The last column is for what has no room.
        costs = np.full((len(starts), len(self._rooms) + 1), np.inf, dtype=np.float64)
        for place in session.places():
            column = len(self._rooms) if place.room is None else self._columns[place.room]
            costs[rows[place.start], column] = session.cost_at(place)
        return np.array(starts, dtype=np.int64), costs

    def put(self, number: int, place: Place | None) -> None:
        self.places[number] = place
        self.starts[number] = NOWHERE if place is None else place.start
        self._in_room[number] = 0
        if place is not None and place.room is not None:
            self._in_room[number, self._columns[place.room]] = 1

    def options(self, numbers: Iterable[int]) -> dict[int, Options]:
        """What each could have, as if it were the only one that moves; all are taken out first."""
        overlaps: dict[int, Any] = {}
        return {number: self._options(number, overlaps) for number in numbers}

    def _options(self, number: int, overlaps: dict[int, Any]) -> Options:
        starts, alone = self._alone[number]
        minutes = int(self.lengths[number])
        begins, ends = self.starts[None, :], (self.starts + self.lengths)[None, :]
        key = hash((minutes, starts.tobytes()))
        if key not in overlaps:
            meets = ((starts[:, None] < ends) & (begins < starts[:, None] + minutes)).astype(
                np.float32
            )
            overlaps[key] = meets, (meets @ self._in_room > 0) & self._holds_one
        meets, taken = overlaps[key]
        costs = alone.copy()
        costs[:, : len(self._rooms)][taken] = np.inf
        best = costs.argmin(axis=1)
        total = costs[np.arange(len(starts)), best] + meets @ self.weights[number]
        can = total < 1e7  # noqa: PLR2004  less than being in two places at once
        return Options(starts[can], best[can], total[can].round().astype(np.int64))

    def place_of(self, options: Options, row: int) -> Place:
        column = int(options.rooms[row])
        room = self._rooms[column] if column < len(self._rooms) else None
        return Place(int(options.starts[row]), room)

    def placements(self) -> Placements:
        return {each.key: place for each, place in zip(self.sessions, self.places, strict=True)}

    def discontent(self) -> Ints:
        """By session, for how many people it clashes where it stands."""
        ends = self.starts + self.lengths
        meets = (self.starts[:, None] < ends[None, :]) & (self.starts[None, :] < ends[:, None])
        found: Ints = (meets * self.wanted_both).sum(axis=1).astype(np.int64)
        return found


def _shared(groups: Sequence[frozenset[Any]]) -> np.ndarray[Any, Any]:
    """By pair, how many are in both; nobody clashes with themselves."""
    everybody = {each: n for n, each in enumerate(sorted({e for group in groups for e in group}))}
    rows = np.zeros((len(groups), max(len(everybody), 1)), dtype=np.float32)
    for n, group in enumerate(groups):
        rows[n, [everybody[each] for each in group]] = 1
    both = rows @ rows.T
    np.fill_diagonal(both, 0)
    return both
