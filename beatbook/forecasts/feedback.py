"""What patrols do to a map that learns from what patrols find: a town of two identical halves, one of which starts over-recorded.

A safe input lets the early bias die: after six years each half gets half of the patrols. Source: Ensign et al. 2018, runaway feedback loops.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.happenings import Floats

YEARS = 6
WEEKS = 52


@dataclass(frozen=True, slots=True)
class Town:
    """Two halves of `cells` cells with the same true rate each. `found_more` is how much of what nobody reports a patrol adds, as a share
    of what is reported; `head_start` what half A's record is inflated by in the year before."""

    cells: int = 50
    weekly_rate: float = 0.5
    patrolled_share: float = 0.02
    found_more: float = 2.0
    head_start: float = 0.3


@dataclass(frozen=True, slots=True)
class Records:
    """One week's records by cell: what the public reported, what patrols found themselves, and where they were (1 or 0)."""

    reported: Floats
    found: Floats
    patrolled: Floats


Policy = Callable[[Records], Floats]


def reported_only(records: Records) -> Floats:
    """What this product learns from: victims' and the public's reports, and nothing that a patrol found."""
    return records.reported


def everything(records: Records) -> Floats:
    """What it refuses to learn from; kept here to show why."""
    return records.reported + records.found


def share_of_half_a(policy: Policy, *, town: Town | None = None, runs: int = 600, seed: int = 1) -> float:
    """Share of the last year's patrols that went to half A, over `runs` towns simulated side by side; all arrays have shape (runs, cells)."""
    place, generator = town or Town(), np.random.default_rng(seed)
    half_a = np.arange(2 * place.cells) < place.cells
    shape = (runs, 2 * place.cells)
    patrols = max(1, round(2 * place.cells * place.patrolled_share))
    start = place.weekly_rate * np.where(half_a, 1 + place.head_start, 1.0)
    memory = [generator.poisson(start, shape).astype(float) for _ in range(WEEKS)]
    total = np.sum(memory, axis=0)
    in_half_a = 0.0
    for week in range(YEARS * WEEKS):
        chosen = np.argpartition(-total - generator.random(shape) / 2, patrols - 1, axis=1)[:, :patrols]  # the half breaks ties by lot
        patrolled, found = np.zeros(shape), np.zeros(shape)
        np.put_along_axis(patrolled, chosen, 1.0, axis=1)
        np.put_along_axis(found, chosen, generator.poisson(place.weekly_rate * place.found_more, chosen.shape).astype(float), axis=1)
        learnt = policy(Records(generator.poisson(place.weekly_rate, shape).astype(float), found, patrolled))
        total += learnt - memory[week % WEEKS]
        memory[week % WEEKS] = learnt
        if week >= (YEARS - 1) * WEEKS:
            in_half_a += float(half_a[chosen].mean())
    return in_half_a / WEEKS
