"""Puts the level right before each forecast: if recent periods brought more than forecast, the next forecast is raised.

Invariant: the order of cells does not change, so that no place is favoured by it. Everything here is learnt from forecasts that were made before
what they are compared with was known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.happenings import Floats

MEMORY_PERIODS = 8  # fresh enough to follow a season, long enough to average out chance
PRIOR_EVENTS = 50.0  # a level of one is worth as much as this many offences seen: a small force's level moves little
PRIOR_BENDS = 200.0  # likewise for the power, in offences spread as widely as the forecast's logarithms are
LEAST_POWER, MOST_POWER = 0.8, 1.25


@dataclass(frozen=True, slots=True)
class Level:
    """Expected events become `factor` x expected ^ `power`, scaled so that `factor` alone moves the sum of all cells."""

    factor: float = 1.0
    power: float = 1.0

    def __call__(self, expected: Floats) -> Floats:
        """The expected events of each cell, put right."""
        if self.power == 1.0 or expected.sum() == 0:
            return self.factor * expected
        bent = expected**self.power
        return np.asarray(self.factor * expected.sum() / bent.sum() * bent)


def level_from(expected: Sequence[Floats], observed: Sequence[Floats]) -> Level:
    """The level that past forecasts, oldest first, ask for: observed over expected of the last few, drawn towards one where there were few
    offences (gamma-Poisson), and a power that makes the busiest cells as busy as they turned out."""
    recent = slice(-MEMORY_PERIODS, None)
    seen = sum(float(one.sum()) for one in observed[recent])
    hoped = sum(float(one.sum()) for one in expected[recent])
    return Level((seen + PRIOR_EVENTS) / (hoped + PRIOR_EVENTS), _power(expected, observed))


def _power(expected: Sequence[Floats], observed: Sequence[Floats]) -> float:
    """Newton's steps on the likelihood of where offences fell, given how many there were in each period."""
    if not expected:
        return 1.0
    logs, counts = np.log(np.maximum(np.stack(list(expected)), 1e-9)), np.stack(list(observed))
    totals, power = counts.sum(axis=1), 1.0
    for _ in range(4):
        share = np.exp(power * logs)
        share /= share.sum(axis=1, keepdims=True)
        mean = (share * logs).sum(axis=1)
        spread = float(totals @ ((share * logs**2).sum(axis=1) - mean**2)) + PRIOR_BENDS
        slope = float((counts * logs).sum() - totals @ mean) - PRIOR_BENDS * (power - 1.0)
        power = float(np.clip(power + slope / spread, LEAST_POWER, MOST_POWER))
    return power
