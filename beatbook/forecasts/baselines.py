"""The simple maps that every forecast is shown beside: what a spreadsheet, a density map and the published method would have drawn."""

import numpy as np

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats, Happenings
from beatbook.forecasts.spread import spread

PROMAP_REACH_M = 400.0
PROMAP_WEEKS = 8
PROMAP_STEP_M = 50.0  # where the known accuracy of ProMap on these data is met; half cells, a stronger form, stand beside it


def count_map(grid: Grid, past: Happenings, *, now: float, weeks: float) -> Floats:
    """Offences of the last weeks in each cell."""
    recent = past.between(now - 7 * weeks, now)
    return spread(grid, recent.x, recent.y, width_m=0.0)


def density_map(grid: Grid, past: Happenings, *, now: float, weeks: float, width_m: float) -> Floats:
    """Kernel density of the last weeks."""
    recent = past.between(now - 7 * weeks, now)
    return spread(grid, recent.x, recent.y, width_m=width_m)


def promap(
    grid: Grid, past: Happenings, *, now: float, step_m: float = PROMAP_STEP_M, reach_m: float = PROMAP_REACH_M, weeks: int = PROMAP_WEEKS
) -> Floats:
    """Each offence within reach of a cell's middle adds 1 / (1 + steps away) x 1 / (1 + weeks ago), both in whole steps.

    Source: Bowers, Johnson & Pease 2004, prospective hot-spotting. A longer step counts distance less.
    """
    recent = past.between(now - 7 * weeks, now)
    rows, columns = grid.inside.shape
    risk = np.zeros(rows * columns)
    column = np.floor((recent.x - grid.west) / grid.side).astype(np.int64)
    row = np.floor((recent.y - grid.south) / grid.side).astype(np.int64)
    fresh = 1.0 / (1.0 + np.floor((now - recent.day) / 7.0))
    reach = int(np.ceil(reach_m / grid.side)) + 1
    for up in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            east = grid.west + (column + right + 0.5) * grid.side - recent.x
            north = grid.south + (row + up + 0.5) * grid.side - recent.y
            away = np.hypot(east, north)
            near = (away <= reach_m) & (row + up >= 0) & (row + up < rows) & (column + right >= 0) & (column + right < columns)
            worth = fresh / (1.0 + np.floor(away / step_m))
            risk += np.bincount(((row + up) * columns + column + right)[near], weights=worth[near], minlength=risk.size)
    return risk[grid.inside.ravel()]
