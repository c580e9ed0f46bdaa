"""Time until something happened, when for some it has not happened yet: Kaplan-Meier, never the mean of those that are over."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from beatbook.measures.intervals import CONFIDENCE, normal_quantile

HALF = 0.5 + 1e-12  # a product of shares that is one half in exact arithmetic may come out a little above it


@dataclass(frozen=True, slots=True)
class Median:
    """Months by which half were over, and its interval; None where the curve never falls so far."""

    value: int | None
    low: int | None
    high: int | None


def median_time(finished: Mapping[int, int], open_since: Mapping[int, int]) -> Median:
    """`finished` counts those over after so many months, `open_since` those still open after so many.

    Source: Kaplan & Meier 1958; interval of Brookmeyer & Crowley 1982 on the log-log scale.
    """
    at_risk = sum(finished.values()) + sum(open_since.values())
    share, spread = 1.0, 0.0
    value = low = high = None
    z = normal_quantile(0.5 + CONFIDENCE / 2)
    for month in sorted({*finished, *open_since}):
        over = finished.get(month, 0)
        if over and at_risk:
            share *= 1 - over / at_risk
            spread += over / (at_risk * (at_risk - over)) if at_risk > over else math.inf
            bottom, top = _band(share, spread, z)
            value = month if value is None and share <= HALF else value
            low = month if low is None and bottom <= HALF else low
            high = month if high is None and top <= HALF else high
        at_risk -= over + open_since.get(month, 0)
    return Median(value, low, high)


def _band(share: float, spread: float, z: float) -> tuple[float, float]:
    if share <= 0 or math.isinf(spread):
        return 0.0, 0.0
    if share >= 1:
        return 1.0, 1.0
    half = z * math.sqrt(spread) / abs(math.log(share))
    return share ** math.exp(half), share ** math.exp(-half)
