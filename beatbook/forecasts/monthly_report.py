"""A back-test by month in figures, in the same form as one by week."""

from collections.abc import Sequence
from typing import Any

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Ints
from beatbook.forecasts.monthly import OURS, MonthTest
from beatbook.forecasts.report import by_group
from beatbook.forecasts.scoring import SHARES, accuracy_index, half_width, ratio_of_hits, top_cells


def summary_of_months(
    tests: Sequence[MonthTest], grid: Grid, *, area_of_cell: Ints | None = None, area_names: Sequence[str] = ()
) -> dict[str, Any]:
    """Everything a reader of a monthly back-test wants, ready for JSON."""
    summary: dict[str, Any] = {
        "periods": len(tests),
        "offences": sum(float(one.observed.sum()) for one in tests),
        "cells": grid.n_cells,
        "side_m": grid.side,
        "chosen_from": "the months before the first test month",
        "maps": {name: _map(tests, name) for name in tests[0].found},
        "calibration": {f"{share:g}": _calibration(tests, share) for share in SHARES},
        "by_period": [_month(one) for one in tests],
    }
    if area_of_cell is not None:
        summary["by_area"] = by_group([(one.expected, one.observed) for one in tests], area_of_cell, area_names)
    return summary


def _month(one: MonthTest) -> dict[str, Any]:
    found = {name: counts[0] for name, counts in one.found.items()}
    return {"month": one.month, "observed": float(one.observed.sum()), "expected": float(one.expected.sum()), "found": found}


def _map(tests: Sequence[MonthTest], name: str) -> dict[str, Any]:
    totals = [float(one.observed.sum()) for one in tests]
    figures: dict[str, Any] = {"is_a_forecast": True}
    for place, share in enumerate(SHARES):
        found, ours = [one.found[name][place] for one in tests], [one.found[OURS][place] for one in tests]
        ratio = ratio_of_hits(ours, found)
        figures[f"{share:g}"] = {
            "hit_rate": sum(found) / sum(totals) if sum(totals) else None,
            "hit_rate_half_width": half_width(found, totals),
            "pai": accuracy_index(sum(found), sum(totals), share),
            "ours_over_this": ratio.value,
            "low": ratio.low,
            "high": ratio.high,
        }
    return figures


def _calibration(tests: Sequence[MonthTest], share: float) -> float | None:
    tops = [top_cells(one.expected, share) for one in tests]
    expected = sum(float(one.expected[top].sum()) for one, top in zip(tests, tops, strict=True))
    observed = sum(float(one.observed[top].sum()) for one, top in zip(tests, tops, strict=True))
    return observed / expected if expected else None
