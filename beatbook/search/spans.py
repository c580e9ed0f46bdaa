"""Ages, years and months as typed: `34`, `aged 30-40`, `in his 30s`, `1990`, `1990-1995`, `March 1990`, each as a span of birth dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

OLDEST = 120
MONTHS = "january february march april may june july august september october november december".split()
_AGES = re.compile(r"\b(?:aged?|age)\s*:?\s*(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?\b(?:\s*years?(?: old)?)?", re.I)
_OLD = re.compile(r"\b(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?\s*(?:years? old|y/?o)\b", re.I)
_DECADE = re.compile(r"\b(?:in (?:his|her|their) )?(?:early |mid |late )?([1-9])0s\b", re.I)
_TWO_AGES = re.compile(r"(?<![\w/])(\d{2})\s*(?:-|–)\s*(\d{2,3})(?![\w/])")
_AGE_ALONE = re.compile(r"(?<![\w/])([1-9]\d|1[01]\d)(?![\w/])")
_YEARS = re.compile(r"\b(?:born |b\.? ?)?((?:19|20)\d{2})(?:\s*(?:-|–|to)\s*((?:19|20)\d{2}))?\b", re.I)
_MONTH = re.compile(r"\b(?:born )?(" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS) + r") ((?:19|20)\d{2})\b", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """From one day up to and without another, as ISO dates. `ages` when it is an age: then nothing but a birth can lie in it."""

    words: str
    since: str
    until: str
    ages: bool = False


def read_spans(text: str, today: date) -> tuple[list[Span], str]:
    """The spans in a text, and what is left of it."""
    found: list[Span] = []
    for pattern, span_of in _PATTERNS:
        for match in list(pattern.finditer(text)):
            if span := span_of(match, today):
                found.append(span)
                text = text.replace(match.group(0), " ", 1)
    return found, text


def of_ages(words: str, youngest: int, oldest: int, today: date) -> Span | None:
    """Births of those who are from `youngest` to `oldest` years old today; None when nobody is."""
    low, high = sorted((youngest, oldest))
    if high > OLDEST:
        return None
    born_after, born_until = _years_before(today, high + 1), _years_before(today, low)
    return Span(words, (born_after + timedelta(days=1)).isoformat(), (born_until + timedelta(days=1)).isoformat(), ages=True)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _ages(match: re.Match[str], today: date) -> Span | None:
    first, second = match.groups()
    return of_ages(match.group(0).strip(), int(first), int(second or first), today)


def _one_age(match: re.Match[str], today: date) -> Span | None:
    return of_ages(match.group(0), int(match.group(1)), int(match.group(1)), today)


def _decade(match: re.Match[str], today: date) -> Span | None:
    return of_ages(match.group(0), int(match.group(1)) * 10, int(match.group(1)) * 10 + 9, today)


def _years(match: re.Match[str], today: date) -> Span:
    first, last = sorted((int(match.group(1)), int(match.group(2) or match.group(1))))
    return Span(match.group(0), f"{first:04d}", f"{last + 1:04d}")


def _month(match: re.Match[str], today: date) -> Span:
    month, year = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(match.group(1).lower()[:3])), int(match.group(2))
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return Span(match.group(0), f"{year:04d}-{month:02d}", f"{after[0]:04d}-{after[1]:02d}")


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span | None]], ...] = (
    (_MONTH, _month),
    (_AGES, _ages),
    (_OLD, _ages),
    (_DECADE, _decade),
    (_YEARS, _years),
    (_TWO_AGES, _ages),
    (_AGE_ALONE, _one_age),
)
