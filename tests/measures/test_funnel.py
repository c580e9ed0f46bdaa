"""Funnels."""

import random

import pytest

from beatbook.measures.funnel import place_of, rate_band, share_band, sizes_of


def test_limits_narrow_with_size_and_hold_the_middle() -> None:
    small, large = share_band(0.2, 50), share_band(0.2, 5000)
    assert small.outer_low <= small.inner_low < 0.2 < small.inner_high < small.outer_high
    assert large.inner_high < small.inner_high
    assert share_band(0.5, 0).inner_low == 0
    assert [place_of(value, large) for value in (0.2, 0.213, 0.23, 0.187, 0.17)] == [0, 1, 2, -1, -2]


def test_areas_of_one_true_rate_lie_within_as_often_as_said() -> None:
    chance = random.Random(4)
    drawn = [sum(chance.random() < 0.3 for _ in range(400)) / 400 for _ in range(1500)]
    outside = sum(place_of(value, share_band(0.3, 400)) != 0 for value in drawn) / len(drawn)
    assert outside == pytest.approx(0.05, abs=0.02)


def test_rates() -> None:
    band = rate_band(80, 2.5)
    assert band.inner_high == pytest.approx(80 + 1.96 * (80 / 2.5) ** 0.5, rel=1e-3)
    assert list(sizes_of(100, 4)) == [6.25, 25, 56.25, 100]
