"""Money, counts, scores and days as people write them in spreadsheets. What cannot be understood is refused with a reason, never guessed.

Invariant: money is integer pence; every reader gives None for what is left blank and raises `Unreadable` for what it will not take.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any


class Unreadable(ValueError):
    """A cell that cannot be taken: the message says why, and what to write instead."""


BLANK = frozenset({"", "-", "–", "—", "n/a", "na", "n.a.", "tbc", "tbd", "unknown", "not known", "none", "?"})
OPEN_ENDED = frozenset({"rolling", "perpetual", "open", "open ended", "open-ended", "no end", "in house", "in-house"})
_UNITS = {"": 1, "k": 1_000, "000": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000, "thousand": 1_000, "bn": 1_000_000_000}
_MONEY = re.compile(r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>k|mn|m|bn|million|thousand)?\.?\Z")
_A_YEAR = re.compile(r"\s*(?:p\.?\s?a\.?|per annum|per year|/\s?(?:yr|year)|a year|annually)\Z")
_EX_VAT = re.compile(r"\s*\(?(?:ex\.?|excl\.?|excluding|\+|plus|net of)\s?vat\)?\Z")
_FOREIGN = re.compile(r"[$€¥₹]|\b(?:usd|eur|euros?|dollars?|us\$|cad|aud|chf|jpy)\b")
_PERIODS = re.compile(r"(?:per|a|/)\s?(?:month|quarter|week|day|user|officer|licence|seat)|\bpcm\b|\bpm\b")
_COUNT = re.compile(r"(?:c\.?|ca\.?|approx\.?|approximately|about|around|~)?\s*(?P<number>.+?)\s*(?:users?|licen[cs]es?|officers|staff)?\Z")
_SCORE = re.compile(r"(\d+)(?:\.0+)?(?:\s*(?:/|out of)\s*(\d+)|\s*[-–:(].*)?\Z")
_FORMATS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d/%m/%y", "%d-%b-%y", "%d %b %y")
_MONTHS = ("%b %Y", "%B %Y", "%b-%y", "%b-%Y", "%b %y", "%m/%Y", "%Y-%m")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # days from 1900 as a workbook counts them: 1954 to 2119
_EARLIEST, _LATEST = 1950, 2150


def blank(value: Any) -> bool:
    """Is nothing said here?"""
    return value is None or (isinstance(value, str) and value.strip().casefold() in BLANK)


def pence_of(value: Any, *, unit: int = 1, negative: bool = False) -> int | None:
    """Pence of an amount of pounds. `unit` is what the heading says one means (1,000 under "£k"), for amounts that name no unit.

    Raises:
        Unreadable: another currency, a part of a year, a range, a negative amount where none may be, or no amount.
    """
    if blank(value):
        return None
    if isinstance(value, bool):
        raise Unreadable(f"“{value}” is no amount")
    if isinstance(value, int | float | Decimal):
        return _signed(Decimal(str(value)) * unit, negative)
    words = re.sub(r"\s+", " ", str(value).strip().casefold())
    if _FOREIGN.search(words):
        raise Unreadable(f"“{value}” is not in pounds; convert it and say the rate in a note")
    if re.search(r"\binc\.?(?:l\.?|luding)?\s?vat", words):
        raise Unreadable(f"“{value}” includes VAT; give it without")
    words = _A_YEAR.sub("", _EX_VAT.sub("", words)).strip()
    if _PERIODS.search(words):
        raise Unreadable(f"“{value}” is not for a year; give the yearly amount")
    below = words.startswith(("-", "–", "−", "(")) or words.endswith(("-", " cr"))
    words = re.sub(r"gbp|[£()]|\bcr\b", "", words).strip().strip("-–−").strip()
    words = re.sub(r"(?<=\d) (?=\d{3}\b)", ",", words)  # 1 200 000
    found = _MONEY.match(words)
    if not found:
        raise Unreadable(f"“{value}” is no amount of pounds")
    pounds = Decimal(found["digits"].replace(",", "")) * (_UNITS[found["unit"]] if found["unit"] else unit)
    return _signed(-pounds if below else pounds, negative)


def _signed(pounds: Decimal, negative: bool) -> int:
    if not pounds.is_finite():
        raise Unreadable("it is no finite number")
    if pounds < 0 and not negative:
        raise Unreadable("a cost cannot be negative; credits belong in the ledger")
    pence = int((pounds * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    if abs(pence) >= 10**15:
        raise Unreadable("it is more than ten trillion pounds")
    return pence


def count_of(value: Any) -> int | None:
    """A whole number of users: `1,200`, `1.2k`, `about 300`.

    Raises:
        Unreadable: negative, a fraction, or no number.
    """
    if blank(value):
        return None
    if isinstance(value, str):
        found = _COUNT.match(value.strip().casefold())
        number = found["number"] if found else value
        amount = _MONEY.match(number.lstrip("+"))
        if not amount:
            raise Unreadable(f"“{value}” is no whole number of users")
        exact = Decimal(amount["digits"].replace(",", "")) * _UNITS[amount["unit"] or ""]
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        exact = Decimal(str(value))
    else:
        raise Unreadable(f"“{value}” is no whole number of users")
    if not exact.is_finite() or exact != int(exact) or exact < 0 or exact >= 10**9:
        raise Unreadable(f"“{value}” is no whole number of users")
    return int(exact)


def score_of(value: Any, *, most: int) -> int | None:
    """A score from 1 to `most`: `4`, `4/5`, `4 - good`.

    Raises:
        Unreadable: outside the range, of another range, or no number.
    """
    if blank(value):
        return None
    found = _SCORE.match(str(value).strip())
    if not found or not 1 <= int(found[1]) <= most or (found[2] and int(found[2]) != most):
        raise Unreadable(f"“{value}” is not a score from 1 to {most}")
    return int(found[1])


def day_of(value: Any, *, end: bool = False) -> date | None:
    """A day, British order; a month alone is its first day, or its last when it is an `end`. Open-ended is None.

    Raises:
        Unreadable: no day, or one that no contract has.
    """
    if blank(value) or (isinstance(value, str) and value.strip().casefold() in OPEN_ENDED):
        return None
    found = _day(value, end)
    if found is None or not _EARLIEST <= found.year <= _LATEST:
        raise Unreadable(f"“{value}” is no day; write it as 31/03/2027")
    return found


def _day(value: Any, end: bool) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return date(1899, 12, 30) + timedelta(days=int(value)) if _FIRST_SERIAL <= value <= _LAST_SERIAL else None
    words = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", " ".join(str(value).split())).replace("Sept", "Sep").replace("Sepember", "September")
    words = re.sub(r" 00:00(:00)?\Z", "", words)
    for form in _FORMATS:
        if found := _parsed(words, form):
            return found
    for form in _MONTHS:
        if found := _parsed(words, form):
            return found.replace(day=calendar.monthrange(found.year, found.month)[1]) if end else found
    return None


def _parsed(words: str, form: str) -> date | None:
    try:
        return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def unit_of(heading: str) -> int:
    """What one means under this heading: 1,000 under "Cost (£k)" or "£000s", a million under "£m", else 1."""
    words = heading.casefold().replace(" ", "")
    if re.search(r"£0{3}s?|£'0{3}s?|£k|\(k\)|\(0{3}s?\)|thousand", words):
        return 1_000
    return 1_000_000 if re.search(r"£m(?![a-z])|\(m\)|million", words) else 1
