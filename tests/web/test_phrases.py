"""What pages say, to the letter."""

import datetime

import pytest

from beatbook.web import phrases

LATE = datetime.datetime(2026, 11, 18, 22, 41, tzinfo=datetime.UTC)
SUMMER = datetime.datetime(2026, 6, 30, 23, 5, tzinfo=datetime.UTC)


def test_a_winter_time_is_said_as_gov_uk_says_it() -> None:
    assert phrases.date_time(LATE) == "18 November 2026 at 10:41pm"


def test_a_summer_time_is_on_the_london_clock_and_day() -> None:
    assert phrases.date_time(SUMMER) == "1 July 2026 at 12:05am"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "midnight"), (12, 0, "midday"), (0, 1, "12:01am"), (12, 30, "12:30pm"), (9, 5, "9:05am")],
)
def test_the_clock(hour: int, minute: int, said: str) -> None:
    assert phrases.clock(datetime.datetime(2026, 1, 5, hour, minute, tzinfo=phrases.LONDON)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1994-03-14", "14 March 1994"),
        ("1994-03", "March 1994"),
        ("1994", "1994"),
        ("about 1990", "about 1990"),
        ("1994-13-01", "1994-13-01"),
        ("", ""),
        (None, ""),
        (datetime.date(2026, 2, 1), "1 February 2026"),
    ],
)
def test_dates_say_what_they_know(value: datetime.date | str | None, said: str) -> None:
    assert phrases.long_date(value) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (14 * 60, "14 minutes ago"),
        (3600, "1 hour ago"),
        (3 * 86_400, "3 days ago"),
    ],
)
def test_ago(seconds: int, said: str) -> None:
    assert phrases.ago(LATE, LATE + datetime.timedelta(seconds=seconds)) == said


def test_never_is_said() -> None:
    assert phrases.ago(None, LATE) == "never"


@pytest.mark.parametrize(("today", "age"), [("2026-03-13", 31), ("2026-03-14", 32)])
def test_age_changes_on_the_birthday(today: str, age: int) -> None:
    assert phrases.age_on("1994-03-14", datetime.date.fromisoformat(today)) == age


def test_a_partial_birth_date_has_no_age() -> None:
    assert phrases.born_and_age("1994-03", datetime.date(2026, 1, 1)) == "March 1994"


@pytest.mark.parametrize(
    ("value", "places", "said"), [(1234567, 0, "1,234,567"), (-2.55, 1, "−2.5"), (-0.04, 1, "0.0"), (None, 0, "not known")]
)
def test_numbers(value: float | None, places: int, said: str) -> None:
    assert phrases.number(value, places) == said


@pytest.mark.parametrize(("value", "said"), [(3.14, "+3.1"), (-2.6, "−2.6"), (0.0, "0.0"), (-0.01, "0.0")])
def test_signs(value: float, said: str) -> None:
    assert phrases.signed(value) == said


@pytest.mark.parametrize(("pence", "said"), [(123_400, "£1,234"), (1_250, "£12.50"), (-5, "−£0.05"), (None, "not known")])
def test_money(pence: int | None, said: str) -> None:
    assert phrases.money(pence) == said


def test_counts_and_lists() -> None:
    assert phrases.counted(1, "person", "people") == "1 person"
    assert phrases.counted(2300, "person", "people") == "2,300 people"
    assert phrases.sentence_list(["crime", "custody", "stops"]) == "crime, custody and stops"
    assert phrases.sentence_list(["crime"]) == "crime"
    assert phrases.sentence_list([]) == ""
