"""Whole pence: how they are read, rounded and shared out. Invariant: no float ever holds money, and shares add up to what was shared."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from beatbook.vocabulary.errors import BeatbookError

OTHER_CURRENCY = re.compile(r"[$€¥₹]|\b(?:USD|EUR|CHF|JPY|AUD|CAD|euros?|dollars?)\b", re.IGNORECASE)
WRITTEN = re.compile(
    r"([-−(]?)\s*(?:£|GBP)?\s*([-−]?)\s*(\d[\d,]*(?:\.\d+)?|\.\d+)\s*(k|m|bn|thousand|million|billion)?\s*\)?", re.IGNORECASE
)
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
TIMES = {"": 1, "k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}


class NotPounds(BeatbookError):
    """The amount is in another currency: give it in pounds, at a rate that you can show."""


class NotMoney(BeatbookError):
    """The text is no amount of money: write it as 1234.56, £1,234.56, 1,200k or £1.2m."""


class NegativeMoney(BeatbookError):
    """A cost or a price is below nought: enter what is paid back as income instead."""


class NothingToShareBy(BeatbookError):
    """A sum cannot be shared out by weights that are all nought, or by a weight below nought."""


def half_even(amount: Fraction | Decimal | int) -> int:
    """The nearest whole number, a tie to the even one. Source: IEEE 754, roundTiesToEven."""
    return round(Fraction(amount))


def read_pence(text: str, *, may_be_negative: bool = False) -> int:
    """Pence of an amount as people write it in a spreadsheet; parts of a penny are rounded half to even.

    Raises:
        NotPounds: another currency is named.
        NotMoney: the text is no amount.
        NegativeMoney: the amount is below nought and may not be.
    """
    said = str(text).strip()
    if OTHER_CURRENCY.search(said):
        raise NotPounds(f"“{said}” is not in pounds.")
    found = WRITTEN.fullmatch(re.sub(r"\s*(?:GBP|pounds?)\s*\Z", "", said, flags=re.IGNORECASE))
    if not found or ("," in found[3] and not THOUSANDS.match(found[3])) or (found[1] == "(") != said.endswith(")"):
        raise NotMoney(f"“{said}” is not an amount of money.")
    try:
        pence = half_even(Decimal(found[3].replace(",", "")) * TIMES[(found[4] or "").lower()] * 100)
    except InvalidOperation:
        raise NotMoney(f"“{said}” is not an amount of money.") from None
    negative = bool(found[1] or found[2])
    if negative and pence and not may_be_negative:
        raise NegativeMoney(f"“{said}” is below nought.")
    return -pence if negative else pence


def shared_out(pence: int, weights: Sequence[Fraction | int]) -> list[int]:
    """`pence` in proportion to `weights`, each share rounded half to even and the residue on the last line that has a weight.

    Raises:
        NothingToShareBy: a weight is below nought, or none is above it.
    """
    whole = sum(Fraction(weight) for weight in weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise NothingToShareBy("Nothing says in what proportion the sum is shared.")
    shares = [half_even(pence * Fraction(weight) / whole) for weight in weights]
    last = max(place for place, weight in enumerate(weights) if weight > 0)
    shares[last] += pence - sum(shares)
    return shares


def rounded_to(pence: int, exact: Sequence[Fraction]) -> list[int]:
    """Exact shares, which add up to `pence`, as whole pence: each rounded half to even, the residue on the last line."""
    shares = [half_even(share) for share in exact]
    shares[-1] += pence - sum(shares)
    return shares


def in_pounds(pence: int) -> str:
    """`1234.56`, for a cell of a file."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{pounds}.{rest:02d}"
