"""Walks through the weeks of a history, so that each forecast sees only what was known on its day.

Invariant: what an origin shows depends on nothing that happened on or after its day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.kernels import Families, Memories, maps_of, no_memories, remember
from beatbook.forecasts.mixture import Evidence

WEEK = 7.0


@dataclass(frozen=True, slots=True)
class Weeks:
    """Whole weeks of a history, counted back from its end so that the last one is whole; `first_day` opens week 0."""

    first_day: float
    count: int

    def day(self, week: int) -> float:
        """The day on which this week begins."""
        return self.first_day + WEEK * week


@dataclass(frozen=True, slots=True)
class Origin:
    """The state of knowledge at the start of a week."""

    week: int
    day: float
    memories: Memories

    @property
    def maps(self) -> Floats:
        """Mean rate a week by part and cell."""
        return maps_of(self.memories)


def weeks_of(happened: Happenings) -> Weeks:
    """The whole weeks that these happenings cover."""
    end = float(np.floor(happened.day[-1])) + 1.0
    count = int((end - happened.day[0]) // WEEK)
    return Weeks(end - WEEK * count, count)


def origins(happened: Happenings, grid: Grid, families: Families, weeks: Weeks) -> Iterator[Origin]:
    """Every week's start in order, and the end of the last week."""
    memories = no_memories(families, grid)
    for week in range(weeks.count + 1):
        day = weeks.day(week)
        yield Origin(week, day, memories)
        memories = remember(memories, grid, happened.between(day, day + WEEK), weeks=1.0)


def counts_ahead(happened: Happenings, grid: Grid, *, day: float, weeks: int) -> Floats:
    """Offences in each cell in the weeks from this day on."""
    ahead = happened.between(day, day + WEEK * weeks)
    cells = grid.cell_of(ahead.x, ahead.y)
    return np.bincount(cells[cells >= 0], minlength=grid.n_cells).astype(np.float64)


def evidence_at(maps: Floats, observed: Floats, *, weeks: int) -> Evidence:
    """What one origin teaches: its maps where something then happened in the next `weeks`, and what each map expected in all."""
    cells = np.flatnonzero(observed)
    return Evidence(weeks * maps[:, cells].T, observed[cells], weeks * maps.sum(axis=1))


def joined(parts: Sequence[Evidence]) -> Evidence:
    """The evidence of several origins together."""
    return Evidence(
        np.vstack([one.at_events for one in parts]),
        np.concatenate([one.times for one in parts]),
        np.sum([one.exposure for one in parts], axis=0),
    )
