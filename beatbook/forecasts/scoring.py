"""How good a map was: what share of later offences fell where it pointed, against other maps, and whether its numbers came true.

Invariant: maps are compared on the same cells, the same periods and the same offences; ties go to the lower cell, whatever the map.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.happenings import Floats, Ints

SHARES = (0.01, 0.02, 0.05)  # of the cells: what a force could patrol
DRAWS = 2_000
LIKELY = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One map's hits over another's, and the range that 95 in 100 resamplings of the periods give."""

    value: float
    low: float
    high: float


def top_cells(risk: Floats, share: float) -> Ints:
    """The cells of highest risk that make up this share of all, highest first."""
    return np.argsort(-risk, kind="stable")[: max(1, round(share * len(risk)))]


def hits(risk: Floats, observed: Floats, share: float) -> float:
    """Offences that fell in the top cells."""
    return float(observed[top_cells(risk, share)].sum())


def accuracy_index(found: float, total: float, share: float) -> float:
    """PAI: the share of offences found over the share of area searched. Source: Chainey, Tompson & Uhlig 2008."""
    return found / total / share if total else float("nan")


def ratio_of_hits(ours: Sequence[float], theirs: Sequence[float], *, seed: int = 1) -> Ratio:
    """Sum of ours over sum of theirs by period, with a range from resampling the periods in pairs."""
    mine, other = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    drawn = np.random.default_rng(seed).integers(0, len(mine), (DRAWS, len(mine)))
    below = other[drawn].sum(axis=1)
    ratios = mine[drawn].sum(axis=1)[below > 0] / below[below > 0]
    if other.sum() == 0 or len(ratios) == 0:
        return Ratio(float("nan"), float("nan"), float("nan"))
    low, high = np.percentile(ratios, LIKELY)
    return Ratio(float(mine.sum() / other.sum()), float(low), float(high))


def half_width(found: Sequence[float], totals: Sequence[float], *, seed: int = 1) -> float:
    """Half of the width of the 95 % range of a hit rate over resampled periods."""
    part, whole = np.asarray(found, dtype=float), np.asarray(totals, dtype=float)
    drawn = np.random.default_rng(seed).integers(0, len(part), (DRAWS, len(part)))
    low, high = np.percentile(part[drawn].sum(axis=1) / np.maximum(whole[drawn].sum(axis=1), 1), LIKELY)
    return float(high - low) / 2


def overlap(before: Ints, after: Ints) -> float:
    """How steady a map is: the cells in both over the cells in either (Jaccard)."""
    return len(np.intersect1d(before, after)) / max(1, len(np.union1d(before, after)))
