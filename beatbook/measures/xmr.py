"""Individuals and moving range: what a series usually does, and which of its points are unlikely to be chance.

Rules as in NHS England's Making Data Count: a point outside the limits; seven rising or falling; seven on one side of the mean; two of three
beyond two thirds of the way to a limit, on one side. Where a point breaks several, the first of RULES is said.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

LIMIT_FACTOR = 2.66  # 3 / d2 of pairs (1.128). Source: Wheeler, Understanding Variation, 1993
SCREEN_FACTOR = 3.267  # a moving range above this times the mean one is itself an outlier. Source: the same
RUN = 7
TRIAL_POINTS = 12  # fewer points than this give limits on trial
OUTSIDE, TREND, NEAR_LIMIT, SHIFT = "outside", "trend", "two of three", "shift"
RULES = (OUTSIDE, TREND, NEAR_LIMIT, SHIFT)


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean and usual range of a series; `trial` when it is short."""

    mean: float
    low: float
    high: float
    trial: bool


@dataclass(frozen=True, slots=True)
class Signal:
    """What is unusual at one point: the rule, and +1 for higher or -1 for lower than usual."""

    rule: str
    side: int


def limits_of(values: Sequence[float], *, screened: bool = False) -> Limits:
    """Limits of a series of at least one value. `screened` leaves out moving ranges that are outliers, as R's NHSRplotthedots does."""
    mean = sum(values) / len(values)
    ranges = [abs(later - earlier) for earlier, later in itertools.pairwise(values)]
    typical = sum(ranges) / len(ranges) if ranges else 0.0
    if screened and ranges:
        kept = [one for one in ranges if one < SCREEN_FACTOR * typical]
        typical = sum(kept) / len(kept) if kept else typical
    return Limits(mean, mean - LIMIT_FACTOR * typical, mean + LIMIT_FACTOR * typical, len(values) < TRIAL_POINTS)


def signals_of(values: Sequence[float], limits: Limits) -> list[Signal | None]:
    """For each point what is unusual about it, or None."""
    found: list[dict[str, int]] = [{} for _ in values]
    for mark in (_outside, _trends, _near_limits, _shifts):
        mark(values, limits, found)
    return [next((Signal(rule, broken[rule]) for rule in RULES if rule in broken), None) for broken in found]


def _outside(values: Sequence[float], limits: Limits, found: list[dict[str, int]]) -> None:
    for place, value in enumerate(values):
        if value > limits.high or value < limits.low:
            found[place][OUTSIDE] = 1 if value > limits.high else -1


def _trends(values: Sequence[float], limits: Limits, found: list[dict[str, int]]) -> None:
    steps = [_sign(later - earlier) for earlier, later in itertools.pairwise(values)]
    for start in range(len(steps) - RUN + 2):
        run = steps[start : start + RUN - 1]
        if run[0] and all(step == run[0] for step in run):
            for place in range(start, start + RUN):
                found[place][TREND] = run[0]


def _shifts(values: Sequence[float], limits: Limits, found: list[dict[str, int]]) -> None:
    sides = [_sign(value - limits.mean) for value in values]
    for start in range(len(sides) - RUN + 1):
        run = sides[start : start + RUN]
        if run[0] and all(side == run[0] for side in run):
            for place in range(start, start + RUN):
                found[place][SHIFT] = run[0]


def _near_limits(values: Sequence[float], limits: Limits, found: list[dict[str, int]]) -> None:
    near = (limits.high - limits.mean) * 2 / 3
    sides = [_sign(value - limits.mean) if abs(value - limits.mean) > near else 0 for value in values]
    for start in range(len(sides) - 2):
        for side in (1, -1):
            beyond = [place for place in range(start, start + 3) if sides[place] == side]
            if len(beyond) >= 2:
                for place in beyond:
                    found[place][NEAR_LIMIT] = side


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
