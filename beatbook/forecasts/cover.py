"""Where to stand response units so that a call most likely finds a free one near by, when each is busy part of the time.

Source: Daskin 1983, the maximum expected covering location problem (MEXCLP).
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from beatbook.forecasts.happenings import Floats
from beatbook.solver.programme import Outcome, Programme

MOST_EXACT = 100_000  # demand points times sites; beyond it the greedy answer is given with its bound
MOST_NEAR = 6  # units that count at one point: a seventh adds under 0.2 % of its calls where units are busy a third of the time


@dataclass(frozen=True, slots=True)
class Sites:
    """`reaches` says which site reaches which demand point in time, shape (points, sites); `demand` is calls a point, `busy` the share of time."""

    demand: Floats
    reaches: NDArray[np.bool_]
    units: int
    busy: float
    most_a_site: int = 2


@dataclass(frozen=True, slots=True)
class Cover:
    """Units at each site; calls covered in expectation; a bound, and the relative gap to it."""

    units: NDArray[np.int64]
    covered: float
    bound: float
    gap: float
    exact: bool


def expected_cover(sites: Sites, units: NDArray[np.int64]) -> float:
    """Calls that find a free unit near: a point with n units near is covered with 1 - busy^n."""
    near = sites.reaches @ units
    return float(sites.demand @ (1 - sites.busy**near))


def cover_sites(sites: Sites, *, seconds: float = 20.0, gap: float = 0.001) -> Cover:
    """The best standing places: exactly where that is quick enough, else greedily with exchanges; both with their gap to a proven bound."""
    quick = _greedy(sites)
    covered = expected_cover(sites, quick)
    if sites.reaches.size <= MOST_EXACT:
        programme, stands = _programme(sites, whole=True)
        answer = programme.solved(gap=gap, seconds=seconds)
        if answer.is_there:
            units = np.array([sum(answer.is_chosen(column) for column in copies) for copies in stands], dtype=np.int64)
            if (found := expected_cover(sites, units)) >= covered - 1e-9:
                return _cover(units, found, -answer.bound, exact=True)
    programme, _ = _programme(sites, whole=False)
    relaxed = programme.solved(seconds=seconds)
    bound = -relaxed.objective if relaxed.outcome == Outcome.PROVED else float(sites.demand[sites.reaches.any(axis=1)].sum())
    return _cover(quick, covered, bound, exact=False)


def _cover(units: NDArray[np.int64], covered: float, bound: float, *, exact: bool) -> Cover:
    best = max(bound, covered)
    return Cover(units, covered, best, (best - covered) / best if best else 0.0, exact)


def _programme(sites: Sites, *, whole: bool) -> tuple[Programme, list[list[int]]]:
    """Minus the calls covered, as small as can be; not `whole`, units may be split, which bounds every answer."""
    programme = Programme()
    place = programme.choice if whole else partial(programme.amount, most=1.0)
    stands = [[place() for _ in range(sites.most_a_site)] for _ in range(sites.reaches.shape[1])]
    programme.at_most([(column, 1.0) for copies in stands for column in copies], sites.units)
    for point in np.flatnonzero(sites.reaches.any(axis=1) & (sites.demand > 0)):
        near = [(column, -1.0) for site in np.flatnonzero(sites.reaches[point]) for column in stands[site]]
        worth = float(sites.demand[point]) * (1 - sites.busy)
        counted = min(sites.units, len(near))
        spare = 1.0 if whole else float(max(1, counted - MOST_NEAR + 1))  # a bound lets the last that counts stand for all others
        last = min(counted, MOST_NEAR) - 1
        kept = [programme.amount(-worth * sites.busy**n, most=spare if n == last else 1.0) for n in range(last + 1)]
        programme.at_most([(column, 1.0) for column in kept] + near, 0.0)
    return programme, stands


def _greedy(sites: Sites) -> NDArray[np.int64]:
    """One unit after another to where it adds most, then each moved while that helps."""
    units = np.zeros(sites.reaches.shape[1], dtype=np.int64)
    for _ in range(sites.units):
        gains = np.where(units < sites.most_a_site, _gains(sites, units), -1.0)
        if gains.max(initial=-1.0) < 0:
            break
        units[int(np.argmax(gains))] += 1
    moved = True
    while moved:
        moved = False
        for site in np.flatnonzero(units):
            units[site] -= 1
            gains = np.where(units < sites.most_a_site, _gains(sites, units), -1.0)
            best = int(np.argmax(gains))
            moved = moved or bool(gains[best] > gains[site] + 1e-9)
            units[best if gains[best] > gains[site] + 1e-9 else site] += 1
    return units


def _gains(sites: Sites, units: NDArray[np.int64]) -> Floats:
    """Calls that one more unit at each site would cover."""
    near = sites.reaches @ units
    return np.asarray((sites.demand * (1 - sites.busy) * sites.busy**near) @ sites.reaches)
