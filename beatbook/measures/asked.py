"""What an address asks: place, boundaries, period and part, read leniently from its query. Pure.

Invariant: what cannot be read is left out, never guessed; every page can be kept and sent as its address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from beatbook.geography.levels import LEVELS
from beatbook.measures.compiler import NUMERATOR, PARTS
from beatbook.measures.where import THEN, Period, Where

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A place, a period if one was named, the part of a figure, the version, and the page of a list (from 1)."""

    where: Where
    period: Period | None
    part: str
    version: int | None
    page: int


def read_asked(query: Mapping[str, str]) -> Asked:
    """What these parts of an address ask."""
    named = {level: query[level] for level in LEVELS if 0 < len(query.get(level, "")) <= LONGEST}
    where = Where(**named, basis=query.get("basis", "")[:LONGEST] or THEN)
    part = query.get("part", NUMERATOR)
    return Asked(
        where,
        read_period(query.get("from", ""), query.get("to", "")),
        part if part in PARTS else NUMERATOR,
        _number(query.get("version", "")),
        _number(query.get("page", "")) or 1,
    )


def read_period(first: str, last: str) -> Period | None:
    """A period from two months such as `2026-01`; one alone is that month; None when they are none or the wrong way round."""
    try:
        found = [date.fromisoformat(f"{month}-01") for month in (first or last, last or first)]
    except ValueError:
        return None
    return Period(*found) if found[0] <= found[1] else None


def period_query(period: Period) -> dict[str, str]:
    """A period's part of an address."""
    return {"from": f"{period.first:%Y-%m}", "to": f"{period.last:%Y-%m}"}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else None
