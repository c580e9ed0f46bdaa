"""Whether reports have risen: an exponentially weighted mean of how surprising each week's count was. Pure.

A rise is said when that mean stands `THRESHOLD` of its standard deviations up. The two numbers were chosen on simulated counties so that at most 0.6
of 100 areas a week raise a false alarm; `benchmarks/tension.py` prints how many do. Source: Roberts 1959; negative-binomial scores as in Höhle & Paul 2008.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom, norm

from beatbook.tension.expecting import Floats, Usual, usual

MEMORY = 0.4
THRESHOLD = 2.6
FALSE_ALARMS = 0.005  # of one count a week; measured 0.0046 to 0.0055 at means of 1, 4 and 15, by benchmarks/tension.py
WARM_UP = 12
MOST_SURPRISE = 5.0
SURE = 0.90  # of the range in which a count usually lies


@dataclass(frozen=True, slots=True)
class Rises:
    """Of each area and week, shape (areas, weeks): what was usual, the range in which nine counts of ten lie, and where the mean surprise stands."""

    usual: Usual
    low: Floats
    high: Floats
    standing: Floats

    @property
    def raised(self) -> np.ndarray:
        """Where a rise is said."""
        return np.asarray(self.standing > THRESHOLD)


def rises(counts: Floats, *, weeks: int) -> Rises:
    """The last `weeks` weeks of these counts (areas, weeks), each judged by what came before it; earlier weeks only set the mean going."""
    first = max(0, counts.shape[1] - weeks - WARM_UP)
    known = usual(counts, first=first)
    surprise = surprises(counts, known)
    standing = np.full(counts.shape, np.nan)
    held = np.zeros(counts.shape[0])
    for week in range(first, counts.shape[1]):
        now = surprise[:, week]
        held = np.where(np.isnan(now), held, MEMORY * now + (1 - MEMORY) * held)
        standing[:, week] = held / np.sqrt(MEMORY / (2 - MEMORY))
    low, high = ranges(known)
    return Rises(known, low, high, standing)


def surprises(counts: Floats, known: Usual) -> Floats:
    """How far each count lies from what was usual, in standard deviations of a normal curve with the same tail; NaN where nothing was expected."""
    with np.errstate(invalid="ignore", divide="ignore"):
        below = _below(counts, known)
        found = np.clip(norm.ppf(below), -MOST_SURPRISE, MOST_SURPRISE)
    return np.where(np.isnan(known.mean) | (known.mean <= 0), np.nan, found)


def ranges(known: Usual) -> tuple[Floats, Floats]:
    """The range in which nine counts of ten lie."""
    tail = (1 - SURE) / 2
    size, chance = _form(known)
    with np.errstate(invalid="ignore"):
        return np.asarray(nbinom.ppf(tail, size, chance)), np.asarray(nbinom.ppf(1 - tail, size, chance))


def _below(counts: Floats, known: Usual) -> Floats:
    """The share of counts below this one, half of the equal ones among them."""
    size, chance = _form(known)
    return np.asarray(nbinom.cdf(counts, size, chance) - 0.5 * nbinom.pmf(counts, size, chance))


def _form(known: Usual) -> tuple[Floats, Floats]:
    size = 1 / np.maximum(known.spread, 1e-6)
    return size, size / (size + known.mean)
