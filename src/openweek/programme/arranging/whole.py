"""A small programme as one linear programme: what is best, proved."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from openweek.programme.arranging.linear import Programme
from openweek.programme.arranging.problem import (
    CLASH,
    UNPLACED,
    Place,
    Placements,
    Problem,
    Session,
    Solution,
    cost,
    overlap,
)

# A proof for more than this takes longer than anybody waits.
MOST_COLUMNS, MOST_ROWS = 2000, 2500
MOST_SECONDS = 3.0


def fixing(problem: Problem, keys: Collection[int]) -> Problem:
    return replace(
        problem,
        sessions=tuple(
            replace(each, is_fixed=True) if each.key in keys else each for each in problem.sessions
        ),
    )


def prove(problem: Problem, placements: Placements, price: int, seconds: float) -> Solution:
    """That arrangement, or a better one, with what none can go below."""
    fixed = {each.key: each.now for each in problem.sessions if each.is_fixed}
    least = sum(each.now_cost for each in problem.sessions if each.is_fixed)
    known = Solution(placements, price, least)
    moving = [each for each in problem.sessions if not each.is_fixed]
    columns = sum(len(each.starts) * len(each.rooms) + 2 for each in moving)
    if not moving:
        return replace(known, bound=price)  # there is no other way
    if price <= least or columns > MOST_COLUMNS or seconds <= 0:
        return known
    model = _Whole(problem, moving, fixed)
    if not model.is_small:
        return known
    answer = model.programme.solve(min(seconds, MOST_SECONDS), model.start(placements))
    if answer is None:
        return known
    found = {**placements, **model.read(answer.values)}
    found_price = cost(problem, found)
    if found_price > price:
        found, found_price = placements, price
    # Whole numbers: a bound of 12.3 is one of 13.
    bound = int(-(-(answer.bound + model.constant - 1e-4) // 1))
    return Solution(found, found_price, min(bound, found_price))


class _Whole:
    def __init__(
        self, problem: Problem, moving: list[Session], fixed: dict[int, Place | None]
    ) -> None:
        self.programme = Programme()
        self._problem = problem
        self._moving = moving
        self._fixed = [
            (each, place) for each in problem.sessions if (place := fixed.get(each.key)) is not None
        ]
        self._places = {each.key: [*self._possible(each)] for each in moving}
        self.constant = cost(
            problem,
            {each.key: fixed.get(each.key) for each in problem.sessions},
        ) - UNPLACED * len(moving)
        self._columns: dict[tuple[int, Place], int] = {}
        self._unplaced: dict[int, int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._moments = sorted({p.start for places in self._places.values() for p, _c in places})
        self._pairs = [
            (one, other) for one, other in combinations(moving, 2) if one.people & other.people
        ]
        self.is_small = len(self._pairs) * len(self._moments) <= MOST_ROWS
        if self.is_small:
            self._build()

    def _possible(self, session: Session) -> Iterator[tuple[Place, int]]:
        """Where it can be beside what stays, and what that costs."""
        for place in session.places():
            price = session.cost_at(place)
            for other, there in self._fixed:
                if not overlap(session, place, other, there):
                    continue
                same_room = place.room is not None and place.room == there.room
                if session.facilitators & other.facilitators or (
                    same_room and place.room not in self._problem.shared_rooms
                ):
                    break
                price += CLASH * len(session.people & other.people)
            else:
                yield place, price

    def _build(self) -> None:
        rows: dict[tuple[object, ...], int] = {}
        touches: dict[tuple[int, int], list[int]] = defaultdict(list)
        add = self.programme
        for one, other in self._pairs:
            mine = []
            for moment in self._moments:
                row = add.row(highest=1)
                mine.append(row)
                touches[one.key, moment].append(row)
                touches[other.key, moment].append(row)
            self._both[one.key, other.key] = add.column(
                CLASH * len(one.people & other.people), mine, -1, whole=False
            )
        for each in self._moving:
            once = add.row(1, 1)
            self._unplaced[each.key] = add.column(UNPLACED, [once])
            for place, price in self._places[each.key]:
                met = [once]
                for moment in self._moments:
                    if not place.start <= moment < place.start + each.minutes:
                        continue
                    met += touches[each.key, moment]
                    names: list[tuple[object, ...]] = [(who, moment) for who in each.facilitators]
                    if place.room is not None and place.room not in self._problem.shared_rooms:
                        names.append((place.room, moment))
                    for name in names:
                        if name not in rows:
                            rows[name] = add.row(highest=1)
                        met.append(rows[name])
                self._columns[each.key, place] = add.column(price, met)

    def start(self, placements: Placements) -> list[float]:
        values = [0.0] * self.programme.size[0]
        for each in self._moving:
            place = placements[each.key]
            at = self._unplaced[each.key] if place is None else self._columns[each.key, place]
            values[at] = 1
        for (one, other), column in self._both.items():
            values[column] = float(self._overlap(one, other, placements))
        return values

    def _overlap(self, one: int, other: int, placements: Placements) -> bool:
        sessions = {each.key: each for each in self._moving}
        at, there = placements[one], placements[other]
        return (
            at is not None
            and there is not None
            and overlap(sessions[one], at, sessions[other], there)
        )

    def read(self, values: Sequence[float]) -> Placements:
        found: Placements = {each.key: None for each in self._moving}
        for (key, place), column in self._columns.items():
            if values[column] > 0.5:  # noqa: PLR2004  whole numbers, nearly
                found[key] = place
        return found
