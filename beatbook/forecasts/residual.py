"""LightGBM on top of the kernel mixture, used only where it passes its gate on weeks before the test. Needs the extra `forecast`."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from beatbook.forecasts.backtest import FEWEST_HISTORY_WEEKS, Backtest, Question, only, rolling
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.learning import WARM_UP_PERIODS, Forecast
from beatbook.forecasts.scoring import hits, ratio_of_hits, top_cells
from beatbook.forecasts.walk import Weeks, counts_ahead, origins, weeks_of

GATE_PERIODS = 26
LEARN_PERIODS = 26
SHARE = 0.02
CALIBRATED = (0.90, 1.10)
OPTIONS: dict[str, Any] = {
    "objective": "poisson", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 500, "feature_fraction": 0.7, "bagging_fraction": 0.7,
    "bagging_freq": 1, "lambda_l2": 10.0, "num_threads": 1, "seed": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip
ROUNDS = 120
ABSENT = "LightGBM is not installed (or the system's libgomp is missing): install the extra `forecast`. The kernel mixture stands alone."
TOO_SHORT = (
    "The residual was not tried: {weeks} weeks of history leave it no year of its own before the test. The kernel mixture stands alone."
)
PASSED = (
    "The residual passed its gate: {ratio:.3f} [{low:.3f}, {high:.3f}] of the hits, {level:.2f} observed over forecast, before the test."
)
FAILED = (
    "The residual failed its gate and is not used: {ratio:.3f} [{low:.3f}, {high:.3f}] of the hits, {level:.2f} observed over forecast."
)


def try_residual(happened: Happenings, tested: Backtest) -> dict[str, Any]:
    """Whether the residual passes, by the half year before the test after learning from the half year before that, and what it then did in the
    test. It passes where the lower bound of its hits over the mixture's is at least one and its top 2 % of cells bring what it forecast."""
    lightgbm = _load_lightgbm()
    if lightgbm is None:
        return {"state": "absent", "said": ABSENT}
    question, weeks = tested.question, weeks_of(happened)
    first = weeks.count - question.horizon * (question.periods + GATE_PERIODS + LEARN_PERIODS)
    if first < FEWEST_HISTORY_WEEKS + WARM_UP_PERIODS * question.horizon:
        return {"state": "not tried", "said": TOO_SHORT.format(weeks=weeks.count)}
    rows = _forecasts(happened, tested, question, weeks, first=first)
    model = _learnt(lightgbm, rows[:LEARN_PERIODS])
    gate = _judged(model, rows[LEARN_PERIODS : LEARN_PERIODS + GATE_PERIODS])
    passed = gate["low"] >= 1.0 and CALIBRATED[0] <= gate["level"] <= CALIBRATED[1]
    outcome: dict[str, Any] = {
        "state": "used" if passed else "not used",
        "gate": gate,
        "said": (PASSED if passed else FAILED).format(**gate),
    }
    if passed:
        again = _learnt(lightgbm, rows[: LEARN_PERIODS + GATE_PERIODS])
        outcome["test"] = _judged(again, rows[LEARN_PERIODS + GATE_PERIODS :])
    return outcome


Row = tuple[Forecast, Floats, Floats]


def _forecasts(happened: Happenings, tested: Backtest, question: Question, weeks: Weeks, *, first: int) -> list[Row]:
    """Each period's forecast, what came, and the maps as features, (n_cells, n_parts)."""
    target = only(happened, question.targets)
    starts = range(first, weeks.count - question.horizon + 1, question.horizon)
    kept = {one.week: one for one, *_ in rolling(happened, target, tested.grid, tested.families, question, weeks=weeks, starts=starts)}
    return [
        (kept[one.week], counts_ahead(target, tested.grid, day=one.day, weeks=question.horizon), np.log1p(52 * one.maps[:-1]).T.astype(np.float32))
        for one in origins(happened, tested.grid, tested.families, weeks)
        if one.week in kept
    ]  # fmt: skip


def _learnt(lightgbm: Any, rows: Sequence[Row]) -> Any:
    features = np.vstack([maps for _, _, maps in rows])
    came = np.concatenate([observed for _, observed, _ in rows])
    start = np.log(np.maximum(np.concatenate([forecast.expected for forecast, _, _ in rows]), 1e-6))
    return lightgbm.train(OPTIONS, lightgbm.Dataset(features, came, init_score=start), num_boost_round=ROUNDS)


def _judged(model: Any, rows: Sequence[Row]) -> dict[str, float]:
    ours, theirs, expected, observed = [], [], 0.0, 0.0
    for forecast, came, maps in rows:
        bent = forecast.expected * np.exp(model.predict(maps, raw_score=True, num_threads=1))
        bent *= forecast.expected.sum() / bent.sum()
        ours.append(hits(bent, came, SHARE))
        theirs.append(hits(forecast.expected, came, SHARE))
        top = top_cells(bent, SHARE)
        expected += float(bent[top].sum())
        observed += float(came[top].sum())
    ratio = ratio_of_hits(ours, theirs)
    return {"ratio": ratio.value, "low": ratio.low, "high": ratio.high, "level": observed / expected}


def _load_lightgbm() -> Any:
    """The library, or None where it or the system's libgomp is absent."""
    try:
        return import_module("lightgbm")
    except (ImportError, OSError):
        return None
