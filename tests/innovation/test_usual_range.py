"""Limits against published golden vectors, and signals one by one."""

import pytest

from beatbook.innovation.usual_range import Signal, UsualRange, signals, usual_range

SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]  # NHSRplotthedots' example of one outlying moving range


@pytest.mark.parametrize(("screened", "mean", "lower", "upper"), [(False, 1.94, -3.06, 6.95), (True, 1.94, -0.72, 4.6)])
def test_limits_equal_the_golden_vectors(screened: bool, mean: float, lower: float, upper: float) -> None:
    found = usual_range(SPIKE, screened=screened)
    assert [round(value, 2) for value in (found.mean, found.lower, found.upper)] == pytest.approx([mean, lower, upper], abs=0.011)


USUAL = UsualRange(10, 4, 16)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([17], [Signal.OUTSIDE]),
        ([16], []),
        ([11] * 7, [Signal.RUN]),
        ([11] * 6, []),
        ([15, 9, 15], [Signal.NEAR_LIMIT]),
        ([15, 9, 9, 15], []),
        ([3, 2], []),
    ],
)
def test_each_signal_is_told_by_its_own_rule(values: list[float], found: list[Signal]) -> None:
    assert signals(USUAL, values, higher_is_better=True) == found
    assert signals(USUAL, [20 - value for value in values], higher_is_better=False) == found


def test_one_value_has_no_usual_range() -> None:
    with pytest.raises(ValueError, match="two values"):
        usual_range([1.0])
