"""Limits and signals, against the published rules and values worked out elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.measures.xmr import NEAR_LIMIT, OUTSIDE, SHIFT, TREND, Limits, Signal, limits_of, signals_of

GOLDEN = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
VALUES = st.lists(st.integers(0, 30).map(float), min_size=1, max_size=40)
NARROW = Limits(10, 4, 16, False)


def test_golden_vector_without_screening() -> None:
    limits = limits_of(GOLDEN)
    assert [round(value, 2) for value in (limits.high, limits.mean, limits.low)] == [6.95, 1.94, -3.06]


def test_golden_vector_with_outlying_ranges_screened() -> None:
    limits = limits_of(GOLDEN, screened=True)
    assert [round(value, 2) for value in (limits.high, limits.low)] == [4.6, -0.72]


def test_limits_of_few_points_are_on_trial() -> None:
    assert limits_of([3.0] * 11).trial
    assert not limits_of([3.0] * 12).trial
    assert limits_of([3.0]) == Limits(3.0, 3.0, 3.0, True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10, 17, 10], [None, Signal(OUTSIDE, 1), None]),
        ([10, 3, 10], [None, Signal(OUTSIDE, -1), None]),
        ([7, 8, 9, 10, 11, 12, 13], [Signal(TREND, 1)] * 7),
        ([8, 9, 10, 11, 12, 13], [None] * 6),
        ([11, 12, 11, 12, 11, 12, 11], [Signal(SHIFT, 1)] * 7),
        ([9, 8, 9, 8, 9, 8], [None] * 6),
        ([10, 15, 10, 15, 10], [None, Signal(NEAR_LIMIT, 1), None, Signal(NEAR_LIMIT, 1), None]),
        ([15, 10, 10, 15], [None] * 4),
        ([15, 5, 10], [None] * 3),
        ([14, 14, 14], [None] * 3),  # two thirds of the way is not beyond it
    ],
)
def test_each_rule_by_hand(values: list[float], expected: list[Signal | None]) -> None:
    assert signals_of(values, NARROW) == expected


def test_the_first_rule_is_said_where_several_are_broken() -> None:
    rising = [11, 11.5, 12, 12.5, 13, 13.5, 17]
    assert signals_of(rising, NARROW) == [*[Signal(TREND, 1)] * 6, Signal(OUTSIDE, 1)]
    near = [11, 11, 11, 11, 11, 15, 15]
    assert [signal and signal.rule for signal in signals_of(near, NARROW)] == [*[SHIFT] * 5, NEAR_LIMIT, NEAR_LIMIT]


@given(VALUES)
def test_upside_down_gives_the_same_signals_on_the_other_side(values: list[float]) -> None:
    other = [-value for value in values]
    signals, mirrored = signals_of(values, limits_of(values)), signals_of(other, limits_of(other))
    assert [signal and Signal(signal.rule, -signal.side) for signal in signals] == mirrored


@given(VALUES)
def test_a_series_that_stands_still_has_no_signal_but_its_shift(values: list[float]) -> None:
    still = [values[0]] * len(values)
    assert set(signals_of(still, limits_of(still))) == {None}
