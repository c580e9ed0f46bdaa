"""Fees linked to performance: worked by hand, against decimals, and the laws of the definition."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.suppliers.fee_design import TooFewReadings, nothing_changed
from beatbook.suppliers.fees import Band, FeeTerms, Reading, Term, TermsUnsound, statements
from benchmarks.technology.fee_oracle import faults

BANDS = (
    Band(None, Fraction(95, 100), Fraction(1)),
    Band(Fraction(95, 100), Fraction(99, 100), Fraction(1, 2)),
    Band(Fraction(99, 100), None, Fraction(0)),
)
UPTIME = Term("availability", Fraction(6, 10), BANDS, repeat=Fraction(3, 2), earn_back=True)
FIXES = Term("p1_fixed_in_time", Fraction(4, 10), BANDS, bonus=Fraction(1, 100))
TERMS = FeeTerms(10_000_000, Fraction(10, 100), (UPTIME, FIXES), bonus_cap=Fraction(1, 200))
GOOD, POOR, BAD = Reading(Fraction(99, 100)), Reading(Fraction(97, 100)), Reading(Fraction(1, 2))


def test_a_year_worked_by_hand() -> None:
    """£100,000 with £10,000 at risk: half of 60 % is £3,000, half as much again when repeated, then earned back."""
    periods = [
        {"availability": POOR, "p1_fixed_in_time": GOOD},
        {"availability": POOR, "p1_fixed_in_time": GOOD},
        {"availability": GOOD, "p1_fixed_in_time": Reading(Fraction(1), beyond_limits=True)},
        {"availability": BAD, "p1_fixed_in_time": BAD},
        {"availability": Reading(Fraction(1, 2), disputed=True)},
    ]
    found = statements(TERMS, periods)
    assert [one.net_pence for one in found] == [9_700_000, 9_550_000, 10_500_000, 9_000_000, 9_000_000]
    assert [line.held_pence for line in found[4].lines] == [
        692_308,
        307_692,
    ]  # 9 and 4 parts of the cap: a second failure running weighs half as much again
    assert [one.vat_pence for one in found][:2] == [1_940_000, 1_910_000]
    assert "availability was 0.97: £3,000.00 credited" in found[0].reason and "second failure" in found[1].reason
    assert "held until p1_fixed_in_time has a reading" in found[4].reason


@pytest.mark.parametrize("seed", range(150))
def test_random_contracts_agree_with_decimals(seed: int) -> None:
    assert faults(seed) == []


@settings(max_examples=40, deadline=None)
@given(st.fractions(0, 1), st.fractions(0, 1), st.integers(0, 10**10))
def test_a_better_reading_never_pays_less(one: Fraction, other: Fraction, fee: int) -> None:
    terms = FeeTerms(fee, Fraction(1, 10), (UPTIME,))
    low, high = (statements(terms, [{"availability": Reading(value)}])[0].net_pence for value in sorted((one, other)))
    assert low <= high


@pytest.mark.parametrize(
    "bands",
    [
        (),
        (Band(Fraction(0), None, Fraction(0)),),
        (Band(None, Fraction(1, 2), Fraction(1)), Band(Fraction(1, 3), None, Fraction(0))),
        (Band(None, Fraction(1, 2), Fraction(0)), Band(Fraction(1, 2), None, Fraction(1))),
    ],
)
def test_terms_that_contradict_themselves_are_refused(bands: tuple[Band, ...]) -> None:
    with pytest.raises(TermsUnsound):
        Term("availability", Fraction(1), bands)


def test_nothing_changed_is_priced_and_noise_earns_no_bonus() -> None:
    steady = [Fraction(99, 100), Fraction(98, 100)] * 6
    found = nothing_changed(TERMS, {"availability": steady, "p1_fixed_in_time": [Fraction(1)] * 12}, runs=20)
    assert found == nothing_changed(TERMS, {"availability": steady, "p1_fixed_in_time": [Fraction(1)] * 12}, runs=20)
    assert 0.4 < found.share_credited < 0.6 and found.bonus_pence == 0 and found.low_pence < found.net_pence < 10_000_000
    with pytest.raises(TooFewReadings):
        nothing_changed(TERMS, {"availability": steady[:5]})
