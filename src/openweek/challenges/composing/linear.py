"""Linear programmes in whole numbers for HiGHS, solved level by level."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
ENDLESS: float = highspy.kHighsInf
# Whoever waits for the page waits for four levels of it.
PATIENCE_SECONDS = 0.4
ROUNDING = 1e-4


@dataclass(frozen=True)
class Answer:
    """``values`` only where something better than what was known was found."""

    cost: int
    bound: int
    values: Values | None = None


class Programme:
    """Columns with ends, most of them whole; rows with ends; several sums that are to be small."""

    def __init__(self) -> None:
        self._lowest: list[float] = []
        self._highest: list[float] = []
        self._whole: list[int] = []
        self._rows: list[tuple[float, float, Mapping[int, float]]] = []

    def column(self, highest: float = 1, *, lowest: float = 0, whole: bool = False) -> int:
        self._lowest.append(lowest)
        self._highest.append(highest)
        if whole:
            self._whole.append(len(self._lowest) - 1)
        return len(self._lowest) - 1

    def row(
        self, terms: Mapping[int, float], *, least: float = -ENDLESS, most: float = ENDLESS
    ) -> None:
        self._rows.append((least, most, terms))

    def smallest(self, costs: Mapping[int, float], known: int, start: Mapping[int, int]) -> Answer:
        """Costs of whole answers are whole numbers; ``start`` is one that costs ``known``, as far
        as it is told, and is answered where nothing better is found. Without the time to come to an
        end HiGHS only says what cannot be gone below: the answer is the same on a slow machine.
        """
        relaxed = self._run(costs, {})
        least = math.ceil(relaxed.getInfo().objective_function_value - ROUNDING)
        if known <= least:
            return Answer(known, known)
        solver = self._run(costs, start)
        info = solver.getInfo()
        bound = max(least, math.ceil(info.mip_dual_bound - ROUNDING))
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Answer(known, min(known, bound))
        cost = round(info.objective_function_value)
        if cost >= known:
            return Answer(known, min(known, bound))
        return Answer(cost, min(cost, bound), np.array(solver.getSolution().col_value))

    def _run(self, costs: Mapping[int, float], start: Mapping[int, int]) -> Any:
        """In whole numbers, if it is told where to start."""
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, option in (
            ("output_flag", False), ("threads", 1), ("random_seed", 1), ("parallel", "off"),
            ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.99), ("time_limit", PATIENCE_SECONDS),
        ):  # fmt: skip
            solver.setOptionValue(name, option)
        self._hand_over(solver, costs)
        if start:
            at = np.array(self._whole, dtype=np.int32)
            kinds = np.full(len(at), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
            solver.changeColsIntegrality(len(at), at, kinds)
            solver.setSolution(
                len(start), np.array(list(start), dtype=np.int32),
                np.array(list(start.values()), dtype=np.float64),
            )  # fmt: skip
        solver.run()
        return solver

    def _hand_over(self, solver: Any, costs: Mapping[int, float]) -> None:
        many = len(self._lowest)
        cost = np.zeros(many)
        for at, each in costs.items():
            cost[at] = each
        nothing = np.zeros(0, dtype=np.int32)
        solver.addCols(
            many, cost, np.array(self._lowest), np.array(self._highest),
            0, np.zeros(many, dtype=np.int32), nothing, np.zeros(0),
        )  # fmt: skip
        begins, index, value = _laid_flat([terms for _least, _most, terms in self._rows])
        solver.addRows(
            len(self._rows),
            np.array([least for least, _most, _terms in self._rows]),
            np.array([most for _least, most, _terms in self._rows]),
            len(index), begins, index, value,
        )  # fmt: skip


def _laid_flat(rows: Sequence[Mapping[int, float]]) -> tuple[Any, Any, Any]:
    begins: list[int] = []
    index: list[int] = []
    value: list[float] = []
    for terms in rows:
        begins.append(len(index))
        index.extend(terms)
        value.extend(terms.values())
    return (
        np.array(begins, dtype=np.int32), np.array(index, dtype=np.int32),
        np.array(value, dtype=np.float64),
    )  # fmt: skip
