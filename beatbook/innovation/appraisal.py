"""Options weighed on stated factors. Doing nothing is always one of them; the answer is how often each wins over every way of weighing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from beatbook.money.present_value import present_value
from beatbook.vocabulary.errors import BeatbookError

DRAWS, SEED = 10_000, 20_130_206  # the day of the panel meeting for which the ten factors were written
MOST_POINTS = 10


class AppraisalIncomplete(BeatbookError):
    """An appraisal lacks what it must have: doing nothing, a score for each factor, staff findings, or the panel's comments."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that matters, with its stated weight; a `gate` must be passed by an option that is to be chosen."""

    code: str
    words: str
    weight: float = 1.0
    is_gate: bool = False


# The ten factors of the West Midlands task force's report to its panel of 6 February 2013, paragraph 5, in our words.
TEN_FACTORS = (
    Factor("direction", "Core policing stays under the direction and control of the chief constable", is_gate=True),
    Factor("smarter", "Officers and staff work smarter and the service improves greatly"),
    Factor("together", "Work with public, third and private sectors"),
    Factor("capability", "Capacity, capability and new ideas that the force lacks"),
    Factor("soon", "Tangible results soon"),
    Factor("risk", "Risk is managed and the force stays flexible"),
    Factor("economy", "The force as an employer and part of the local economy"),
    Factor("people", "Support of officers and staff"),
    Factor("public", "The public’s priorities and confidence"),
    Factor("money", "Highest quality with much less money"),
)
GATE_PASSED_FROM = 5  # points out of ten


@dataclass(frozen=True, slots=True)
class Option:
    """One way forward: points from low to high (0 to 10) by factor, and its cost in pence by year, in today's prices."""

    code: str
    name: str
    points: Mapping[str, tuple[float, float]]
    cost_by_year: tuple[int, ...] = ()
    is_do_nothing: bool = False

    def middle(self, factor: str) -> float:
        """The middle of the points for a factor."""
        low, high = self.points[factor]
        return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one option: its weighted points from low to high, cost today, the share of weightings in which it wins, who dominates it."""

    option: Option
    low: float
    high: float
    cost_pence: int
    win_share: float
    dominated_by: tuple[str, ...]
    failed_gates: tuple[str, ...]


def check_complete(options: Sequence[Option], factors: Sequence[Factor]) -> None:
    """Raises AppraisalIncomplete unless doing nothing is among at least two options and every factor of each has points from 0 to 10."""
    if sum(option.is_do_nothing for option in options) != 1:
        raise AppraisalIncomplete("Doing nothing must be one of the options, once.")
    if len(options) < 2:
        raise AppraisalIncomplete("There must be another option beside doing nothing.")
    for option in options:
        for factor in factors:
            low, high = option.points.get(factor.code, (-1.0, -1.0))
            if not 0 <= low <= high <= MOST_POINTS:
                raise AppraisalIncomplete(f"{option.name} needs points from 0 to 10 for: {factor.words}.")
    if not any(factor.weight > 0 for factor in factors) or any(factor.weight < 0 for factor in factors):
        raise AppraisalIncomplete("Some factor must weigh more than nought, and none less.")


def appraised(options: Sequence[Option], factors: Sequence[Factor], *, draws: int = DRAWS, seed: int = SEED) -> list[Result]:
    """Every option's result, in the order given.

    Raises:
        AppraisalIncomplete: see check_complete.
    """
    check_complete(options, factors)
    shares = win_shares(options, factors, draws=draws, seed=seed)
    total = sum(factor.weight for factor in factors)
    return [
        Result(
            option,
            sum(factor.weight * option.points[factor.code][0] for factor in factors) / total,
            sum(factor.weight * option.points[factor.code][1] for factor in factors) / total,
            present_value(option.cost_by_year) if option.cost_by_year else 0,
            shares[option.code],
            tuple(other.code for other in options if dominates(other, option, factors)),
            failed_gates(option, factors),
        )
        for option in options
    ]


def failed_gates(option: Option, factors: Sequence[Factor]) -> tuple[str, ...]:
    """Gates that an option does not pass even at the middle of its points."""
    return tuple(factor.code for factor in factors if factor.is_gate and option.middle(factor.code) < GATE_PASSED_FROM)


def dominates(better: Option, worse: Option, factors: Sequence[Factor]) -> bool:
    """Is one option at least as good on every factor, and better on one?"""
    pairs = [(better.middle(factor.code), worse.middle(factor.code)) for factor in factors]
    return all(one >= other for one, other in pairs) and any(one > other for one, other in pairs)


def win_shares(options: Sequence[Option], factors: Sequence[Factor], *, draws: int = DRAWS, seed: int = SEED) -> dict[str, float]:
    """For each option the share of all ways of weighing the factors in which it wins; ties are split, and who fails a gate wins none.

    Weightings are drawn evenly from all that add up to one (Dirichlet with ones).
    """
    able = [option for option in options if not failed_gates(option, factors)]
    shares = dict.fromkeys((option.code for option in options), 0.0)
    if not able:
        return shares
    points = np.array([[option.middle(factor.code) for factor in factors] for option in able])
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(factors)), draws)
    totals = weights @ points.T
    best = totals >= totals.max(axis=1, keepdims=True) - 1e-9
    won = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares | {option.code: float(share) for option, share in zip(able, won, strict=True)}


def turning_points(option: Option, options: Sequence[Option], factors: Sequence[Factor]) -> list[tuple[Factor, float]]:
    """What would have to be true: for each factor, the share of the whole weight from which this option wins, the others in their stated proportions.

    Only factors where more weight makes it win and the stated weights do not; the smallest share first.
    """
    total = sum(factor.weight for factor in factors)
    rivals = [one for one in options if one.code != option.code and not failed_gates(one, factors)]
    found = []
    for factor in factors:
        rest = total - factor.weight
        if rest <= 0 or failed_gates(option, factors):
            continue
        share = _least_share(option, rivals, factor, factors, rest)
        if share is not None and share > factor.weight / total:
            found.append((factor, share))
    return sorted(found, key=lambda one: one[1])


def _least_share(option: Option, rivals: Sequence[Option], factor: Factor, factors: Sequence[Factor], rest: float) -> float | None:
    """At a share s the lead over a rival is s * on the factor + (1 - s) * on the rest: a straight line, which must be above nought."""
    least, most = 0.0, 1.0
    for rival in rivals:
        on_factor = option.middle(factor.code) - rival.middle(factor.code)
        on_rest = sum(one.weight * (option.middle(one.code) - rival.middle(one.code)) for one in factors if one.code != factor.code) / rest
        slope = on_factor - on_rest
        if slope == 0:
            if on_rest <= 0:
                return None
        elif slope > 0:
            least = max(least, -on_rest / slope)
        else:
            most = min(most, -on_rest / slope)
    return least if 0 <= least < most and least <= 1 else None
