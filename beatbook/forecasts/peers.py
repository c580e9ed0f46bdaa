"""The peers that a back-test shows beside the forecast, each tuned only on the half year before the test."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.baselines import count_map, density_map, promap
from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.scoring import hits
from beatbook.forecasts.spread import spread
from beatbook.forecasts.walk import WEEK, Weeks, counts_ahead

TUNING_WEEKS = 24
DENSITY_WEEKS = (26.0, 52.0, 104.0, 260.0)
DENSITY_WIDTHS_M = (100.0, 150.0, 200.0, 300.0, 500.0)
HINDSIGHT_WEEKS = 104.0
TUNED_AT = 0.02

PREVIOUS, COUNT, DENSITY = "previous period", "count of 52 weeks", "tuned density"
PROMAP, PROMAP_WIDE, HINDSIGHT = "ProMap", "ProMap in half cells", "hindsight of both sides"
PEERS = (PREVIOUS, COUNT, DENSITY, PROMAP, PROMAP_WIDE, HINDSIGHT)


@dataclass(frozen=True, slots=True)
class Density:
    """A kernel density's two settings."""

    weeks: float
    width_m: float


def tune_density(happened: Happenings, grid: Grid, weeks: Weeks, *, first_test: int, horizon: int) -> Density:
    """The density that found the most at 2 % of the cells in the half year before the test; the first of equals."""
    starts = list(range(first_test - TUNING_WEEKS, first_test - horizon + 1, horizon))
    ahead = [counts_ahead(happened, grid, day=weeks.day(week), weeks=horizon) for week in starts]
    found: dict[Density, float] = {}
    for width in DENSITY_WIDTHS_M:
        so_far = _running_spread(happened, grid, weeks, width_m=width, until=first_test)
        for span in DENSITY_WEEKS:
            drawn = (so_far[week] - so_far[max(0, week - int(span))] for week in starts)
            found[Density(span, width)] = sum(hits(risk, came, TUNED_AT) for risk, came in zip(drawn, ahead, strict=True))
    return max(found, key=lambda choice: found[choice])


def _running_spread(happened: Happenings, grid: Grid, weeks: Weeks, *, width_m: float, until: int) -> Floats:
    """Spread of everything before each week, shape (until + 1, n_cells); weeks that no density reaches back to are nought."""
    since = max(0, until - TUNING_WEEKS - int(max(DENSITY_WEEKS)))
    sums = np.zeros((until + 1, grid.n_cells))
    for week in range(since, until):
        past = happened.between(weeks.day(week), weeks.day(week + 1))
        sums[week + 1] = sums[week] + spread(grid, past.x, past.y, width_m=width_m)
    return sums


def peer_maps(happened: Happenings, grid: Grid, *, now: float, horizon: int, density: Density) -> Mapping[str, Floats]:
    """Each peer's map for the weeks from `now` on. Only hindsight looks ahead, past those weeks, and is no forecast."""
    after = now + WEEK * horizon
    later = happened.between(after, after + WEEK * HINDSIGHT_WEEKS)
    return {
        PREVIOUS: count_map(grid, happened, now=now, weeks=horizon),
        COUNT: count_map(grid, happened, now=now, weeks=52.0),
        DENSITY: density_map(grid, happened, now=now, weeks=density.weeks, width_m=density.width_m),
        PROMAP: promap(grid, happened, now=now),
        PROMAP_WIDE: promap(grid, happened, now=now, step_m=grid.side / 2),
        HINDSIGHT: np.asarray(
            density_map(grid, happened, now=now, weeks=HINDSIGHT_WEEKS, width_m=density.width_m)
            + density_map(grid, later, now=after + WEEK * HINDSIGHT_WEEKS, weeks=HINDSIGHT_WEEKS, width_m=density.width_m)
        ),
    }
