"""Made-up towns for the tests of forecasts."""

import numpy as np
import shapely

from beatbook.forecasts.grid import Grid, grid_within
from beatbook.forecasts.happenings import Happenings, in_order

SIDE_M = 250.0
TOWN = shapely.box(0, 0, 5000, 5000)


def town_grid() -> Grid:
    """Twenty by twenty squares."""
    return grid_within(TOWN, side=SIDE_M)


def town_happenings(*, weeks: int = 200, weekly: float = 40.0, seed: int = 3, kinds: tuple[str, ...] = ("theft",)) -> Happenings:
    """Offences around lasting hot places, some of them followed by another near by within days."""
    generator = np.random.default_rng(seed)
    spots = generator.uniform(300, 4700, (25, 2))
    share = generator.dirichlet(np.full(25, 0.4))
    count = generator.poisson(weekly * weeks)
    spot = generator.choice(25, count, p=share)
    day = 18000.0 + generator.uniform(0, 7 * weeks, count)
    x, y = (spots[spot] + generator.normal(0, 80, (count, 2))).T
    stray = generator.random(count) < 0.3
    x, y = np.where(stray, generator.uniform(0, 5000, count), x), np.where(stray, generator.uniform(0, 5000, count), y)
    return in_order(day, x, y, generator.integers(0, len(kinds), count), kinds)
