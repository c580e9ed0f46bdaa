"""Amounts as people write them, and sums shared to the penny."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.money.pence import NegativeMoney, NothingToShareBy, NotMoney, NotPounds, half_even, in_pounds, read_pence, shared_out


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1234.56", 123_456),
        ("£1,234.56", 123_456),
        ("£1.2m", 120_000_000),
        ("1,200k", 120_000_000),
        (" £ 3 million ", 300_000_000),
        ("0.005", 0),
        ("0.015", 2),
        ("GBP 12", 1_200),
        ("12 pounds", 1_200),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_it_was_meant(text: str, pence: int) -> None:
    assert read_pence(text) == pence


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("€12", NotPounds),
        ("12 USD", NotPounds),
        ("12 euros", NotPounds),
        ("$1.2m", NotPounds),
        ("-5", NegativeMoney),
        ("£-5", NegativeMoney),
        ("(5.00)", NegativeMoney),
        ("−5", NegativeMoney),
        ("", NotMoney),
        ("about 5", NotMoney),
        ("1,23", NotMoney),
        ("(5", NotMoney),
        ("nan", NotMoney),
        ("1e9", NotMoney),
    ],
)
def test_what_is_no_cost_in_pounds_is_refused(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_pence(text)


def test_what_is_paid_back_may_be_below_nought() -> None:
    assert read_pence("(£1,000)", may_be_negative=True) == -100_000


@given(st.integers(-(10**15), 10**15))
def test_an_amount_written_to_a_file_is_read_back(pence: int) -> None:
    assert read_pence(in_pounds(pence), may_be_negative=True) == pence


@given(st.fractions(-(10**9), 10**9, max_denominator=1_000))
def test_rounding_is_that_of_decimal(amount: Fraction) -> None:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    assert half_even(amount) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=43).filter(any))
def test_shares_add_up_and_only_the_last_bears_the_residue(pence: int, weights: list[int]) -> None:
    shares = shared_out(pence, weights)
    assert sum(shares) == pence
    last = max(place for place, weight in enumerate(weights) if weight)
    exact = [half_even(Fraction(pence * weight, sum(weights))) for weight in weights]
    assert [share for place, share in enumerate(shares) if place != last] == [share for place, share in enumerate(exact) if place != last]
    assert abs(shares[last] - exact[last]) <= len(weights)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_nothing_is_shared_by_nothing(weights: list[int]) -> None:
    with pytest.raises(NothingToShareBy):
        shared_out(100, weights)
