"""Intervals, against published values and against the distributions themselves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.measures.intervals import Interval, poisson, rate_ratio, weighted_poisson, wilson


@pytest.mark.parametrize(("successes", "trials", "low", "high"), [(9, 12, 0.47, 0.91), (450, 600, 0.71, 0.78), (0, 10, 0.0, 0.278)])
def test_wilson(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=0.005)


def test_wilson_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == Interval(0, 1)


@given(st.integers(0, 200))
def test_poisson_is_exact(count: int) -> None:
    """Each end leaves 2.5 % of the distribution about it beyond the count."""
    low, high = poisson(count)
    assert at_most(count, high) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert 1 - at_most(count - 1, low) == pytest.approx(0.025, rel=1e-6)
    else:
        assert low == 0


def at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@given(st.integers(1, 500), st.floats(0.1, 400))
def test_equal_weights_give_the_plain_interval_times_the_weight(count: int, weight: float) -> None:
    assert weighted_poisson({weight: count}) == pytest.approx([weight * end for end in poisson(count)])


def test_a_few_grave_events_make_a_wide_interval() -> None:
    low, high = weighted_poisson({1: 100, 365: 2})
    assert low < 830 < high
    assert high - low > poisson(102).high - poisson(102).low


def test_rate_ratio() -> None:
    found = rate_ratio(40, 1000, 20, 1000)
    assert found == pytest.approx((2 * math.exp(-1.96 * math.sqrt(3 / 40)), 2 * math.exp(1.96 * math.sqrt(3 / 40))), rel=1e-3)
    assert rate_ratio(0, 1000, 20, 1000) is None
