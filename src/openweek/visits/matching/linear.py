"""Linear programmes for HiGHS that grow: solved again, each starts from where it was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
ENDLESS: float = highspy.kHighsInf
PATIENCE_SECONDS = 30.0


class Unsolved(Exception):
    """HiGHS gave no answer, and didn't prove that there is none."""


@dataclass(frozen=True)
class Answer:
    cost: float
    values: Reals
    # Of each row, what one more of it costs; of each column, what one more of it costs.
    duals: Reals
    reduced: Reals


@dataclass(frozen=True)
class Whole:
    """An answer in whole numbers; none costs less than ``bound``."""

    cost: float
    bound: float
    values: Reals


class Programme:
    """Smallest sum of costs such that each row stays between its ends; columns from 0 to 1."""

    def __init__(self) -> None:
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in (
            ("output_flag", False), ("threads", 1), ("random_seed", 1), ("parallel", "off"),
            ("solver", "simplex"),
        ):  # fmt: skip
            self._solver.setOptionValue(name, option)
        self._rows = self._columns = 0
        self._ends: list[tuple[float, float]] = []
        self._costs: list[float] = []
        self._begins: list[int] = []
        self._index: list[int] = []
        self._value: list[float] = []

    def row(self, lowest: float = -ENDLESS, highest: float = ENDLESS) -> int:
        self._ends.append((lowest, highest))
        self._rows += 1
        return self._rows - 1

    def column(self, cost: float, rows: Sequence[int], values: Sequence[float] = ()) -> int:
        self._begins.append(len(self._index))
        self._index.extend(rows)
        self._value.extend(values or [1.0] * len(rows))
        self._costs.append(cost)
        self._columns += 1
        return self._columns - 1

    def solve(self) -> Answer | None:
        """The same each time; None where nothing stays between all ends."""
        self._grow()
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(self._solver.modelStatusToString(status))
        info, found = self._solver.getInfo(), self._solver.getSolution()
        return Answer(
            info.objective_function_value,
            np.array(found.col_value), np.array(found.row_dual), np.array(found.col_dual),
        )  # fmt: skip

    def solve_whole(self, columns: Sequence[int], closed: Sequence[int]) -> Whole | None:
        """With whole numbers for those columns, and nothing for those that are closed.

        Costs of such answers are whole numbers. The last thing that is asked but for itself: what
        was solved before is no start for it.
        """
        self._grow()
        solver, every = self._solver, np.arange(self._columns, dtype=np.int32)
        highest = np.ones(self._columns)
        highest[list(closed)] = 0
        solver.changeColsBounds(len(every), every, np.zeros(len(every)), highest)
        solver.changeColsIntegrality(
            len(columns), np.array(columns, dtype=np.int32),
            np.full(len(columns), int(highspy.HighsVarType.kInteger), dtype=np.uint8),
        )  # fmt: skip
        for name, option in (
            ("solver", "choose"), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99),
            ("time_limit", solver.getRunTime() + PATIENCE_SECONDS),
        ):  # fmt: skip
            solver.setOptionValue(name, option)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return Whole(
            info.objective_function_value, info.mip_dual_bound,
            np.array(solver.getSolution().col_value),
        )  # fmt: skip

    def _grow(self) -> None:
        """Hands over what was added since the last time."""
        if self._ends:
            ends = np.array(self._ends, dtype=np.float64)
            nothing = np.zeros(0, dtype=np.int32)
            self._solver.addRows(
                len(ends), ends[:, 0].copy(), ends[:, 1].copy(), 0,
                np.zeros(len(ends), dtype=np.int32), nothing, np.zeros(0),
            )  # fmt: skip
        if self._costs:
            many = len(self._costs)
            self._solver.addCols(
                many, np.array(self._costs, dtype=np.float64), np.zeros(many), np.ones(many),
                len(self._index), np.array(self._begins, dtype=np.int32),
                np.array(self._index, dtype=np.int32), np.array(self._value, dtype=np.float64),
            )  # fmt: skip
        for grown in (self._ends, self._costs, self._begins, self._index, self._value):
            grown.clear()
