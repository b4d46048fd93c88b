"""The linear programme of a matching over some pairs, and the prices of all the others."""

from collections.abc import Iterable, Iterator

import numpy as np

from openweek.visits.matching.levels import Targets
from openweek.visits.matching.linear import Answer, Programme, Reals
from openweek.visits.matching.problem import AGAIN, Matching, load_price, offered
from openweek.visits.matching.table import Table

# A visitor's key and a host's column: all the stays that they could share.
Unit = tuple[int, int]
# A row and a column: one of them.
Pair = tuple[int, int]


class Master:
    """Grows by units; of those that are left out, the prices tell which are worth adding."""

    def __init__(self, table: Table, targets: Targets) -> None:
        self._table = table
        self.programme = Programme()
        self.pairs: dict[Pair, int] = {}
        self._units: set[Unit] = set()
        row = self.programme.row
        self._once = [row(highest=1) for _row in table.rows]
        self._full = [[row(highest=float(room)) for room in rooms] for rooms in table.room]
        self._load = [row(highest=0) for _host in table.hosts]
        self._groups = [table.groups(half) for half in range(len(table.halves))]
        self._level = [
            [row(lowest=float(target)) if target else -1 for target in each] for each in targets
        ]
        self._add_loads()

    def _add_loads(self) -> None:
        table = self._table
        for column, host in enumerate(table.hosts):
            so_far = table.loads[host.key]
            for nth in range(so_far + 1, so_far + int(table.room[column].sum()) + 1):
                self.programme.column(load_price(nth, offered(host)), [self._load[column]], [-1.0])

    def add(self, units: Iterable[Unit]) -> bool:
        """Whether any of them is new."""
        new = [unit for unit in dict.fromkeys(units) if unit not in self._units]
        self._units.update(new)
        for unit in new:
            self._add(unit)
        return bool(new)

    def _add(self, unit: Unit) -> None:
        """Its pairs; and a column for each time that this host would receive again, with the rows
        that allow it only where both half-days are theirs.
        """
        visitor, column = unit
        rows = [row for row in self._table.of_visitor[visitor] if self._table.can[row, column]]
        links: dict[int, list[int]] = {row: [] for row in rows}
        for row in rows:
            earlier = self._table.before.get(row, -1)
            if earlier in links:
                both = [self.programme.row(highest=0), self.programme.row(highest=0)]
                self.programme.column(-AGAIN, both)
                links[row].append(both[0])
                links[earlier].append(both[1])
        for row in rows:
            half = int(self._table.half_of[row])
            met = [self._once[row], self._full[column][half], self._load[column]]
            met += self._levels_of(row, column)
            values = [1.0] * len(met) + [-1.0] * len(links[row])
            cost = -float(self._table.worth[row, column])
            self.pairs[row, column] = self.programme.column(cost, [*met, *links[row]], values)

    def _levels_of(self, row: int, column: int) -> list[int]:
        half = int(self._table.half_of[row])
        return [
            level
            for level, (members, pairs) in zip(self._level[half], self._groups[half], strict=True)
            if level >= 0 and members[row] and pairs[row, column]
        ]

    def prices(self, answer: Answer) -> Reals:
        """Of every pair, also those left out, what it costs more, but for who receives again."""
        table, duals = self._table, answer.duals
        full = duals[np.array(self._full, dtype=np.int64)].reshape(table.room.shape)
        taken = duals[self._once][:, None] + full.T[table.half_of] + duals[self._load][None, :]
        for half, groups in enumerate(self._groups):
            for level, (members, pairs) in zip(self._level[half], groups, strict=True):
                if level >= 0:
                    taken = taken + duals[level] * (members[:, None] & pairs)
        prices: Reals = -table.worth.astype(np.float64) - taken
        return prices

    def left_out(self, prices: Reals) -> Iterator[tuple[Unit, float]]:
        """With the least that it costs more to use any of their pairs, and those before it."""
        for visitor, rows in self._table.of_visitor.items():
            here = np.where(self._table.can[rows], prices[rows], np.inf)
            until = least = here[0]
            for at in range(1, len(rows)):
                follows = self._table.before.get(rows[at]) == rows[at - 1]
                until = here[at] + (np.minimum(until - AGAIN, 0) if follows else 0)
                least = np.minimum(least, until)
            for column in np.flatnonzero(np.isfinite(least)):
                unit = visitor, int(column)
                if unit not in self._units:
                    yield unit, float(least[column])

    def by_keys(self, columns: dict[int, int]) -> Matching:
        return {
            self._table.rows[row][1].key: self._table.hosts[column].key
            for row, column in columns.items()
        }
