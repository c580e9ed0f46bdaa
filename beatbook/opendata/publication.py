"""Everything that is published row by row, month by month, and the questions that the interface asks of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from beatbook.opendata.identifiers import Point
from beatbook.opendata.plots import MILE_M, Plot, Rows, metres_from

WINDOW_MONTHS = 36  # as long as data.police.uk keeps a month


@dataclass(frozen=True)
class Month:
    """What is published of one month."""

    crimes: Plot
    outcomes: Plot
    stops: Plot


@dataclass(frozen=True)
class Publication:
    """All months, and the number of each map point. `signatures` says of which state of which scopes this was made."""

    months: Mapping[str, Month]
    numbers: Mapping[Point, int]
    signatures: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def latest(self) -> str | None:
        """The last month with crimes; where there are none at all, the last month."""
        with_crimes = [month for month, held in self.months.items() if len(held.crimes)]
        return max(with_crimes or self.months, default=None)

    @cached_property
    def earliest(self) -> str | None:
        """The first month about which may be asked: the window's, or that of older months which are held."""
        if self.latest is None:
            return None
        return min(month_before(self.latest, WINDOW_MONTHS - 1), *self.months)

    @cached_property
    def forces(self) -> frozenset[str]:
        """Codes of the forces of which anything is published."""
        return frozenset(
            force for month in self.months.values() for plot in (month.crimes, month.outcomes, month.stops) for force in plot.forces
        )

    @cached_property
    def point_ids(self) -> frozenset[int]:
        """The numbers of all map points."""
        return frozenset(self.numbers.values())

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        streets = sorted((number, point) for point, number in self.numbers.items())
        ids = np.array([number for number, _ in streets], dtype=np.int64)
        return ids, np.array([point[0] for _, point in streets]), np.array([point[1] for _, point in streets])

    def nearest_point(self, longitude: float, latitude: float) -> int | None:
        """The number of the map point that is nearest, if it lies within a mile."""
        ids, longitudes, latitudes = self._places
        if not len(ids):
            return None
        distances = metres_from(longitude, latitude, longitudes, latitudes)
        nearest = int(np.argmin(distances))
        return int(ids[nearest]) if distances[nearest] <= MILE_M else None

    def crime_with(self, reference: str) -> tuple[Plot, int] | None:
        """The first crime that bears this published id: ids repeat, and months come before rows."""
        for month in sorted(self.months):
            plot = self.months[month].crimes
            if reference and len(rows := plot.with_reference(reference)):
                return plot, int(rows[0])
        return None

    def outcome_json(self, plot: Plot, rows: Rows) -> bytes:
        """Outcomes with their crimes."""
        return b"[" + b",".join([self._outcome(plot, row) for row in rows.tolist()]) + b"]"

    def outcomes_for(self, reference: str) -> Iterable[bytes]:
        """The outcomes of one crime without the crime, oldest first."""
        for month in sorted(self.months):
            plot = self.months[month].outcomes
            for row in plot.with_reference(reference).tolist():
                yield plot.without_status(row) + b"}"

    def _outcome(self, plot: Plot, row: int) -> bytes:
        found = self.crime_with(plot.reference[row].decode())
        if found is None:
            return plot.fragments[row]
        crimes, crime = found
        return plot.without_status(row) + b',"crime":' + crimes.without_status(crime) + b"}"


def month_before(month: str, months: int) -> str:
    """The month so many months before one given as `2025-01`."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
