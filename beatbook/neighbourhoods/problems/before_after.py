"""Did it change more where something was done than where nothing was? Counts before and after, here and elsewhere, with how sure that is. Pure.

The effect is a ratio of ratios: (after / before) here, over (after / before) in the comparison areas. 1 is no effect, 0.8 a fifth fewer than there
would have been; it is one over the odds ratio of Welsh & Farrington. Its interval is that of a Poisson regression with an interaction, widened by how
much more the months scatter than chance (quasi-Poisson). Neither asks that the grounds or the times before and after be of one size. Beside it stands
the weighted displacement quotient (Bowers & Johnson 2003, Journal of Quantitative Criminology 19, 275-301). Counts near the places show crime that moved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

SURE = 1.959964  # standard errors on each side of an estimate: 95 %
FEWEST = 5  # crimes in each of the four counts: with fewer nothing can be told
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Months:
    """Crimes of each month before and after, in one piece of ground."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def totals(self) -> tuple[int, int]:
        """Before, after."""
        return sum(self.before), sum(self.after)


@dataclass(frozen=True, slots=True)
class Range:
    """An estimate and where it lies, 95 times in 100."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """`ratio` None: too few to tell. `more` is how many crimes more than expected came in the time after; below nought, fewer.

    `spread` is how many times more than chance the months scatter (at least 1), by which the interval is widened.
    """

    here: tuple[int, int]
    elsewhere: tuple[int, int]
    ratio: Range | None
    more: Range | None
    spread: float


def effect_of(here: Months, elsewhere: Months) -> Effect:
    """The effect where something was done, against the comparison areas."""
    spread = scatter([here.before, here.after, elsewhere.before, elsewhere.after])
    enough = min(*here.totals, *elsewhere.totals) >= FEWEST
    ratio = ratio_of_ratios(here.totals, elsewhere.totals, spread=spread) if enough else None
    return Effect(here.totals, elsewhere.totals, ratio, more_than_expected(here.totals[1], ratio) if ratio else None, spread)


def ratio_of_ratios(here: tuple[int, int], elsewhere: tuple[int, int], *, spread: float = 1.0) -> Range:
    """(after / before) here over (after / before) elsewhere; a half is added to each count when one is nought."""
    counts = [float(one) for one in (*here, *elsewhere)]
    if 0.0 in counts:
        counts = [one + HALF for one in counts]
    before, after, other_before, other_after = counts
    middle = log(after / before) - log(other_after / other_before)
    error = sqrt(spread * sum(1 / one for one in counts))
    return Range(exp(middle), exp(middle - SURE * error), exp(middle + SURE * error))


def more_than_expected(after: int, ratio: Range) -> Range:
    """How many crimes more (below nought: fewer) than if it had changed here as elsewhere: what came less what was expected, `after / ratio`."""
    return Range(*(after * (1 - 1 / one) for one in (ratio.value, ratio.low, ratio.high)))


def displacement_quotient(here: tuple[int, int], near: tuple[int, int], elsewhere: tuple[int, int]) -> float | None:
    """Below -1: more moved near by than was gained. -1 to 0: some moved. Above 0: it fell near by too. None: nothing was gained here, or no count to compare.

    Source: Bowers & Johnson 2003.
    """
    if not all(elsewhere):
        return None
    gained = here[1] / elsewhere[1] - here[0] / elsewhere[0]
    moved = near[1] / elsewhere[1] - near[0] / elsewhere[0]
    return moved / gained if gained < 0 else None


def scatter(groups: Sequence[Sequence[int]]) -> float:
    """Pearson's chi-squared of the months about the mean of their group, for each degree of freedom; at least 1, and 1 where it cannot be told."""
    squared, free = 0.0, 0
    for group in groups:
        mean = sum(group) / len(group) if group else 0.0
        if mean:
            squared += sum((one - mean) ** 2 / mean for one in group)
            free += len(group) - 1
    return max(1.0, squared / free) if free else 1.0
