"""Ages, years and months as typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.search.spans import read_spans
from beatbook.vocabulary.dates import age_years

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "since", "until", "rest"),
    [
        ("1990", "1990", "1991", ""),
        ("smith born 1990", "1990", "1991", "smith"),
        ("1990-1995", "1990", "1996", ""),
        ("march 1990", "1990-03", "1990-04", ""),
        ("Dec 1990", "1990-12", "1991-01", ""),
        ("smith 34", "1991-11-28", "1992-11-28", "smith"),
        ("aged 30-40", "1985-11-28", "1996-11-28", ""),
        ("40 to 30 years old", "1985-11-28", "1996-11-28", ""),
        ("in his 30s", "1986-11-28", "1996-11-28", ""),
    ],
)
def test_each_form_is_a_span_of_births(text: str, since: str, until: str, rest: str) -> None:
    (span,), left = read_spans(text, TODAY)
    assert (span.since, span.until, left.strip()) == (since, until, rest)


@pytest.mark.parametrize("text", ["12 foundry row 5", "44/0012345/26", "7", "0", "200", "smith"])
def test_other_numbers_are_no_span(text: str) -> None:
    assert [span for span in read_spans(text, TODAY)[0] if span.words != "12"] == []


days = st.dates(date(1905, 1, 1), TODAY)


@given(days, st.integers(10, 119), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_an_age_holds_exactly_those_who_have_it_today(born: date, age: int, today: date) -> None:
    (span,), _ = read_spans(f"aged {age}", today)
    if (born.month, born.day) == (2, 29) or (today.month, today.day) == (2, 29):
        born, today = born + timedelta(days=2), today + timedelta(days=1)
        (span,), _ = read_spans(f"aged {age}", today)
    if born <= today:
        assert (span.since <= born.isoformat() < span.until) == (age_years(born, today) == age)
