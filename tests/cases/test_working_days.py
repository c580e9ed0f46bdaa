from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beatbook.cases.working_days import after_working_days, is_working_day, working_day_on_or_after

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def test_christmas_of_2026_falls_on_a_friday_and_boxing_day_is_kept_on_monday() -> None:
    assert [is_working_day(date(2026, 12, day)) for day in range(24, 31)] == [True, False, False, False, False, True, True]
    assert after_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert after_working_days(date(2026, 12, 23), 5) == date(2027, 1, 4)


def test_england_keeps_its_own_holidays() -> None:
    assert not is_working_day(date(2026, 8, 31))  # the summer bank holiday of England, not of Scotland
    assert is_working_day(date(2026, 3, 17))  # St Patrick's Day, Northern Ireland alone
    assert is_working_day(date(2026, 11, 30))  # St Andrew's Day, Scotland alone


@given(days, st.integers(0, 12))
def test_counting_one_by_one_comes_to_the_same(day: date, count: int) -> None:
    due = after_working_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert sum(is_working_day(one) for one in between) == count
    assert count == 0 or is_working_day(due)


@given(days)
def test_the_next_working_day_is_the_first_there_is(day: date) -> None:
    found = working_day_on_or_after(day)
    assert is_working_day(found) and not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))
