"""Where something breaks out: the one stretch of last weeks, of one, two, four or eight, that brought more than chance would, in any of many series.

Invariant: of series in which nothing changed, all together raise at most `budget` false alerts a week on the average, however many there are: each
may raise one only when its count is rarer than its share of that budget. Source: temporal scan statistics, as in Kulldorff 2001; Bonferroni's rule.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom

from beatbook.tension.expecting import Floats, usual

STRETCHES = (1, 2, 4, 8)
BUDGET = 0.5  # false alerts a week that one owner can live with, over all series of a watch
FEWEST = 5  # reports in a stretch; below it an alert would say more of a single event than of a place


@dataclass(frozen=True, slots=True)
class Break:
    """One series that broke: which, how many weeks long, how many reports came and were usual, and how rare that is by chance alone."""

    series: int
    weeks: int
    came: int
    usual: float
    chance: float


def breaks(counts: Floats, *, budget: float = BUDGET, n_series: int | None = None) -> list[Break]:
    """The breaks that stand at the last week of these counts (series, weeks), rarest first. `n_series` where these are some of more that share the budget."""
    if not len(counts):
        return []
    known = usual(counts, first=counts.shape[1] - STRETCHES[-1])
    last = counts.shape[1]
    found = np.ones((len(STRETCHES), len(counts)))
    for place, weeks in enumerate(STRETCHES):
        stretch = slice(last - weeks, last)
        mean, came = known.mean[:, stretch].sum(axis=1), counts[:, stretch].sum(axis=1)
        found[place] = np.where((mean > 0) & (came >= FEWEST), _rarity(came, mean, known.spread[:, stretch], known.mean[:, stretch]), 1.0)
    best, chance = found.argmin(axis=0), np.minimum(1.0, found.min(axis=0) * len(STRETCHES))
    allowed = budget / (n_series or len(counts))
    return [
        Break(
            int(series),
            STRETCHES[best[series]],
            int(counts[series, last - STRETCHES[best[series]] :].sum()),
            float(known.mean[series, last - STRETCHES[best[series]] :].sum()),
            float(chance[series]),
        )
        for series in np.argsort(chance, kind="stable")
        if chance[series] < allowed
    ]


def _rarity(came: Floats, mean: Floats, spread: Floats, means: Floats) -> Floats:
    """The chance of as many or more in the whole stretch; weeks vary together as much as the estimate of their mean is unsure."""
    weekly = (spread * means**2).sum(axis=1) / np.maximum(mean, 1e-9) ** 2
    size = 1 / np.maximum(weekly, 1e-6)
    with np.errstate(invalid="ignore"):
        return np.asarray(nbinom.sf(came - 1, size, size / (size + mean)))
