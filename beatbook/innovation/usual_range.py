"""Whether a figure has left its usual range: an XmR chart whose limits are fixed on the time before a change.

Source: Wheeler 2000, Understanding Variation; the signals and the screening of moving ranges as NHS England's Making Data Count draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

LIMIT = 2.66  # times the mean moving range
SCREEN = 3.267  # a moving range beyond so many times the mean is left out of it
RUN = 7
FEWEST = 8  # values before the change; fewer give no usual range


class Signal(StrEnum):
    """Why a value is not usual."""

    OUTSIDE = "outside the usual range"
    RUN = "seven together on one side of the average"
    NEAR_LIMIT = "two of three close to the edge of the usual range"


@dataclass(frozen=True, slots=True)
class UsualRange:
    """Average and limits of a series before a change."""

    mean: float
    lower: float
    upper: float


def usual_range(values: Sequence[float], *, screened: bool = True) -> UsualRange:
    """The usual range of at least two values.

    Raises:
        ValueError: fewer than two.
    """
    if len(values) < 2:
        raise ValueError("A usual range needs two values or more.")
    mean = sum(values) / len(values)
    moves = [abs(later - earlier) for earlier, later in pairwise(values)]
    typical = sum(moves) / len(moves)
    if screened:
        kept = [move for move in moves if move < SCREEN * typical] or moves
        typical = sum(kept) / len(kept)
    return UsualRange(mean, mean - LIMIT * typical, mean + LIMIT * typical)


def signals(usual: UsualRange, values: Sequence[float], *, higher_is_better: bool) -> list[Signal]:
    """The signals of improvement in values after a change; none means that nothing can be told from usual variation."""
    sign = 1 if higher_is_better else -1
    better = [sign * (value - usual.mean) for value in values]
    limit = usual.upper - usual.mean
    found = []
    if any(value > limit for value in better):
        found.append(Signal.OUTSIDE)
    if any(all(value > 0 for value in better[place : place + RUN]) for place in range(len(better) - RUN + 1)):
        found.append(Signal.RUN)
    if any(sum(value > 2 * limit / 3 for value in better[place : place + 3]) >= 2 for place in range(len(better) - 2)):
        found.append(Signal.NEAR_LIMIT)
    return found
