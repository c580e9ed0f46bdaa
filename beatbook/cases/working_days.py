"""Working days in England: Monday to Friday, but for bank holidays."""

from datetime import date, timedelta
from functools import cache
from importlib import import_module
from typing import Any

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a bank holiday in England. Source: Banking and Financial Dealings Act 1971, by the package `holidays`."""
    return day.weekday() < SATURDAY and day not in _bank_holidays()


def after_working_days(day: date, count: int) -> date:
    """The last working day on which something is in time that is due within `count` working days of `day`; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_day_on_or_after(day: date) -> date:
    """The day itself, or the next on which people work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _bank_holidays() -> Any:
    """The calendar, which takes a second to import: only where a day is counted."""
    return import_module("holidays").country_holidays("GB", subdiv="ENG")
