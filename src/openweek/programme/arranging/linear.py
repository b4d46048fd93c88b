"""A linear programme in whole numbers, built up column by column, solved by HiGHS."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np


@dataclass(frozen=True)
class Answer:
    values: Sequence[float]
    cost: float
    # No answer costs less.
    bound: float


@dataclass
class Programme:
    """Smallest sum of costs, such that each row stays between its ends; columns from 0 to 1."""

    _costs: list[float] = field(default_factory=list)
    _whole: list[bool] = field(default_factory=list)
    _rows: list[tuple[float, float]] = field(default_factory=list)
    _begins: list[int] = field(default_factory=list)
    _index: list[int] = field(default_factory=list)
    _value: list[float] = field(default_factory=list)

    def row(self, lowest: float = -highspy.kHighsInf, highest: float = highspy.kHighsInf) -> int:
        self._rows.append((lowest, highest))
        return len(self._rows) - 1

    def column(
        self, cost: float, rows: Iterable[int], value: float = 1, *, whole: bool = True
    ) -> int:
        self._begins.append(len(self._index))
        self._index.extend(rows)
        self._value.extend([value] * (len(self._index) - len(self._value)))
        self._costs.append(cost)
        self._whole.append(whole)
        return len(self._costs) - 1

    @property
    def size(self) -> tuple[int, int, int]:
        return len(self._costs), len(self._rows), len(self._index)

    def solve(self, seconds: float, start: Sequence[float] | None = None) -> Answer | None:
        """The best that was found in that time, or None; always the same when it has enough."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in (
            ("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5), ("time_limit", max(seconds, 0.01)),
        ):  # fmt: skip
            solver.setOptionValue(name, option)
        solver.passModel(self._model())
        if start is not None:
            given = highspy.HighsSolution()
            given.col_value = list(start)
            solver.setSolution(given)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = solver.getSolution().col_value
        if (
            start is not None
            and abs(np.dot(self._costs, values) - info.objective_function_value) > 1
        ):
            # HiGHS may take a start for the answer without pricing it: its bound says nothing.
            return self.solve(seconds)
        return Answer(values, info.objective_function_value, info.mip_dual_bound)

    def _model(self) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._costs), len(self._rows)
        model.col_cost_ = np.array(self._costs, dtype=np.float64)
        model.col_lower_ = np.zeros(len(self._costs))
        model.col_upper_ = np.ones(len(self._costs))
        ends = np.array(self._rows, dtype=np.float64).reshape(-1, 2)
        model.row_lower_, model.row_upper_ = ends[:, 0].copy(), ends[:, 1].copy()
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.array([*self._begins, len(self._index)], dtype=np.int32)
        model.a_matrix_.index_ = np.array(self._index, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self._value, dtype=np.float64)
        kinds = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [kinds[0] if whole else kinds[1] for whole in self._whole]
        return model
