"""Discounting against closed forms."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.money.present_value import REAL_RATE, present_value


@given(st.integers(1, 10**10), st.integers(1, 31))
def test_a_level_amount_is_worth_its_annuity(pence: int, years: int) -> None:
    factor = (1 - (1 + REAL_RATE) ** -years) / (1 - 1 / (1 + REAL_RATE))
    assert present_value([pence] * years) == round(pence * factor)


def test_one_amount_in_year_one_is_worth_a_little_less() -> None:
    assert present_value([0, 103_500]) == 100_000
    assert present_value([100, 100], rate=Fraction(0)) == 200


def test_the_rate_is_not_used_beyond_thirty_years() -> None:
    with pytest.raises(ValueError, match="0 to 30"):
        present_value([1] * 32)
