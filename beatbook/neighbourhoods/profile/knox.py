"""Whether crimes follow one another near in place and time more often than chance brings: the Knox test, its p-value by permutation. Pure.

Places and times stay as they are; only which time belongs to which place is shuffled, so that busy places and busy weeks make no near repeat by
themselves. Sources: Knox 1964, Applied Statistics 13(1), 25-29; Townsley, Homel & Chaseling 2003; p-value by North, Curtis & Sham 2002.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PERMUTATIONS = 199
FEWEST = 20  # crimes: with fewer the test has next to no power
MOST = 2_000  # crimes, the newest: every pair is looked at
LOW, HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class NearRepeats:
    """Pairs of crimes near in both; `expected` is the mean over the shuffles, `low` to `high` holds 95 % of them; `ratio` None: none is expected."""

    crimes: int
    pairs: int
    expected: float
    low: float
    high: float
    ratio: float | None
    p_value: float


def near_repeats(x_m: Floats, y_m: Floats, days: Floats, *, within_m: float, within_days: float, seed: int) -> NearRepeats:
    """The test for crimes at `x_m`, `y_m` (metres) on `days`, each of shape (n_crimes,)."""
    one, other = pairs_near(x_m, y_m, within_m)
    observed = _close(days, one, other, within_days)
    rng = np.random.default_rng(seed)
    shuffled = np.array([_close(rng.permutation(days), one, other, within_days) for _ in range(PERMUTATIONS)], dtype=np.float64)
    mean = float(shuffled.mean())
    low, high = np.percentile(shuffled, [LOW, HIGH])
    p_value = (1 + int((shuffled >= observed).sum())) / (1 + PERMUTATIONS)
    return NearRepeats(len(days), observed, mean, float(low), float(high), observed / mean if mean else None, p_value)


def pairs_near(x_m: Floats, y_m: Floats, within_m: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every pair at most `within_m` apart, once, as two columns of places in the arrays."""
    order = np.argsort(x_m, kind="stable")
    reach = np.searchsorted(x_m[order], x_m[order] + within_m, side="right")
    one = np.repeat(np.arange(len(order)), reach - np.arange(len(order)) - 1)
    other = np.concatenate([np.arange(first + 1, last) for first, last in enumerate(reach)]) if len(order) else one
    one, other = order[one], order[other.astype(np.int64)]
    near = np.hypot(x_m[one] - x_m[other], y_m[one] - y_m[other]) <= within_m
    return one[near], other[near]


def expected_by_margins(crimes: int, near_in_place: int, near_in_time: int) -> float:
    """Pairs near in both that chance brings, by the numbers near in each alone. Source: Knox 1964."""
    return near_in_place * near_in_time / (crimes * (crimes - 1) / 2)


def _close(days: Floats, one: NDArray[np.int64], other: NDArray[np.int64], within_days: float) -> int:
    return int((np.abs(days[one] - days[other]) <= within_days).sum())
