"""A week's patrols: which spot is visited in which shift, so that most harm is likely prevented, within hours, caps and fairness.

Invariant: a plan never breaks a rule, whatever made it; a spot in the hold-out is never visited.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from beatbook.forecasts.dosage import Dosage
from beatbook.forecasts.happenings import Floats
from beatbook.solver.programme import Answer, Programme
from beatbook.vocabulary.errors import BeatbookError

GAP = 0.001
SECONDS = 5.0


class PlanImpossible(BeatbookError):
    """No plan keeps every rule: give more hours, or ask for fewer visits in each area."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of about one square: its zone (whose officers visit it), its neighbourhood, and whether it is held out for the week."""

    name: str
    zone: str
    area: str
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """Caps and fairness; None leaves a rule out.

    `most_a_week` visits at one spot; `least_an_area` visits in every area that has a spot; `most_share` times an area's share of offences is the
    largest share of all visits that it may get.
    """

    most_a_week: int | None = 14
    least_an_area: int | None = None
    most_share: float | None = None

    def without(self, name: str) -> "Rules":
        """The same with one rule left out."""
        return replace(self, **{name: None})

    @property
    def kept(self) -> tuple[str, ...]:
        """The rules that are not left out."""
        return tuple(name for name in ("most_a_week", "least_an_area", "most_share") if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be planned. `harm` expected by spot and shift has shape (spots, shifts); `capacity` is visits by (zone, shift);
    `area_share` is each area's share of offences."""

    spots: tuple[Spot, ...]
    harm: Floats
    capacity: dict[tuple[str, int], int]
    area_share: dict[str, float]
    dosage: Dosage = field(default_factory=Dosage)
    rules: Rules = field(default_factory=Rules)

    @property
    def n_shifts(self) -> int:
        """How many shifts the week has."""
        return int(self.harm.shape[1])

    @property
    def areas(self) -> tuple[str, ...]:
        """Areas that have a spot which may be visited."""
        return tuple(sorted({spot.area for spot in self.spots if not spot.held_out}))

    @property
    def most_visits(self) -> int:
        """All capacity of the week."""
        return sum(self.capacity.values())

    def worth(self, spot: int, shift: int, visit: int) -> float:
        """Harm likely prevented by the visit-th visit (from nought) of a spot in a shift."""
        return float(self.harm[spot, shift]) * self.dosage.prevented * self.dosage.returns[visit]

    def area_limit(self, area: str) -> int | None:
        """Most visits that an area may get, never below the least it must get."""
        if self.rules.most_share is None:
            return None
        fair = int(self.rules.most_share * self.area_share.get(area, 0.0) * self.most_visits)
        return max(fair, self.rules.least_an_area or 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """Visits by spot and shift, shape (spots, shifts); harm likely prevented; a bound that no plan beats, and how far off it this may be."""

    visits: np.ndarray
    prevented: float
    bound: float
    gap: float
    seconds: float
    exact: bool


def plan_exactly(task: Task, *, gap: float = GAP, seconds: float = SECONDS, start: Plan | None = None) -> Plan | None:
    """The best plan within `gap`, by HiGHS; None where none was found in the time.

    Raises:
        PlanImpossible: the rules contradict each other.
    """
    programme, columns = _programme(task)
    answer = programme.solved(gap=gap, seconds=seconds, start=None if start is None else _as_start(task, start, columns))
    if answer.outcome.value == "impossible":
        raise PlanImpossible("No plan keeps every rule.")
    if not answer.is_there:
        return None
    visits = np.zeros(task.harm.shape, dtype=np.int64)
    for (spot, shift, _), column in columns.items():
        visits[spot, shift] += answer.is_chosen(column)
    return _plan(task, visits, answer)


def prevented_by(task: Task, visits: np.ndarray) -> float:
    """Harm likely prevented by these visits, computed apart from the solver."""
    return sum(task.worth(spot, shift, visit) for spot, shift in np.argwhere(visits > 0) for visit in range(int(visits[spot, shift])))


def broken_rules(task: Task, visits: np.ndarray) -> list[str]:
    """Every rule that these visits break, in words; empty for a plan that may be used."""
    broken = []
    by_zone: Counter[tuple[str, int]] = Counter()
    by_area: Counter[str] = Counter()
    for spot, shift in np.argwhere(visits > 0):
        by_zone[task.spots[spot].zone, int(shift)] += int(visits[spot, shift])
        by_area[task.spots[spot].area] += int(visits[spot, shift])
        if task.spots[spot].held_out:
            broken.append(f"{task.spots[spot].name} is held out")
    if visits.size and int(visits.max()) > len(task.dosage.returns):
        broken.append("a spot has too many visits in a shift")
    broken += [
        f"zone {zone} has too many visits in shift {shift}"
        for (zone, shift), n in by_zone.items()
        if n > task.capacity.get((zone, shift), 0)
    ]
    if task.rules.most_a_week is not None and visits.sum(axis=1).max(initial=0) > task.rules.most_a_week:
        broken.append("a spot has too many visits in the week")
    for area in task.areas:
        limit = task.area_limit(area)
        if limit is not None and by_area[area] > limit:
            broken.append(f"{area} has more than its share")
        if by_area[area] < (task.rules.least_an_area or 0):
            broken.append(f"{area} has fewer than the least")
    return broken


def _programme(task: Task) -> tuple[Programme, dict[tuple[int, int, int], int]]:
    """Minus what each visit prevents, as small as can be. Worth falls from visit to visit, so a second is never chosen before a first."""
    programme = Programme()
    columns = {
        (spot, shift, visit): programme.choice(-task.worth(spot, shift, visit))
        for spot, place in enumerate(task.spots)
        if not place.held_out
        for shift in range(task.n_shifts)
        if task.capacity.get((place.zone, shift), 0) > 0
        for visit in range(len(task.dosage.returns))
    }
    by_zone: dict[tuple[str, int], list[tuple[int, float]]] = {}
    by_spot: dict[int, list[tuple[int, float]]] = {}
    by_area: dict[str, list[tuple[int, float]]] = {area: [] for area in task.areas}
    for (spot, shift, _), column in columns.items():
        by_zone.setdefault((task.spots[spot].zone, shift), []).append((column, 1.0))
        by_spot.setdefault(spot, []).append((column, 1.0))
        by_area[task.spots[spot].area].append((column, 1.0))
    for key, terms in by_zone.items():
        programme.at_most(terms, task.capacity[key])
    if task.rules.most_a_week is not None:
        for terms in by_spot.values():
            programme.at_most(terms, task.rules.most_a_week)
    for area, terms in by_area.items():
        limit = task.area_limit(area)
        if limit is not None:
            programme.at_most(terms, limit)
        if task.rules.least_an_area:
            programme.at_least(terms, task.rules.least_an_area)
    return programme, columns


def _as_start(task: Task, plan: Plan, columns: dict[tuple[int, int, int], int]) -> Sequence[float]:
    values = [0.0] * len(columns)
    for (spot, shift, visit), column in columns.items():
        values[column] = float(plan.visits[spot, shift] > visit)
    return values


def _plan(task: Task, visits: np.ndarray, answer: Answer) -> Plan:
    prevented = prevented_by(task, visits)
    bound = max(-answer.bound, prevented)
    return Plan(visits, prevented, bound, (bound - prevented) / bound if bound else 0.0, answer.seconds, exact=True)
