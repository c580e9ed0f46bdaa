"""Areas beside each other without a ranking: how far each may be from the whole by chance alone, given its size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from beatbook.measures.intervals import normal_quantile

INNER, OUTER = 0.95, 0.998


@dataclass(frozen=True, slots=True)
class Band:
    """Limits at one size: inner 95 %, outer 99.8 %."""

    size: float
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


def share_band(overall: float, size: float) -> Band:
    """Limits of a share of `size` trials about the overall one (0 to 1). Source: Spiegelhalter 2005, normal approximation."""
    return _band(overall, size, lambda z: z * math.sqrt(overall * (1 - overall) / size) if size > 0 else 1.0, most=1.0)


def rate_band(overall: float, size: float) -> Band:
    """Limits of a count over its expectation-bearing size (people times years) about the overall rate per unit. Source: Spiegelhalter 2005."""
    return _band(overall, size, lambda z: z * math.sqrt(overall / size) if size > 0 else math.inf, most=math.inf)


def sizes_of(largest: float, steps: int = 40) -> Sequence[float]:
    """Sizes at which a funnel is drawn, denser where it is steep."""
    return [largest * ((step + 1) / steps) ** 2 for step in range(steps)]


def place_of(value: float, band: Band) -> int:
    """0 within the inner limits, +-1 between inner and outer, +-2 beyond the outer."""
    if value > band.inner_high:
        return 2 if value > band.outer_high else 1
    if value < band.inner_low:
        return -2 if value < band.outer_low else -1
    return 0


def _band(overall: float, size: float, half: object, *, most: float) -> Band:
    inner, outer = (half(normal_quantile(0.5 + level / 2)) for level in (INNER, OUTER))  # type: ignore[operator]
    return Band(size, max(0.0, overall - inner), min(most, overall + inner), max(0.0, overall - outer), min(most, overall + outer))
