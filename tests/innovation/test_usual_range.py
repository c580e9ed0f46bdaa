"""What counts as better than usual, rule by rule, in either direction."""

import pytest

from beatbook.innovation.usual_range import FEWEST, WORDS, improvements, usual_before
from beatbook.measures.xmr import NEAR_LIMIT, OUTSIDE, SHIFT, TREND, Limits

USUAL = Limits(10, 4, 16, False)


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ([17.0], [OUTSIDE]),
        ([16.0], []),
        ([11.0] * 7, [SHIFT]),
        ([11.0] * 6, []),
        ([15.0, 9, 15], [NEAR_LIMIT]),
        ([15.0, 9, 9, 15], []),
        ([7.0, 8, 8.5, 9, 9.2, 9.4, 9.6], [TREND]),
        ([3.0, 2], []),
    ],
)
def test_each_signal_of_improvement_is_told_by_its_own_rule(values: list[float], rules: list[str]) -> None:
    assert improvements(USUAL, values, higher_is_better=True) == [WORDS[rule] for rule in rules]
    assert improvements(USUAL, [20 - value for value in values], higher_is_better=False) == [WORDS[rule] for rule in rules]


def test_too_few_readings_say_nothing_of_what_is_usual() -> None:
    assert usual_before([1.0] * (FEWEST - 1)) is None
    assert usual_before([1.0, 2.0] * FEWEST) is not None
