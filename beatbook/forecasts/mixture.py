"""Learns how much each kernel counts: weights of a non-negative sum of maps, by expectation-maximisation of the Poisson likelihood.

Invariant: each round raises the likelihood, no weight is negative, and expected equals observed over the rows learnt from.
"""

from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.happenings import Floats

ROUNDS = 400
ENOUGH = 1e-7  # gain in log-likelihood per event and round below which learning stops


@dataclass(frozen=True, slots=True)
class Evidence:
    """What weights are learnt from: the maps at each event, (n_events, n_parts), how often each happened, (n_events,), and
    the sum of each map over all cells and periods that could have had an event, (n_parts,)."""

    at_events: Floats
    times: Floats
    exposure: Floats


def fit_weights(evidence: Evidence, *, start: Floats | None = None, rounds: int = ROUNDS) -> Floats:
    """Weight of each map, shape (n_parts,): expected events of a cell in a period are weights @ maps.

    `start` continues from weights learnt before. A part with no exposure gets nought. Source: Dempster, Laird & Rubin 1977, of a superposition
    of Poisson processes.
    """
    usable = evidence.exposure > 0
    exposure = np.where(usable, evidence.exposure, 1.0)
    total = float(evidence.times.sum())
    if total == 0:
        return np.zeros(len(exposure))
    even = np.where(usable, total / exposure / max(int(usable.sum()), 1), 0.0)
    weights = even if start is None else np.where(usable, 0.99 * start + 0.01 * even, 0.0)  # a weight of nought would never come back
    before = -np.inf
    for _ in range(rounds):
        rate = np.maximum(evidence.at_events @ weights, 1e-300)
        weights = weights * ((evidence.times / rate) @ evidence.at_events) / exposure
        now = float(evidence.times @ np.log(rate)) / total
        if now - before < ENOUGH:
            break
        before = now
    return weights


def log_likelihood(evidence: Evidence, weights: Floats) -> float:
    """Poisson log-likelihood, but for the constant that no weight changes."""
    rate = np.maximum(evidence.at_events @ weights, 1e-300)
    return float(evidence.times @ np.log(rate) - evidence.exposure @ weights)
