"""Counts of what is not public row by row, made safe to publish.

Invariant: every number of a release, totals too, is worked out from released cells alone. So a release is the same whatever the cells that were left
out really are, from one to four: there is nothing to solve for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5  # a count below this, but for none at all, is left out
STEP = 5  # to which all others are rounded
EXPECTED = (FEWEST - 1 + 1) / 2  # of a count from one to four: what a total takes for each that was left out
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Release:
    """A table to publish: areas down, kinds across. None is a count that was left out."""

    areas: tuple[str, ...]
    kinds: tuple[str, ...]
    cells: Mapping[Cell, int | None]

    def of_area(self, area: str) -> int:
        """About how many in an area."""
        return self._about([self.cells[area, kind] for kind in self.kinds])

    def of_kind(self, kind: str) -> int:
        """About how many of a kind."""
        return self._about([self.cells[area, kind] for area in self.areas])

    @property
    def total(self) -> int:
        """About how many in all."""
        return self._about(list(self.cells.values()))

    def _about(self, cells: Sequence[int | None]) -> int:
        return rounded(sum(EXPECTED if cell is None else cell for cell in cells))


def release(counts: Mapping[Cell, int], areas: Sequence[str], kinds: Sequence[str]) -> Release:
    """The table of these counts by (area, kind); what is not counted is none."""
    cells = {(area, kind): released(counts.get((area, kind), 0)) for area in areas for kind in kinds}
    return Release(tuple(areas), tuple(kinds), cells)


def released(count: int) -> int | None:
    """A count as it may be published: none, left out (None), or rounded to five."""
    if count == 0:
        return 0
    return None if count < FEWEST else rounded(count)


def rounded(value: float) -> int:
    """The nearest multiple of five; a half goes up."""
    return int(value / STEP + 0.5) * STEP


def said(cell: int | None) -> str:
    """A cell in words."""
    return "fewer than 5" if cell is None else f"{cell:,}"
