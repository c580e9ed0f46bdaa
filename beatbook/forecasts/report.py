"""A back-test in figures: by map, by share of cells, by period, by area. Every figure is counted from the periods; none is typed in."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from beatbook.forecasts.backtest import OURS, Backtest
from beatbook.forecasts.happenings import Floats, Ints
from beatbook.forecasts.intervals import likely_counts
from beatbook.forecasts.peers import PEERS
from beatbook.forecasts.scoring import SHARES, accuracy_index, half_width, overlap, ratio_of_hits, top_cells

CALIBRATED = (0.90, 1.10)
FLAGGED = 0.02


def summary_of(backtest: Backtest, *, area_of_cell: Ints | None = None, area_names: Sequence[str] = ()) -> dict[str, Any]:
    """Everything a reader of a back-test wants, ready for JSON."""
    periods, total = backtest.periods, float(sum(one.observed.sum() for one in backtest.periods))
    grid = backtest.grid
    summary: dict[str, Any] = {
        "periods": len(periods),
        "weeks_a_period": backtest.question.horizon,
        "offences": total,
        "cells": grid.n_cells,
        "side_m": grid.side,
        "grid_laid_at": [grid.west % grid.side, grid.south % grid.side],
        "kinds_have_kernels": len(backtest.families) > 1,
        "chosen_from": "the weeks before the first test period",
        "maps": {name: _map(backtest, name, total) for name in periods[0].found},
        "calibration": {f"{share:g}": _ratio(*_calibration(backtest, share)) for share in SHARES},
        "calibration_counts": {f"{share:g}": _calibration(backtest, share) for share in SHARES},
        "whole_area": _ratio(sum(one.forecast.expected.sum() for one in periods), total),
        "ranges_held": ranges_held(backtest),
        "steady": float(np.mean([overlap(*pair) for pair in _pairs(backtest)])) if len(periods) > 1 else None,
        "weights": _weights(backtest),
        "by_period": [_period(backtest, number) for number in range(len(periods))],
    }
    if backtest.density is not None:
        summary["density"] = {"weeks": backtest.density.weeks, "width_m": backtest.density.width_m}
    if area_of_cell is not None:
        summary["by_area"] = by_group([(one.forecast.expected, one.observed) for one in periods], area_of_cell, area_names)
    return summary


def by_group(periods: Iterable[tuple[Floats, Floats]], group_of_cell: Ints, names: Sequence[str]) -> list[dict[str, Any]]:
    """Of each group of cells, from what was expected and came in each period: observed over expected, its share of what was flagged and of what
    happened, and of its own offences the share in flagged cells. Unnamed groups are left out."""
    n_groups = len(names) + 1
    expected, observed, flagged, found = (np.zeros(n_groups) for _ in range(4))
    for forecast, came in periods:
        expected += np.bincount(group_of_cell, weights=forecast, minlength=n_groups)
        observed += np.bincount(group_of_cell, weights=came, minlength=n_groups)
        top = top_cells(forecast, FLAGGED)
        flagged += np.bincount(group_of_cell[top], minlength=n_groups)
        found += np.bincount(group_of_cell[top], weights=came[top], minlength=n_groups)
    return [
        {
            "area": name,
            "expected": expected[place],
            "observed": observed[place],
            "observed_over_expected": _ratio(expected[place], observed[place]),
            "share_of_flagged": flagged[place] / max(flagged.sum(), 1.0),
            "share_of_offences": observed[place] / max(observed.sum(), 1.0),
            "hit_rate": found[place] / observed[place] if observed[place] else None,
        }
        for place, name in enumerate(names)
    ]


def ranges_held(backtest: Backtest) -> float:
    """Share of cells, weighted by what was expected there, whose count fell within the range that should hold nine in ten."""
    held = weight = 0.0
    for one in backtest.periods:
        likely = likely_counts(one.forecast.expected, one.forecast.dispersion)
        inside = (one.observed >= likely.low) & (one.observed <= likely.high)
        held += float(one.forecast.expected @ inside)
        weight += float(one.forecast.expected.sum())
    return held / weight if weight else 1.0


def is_calibrated(calibration: Mapping[str, float | None]) -> bool:
    """Did the top cells bring what was forecast, within a tenth, at every share?"""
    return all(value is not None and CALIBRATED[0] <= value <= CALIBRATED[1] for value in calibration.values())


def _map(backtest: Backtest, name: str, total: float) -> dict[str, Any]:
    totals = [float(one.observed.sum()) for one in backtest.periods]
    figures: dict[str, Any] = {"is_a_forecast": name not in PEERS[-1:]}
    for place, share in enumerate(SHARES):
        found = [one.found[name][place] for one in backtest.periods]
        ours = [one.found[OURS][place] for one in backtest.periods]
        ratio = ratio_of_hits(ours, found)
        figures[f"{share:g}"] = {
            "hit_rate": sum(found) / total if total else None,
            "hit_rate_half_width": half_width(found, totals),
            "pai": accuracy_index(sum(found), total, share),
            "ours_over_this": ratio.value,
            "low": ratio.low,
            "high": ratio.high,
        }
    return figures


def _calibration(backtest: Backtest, share: float) -> tuple[float, float]:
    """Expected and observed in the top cells of all periods."""
    expected = observed = 0.0
    for one in backtest.periods:
        top = top_cells(one.forecast.expected, share)
        expected += float(one.forecast.expected[top].sum())
        observed += float(one.observed[top].sum())
    return expected, observed


def _period(backtest: Backtest, number: int) -> dict[str, Any]:
    one = backtest.periods[number]
    top = top_cells(one.forecast.expected, FLAGGED)
    return {
        "day": one.forecast.day,
        "observed": float(one.observed.sum()),
        "expected": float(one.forecast.expected.sum()),
        "level": one.forecast.level.factor,
        "top_expected": float(one.forecast.expected[top].sum()),
        "found": {name: found[SHARES.index(FLAGGED)] for name, found in one.found.items()},
    }


def _weights(backtest: Backtest) -> list[tuple[str, float]]:
    """Share of the last forecast, over all cells, by part; the largest eight."""
    last = backtest.periods[-1].forecast
    if last.part_totals.sum() == 0:
        return []
    shares = last.part_totals / last.part_totals.sum()
    return [(backtest.names[part], float(shares[part])) for part in np.argsort(-shares, kind="stable")[:8]]


def _pairs(backtest: Backtest) -> list[tuple[Ints, Ints]]:
    tops = [top_cells(one.forecast.expected, FLAGGED) for one in backtest.periods]
    return list(pairwise(tops))


def _ratio(expected: float | Floats, observed: float | Floats) -> float | None:
    return float(observed / expected) if expected else None
