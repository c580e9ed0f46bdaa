"""Does knowledge beyond a square's own history find more? Each kind of it is added to, or taken from, the mixture, and judged on two years."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from beatbook.forecasts.backtest import Question, rolling
from beatbook.forecasts.event_files import read_events
from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Happenings
from beatbook.forecasts.kernels import DECAYS_WEEKS, Families, Kernels, families_for
from beatbook.forecasts.replay import grid_for
from beatbook.forecasts.scoring import Ratio, hits, ratio_of_hits
from beatbook.forecasts.study_areas import read_study_area
from beatbook.forecasts.walk import weeks_of

TEST_WEEKS = 104
SHARE = 0.02
NEAR_WEEKS = 3.0
NIGHT = (20 / 24, 4 / 24)


def experiments(events: list[Path], boundaries: list[Path]) -> Iterator[tuple[str, Ratio]]:
    """Name and ratio of hits, each over the 25 kernels alone."""
    read = read_events(events)
    happened = read.happened
    weeks = weeks_of(happened)
    before = happened.between(-np.inf, weeks.day(weeks.count - TEST_WEEKS))
    grid = grid_for(before, read_study_area(boundaries, read.projection), side=250.0)
    plain = families_for(happened, targets=None, by_kind=False)
    base = _hits(happened, grid, plain)
    lasting = (Kernels(tuple(decay for decay in DECAYS_WEEKS if decay != NEAR_WEEKS)),)
    yield "near repeats (with the 3-week kernels over without)", ratio_of_hits(base, _hits(happened, grid, lasting))
    yield "kinds of place, each leading", ratio_of_hits(_hits(happened, grid, families_for(happened, targets=None, by_kind=True)), base)
    timed = by_hour(happened)
    night = (*plain, Kernels((26.0, float("inf")), (0.0, 250.0), (1,), "by night"))
    yield "time of day (night and day apart)", ratio_of_hits(_hits(timed, grid, night), base)
    seasonal = by_season(happened)
    seasons = tuple(Kernels((float("inf"),), (0.0, 250.0), (quarter,), f"season {quarter}") for quarter in range(4))
    yield "seasons (each quarter of the year apart)", ratio_of_hits(_hits(seasonal, grid, (*plain, *seasons)), base)


def by_hour(happened: Happenings) -> Happenings:
    """The same offences with night (1) and day (0) as their kinds."""
    hour = happened.day % 1
    night = (hour >= NIGHT[0]) | (hour < NIGHT[1])
    return Happenings(happened.day, happened.x, happened.y, night.astype(np.int64), ("day", "night"))


def by_season(happened: Happenings) -> Happenings:
    """The same with the quarter of the year as their kinds."""
    quarter = ((happened.day % 365.2425) // 91.4).astype(np.int64).clip(0, 3)
    return Happenings(happened.day, happened.x, happened.y, quarter, tuple("1234"))


def _hits(happened: Happenings, grid: Grid, families: Families) -> list[float]:
    weeks = weeks_of(happened)
    starts = range(weeks.count - TEST_WEEKS, weeks.count - 3, 4)
    rows = rolling(happened, happened, grid, families, Question(horizon=4), weeks=weeks, starts=starts)
    return [hits(forecast.expected, observed, SHARE) for forecast, observed, _ in rows]
