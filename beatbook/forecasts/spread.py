"""Spreads points over cells by Gaussians, from where each point truly lies, not from the middle of its cell.

Invariant: what a point spreads, over all cells of an unbounded area, sums to one (to the reach of three widths).
"""

import numpy as np
from scipy import ndimage, special

from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Floats

FINE = 1.0  # a Gaussian wider than this many cells is drawn from the cells' counts: where in its cell a point lies hardly matters


def spread(grid: Grid, x: Floats, y: Floats, *, width_m: float, weights: Floats | None = None) -> Floats:
    """How much of each point falls in each cell, shape (n_cells,). A width of nought counts points by cell."""
    given = np.ones(len(x)) if weights is None else weights
    if len(x) == 0:
        return np.zeros(grid.n_cells)
    if width_m > FINE * grid.side:
        counts = grid.raster(_count(grid, x, y, given))
        return np.asarray(ndimage.gaussian_filter(counts, width_m / grid.side, mode="constant", truncate=3.0)[grid.inside])
    if width_m == 0:
        return _count(grid, x, y, given)
    return _spread_finely(grid, x, y, width_m, given)


def _count(grid: Grid, x: Floats, y: Floats, weights: Floats) -> Floats:
    cells = grid.cell_of(x, y)
    held = cells >= 0
    return np.asarray(np.bincount(cells[held], weights=weights[held], minlength=grid.n_cells), dtype=np.float64)


def _spread_finely(grid: Grid, x: Floats, y: Floats, width_m: float, weights: Floats) -> Floats:
    """The share of each point's Gaussian over each cell: a difference of error functions along x, times one along y."""
    rows, columns = grid.inside.shape
    reach = int(np.ceil(3 * width_m / grid.side))
    column, across = _shares((x - grid.west) / grid.side, width_m / grid.side, reach)
    row, along = _shares((y - grid.south) / grid.side, width_m / grid.side, reach)
    mass = (weights[:, None, None] * along[:, :, None] * across[:, None, :]).ravel()
    inside = (row[:, :, None] >= 0) & (row[:, :, None] < rows) & (column[:, None, :] >= 0) & (column[:, None, :] < columns)
    place = (row[:, :, None] * columns + column[:, None, :]).ravel()
    kept = inside.ravel()
    flat = np.bincount(place[kept], weights=mass[kept], minlength=rows * columns)
    return np.asarray(flat.reshape(rows, columns)[grid.inside], dtype=np.float64)


def _shares(position: Floats, width: float, reach: int) -> tuple[np.ndarray, Floats]:
    """Indices (n, 2 reach + 1) of the cells near each position, in cells, and the share of a Gaussian that falls in each."""
    middle = np.floor(position).astype(np.int64)
    cells = middle[:, None] + np.arange(-reach, reach + 1)[None, :]
    edges = middle[:, None] + np.arange(-reach, reach + 2)[None, :]
    below = special.ndtr((edges - position[:, None]) / width)
    return cells, np.diff(below, axis=1)
