"""Forecasts by month at map points."""

import numpy as np
import pytest

from beatbook.forecasts.backtest import HistoryTooShort
from beatbook.forecasts.happenings import Happenings, in_order
from beatbook.forecasts.monthly import Decay, decayed, months_tested
from tests.forecasts.worlds import town_grid


def snapped(months: int = 12) -> Happenings:
    generator = np.random.default_rng(6)
    points = generator.uniform(0, 5000, (150, 2))
    rate = generator.gamma(0.5, 2, 150)
    month = np.repeat(np.arange(months), 150)
    counts = generator.poisson(np.tile(rate, months))
    when = (np.datetime64("2024-01", "M") + month).astype("datetime64[D]").astype(float) + 14
    x, y = np.tile(points, (months, 1)).T
    many = np.repeat(np.arange(len(counts)), counts)
    return in_order(when[many], x[many], y[many], np.zeros(len(many), dtype=np.int64), ("asb",))


def test_a_decayed_count_is_a_weighted_mean_of_the_months() -> None:
    counts = np.array([[4.0], [0.0], [2.0]])

    assert decayed(counts, counts, Decay(float("inf"), 0.0))[0] == pytest.approx(2)
    assert decayed(counts, counts, Decay(1.0, 0.1))[0] < 2


def test_map_points_need_no_smoothing() -> None:
    tests = list(months_tested(snapped(), town_grid(), months=6))

    found = {name: sum(one.found[name][0] for one in tests) for name in tests[0].found}
    assert found["decayed count"] > found["density of 300 m"]
    assert found["decayed count"] > found["previous month"]


def test_too_few_months_say_so() -> None:
    with pytest.raises(HistoryTooShort, match="10 months; there are 9"):
        list(months_tested(snapped(9), town_grid(), months=6))
