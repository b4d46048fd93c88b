"""Arranges: a start, annealed, then many exact re-arrangements of some sessions, then a proof.

Two sessions that are on at different moments clash with nobody. So each round takes out sessions
that do not overlap one another, and asks HiGHS for the cheapest way to put them back such that
again no two of them overlap: what each costs at a time is then a plain number, and millions of
ways are weighed at once. A small programme is then solved whole, which proves how good it is.
"""

import random
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from openweek.programme.arranging import annealing, greedy, whole
from openweek.programme.arranging.linear import Programme
from openweek.programme.arranging.problem import (
    UNPLACED,
    Place,
    Problem,
    Solution,
    cost,
)
from openweek.programme.arranging.standing import Options, Standing

SECONDS = 9.0
# How much of the time the start may take.
ANNEALING = 0.92
# How often as many as can be are taken out together.
MANY = 0.7


@dataclass(frozen=True)
class Effort:
    """How long it tries. Rounds, not seconds, end it where there is time, so that it can be told
    again; ``patience`` is how many rounds without any gain it takes to give up.
    """

    seconds: float = SECONDS
    rounds: int = 1000
    patience: int = 150
    together: int = 40


def arrange(problem: Problem, effort: Effort | None = None) -> Solution:
    """The same problem gives the same arrangement, unless the machine is too slow for it.

    No hard clash is made; what cannot be placed without one has None for its place, unless it has
    a time already: then it stays there, and is in nobody's way.
    """
    chosen = effort or Effort()
    until = time.monotonic() + chosen.seconds
    standing = Standing(problem)
    greedy.keep_what_is_there(standing)
    greedy.place_the_others(standing)
    annealing.anneal(standing, time.monotonic() + chosen.seconds * ANNEALING)
    improve(standing, chosen, until)
    placements = standing.placements()
    price = cost(problem, placements)
    solution = whole.prove(problem, placements, price, until - time.monotonic())
    stuck = {
        each.key
        for each in problem.sessions
        if solution.placements[each.key] is None and each.now is not None
    }
    return arrange(whole.fixing(problem, stuck), chosen) if stuck else solution


def improve(standing: Standing, effort: Effort, until: float) -> None:
    chance = random.Random(1)  # noqa: S311  the same each time, on purpose
    idle = 0
    # Few sessions have been taken out together in all ways soon.
    patience = min(effort.patience, 4 * len(standing.movable))
    for _round in range(effort.rounds):
        if idle >= patience or time.monotonic() >= until:
            return
        # Few of them leave room for each other; many weigh more ways at once.
        most = effort.together if chance.random() < MANY else chance.randint(2, 8)
        taken = _choose(standing, most, chance)
        gained = _rearrange(standing, taken, until - time.monotonic())
        idle = 0 if gained > 0 else idle + 1


def _choose(standing: Standing, most: int, chance: random.Random) -> list[int]:
    """Sessions of which no two overlap; rather those that clash."""
    discontent = standing.discontent()

    def eagerness(number: int) -> float:
        weight = 1 + int(discontent[number]) + 10 * (standing.places[number] is None)
        return -float(chance.random() ** (1 / weight))

    chosen: list[int] = []
    busy: list[tuple[int, int]] = []
    for number in sorted(standing.movable, key=eagerness):
        place = standing.places[number]
        if place is not None:
            stretch = place.start, place.start + int(standing.lengths[number])
            at = bisect_left(busy, stretch)
            if (at and busy[at - 1][1] > stretch[0]) or (
                at < len(busy) and busy[at][0] < stretch[1]
            ):
                continue
            busy.insert(at, stretch)
        chosen.append(number)
        if len(chosen) == most:
            break
    return chosen


def _rearrange(standing: Standing, taken: Sequence[int], seconds: float) -> int:
    """Put them back as cheaply as can be; how much was gained."""
    before = [standing.places[number] for number in taken]
    for number in taken:
        standing.put(number, None)
    options = standing.options(taken)
    was = sum(
        _cost_of(standing, options[number], place)
        for number, place in zip(taken, before, strict=True)
    )
    found = _cheapest(standing, taken, options, seconds)
    now = sum(
        UNPLACED if row is None else int(options[number].costs[row])
        for number, row in zip(taken, found or (), strict=bool(found))
    )
    if not found or now > was:
        for number, place in zip(taken, before, strict=True):
            standing.put(number, place)
        return 0
    for number, row in zip(taken, found, strict=True):
        standing.put(number, None if row is None else standing.place_of(options[number], row))
    return was - now


def _cost_of(standing: Standing, options: Options, place: Place | None) -> int:
    if place is None:
        return UNPLACED
    rows = (options.starts == place.start).nonzero()[0]
    # In the room that it had, or in a cheaper one at the same time.
    return int(options.costs[rows[0]]) if len(rows) else UNPLACED


def _cheapest(
    standing: Standing, taken: Sequence[int], options: dict[int, Options], seconds: float
) -> list[int | None] | None:
    programme = Programme()
    moments = sorted({int(start) for each in options.values() for start in each.starts})
    at = {moment: programme.row(highest=1) for moment in moments}
    columns: list[list[int]] = []
    for number in taken:
        once = programme.row(1, 1)
        programme.column(UNPLACED, [once])
        minutes = int(standing.lengths[number])
        columns.append(
            [
                programme.column(
                    price,
                    [
                        once,
                        *(
                            at[moment]
                            for moment in moments[
                                bisect_left(moments, start) : bisect_left(moments, start + minutes)
                            ]
                        ),
                    ],
                )
                for start, price in zip(
                    options[number].starts.tolist(), options[number].costs.tolist(), strict=True
                )
            ]
        )
    answer = programme.solve(seconds)
    if answer is None:
        return None
    return [
        next((row for row, column in enumerate(each) if round(answer.values[column])), None)
        for each in columns
    ]
