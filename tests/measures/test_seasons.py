"""Seasons."""

import math
import random

import pytest

from beatbook.measures.seasons import season_factors

MONTHS = [month % 12 + 1 for month in range(48)]
SWING = [100 * (1 + 0.3 * math.sin(month / 12 * math.tau)) for month in MONTHS]


def test_a_swing_over_the_year_is_taken_out() -> None:
    factors = season_factors(SWING, MONTHS)
    assert factors is not None
    assert [value / factor for value, factor in zip(SWING, factors, strict=True)] == pytest.approx([100] * 48)
    assert sum(factors[:12]) == pytest.approx(12)


def test_three_years_are_needed() -> None:
    assert season_factors(SWING[:35], MONTHS[:35]) is None
    assert season_factors(SWING[:36], MONTHS[:36]) is not None
    assert season_factors([], []) is None


def test_chance_is_seldom_taken_for_a_season() -> None:
    chance = random.Random(1)
    found = [season_factors([chance.gauss(100, 10) for _ in MONTHS], MONTHS) for _ in range(300)]
    assert sum(factors is not None for factors in found) <= 9
