"""How far out a forecast may be: the range in which nine in ten counts should fall, for a cell, a neighbourhood or the force.

A count is Poisson around a rate that is itself uncertain (gamma): together negative binomial. Invariant: the range holds the expected count's
median, and is never narrower than that of a Poisson.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from beatbook.forecasts.happenings import Floats

LIKELY = 0.90
EVEN = 1e6  # a dispersion so large that the count is Poisson


@dataclass(frozen=True, slots=True)
class Likely:
    """From `low` to `high` offences, both counted in, by cell or area; arrays of shape (n,)."""

    low: Floats
    high: Floats


def dispersion_from(expected: Sequence[Floats], observed: Sequence[Floats]) -> float:
    """Shape of the gamma around each rate, by moments over past forecasts: var = mean + mean^2 / shape. Large where counts are plain Poisson."""
    mean, count = np.concatenate(list(expected)), np.concatenate(list(observed))
    extra = float(((count - mean) ** 2 - mean).sum())
    squares = float((mean**2).sum())
    return EVEN if extra <= 0 or squares == 0 else float(np.clip(squares / extra, 1e-2, EVEN))


def likely_counts(expected: Floats, dispersion: float, *, share: float = LIKELY) -> Likely:
    """The middle `share` of the counts that these expected counts allow."""
    tail = (1 - share) / 2
    mean = np.maximum(expected, 1e-12)
    chance = dispersion / (dispersion + mean)
    return Likely(stats.nbinom.ppf(tail, dispersion, chance), stats.nbinom.ppf(1 - tail, dispersion, chance))
