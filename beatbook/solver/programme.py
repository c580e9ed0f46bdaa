"""A mixed yes-or-no programme: columns with a cost, rows with bounds, solved to a stated gap within a stated time.

Source: HiGHS, Huangfu & Hall 2018.
"""

import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

Term = tuple[int, float]
TOLERANCE = 1e-9  # of a bound; HiGHS's own 1e-6 would let a large budget slip by pounds


class Outcome(StrEnum):
    """What the search ended with."""

    PROVED = "proved"  # within the gap that was asked for
    FOUND = "found"  # an answer whose gap is wider, for want of time
    NONE_YET = "none yet"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the columns, the objective, the bound below which no answer can be, their relative gap, and the time it took."""

    outcome: Outcome
    values: tuple[float, ...]
    objective: float
    bound: float
    gap: float
    seconds: float

    @property
    def is_there(self) -> bool:
        """Is there an answer to use?"""
        return self.outcome in (Outcome.PROVED, Outcome.FOUND)

    def is_chosen(self, column: int) -> bool:
        """Is this column's answer yes?"""
        return self.values[column] > 0.5


@dataclass(slots=True)
class Programme:
    """What is to be chosen; the cost is made as small as possible."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, list[Term]]] = field(default_factory=list)
    constant: float = 0.0  # added to the cost of every answer, so that the gap is relative to the whole

    def choice(self, cost: float = 0.0) -> int:
        """A column that is nought or one; returns its number."""
        return self._column(cost, 1.0, True)

    def amount(self, cost: float = 0.0, *, most: float = math.inf) -> int:
        """A column of any size from nought to `most`."""
        return self._column(cost, most, False)

    def _column(self, cost: float, upper: float, whole: bool) -> int:
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def at_most(self, terms: Sequence[Term], bound: float) -> None:
        """The terms add up to no more than the bound."""
        self.rows.append((-math.inf, bound, list(terms)))

    def at_least(self, terms: Sequence[Term], bound: float) -> None:
        """The terms add up to no less than the bound."""
        self.rows.append((bound, math.inf, list(terms)))

    def exactly(self, terms: Sequence[Term], bound: float) -> None:
        """The terms add up to the bound."""
        self.rows.append((bound, bound, list(terms)))

    def solved(self, *, gap: float = 0.0, seconds: float = 60.0, start: Sequence[float] | None = None) -> Answer:
        """The cheapest choice, or the best found in the time. `gap` is relative; `start` is an answer to begin from."""
        if not self.costs:
            return self._without_columns()
        highspy = _load_highs()
        model = highspy.Highs()
        for name, value in _options(gap, seconds).items():
            model.setOptionValue(name, value)
        model.passModel(self._as_lp(highspy))
        if start is not None:
            begin = highspy.HighsSolution()
            begin.col_value = list(start)
            model.setSolution(begin)
        model.run()
        return self._answer(highspy, model)

    def _without_columns(self) -> Answer:
        """Nothing to choose: it fits when every row takes nought."""
        if all(low <= 0 <= high for low, high, _ in self.rows):
            return Answer(Outcome.PROVED, (), self.constant, self.constant, 0.0, 0.0)
        return Answer(Outcome.IMPOSSIBLE, (), math.inf, math.inf, math.inf, 0.0)

    def _as_lp(self, highspy: Any) -> Any:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.rows)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.costs, [0.0] * len(self.costs), self.uppers
        lp.offset_ = self.constant
        lp.row_lower_, lp.row_upper_ = [low for low, _, _ in self.rows], [high for _, high, _ in self.rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        starts, index, value = [0], [], []
        for _, _, terms in self.rows:
            index += [column for column, _ in terms]
            value += [coefficient for _, coefficient in terms]
            starts.append(len(index))
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        return lp

    def _answer(self, highspy: Any, model: Any) -> Answer:
        status, info = model.getModelStatus(), model.getInfo()
        took = float(model.getRunTime())
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return Answer(Outcome.IMPOSSIBLE, (), math.inf, math.inf, math.inf, took)
        if info.primal_solution_status != 2:  # kSolutionStatusFeasible
            return Answer(Outcome.NONE_YET, (), math.inf, float(info.mip_dual_bound), math.inf, took)
        outcome = Outcome.PROVED if status == highspy.HighsModelStatus.kOptimal else Outcome.FOUND
        values = tuple(model.getSolution().col_value)
        whole = any(self.whole)
        objective = float(info.objective_function_value)
        return Answer(
            outcome, values, objective, float(info.mip_dual_bound) if whole else objective, float(info.mip_gap) if whole else 0.0, took
        )


@cache
def _load_highs() -> Any:
    """HiGHS, which takes half a second to import: only where something is solved.

    The first model of a process prints HiGHS's name on standard output whatever is set, from below Python; it goes to standard error instead, for
    standard output may be a file of JSON.
    """
    highspy = import_module("highspy")
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        highspy.Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
    return highspy


def _options(gap: float, seconds: float) -> dict[str, Any]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 1,
        "time_limit": float(seconds),
        "mip_rel_gap": float(gap),
        "mip_abs_gap": 1e-6,
        "mip_feasibility_tolerance": TOLERANCE,
        "primal_feasibility_tolerance": TOLERANCE,
    }
