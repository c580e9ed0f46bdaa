"""What a forecast may never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.forecasts import models
from beatbook.forecasts.safeguards import (
    CARD,
    PERSON_WORDS,
    FeedNotFlagged,
    KindRefused,
    calibration_failures,
    check_kinds,
    is_out_of_calibration,
    missing_before_switch_on,
    person_fields,
)


def test_nothing_that_is_learnt_from_can_say_who() -> None:
    assert person_fields() == []


def test_no_table_has_a_column_for_a_person_of_interest() -> None:
    tables = [one for one in vars(models).values() if isinstance(one, type) and hasattr(one, "_meta")]
    columns = {f"{table.__name__}.{field.name}" for table in tables for field in table._meta.fields if PERSON_WORDS.search(field.name)}

    assert columns == {"Forecast.name"}  # of the forecast itself


@pytest.mark.parametrize(
    "kind", ["Burglary - residential", "Theft from the person", "Criminal damage to a vehicle", "Anti-social behaviour"]
)
def test_what_the_public_reports_is_taken(kind: str) -> None:
    check_kinds([kind], feed="crime", by_public=[kind])


@pytest.mark.parametrize(
    "kind",
    [
        "Possession of cannabis",
        "Stop and search",
        "Drugs",
        "Possession of weapons",
        "Arrest for theft",
        "Intelligence on burglary",
        "Affray",
        "Gang nominal",
    ],
)
def test_what_officers_find_is_refused_even_where_a_feed_flags_it(kind: str) -> None:
    with pytest.raises(KindRefused):
        check_kinds([kind], feed="crime", by_public=[kind])


def test_a_feed_without_the_flag_is_refused() -> None:
    with pytest.raises(FeedNotFlagged, match=r"custody does not say .* \[reported\] by_public"):
        check_kinds(["Burglary"], feed="custody", by_public=[])


@given(expected=st.floats(1, 5000), ratio=st.floats(0.905, 1.095))
def test_within_a_tenth_nothing_is_suspended(expected: float, ratio: float) -> None:
    assert not is_out_of_calibration(expected, expected * ratio)


def test_chance_alone_suspends_nothing_but_a_clear_failure_does() -> None:
    assert not is_out_of_calibration(10, 14)
    assert is_out_of_calibration(1000, 1200)
    assert is_out_of_calibration(1000, 800)
    assert calibration_failures({"0.02": [1000.0, 1200.0], "0.05": [1000.0, 1000.0]}) == [
        "the top 2% of squares brought 1200 offences where 1000 were forecast"
    ]


def test_everything_that_is_missing_is_listed() -> None:
    missing = missing_before_switch_on(card={}, equality=None, hold_out=None, failures=["it failed"])

    assert len(missing) == len(CARD) + 3
    assert missing_before_switch_on(card=dict.fromkeys(CARD, "x"), equality={}, hold_out={}, failures=[]) == []
