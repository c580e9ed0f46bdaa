"""How the pages of this room say money, users and rules."""

from beatbook.web import phrases

ALL_PENCE = 100_000_000_00  # a hundred million pounds: beyond it, millions without a decimal


def pounds(pence: int) -> str:
    """`£12.3 million`, `£412,000` or `£84.50`: as exact as a reader needs; files have every penny."""
    size, sign = abs(pence), "−" if pence < 0 else ""
    if size >= 100_000_000:
        return f"{sign}£{size / 100_000_000:,.{0 if size >= ALL_PENCE else 1}f} million"
    return sign + (phrases.money(round(size, -2)) if size >= 1_000_00 else phrases.money(size))


def percent(share: float, places: int = 0) -> str:
    """`12%` of a share between 0 and 1."""
    return f"{phrases.number(100 * share, places)}%"
