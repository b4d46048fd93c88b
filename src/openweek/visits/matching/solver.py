"""The best matching of all, proved.

Levels first (see ``levels``); then, of all matchings that reach them, the one that costs least.
But for the wish that a visitor meets the same host each time, that is a problem of transport, whose
linear programme has whole numbers for its corners; with it, nearly all of them still are whole.

So the linear programme is solved over few pairs, those that are worth most; the others are priced
with its duals and added as long as any could gain something (column generation). What it costs
then, no matching can cost less. Where a match came out in parts, HiGHS looks for whole numbers
among the pairs whose price lies within the gap: no other can be part of anything better (fixing by
reduced costs).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from openweek.visits.matching import greedy, levels
from openweek.visits.matching.linear import Answer, Reals, Unsolved
from openweek.visits.matching.master import Master, Unit
from openweek.visits.matching.problem import (
    Matching,
    Problem,
    Solution,
    levels_of,
    parts_of,
    stays_of,
)
from openweek.visits.matching.table import Table

# How many hosts of each visitor are looked at first.
FIRST = 8
# A price that is below nothing by no more than this is nothing.
NEARLY = 1e-6
# How much more pairs may cost than could be of use, where whole numbers were not found among those.
WIDER = 6.0
# Costs are whole numbers: a bound of 12.3 is one of 13.
ROUNDING = 1e-3
# How near to a whole number a value is taken for one.
WHOLE = 1e-6


def solve(problem: Problem) -> Solution:
    """The same problem gives the same matching; nobody loses a host who was fixed."""
    fixed = {
        stay.key: stay.now
        for _visitor, stay in stays_of(problem)
        if stay.is_fixed and stay.now is not None
    }
    table = Table(problem)
    if not table.can.any():
        cost = parts_of(problem, fixed).total
        return Solution(fixed, levels_of(problem, fixed), cost, cost)
    found = _search(table)
    matching = {**fixed, **found.matching}
    cost = parts_of(problem, matching).total
    # What is paid for what is fixed stands in no column.
    return Solution(matching, levels_of(problem, matching), cost, cost - (found.cost - found.bound))


@dataclass(frozen=True)
class _Found:
    matching: Matching
    cost: int
    bound: int


def _search(table: Table) -> _Found:
    targets, reached = levels.reach(table)
    master = Master(table, targets)
    master.add(_first_units(table, reached))
    while True:
        answer = master.programme.solve()
        if answer is None:
            raise AssertionError("the levels were reached before")
        prices = master.prices(answer)
        if not master.add(unit for unit, least in master.left_out(prices) if least < -NEARLY):
            break
    bound = math.ceil(answer.cost - ROUNDING)
    made = _made(master, answer.values)
    if made is not None:
        return _Found(master.by_keys(made), round(answer.cost), bound)
    return _in_whole_numbers(master, answer)


def _made(master: Master, values: Reals) -> dict[int, int] | None:
    """By row the host's column; None where a match came out in parts."""
    made = {}
    for (row, column), at in master.pairs.items():
        if WHOLE < values[at] < 1 - WHOLE:
            return None
        if values[at] >= 1 - WHOLE:
            made[row] = column
    return made


def _in_whole_numbers(master: Master, relaxed: Answer) -> _Found:
    """First among what came out in parts, which nearly always holds an answer at the bound; then
    among all that could be part of one; then, as there is none, among ever more.
    """
    left_out = dict(master.left_out(master.prices(relaxed)))
    reduced = {pair: float(relaxed.reduced[at]) for pair, at in master.pairs.items()}
    bound = math.ceil(relaxed.cost - ROUNDING)
    parts = _best(master, [at for at in master.pairs.values() if relaxed.values[at] < WHOLE])
    if parts is not None and parts.cost <= bound:
        return parts
    gap = bound - relaxed.cost + NEARLY
    for near in (gap, gap + 1, gap + WIDER, math.inf):
        master.add(unit for unit, least in left_out.items() if least <= near)
        found = _best(
            master, [at for pair, at in master.pairs.items() if reduced.get(pair, 0.0) > near]
        )
        if found is None:
            continue
        # What was left out or closed costs more than that.
        beyond = math.ceil(relaxed.cost + near) if math.isfinite(near) else found.cost
        proved = max(bound, min(found.bound, beyond))
        if proved >= found.cost or not math.isfinite(near):
            return _Found(found.matching, found.cost, min(proved, found.cost))
    raise Unsolved("no matching in whole numbers was found in time")


def _best(master: Master, closed: list[int]) -> _Found | None:
    answer = master.programme.solve_whole(list(master.pairs.values()), closed)
    made = None if answer is None else _made(master, answer.values)
    if answer is None or made is None:
        return None
    cost = round(answer.cost)
    return _Found(master.by_keys(made), cost, min(cost, math.ceil(answer.bound - ROUNDING)))


def _first_units(table: Table, reached: dict[int, int]) -> Iterable[Unit]:
    by_hand = greedy.match(table.problem)
    columns = {host.key: column for column, host in enumerate(table.hosts)}
    for visitor, rows in table.of_visitor.items():
        worth = np.where(table.can[rows], table.worth[rows], -1).sum(axis=0)
        best = {int(column) for column in np.argsort(-worth, kind="stable")[:FIRST]}
        best |= {reached[row] for row in rows if row in reached}
        best |= {
            columns[by_hand[stay.key]]
            for _visitor, stay in (table.rows[row] for row in rows)
            if by_hand.get(stay.key) in columns
        }
        for column in sorted(best):
            if table.can[rows, column].any():
                yield visitor, column
