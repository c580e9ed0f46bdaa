"""Square cells over a study area. Invariant: cells are numbered row by row from the south-west, only those inside counting."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

from beatbook.forecasts.happenings import Floats, Happenings, Ints
from beatbook.vocabulary.errors import BeatbookError

LAYINGS = 5  # the grid is tried at this many places along each axis
EARLIER_WEEKS, LATER_WEEKS = 104, 52
MOST_YEARS = 6  # the same layings win year after year, so that several years judge better than the last alone
JUDGED_AT = 0.02
MOST_CELLS = 2_000_000  # of the bounding box; beyond it the cells are too small for the area, or a point lies far away


class AreaTooLarge(BeatbookError):
    """The study area has too many cells: make the cells larger, or look for a point far outside it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """`inside` has shape (rows, columns); `west` and `south` are metres, as is `side`, the length of a cell's side."""

    west: float
    south: float
    side: float
    inside: NDArray[np.bool_]

    @property
    def n_cells(self) -> int:
        """How many cells count."""
        return int(self.inside.sum())

    def numbers(self) -> Ints:
        """Number of each cell, -1 outside; shape (rows, columns)."""
        numbers = np.full(self.inside.shape, -1, dtype=np.int64)
        numbers[self.inside] = np.arange(self.n_cells)
        return numbers

    def cell_of(self, x: Floats, y: Floats) -> Ints:
        """Number of the cell of each point, -1 outside."""
        column = np.floor((x - self.west) / self.side).astype(np.int64)
        row = np.floor((y - self.south) / self.side).astype(np.int64)
        rows, columns = self.inside.shape
        within = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        found = np.full(len(x), -1, dtype=np.int64)
        found[within] = self.numbers()[row[within], column[within]]
        return found

    def centres(self) -> tuple[Floats, Floats]:
        """x and y of the middle of each cell, in metres."""
        row, column = np.nonzero(self.inside)
        return np.asarray(self.west + (column + 0.5) * self.side), np.asarray(self.south + (row + 0.5) * self.side)

    def raster(self, values: Floats) -> Floats:
        """Values of cells laid out as a picture (rows, columns), nought outside."""
        picture = np.zeros(self.inside.shape)
        picture[self.inside] = values
        return picture


def grid_within(boundary: Any, *, side: float, shift: tuple[float, float] = (0.0, 0.0)) -> Grid:
    """Cells whose middle lies inside this shapely polygon, drawn in metres; the grid is shifted east and north by `shift`."""
    west, south, east, north = boundary.bounds
    grid = _box(west, south, east, north, side, shift)
    shapely.prepare(boundary)
    x, y = grid.centres()
    inside = shapely.contains_xy(boundary, x, y).reshape(grid.inside.shape)
    return Grid(grid.west, grid.south, side, inside)


def grid_around(x: Floats, y: Floats, *, side: float, reach: float = 500.0, shift: tuple[float, float] = (0.0, 0.0)) -> Grid:
    """Cells within `reach` metres, counted in whole cells, of a cell that holds a point: the built-up area as the points show it."""
    grid = _box(float(x.min()) - reach, float(y.min()) - reach, float(x.max()) + reach, float(y.max()) + reach, side, shift)
    seen = np.zeros(grid.inside.size, dtype=bool)
    seen[grid.cell_of(x, y)] = True
    steps = max(1, round(reach / side))
    around = ndimage.binary_dilation(seen.reshape(grid.inside.shape), structure=np.ones((3, 3), dtype=bool), iterations=steps)
    return Grid(grid.west, grid.south, side, around)


def lay_grid(boundary: Any, past: Happenings, *, side: float) -> Grid:
    """The grid whose squares caught most: each year's squares are ranked by the two years before it, at each of 25 layings of the grid.

    Streets and blocks repeat, so that a good laying stays good. Only what is handed in is looked at: a back-test hands in what lies before its
    test. Every map, ours and the peers', is then drawn on this one grid.
    """
    steps = [side * step / LAYINGS for step in range(LAYINGS)]
    grids = [grid_within(boundary, side=side, shift=(east, north)) for east in steps for north in steps]
    return max(grids, key=lambda grid: _caught(grid, past))


def lay_grid_around(past: Happenings, *, side: float, reach: float = 500.0) -> Grid:
    """The same where no boundary is known: squares within `reach` metres of what is handed in."""
    steps = [side * step / LAYINGS for step in range(LAYINGS)]
    grids = [grid_around(past.x, past.y, side=side, reach=reach, shift=(east, north)) for east in steps for north in steps]
    return max(grids, key=lambda grid: _caught(grid, past))


def _caught(grid: Grid, past: Happenings) -> float:
    """Sum over the years of the share of their offences that the top cells by the years before held."""
    if len(past) == 0:
        return 0.0
    cells, weeks_ago = grid.cell_of(past.x, past.y), (np.floor(past.day[-1]) + 1.0 - past.day) / 7.0
    years = min(MOST_YEARS, int(max(0.0, weeks_ago[0] - EARLIER_WEEKS) // LATER_WEEKS))
    shares = 0.0
    for year in range(max(1, years)):
        newest, middle = year * LATER_WEEKS, (year + 1) * LATER_WEEKS
        before = _counts(grid, cells[(weeks_ago > middle) & (weeks_ago <= middle + EARLIER_WEEKS)])
        after = _counts(grid, cells[(weeks_ago > newest) & (weeks_ago <= middle)])
        top = np.argsort(-before, kind="stable")[: max(1, round(JUDGED_AT * grid.n_cells))]
        shares += float(after[top].sum()) / max(1, int(after.sum()))
    return shares


def _counts(grid: Grid, cells: Ints) -> Ints:
    return np.bincount(cells[cells >= 0], minlength=grid.n_cells)


def _box(west: float, south: float, east: float, north: float, side: float, shift: tuple[float, float] = (0.0, 0.0)) -> Grid:
    """Every cell of a box whose corners are rounded outwards to whole cells, so that equal sides give equal cells whatever the points."""
    west = float(np.floor((west - shift[0]) / side) * side + shift[0])
    south = float(np.floor((south - shift[1]) / side) * side + shift[1])
    columns, rows = int(np.ceil((east - west) / side)), int(np.ceil((north - south) / side))
    if columns * rows > MOST_CELLS:
        raise AreaTooLarge(f"{columns} by {rows} cells of {side:.0f} m are more than {MOST_CELLS:,}.")
    return Grid(west, south, side, np.ones((max(rows, 1), max(columns, 1)), dtype=bool))
