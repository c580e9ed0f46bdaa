"""Dates and times: strict readers for what systems write, and the words a page shows.

Invariant: a moment is an aware datetime in UTC; what a reader cannot read exactly, it refuses rather than guesses.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from beatbook.vocabulary.errors import BeatbookError

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UK_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_PARTIAL = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")


class NotADate(BeatbookError):
    """The text is no date or time that a calendar has: correct it in the system that wrote it."""


def _date(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADate(f"“{text}” is not a date on any calendar") from None


def read_uk_date(text: str) -> date:
    """Day/month/year with `/`, `-` or `.`, four-digit year.

    Raises:
        NotADate: another shape, or a day that no calendar has.
    """
    found = _UK_DATE.fullmatch(text)
    if found is None:
        raise NotADate(f"“{text[:40]}” is not a date as day/month/year")
    day, month, year = found.groups()
    return _date(text, year, month, day)


def read_iso_date(text: str) -> date:
    """`2026-11-18`, or `20261118` as older systems write it.

    Raises:
        NotADate: another shape, or a day that no calendar has.
    """
    digits = text.replace("-", "") if len(text) == 10 and text[4] == text[7] == "-" else text
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise NotADate(f"“{text[:40]}” is not a date as year-month-day")
    return _date(text, digits[:4], digits[4:6], digits[6:])


def read_birth_date(text: str, on: date) -> str:
    """A date of birth as ISO text, whole or partial (`1994`, `1994-03`); `on` is the day it was said.

    Raises:
        NotADate: not a date, in the future of `on`, or more than 120 years before it.
    """
    partial = _PARTIAL.fullmatch(text)
    if partial:
        born, said = date(int(partial[1]) or 1, int(partial[2] or 1), 1), text
    else:
        born = read_uk_date(text) if _UK_DATE.fullmatch(text) else read_iso_date(text)
        said = born.isoformat()
    if born > on:
        raise NotADate(f"“{text}” is after the day it was said, {on.isoformat()}")
    if on.year - born.year > 120:
        raise NotADate(f"“{text}” is more than 120 years before it was said")
    return said


def local_to_utc(moment: datetime) -> datetime:
    """A clock time in London as UTC. The hour that comes twice in October is read as its first (summer time) occurrence.

    Raises:
        NotADate: the hour that summer time skips in March.
    """
    utc = moment.replace(tzinfo=LONDON, fold=0).astimezone(UTC)
    if moment.hour in (1, 2) and utc.astimezone(LONDON).replace(tzinfo=None) != moment:
        raise NotADate(f"“{moment:%d/%m/%Y %H:%M}” is in the hour that summer time skips")
    return utc


def read_uk_moment(text: str) -> datetime:
    """`18/11/2026 22:41` or `18/11/2026 22:41:07`, London clock time, as UTC.

    Raises:
        NotADate: another shape, or a time that no clock shows.
    """
    day, _, clock = text.partition(" ")
    return local_to_utc(_on_clock(text, read_uk_date(day), clock))


def read_iso_moment(text: str) -> datetime:
    """ISO 8601 with `T` or a space; with an offset or `Z` as said, without one on the London clock; as UTC.

    Raises:
        NotADate: another shape, or a time that no clock shows.
    """
    if len(text) < 16:
        raise NotADate(f"“{text[:40]}” is not a date and time as year-month-dayThour:minute")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotADate(f"“{text[:40]}” is not a date and time on any calendar") from None
    return local_to_utc(moment) if moment.tzinfo is None else moment.astimezone(UTC)


def _on_clock(text: str, day: date, clock: str) -> datetime:
    parts = clock.split(":")
    if len(parts) not in (2, 3) or not all(len(part) == 2 and part.isascii() and part.isdigit() for part in parts):
        raise NotADate(f"“{text[:40]}” has no time as hour:minute")
    try:
        return datetime.combine(day, time.fromisoformat(clock))
    except ValueError:
        raise NotADate(f"“{text}” has a time that no clock shows") from None


def london_date(moment: datetime) -> date:
    """The day on a London calendar."""
    return moment.astimezone(LONDON).date()


def say_date(day: date) -> str:
    """`18 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_partial_date(text: str) -> str:
    """ISO text, whole or partial, in words: `14 March 1994`, `March 1994`, `1994`."""
    if len(text) == 10:
        return say_date(read_iso_date(text))
    year, _, month = text.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def say_time(moment: datetime) -> str:
    """`10:41pm`, on the London clock."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % 12 or 12}:{local.minute:02}{'am' if local.hour < 12 else 'pm'}"


def say_moment(moment: datetime) -> str:
    """`18 November 2026 at 10:41pm`, on the London clock."""
    return f"{say_date(moment.astimezone(LONDON).date())} at {say_time(moment)}"


def say_ago(moment: datetime, now: datetime) -> str:
    """`14 minutes ago`; under a minute is `just now`; a moment after `now` is given as itself."""
    gone = now - moment
    if gone < timedelta(0):
        return say_moment(moment)
    for unit, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(gone.total_seconds() // seconds)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def age_years(born: date, on: date) -> int:
    """Completed years of age on a day; somebody born on 29 February has a birthday on 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
