"""What count of reports is usual in an area in a week: its own year, its season, and what its neighbours lend where it has little. Pure.

Invariant: what is expected of a week is worked out from weeks that ended `GAP` weeks before it, so a rise does not hide itself.
Source: gamma-Poisson shrinkage as in Clayton & Kaldor 1987; the season is two harmonics, shrunken as in James & Stein 1961.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
YEAR = 52
WEEKS_A_YEAR = 365.25 / 7
GAP = 4
FEWEST_WEEKS = 26  # of history before a week of which anything is expected
FEWEST_FOR_SEASON = 78
MOST_SPREAD = 4.0


@dataclass(frozen=True, slots=True)
class Usual:
    """Of each area and week: the mean count, and `spread`, its variance over the mean's square beyond Poisson's; NaN where nothing is expected.

    Both have shape (areas, weeks).
    """

    mean: Floats
    spread: Floats


def usual(counts: Floats, *, first: int = 0) -> Usual:
    """What was to be expected in each week from number `first` on, from the counts (areas, weeks) before it; earlier weeks are NaN."""
    n_areas, n_weeks = counts.shape
    mean, spread = np.full((n_areas, n_weeks), np.nan), np.full((n_areas, n_weeks), np.nan)
    for week in range(max(first, FEWEST_WEEKS + GAP), n_weeks):
        known = week - GAP
        season = season_of(counts[:, :known].sum(axis=0), n_weeks=week + 1)
        window = slice(max(0, known - YEAR), known)
        rate, unsure = shrunken_rates(counts[:, window], season[window])
        mean[:, week] = rate * season[week]
        spread[:, week] = unsure + overdispersion(counts[:, window], rate[:, None] * season[window])
    return Usual(mean, spread)


def season_of(totals: Floats, *, n_weeks: int) -> Floats:
    """The factor of each of `n_weeks` weeks, about 1, learnt from the totals of the first of them; all 1 where there is too little to learn it."""
    known = len(totals)
    if known < FEWEST_FOR_SEASON or totals.min() <= 0:
        return np.ones(n_weeks)
    turn = 2 * np.pi * np.arange(n_weeks) / WEEKS_A_YEAR
    waves = np.column_stack([np.sin(turn), np.cos(turn), np.sin(2 * turn), np.cos(2 * turn)])
    level = np.column_stack([np.ones(known), np.arange(known)])
    design = np.hstack([level, waves[:known]])
    inverse = np.linalg.inv(design.T @ design)
    found = inverse @ design.T @ np.log(totals)
    left = np.log(totals) - design @ found
    noise = max(float(left @ left) / (known - design.shape[1]), 1.0 / float(totals.mean())) * np.diag(inverse)[2:]
    size = found[2:] ** 2
    pull = max(0.0, 1 - 2 * float(noise.sum()) / max(float(size.sum()), 1e-12))  # k - 2 of k = 4 coefficients
    return np.asarray(np.exp(pull * waves @ found[2:]))


def shrunken_rates(counts: Floats, season: Floats) -> tuple[Floats, float | Floats]:
    """Each area's count in a week of no season, drawn towards that of all as far as it is unsure; and its variance over its square."""
    exposure = float(season.sum())
    own = counts.sum(axis=1) / exposure
    middle = float(own.mean())
    if middle <= 0:
        return np.zeros(len(own)), np.zeros(len(own))
    between = max(float(own.var()) - middle / exposure, (0.1 * middle) ** 2)  # areas differ by a tenth at the least
    shape = middle**2 / between
    total = shape + counts.sum(axis=1)
    return total / (shape / middle + exposure), 1 / total


def overdispersion(counts: Floats, mean: Floats) -> float:
    """How much the counts of all areas vary beyond Poisson: variance over the mean's square, from moments, never below nought."""
    weeks = counts.shape[1]
    more = ((counts - mean) ** 2).sum() * weeks / max(1, weeks - 1) - mean.sum()
    return float(np.clip(more / max(float((mean**2).sum()), 1e-12), 0.0, MOST_SPREAD))
