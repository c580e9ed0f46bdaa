"""The Knox test against its first published example, a count by hand, and every order of a handful of crimes."""

from itertools import combinations, permutations

import numpy as np
import pytest

from beatbook.neighbourhoods.profile.knox import PERMUTATIONS, expected_by_margins, near_repeats, pairs_near


def test_the_expected_pairs_of_knoxs_own_example() -> None:
    """Knox 1964: 96 children, 25 pairs within a kilometre, 152 within 59 days; 0.83 expected, 5 found."""
    assert expected_by_margins(96, 25, 152) == pytest.approx(0.83, abs=0.005)


def test_pairs_are_those_that_a_plain_loop_finds() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 1000, 150), rng.uniform(0, 1000, 150)
    x[10], y[10] = x[3], y[3]
    wanted = {(a, b) for a, b in combinations(range(150), 2) if (x[a] - x[b]) ** 2 + (y[a] - y[b]) ** 2 <= 120.0**2}
    one, other = pairs_near(x, y, 120.0)
    assert sorted(tuple(sorted(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)) == sorted(wanted)


def test_expected_and_p_value_come_near_those_of_every_order() -> None:
    """Six crimes: all 720 orders of their days, counted one by one."""
    x, y = np.array([0.0, 50, 60, 900, 950, 2000]), np.zeros(6)
    days = np.array([1.0, 3, 100, 40, 42, 200])
    near = [(a, b) for a, b in combinations(range(6), 2) if abs(x[a] - x[b]) <= 100]
    counts = [sum(abs(order[a] - order[b]) <= 7 for a, b in near) for order in permutations(days.tolist())]
    found = near_repeats(x, y, days, within_m=100, within_days=7, seed=5)
    assert found.pairs == 2 and len(counts) == 720
    assert found.expected == pytest.approx(np.mean(counts), abs=0.12)
    assert found.p_value == pytest.approx(np.mean([count >= 2 for count in counts]), abs=0.06)


def test_repeats_put_in_are_found_and_chance_alone_is_not() -> None:
    rng = np.random.default_rng(11)
    x, y, days = rng.uniform(0, 3000, 120), rng.uniform(0, 3000, 120), rng.uniform(0, 365, 120)
    chance = near_repeats(x, y, days, within_m=200, within_days=14, seed=1)
    x[60:], y[60:] = x[:60] + rng.normal(0, 60, 60), y[:60] + rng.normal(0, 60, 60)
    days[60:] = days[:60] + rng.uniform(0, 10, 60)
    planted = near_repeats(x, y, days, within_m=200, within_days=14, seed=1)
    assert chance.p_value > 0.05 and chance.low <= chance.pairs <= chance.high
    assert planted.p_value == 1 / (1 + PERMUTATIONS) and planted.ratio and planted.ratio > 3


def test_the_same_crimes_give_the_same_answer_and_none_give_none() -> None:
    x = np.array([0.0, 10, 20])
    assert near_repeats(x, x, x, within_m=100, within_days=5, seed=3) == near_repeats(x, x, x, within_m=100, within_days=5, seed=3)
    nothing = near_repeats(*(np.array([]) for _ in range(3)), within_m=100, within_days=5, seed=3)
    assert (nothing.crimes, nothing.pairs, nothing.ratio, nothing.p_value) == (0, 0, None, 1.0)
