from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.vocabulary.dates import (
    NotADate,
    age_years,
    local_to_utc,
    read_birth_date,
    read_iso_date,
    read_iso_moment,
    read_uk_date,
    read_uk_moment,
    say_ago,
    say_date,
    say_moment,
    say_partial_date,
)

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("text", ["14/03/1994", "14-3-1994", "14.03.1994"])
def test_reads_uk_dates(text: str) -> None:
    assert read_uk_date(text) == date(1994, 3, 14)


@pytest.mark.parametrize("text", ["31/02/1994", "29/02/2025", "00/01/2000", "14/13/1994", "1994-03-14", "14/03/94", "", "१४/03/1994"])
def test_refuses_what_is_no_uk_date(text: str) -> None:
    with pytest.raises(NotADate):
        read_uk_date(text)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    assert read_uk_date(day.strftime("%d/%m/") + f"{day.year:04}") == day
    assert read_iso_date(day.isoformat()) == day
    assert read_iso_date(day.isoformat().replace("-", "")) == day


@pytest.mark.parametrize("text", ["1994-02-31", "19940231", "1994-3-14", "199403", "tomorrow"])
def test_refuses_what_is_no_iso_date(text: str) -> None:
    with pytest.raises(NotADate):
        read_iso_date(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("1994", "1994"), ("1994-03", "1994-03"), ("14/03/1994", "1994-03-14"), ("1994-03-14", "1994-03-14")]
)
def test_reads_whole_and_partial_dates_of_birth(text: str, expected: str) -> None:
    assert read_birth_date(text, TODAY) == expected


@pytest.mark.parametrize("text", ["2026-11-21", "1900-01-01", "31/02/1990", "2027", "1994-13"])
def test_refuses_a_birth_in_the_future_or_beyond_any_life(text: str) -> None:
    with pytest.raises(NotADate):
        read_birth_date(text, TODAY)


def test_london_time_becomes_utc() -> None:
    assert read_uk_moment("18/11/2026 22:41") == datetime(2026, 11, 18, 22, 41, tzinfo=UTC)
    assert read_uk_moment("18/06/2026 22:41:07") == datetime(2026, 6, 18, 21, 41, 7, tzinfo=UTC)
    assert read_iso_moment("2026-06-18T22:41:07") == datetime(2026, 6, 18, 21, 41, 7, tzinfo=UTC)
    assert read_iso_moment("2026-06-18T22:41:07+00:00") == datetime(2026, 6, 18, 22, 41, 7, tzinfo=UTC)
    assert read_iso_moment("2026-06-18 22:41Z") == datetime(2026, 6, 18, 22, 41, tzinfo=UTC)


def test_the_hour_that_comes_twice_is_its_first() -> None:
    assert local_to_utc(datetime(2026, 10, 25, 1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["29/03/2026 01:30", "18/11/2026", "18/11/2026 24:00", "18/11/2026 9:15", "18/11/2026 22:41:99"])
def test_refuses_times_that_no_clock_shows(text: str) -> None:
    with pytest.raises(NotADate):
        read_uk_moment(text)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_a_moment_with_its_offset_is_read_back(moment: datetime) -> None:
    assert read_iso_moment(moment.isoformat()) == moment


def test_says_dates_in_words() -> None:
    assert say_moment(datetime(2026, 11, 18, 22, 41, tzinfo=UTC)) == "18 November 2026 at 10:41pm"
    assert say_moment(datetime(2026, 7, 1, 23, 5, tzinfo=UTC)) == "2 July 2026 at 12:05am"
    assert say_date(date(1994, 3, 14)) == "14 March 1994"
    assert [say_partial_date(text) for text in ("1994-03-14", "1994-03", "1994")] == ["14 March 1994", "March 1994", "1994"]


def test_says_how_long_ago() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    gone = [timedelta(seconds=59), timedelta(minutes=1), timedelta(minutes=14), timedelta(hours=25), timedelta(days=-1)]
    assert [say_ago(now - each, now) for each in gone] == [
        "just now", "1 minute ago", "14 minutes ago", "1 day ago", "21 November 2026 at 12:00pm",
    ]  # fmt: skip


def test_age_is_in_completed_years() -> None:
    assert age_years(date(1994, 3, 14), date(2026, 3, 13)) == 31
    assert age_years(date(1994, 3, 14), date(2026, 3, 14)) == 32
    assert age_years(date(2004, 2, 29), date(2026, 2, 28)) == 21
