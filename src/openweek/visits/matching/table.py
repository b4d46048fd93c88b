"""A problem as arrays: who could meet whom, and what each match is worth."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from openweek.visits.matching.problem import (
    AGAIN,
    Problem,
    Stay,
    Visitor,
    beside,
    is_well,
    kept_bonus,
    open_stays,
    stays_of,
)

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Table:
    """Rows are the stays that are still open, by half-day; columns are hosts."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.hosts = problem.hosts
        by_half = open_stays(problem)
        self.halves = list(by_half)
        self.rows: list[tuple[Visitor, Stay]] = [each for rows in by_half.values() for each in rows]
        self.half_of: Ints = np.array(
            [number for number, rows in enumerate(by_half.values()) for _row in rows],
            dtype=np.int64,
        )
        self.room: Ints = np.array(
            [[problem.room(host, half) for half in self.halves] for host in self.hosts],
            dtype=np.int64,
        ).reshape(len(self.hosts), len(self.halves))
        self._fill()
        self._fixed()

    def _fill(self) -> None:
        shape = len(self.rows), len(self.hosts)
        self.can: Flags = np.zeros(shape, dtype=bool)
        self.well: Flags = np.zeros(shape, dtype=bool)
        self.worth: Ints = np.zeros(shape, dtype=np.int64)
        self.of_visitor: dict[int, list[int]] = defaultdict(list)
        for row, (visitor, _stay) in enumerate(self.rows):
            self.of_visitor[visitor.key].append(row)
        for rows in self.of_visitor.values():
            # As they follow one another, which is not the order of what half-days are called.
            rows.sort(key=lambda row: self.rows[row][0].stays.index(self.rows[row][1]))
        self.in_need: Flags = np.array([bool(v.needs) for v, _stay in self.rows], dtype=bool)
        for rows in self.of_visitor.values():
            visitor = self.rows[rows[0]][0]
            may = [self.problem.may_meet(visitor, host) for host in self.hosts]
            self.well[rows] = [is_well(visitor, host) for host in self.hosts]
            self.worth[rows] = [self.problem.worth(visitor, host) for host in self.hosts]
            for row in rows:
                self.can[row] = (self.room[:, self.half_of[row]] > 0) & np.array(may, dtype=bool)
        columns = {host.key: column for column, host in enumerate(self.hosts)}
        for row, (visitor, stay) in enumerate(self.rows):
            if stay.now in columns:
                self.worth[row, columns[stay.now]] += kept_bonus(stay, stay.now)
            for other in beside(visitor, stay):
                if other.is_fixed and other.now in columns:
                    self.worth[row, columns[other.now]] += AGAIN

    def _fixed(self) -> None:
        """What each host has already; and the rows of which one stay follows the other."""
        self.loads: Counter[int] = Counter(
            stay.now
            for _visitor, stay in stays_of(self.problem)
            if stay.is_fixed and stay.now is not None
        )
        row_of = {stay.key: row for row, (_visitor, stay) in enumerate(self.rows)}
        self.before: dict[int, int] = {
            row_of[stay.key]: row_of[earlier.key]
            for visitor in self.problem.visitors
            for earlier, stay in pairwise(visitor.stays)
            if stay.key in row_of and earlier.key in row_of
        }

    def groups(self, half: int) -> list[tuple[Flags, Flags]]:
        """Of a half-day, level by level: the rows that count, and the matches that count."""
        here = self.half_of == half
        needy = here & self.in_need
        everywhere = np.ones_like(self.well)
        return [
            (needy, self.well), (needy, everywhere), (here, self.well), (here, everywhere),
        ]  # fmt: skip
