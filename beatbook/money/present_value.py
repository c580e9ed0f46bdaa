"""What money in later years is worth today. Source: HM Treasury, The Green Book (2022), A6: 3.5 % real for years 0 to 30."""

from collections.abc import Sequence
from fractions import Fraction

from beatbook.money.pence import half_even

REAL_RATE = Fraction(35, 1000)
LAST_YEAR = 30  # beyond it the Green Book's rate falls, and no technology case looks so far


def present_value(pence_by_year: Sequence[int], *, rate: Fraction = REAL_RATE) -> int:
    """Today's value in pence of an amount a year in the prices of year 0; the first amount is year 0 and is not discounted.

    Raises:
        ValueError: more than 31 years, for which this rate does not hold.
    """
    if len(pence_by_year) > LAST_YEAR + 1:
        raise ValueError(f"The rate of 3.5 % holds for years 0 to {LAST_YEAR}.")
    return half_even(sum((Fraction(pence) / (1 + rate) ** year for year, pence in enumerate(pence_by_year)), Fraction(0)))
