"""How many can have a host, half-day by half-day: the most important number first, each proved.

Without regard to what matches are worth, half-days do not touch one another, and each is a problem
of transport: its linear programme has whole numbers for its corners.
"""

import numpy as np

from openweek.visits.matching.linear import Programme
from openweek.visits.matching.table import Table

# Of a half-day, by level: how many can be reached when all before it are.
Targets = list[list[int]]


def reach(table: Table) -> tuple[Targets, dict[int, int]]:
    """The targets, and by row the host's column of a matching that reaches them all."""
    targets: Targets = []
    found: dict[int, int] = {}
    for half in range(len(table.halves)):
        chosen = _of_half(table, half)
        found |= chosen
        targets.append(
            [
                sum(bool(rows[row] and pairs[row, column]) for row, column in chosen.items())
                for rows, pairs in table.groups(half)
            ]
        )
    return targets, found


def _of_half(table: Table, half: int) -> dict[int, int]:
    rows = np.flatnonzero(table.half_of == half)
    if not len(rows) or not len(table.hosts):
        return {}
    base = len(rows) + 1
    weight = np.zeros((len(rows), len(table.hosts)))
    for members, pairs in table.groups(half):
        weight = weight * base + (members[rows, None] & pairs[rows])
    programme = Programme()
    once = [programme.row(highest=1) for _row in rows]
    full = [programme.row(highest=float(room)) for room in table.room[:, half]]
    pairs_of = np.argwhere(table.can[rows])
    for row, column in pairs_of:
        programme.column(-float(weight[row, column]), [once[row], full[column]])
    if not len(pairs_of):
        return {}
    answer = programme.solve()
    if answer is None:
        raise AssertionError("nobody has to have a host")
    return {
        int(rows[row]): int(column)
        for (row, column), value in zip(pairs_of, answer.values, strict=True)
        if value > 0.5  # noqa: PLR2004  whole numbers, nearly
    }
