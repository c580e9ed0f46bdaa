"""Ratings at their thresholds, missing as missing, disputes seen and not counted, and no gain from splitting a contract."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.suppliers.kpis import CATALOGUE, Kpi, Rating, ThresholdsUnsound, UnknownKpi
from beatbook.suppliers.performance_notice import Noticed, notice_text
from beatbook.suppliers.scorecard import Asked, Reading, ReadingUnsound, scores


def asked(period: str = "2026-Q1", contract: str = "C1", kpi: str = "p1_fixed_in_time") -> Asked:
    """A duty of a made-up supplier."""
    return Asked("Bright Cameras", contract, kpi, 1, period)


@pytest.mark.parametrize(
    ("fixed", "word"),
    [
        (95, Rating.GOOD),
        (94, Rating.APPROACHING),
        (90, Rating.APPROACHING),
        (89, Rating.IMPROVE),
        (80, Rating.IMPROVE),
        (79, Rating.INADEQUATE),
    ],
)
def test_a_threshold_has_the_better_rating(fixed: int, word: Rating) -> None:
    assert scores([], [Reading(asked(), fixed, 100)])[0].rating == word


@pytest.mark.parametrize(("undone", "word"), [(5, Rating.GOOD), (6, Rating.APPROACHING), (21, Rating.INADEQUATE)])
def test_lower_may_be_better(undone: int, word: Rating) -> None:
    assert scores([], [Reading(asked(kpi="change_failed"), undone, 100)])[0].rating == word


def test_missing_is_not_good() -> None:
    (one,) = scores([asked()], [])
    assert one.rating is None and one.share is None and not one.firm and one.missing == (asked(),)
    (nothing_due,) = scores([], [Reading(asked(), 0, 0)])
    assert nothing_due.rating is None and nothing_due.missing == (asked(),)


def test_a_dispute_is_seen_and_not_counted() -> None:
    poor = Reading(asked("2026-Q2"), 1, 100, disputed=True, reply="The line was yours.")
    (one,) = scores([], [Reading(asked(), 96, 100), poor])
    assert (one.numerator, one.denominator, one.disputed) == (96, 100, (poor,))


@given(st.lists(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=8))
def test_splitting_a_contract_changes_nothing(counts: list[tuple[int, int]]) -> None:
    split = scores([], [Reading(asked(contract=f"C{place}"), fixed, n) for place, (fixed, n) in enumerate(counts)])[0]
    whole = scores([], [Reading(asked(), sum(fixed for fixed, _ in counts), sum(n for _, n in counts))])[0]
    assert (split.rating, split.interval, split.share, split.firm) == (whole.rating, whole.interval, whole.share, whole.firm)


def test_few_readings_are_not_firm() -> None:
    assert not scores([], [Reading(asked(), 10, 10)])[0].firm
    assert scores([], [Reading(asked(), 9_990, 10_000)])[0].firm


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ReadingUnsound):
        Reading(asked(), 11, 10)
    with pytest.raises(UnknownKpi):
        scores([Asked("S", "C", "availability", 99, "2026-Q1")], [])
    with pytest.raises(ThresholdsUnsound):
        Kpi("x", 1, "x", "a", "b", Fraction(1, 2), Fraction(3, 4), Fraction(1, 4))
    assert len({(one.code, one.version) for one in CATALOGUE}) == len(CATALOGUE)


def test_the_notice_says_every_kpi_in_the_five_words() -> None:
    found = scores([asked(), asked(kpi="availability")], [Reading(asked(), 91, 100, reply="We hired two engineers.")])
    text = notice_text(Noticed("Body-worn video", "ocds-h6vhtk-1", "Millshire Police", "Bright Cameras", "Jan to Mar 2026"), found)
    assert "Rating: Approaching target\nReason: 91 of 100, 91.00 %, against a target of 95 %" in text
    assert "Rating: Other\nReason: no reading that counts" in text
    assert "We hired two engineers." in text and "chance alone" in text
