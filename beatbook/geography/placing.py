"""Says which area each of many points lies in.

Invariant: the answer depends only on the set of areas and the point; on a shared boundary the lowest code wins.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray


class AreaIndex:
    """A spatial index over areas given as (code, WKB in WGS 84). Shapes that touch themselves are mended first."""

    def __init__(self, areas: Iterable[tuple[str, bytes]]) -> None:
        ordered = sorted(areas)
        self._codes = [code for code, _ in ordered]
        shapes = shapely.make_valid(shapely.from_wkb([bytes(shape) for _, shape in ordered])) if ordered else []
        self._tree = shapely.STRtree(shapes)

    def __len__(self) -> int:
        return len(self._codes)

    def place(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[str | None]:
        """Code of the area of each point, or None outside all of them. Degrees, WGS 84, equal lengths."""
        found: list[str | None] = [None] * len(longitudes)
        if not self._codes or not found:
            return found
        for point, area in zip(*self._pairs(longitudes, latitudes), strict=True):
            if found[point] is None:
                found[point] = self._codes[area]
        return found

    def _pairs(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> tuple[list[int], list[int]]:
        places, back = np.unique(np.column_stack([longitudes, latitudes]), axis=0, return_inverse=True)
        hits = self._tree.query(shapely.points(places), predicate="intersects")
        lowest: NDArray[np.int64] = np.full(len(places), -1, dtype=np.int64)
        order = np.lexsort((hits[1], hits[0]))[::-1]  # the last write of a point is its lowest area
        lowest[hits[0][order]] = hits[1][order]
        areas = lowest[back.reshape(-1)]
        points = np.flatnonzero(areas >= 0)
        return points.tolist(), areas[points].tolist()
