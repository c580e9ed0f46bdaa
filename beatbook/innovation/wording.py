"""How the pages of this room say money and shares, and read days."""

from datetime import date

from beatbook.vocabulary.errors import BeatbookError
from beatbook.web import phrases

TEN_THOUSAND, MILLION = 10_000_00, 1_000_000_00  # pence


class NotADay(BeatbookError):
    """What was typed is no day: write it as 31/03/2027."""


def day_said(said: str) -> date:
    """The day that somebody typed.

    Raises:
        NotADay: it is none.
    """
    try:
        day, month, year = (int(part) for part in said.strip().split("/"))
        return date(year, month, day)
    except ValueError:
        raise NotADay(f"“{said}” is not a date such as 31/03/2027.") from None


def pounds(pence: int) -> str:
    """`£1.2 million`, `£412,000` or `£84.50`: as exact as a reader needs; files and tables have every penny."""
    size, sign = abs(pence), "−" if pence < 0 else ""
    if size >= MILLION:
        return f"{sign}£{size / MILLION:,.1f} million"
    return sign + phrases.money(round(size, -5) if size >= TEN_THOUSAND else size)


def percent(share: float, places: int = 0) -> str:
    """`12%` of a share between 0 and 1."""
    return f"{phrases.number(100 * share, places)}%"
