"""Money, counts, scores and days as people write them, and what is refused."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.technology.reading.amounts import Unreadable, count_of, day_of, pence_of, score_of, unit_of


@pytest.mark.parametrize(
    ("said", "pounds"),
    [
        ("£1.2m", 1_200_000),
        ("1,200k", 1_200_000),
        ("£1,200,000.00", 1_200_000),
        ("1.2 million", 1_200_000),
        ("£950", 950),
        ("1 200 000", 1_200_000),
        (" GBP 12.50 ", 12.5),
        ("£90k p.a.", 90_000),
        ("£90k per annum (ex VAT)", 90_000),
        (1200, 1200),
        (12.345, 12.34),
        ("0", 0),
    ],
)
def test_amounts_are_read(said: object, pounds: float) -> None:
    assert pence_of(said) == round(pounds * 100)


@pytest.mark.parametrize("said", [None, "", " - ", "n/a", "TBC"])
def test_blank_is_not_said_and_never_nought(said: object) -> None:
    assert pence_of(said) is None and count_of(said) is None and day_of(said) is None and score_of(said, most=5) is None


@pytest.mark.parametrize(
    "said",
    [
        "$1.2m",
        "€900",
        "1200 EUR",
        "-£500",
        "(1,200)",
        -3,
        "£1-2m",
        "1,2m",
        "1.200,50",
        "£10k per month",
        "£12 inc VAT",
        "£9 per user",
        "lots",
        True,
        float("nan"),
    ],
)
def test_what_is_no_yearly_amount_of_pounds_is_refused(said: object) -> None:
    with pytest.raises(Unreadable):
        pence_of(said)


@pytest.mark.parametrize(("said", "pounds"), [("-£500", -500), ("(1,200)", -1200), ("£300 CR", -300), (-3.5, -3.5)])
def test_credits_are_read_where_they_may_be(said: object, pounds: float) -> None:
    assert pence_of(said, negative=True) == round(pounds * 100)


@given(st.integers(0, 10**11))
def test_every_amount_of_pence_survives_being_written(pence: int) -> None:
    assert pence_of(f"£{pence // 100:,}.{pence % 100:02d}") == pence


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Annual cost (£k)", 1_000),
        ("Cost £000", 1_000),
        ("Cost £000s", 1_000),
        ("Cost (£m)", 10**6),
        ("Cost (£)", 1),
        ("Cost £ million", 10**6),
    ],
)
def test_the_heading_says_what_one_means(heading: str, unit: int) -> None:
    assert unit_of(heading) == unit
    assert pence_of("2", unit=unit) == 200 * unit and pence_of("£2k", unit=unit) == 200_000


@pytest.mark.parametrize(("said", "users"), [("1,200", 1200), ("c. 300", 300), ("1.2k", 1200), (40.0, 40), ("~50 users", 50)])
def test_counts_are_read(said: object, users: int) -> None:
    assert count_of(said) == users


@pytest.mark.parametrize("said", ["-5", -5, "1.5", 2.5, "many", True])
def test_what_is_no_count_is_refused(said: object) -> None:
    with pytest.raises(Unreadable):
        count_of(said)


@pytest.mark.parametrize(("said", "score"), [("4", 4), (3.0, 3), ("4/5", 4), ("2 - poor", 2), ("5 out of 5", 5)])
def test_scores_are_read(said: object, score: int) -> None:
    assert score_of(said, most=5) == score


@pytest.mark.parametrize("said", ["6", "0", "4/10", "high", "4.5"])
def test_what_is_no_score_is_refused(said: object) -> None:
    with pytest.raises(Unreadable):
        score_of(said, most=5)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("31/03/2027", date(2027, 3, 31)),
        ("03/04/27", date(2027, 4, 3)),
        ("2027-03-31", date(2027, 3, 31)),
        ("1st Sept 2027", date(2027, 9, 1)),
        (datetime(2027, 3, 31, 9), date(2027, 3, 31)),
        (46477, date(2027, 3, 31)),
        ("rolling", None),
    ],
)
def test_days_are_read_in_british_order(said: object, day: date | None) -> None:
    assert day_of(said) == day


def test_a_month_is_its_first_day_or_its_last() -> None:
    assert (day_of("Feb 2028"), day_of("Feb 2028", end=True)) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize("said", ["31/02/2027", "13/13/2027", "next spring", 12, "2027", "01/01/1066"])
def test_what_is_no_day_is_refused(said: object) -> None:
    with pytest.raises(Unreadable):
        day_of(said)
