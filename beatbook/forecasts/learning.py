"""Learns weights and level as weeks go by, and forecasts from them; the same code for a back-test and for tomorrow.

Invariant: what is forecast at an origin was learnt only from offences before it.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from beatbook.forecasts.happenings import Floats
from beatbook.forecasts.intervals import EVEN, dispersion_from
from beatbook.forecasts.levelling import Level, level_from
from beatbook.forecasts.mixture import ROUNDS, Evidence, fit_weights
from beatbook.forecasts.walk import Origin, evidence_at, joined

TRAIN_WEEKS = 104
WARM_UP_PERIODS = 26  # forecasts kept back to set level, power and width of range from
LATER_ROUNDS = 60  # from last week's weights


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected offences by cell, levelled; `raw` before levelling; what each part of it weighs."""

    week: int
    day: float
    expected: Floats
    raw: Floats
    weights: Floats
    level: Level
    dispersion: float
    part_totals: Floats  # raw, of each part over all cells


@dataclass(slots=True)
class Learner:
    """Keeps the evidence of the last two years and the forecasts of the last half year. `horizon` is in weeks."""

    horizon: int = 1
    train_weeks: int = TRAIN_WEEKS
    evidence: deque[Evidence] = field(default_factory=deque)
    weights: Floats | None = None
    expected: deque[Floats] = field(default_factory=lambda: deque(maxlen=WARM_UP_PERIODS))
    observed: deque[Floats] = field(default_factory=lambda: deque(maxlen=WARM_UP_PERIODS))

    def learn(self, maps: Floats, observed: Floats) -> None:
        """Takes in an origin whose weeks ahead are now known."""
        self.evidence.append(evidence_at(maps, observed, weeks=self.horizon))
        while len(self.evidence) > self.train_weeks:
            self.evidence.popleft()

    def refit(self) -> None:
        """Weights from all evidence, continued from the last."""
        rounds = ROUNDS if self.weights is None else LATER_ROUNDS
        self.weights = fit_weights(joined(list(self.evidence)), start=self.weights, rounds=rounds)

    def look_back(self, raw: Floats, observed: Floats) -> None:
        """Keeps a past forecast beside what came, to set the level from."""
        self.expected.append(raw)
        self.observed.append(observed)

    def forecast(self, origin: Origin, maps: Floats) -> Forecast:
        """The offences expected in the weeks ahead of this origin."""
        if self.weights is None:
            self.refit()
        assert self.weights is not None
        raw = self.horizon * (self.weights @ maps)
        level = level_from(list(self.expected), list(self.observed))
        dispersion = dispersion_from(list(self.expected), list(self.observed)) if self.expected else EVEN
        totals = self.horizon * self.weights * maps.sum(axis=1)
        return Forecast(origin.week, origin.day, level(raw), raw, self.weights, level, dispersion, totals)


def parts_of(weights: Floats, maps: Floats, cell: int) -> Floats:
    """The share of one cell's risk that each part makes up, summing to one."""
    pieces = weights * maps[:, cell]
    total = float(pieces.sum())
    return pieces / total if total else np.zeros(len(pieces))


def grouped_parts(shares: Floats, names: Sequence[str], *, most: int = 4) -> list[tuple[str, float]]:
    """The largest parts in words with their shares, and all others together, so that they sum to one."""
    ranked = np.argsort(-shares, kind="stable")
    named = [(names[part], float(shares[part])) for part in ranked[:most] if shares[part] > 0]
    rest = 1.0 - sum(share for _, share in named)
    return [*named, ("all other parts", rest)] if rest > 1e-9 else named
