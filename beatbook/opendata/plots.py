"""One month of crimes, outcomes or searches as columns, with the JSON of each row ready: found by place, cut out by category and force.

Invariant: row i of every column is the same published row; a row without a place has NaN for it and point number 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

MILE_M = 1609.344
EARTH_M = 6_371_008.8  # mean radius. Source: IUGG
DEGREE_M = EARTH_M * np.pi / 180
Rows = NDArray[np.int64]
NOWHERE = 0


@dataclass(frozen=True)
class Plot:
    """Columns of one month. `category` and `force` are places in `categories` and `forces`; `reference` is the published id of the crime.

    `fragments` is each row's JSON; a crime's outcome status stands in it from byte `status_from` to `status_to`.
    """

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    point: NDArray[np.int64]
    category: NDArray[np.int16]
    force: NDArray[np.int16]
    categories: tuple[str, ...]
    forces: tuple[str, ...]
    reference: NDArray[np.bytes_]
    fragments: Sequence[bytes]
    status_from: NDArray[np.int32]
    status_to: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.fragments)

    @cached_property
    def _northward(self) -> tuple[Rows, NDArray[np.float64]]:
        """Located rows from south to north, and their latitudes: a circle or polygon then looks only at its own belt."""
        located = np.flatnonzero(self.point != NOWHERE)
        order = located[np.argsort(self.latitude[located], kind="stable")]
        return order, self.latitude[order]

    @cached_property
    def _by_reference(self) -> tuple[Rows, NDArray[np.bytes_]]:
        order = np.argsort(self.reference, kind="stable")
        return order, self.reference[order]

    def within(self, longitude: float, latitude: float, metres: float = MILE_M) -> Rows:
        """Rows no farther than this from a point, along the surface of the earth."""
        rows = self._belt(latitude - metres / DEGREE_M, latitude + metres / DEGREE_M)
        return np.sort(rows[metres_from(longitude, latitude, self.longitude[rows], self.latitude[rows]) <= metres])

    def inside(self, polygon: shapely.Geometry) -> Rows:
        """Rows inside a polygon in degrees of longitude and latitude; it must have been prepared."""
        west, south, east, north = polygon.bounds
        rows = self._belt(south, north)
        rows = rows[(self.longitude[rows] >= west) & (self.longitude[rows] <= east)]
        return np.sort(rows[shapely.intersects_xy(polygon, self.longitude[rows], self.latitude[rows])])

    def at(self, point: int) -> Rows:
        """Rows at exactly this map point; 0 for those without a place."""
        return np.flatnonzero(self.point == point)

    def at_any(self) -> Rows:
        """Every row."""
        return np.arange(len(self), dtype=np.int64)

    def of_category(self, rows: Rows, category: str) -> Rows:
        """Those of these rows that are of one category."""
        number = self.categories.index(category) if category in self.categories else -1
        return rows[self.category[rows] == number]

    def of_force(self, rows: Rows, force: str) -> Rows:
        """Those of these rows that one force published."""
        number = self.forces.index(force) if force in self.forces else -1
        return rows[self.force[rows] == number]

    def with_reference(self, reference: str) -> Rows:
        """Rows that bear this published id."""
        wanted = np.bytes_(reference.encode())
        order, sorted_ids = self._by_reference
        start, end = np.searchsorted(sorted_ids, wanted, "left"), np.searchsorted(sorted_ids, wanted, "right")
        return np.sort(order[start:end])

    def json(self, rows: Rows) -> bytes:
        """These rows as a JSON array."""
        fragments = self.fragments
        return b"[" + b",".join([fragments[row] for row in rows.tolist()]) + b"]"

    def without_status(self, row: int) -> bytes:
        """A crime without its outcome status, as it stands inside an outcome."""
        fragment = self.fragments[row]
        return fragment[: self.status_from[row]] + fragment[self.status_to[row] :]

    def _belt(self, south: float, north: float) -> Rows:
        order, latitudes = self._northward
        return order[np.searchsorted(latitudes, south, "left") : np.searchsorted(latitudes, north, "right")]


def metres_from(longitude: float, latitude: float, longitudes: NDArray[np.float64], latitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of each point from one, by the haversine formula."""
    down, across = np.radians(latitudes - latitude), np.radians(longitudes - longitude)
    chord = np.sin(down / 2) ** 2 + np.cos(np.radians(latitude)) * np.cos(np.radians(latitudes)) * np.sin(across / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distance
