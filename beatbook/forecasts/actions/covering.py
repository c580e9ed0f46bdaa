"""Where response units stand, by a forecast that is switched on, so that most offences find a free unit in time; keeps the plan."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from beatbook.forecasts.actions.reading import USING, newest, read_ground
from beatbook.forecasts.cover import Sites, cover_sites
from beatbook.forecasts.cover_report import Travel, cover_figures, reached
from beatbook.forecasts.models import CoverPlan
from beatbook.forecasts.safeguards import NotYet
from beatbook.forecasts.standing import from_bytes
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import areas_of_level
from beatbook.vocabulary.errors import BeatbookError

COLUMNS = ("name", "longitude", "latitude")
MOST_SITES = 1000


class SitesRefused(BeatbookError):
    """A list of standing places cannot be used: the message names file, row and column."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a unit can stand."""

    name: str
    longitude: float
    latitude: float


def plan_cover(
    code: str, *, units: int, travel: Travel, busy: float, most_a_site: int = 2, places: Sequence[Site] | None = None
) -> dict[str, Any]:
    """The plan's figures; without `places` units may stand in the middle of every neighbourhood. A later plan replaces an earlier one.

    Raises:
        NotYet: the forecast is not switched on.
        SitesRefused: there is no place to stand.
    """
    forecast = newest(code)
    if forecast.state != "on":
        raise NotYet(f"{forecast.name} is {forecast.state}: nothing is planned by it. {forecast.why}")
    stands = (
        list(places)
        if places is not None
        else [Site(one.name, one.longitude, one.latitude) for one in areas_of_level(NEIGHBOURHOOD, using=USING)]
    )
    if not stands or len(stands) > MOST_SITES:
        raise SitesRefused(f"Name 1 to {MOST_SITES:,} places where units may stand; there are {len(stands):,}.")
    standing, ground = from_bytes(bytes(forecast.kept)), read_ground()
    x, y = standing.grid.centres()
    site_x, site_y = standing.projection.flat(np.array([one.longitude for one in stands]), np.array([one.latitude for one in stands]))
    sites = Sites(standing.expected, reached(x, y, site_x, site_y, travel), units, busy, most_a_site)
    figures = cover_figures(sites, cover_sites(sites), area_of_point=ground.areas.of_cells(standing.grid), areas=ground.codes)
    figures |= {
        "sites": [[one.name, one.longitude, one.latitude] for one in stands], "minutes": travel.minutes, "speed_kmh": travel.speed_kmh,
        "reach_m": travel.reach_m, "busy": busy, "most_a_site": most_a_site, "n_units": units, "as_of": forecast.as_of.isoformat(),
    }  # fmt: skip
    CoverPlan.objects.using(USING).update_or_create(forecast_id=forecast.id, defaults={"vis": forecast.vis, "figures": figures})
    return figures


def read_sites(path: Path) -> list[Site]:
    """Standing places from a CSV file with the columns name, longitude and latitude.

    Raises:
        SitesRefused: a column is missing or a row has no place.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if missing := [column for column in COLUMNS if column not in (lines.fieldnames or ())]:
            raise SitesRefused(f"{path.name}, row 1: the column {missing[0]} is missing.")
        return [_site(path.name, lines.line_num, line) for line in lines]


def _site(file: str, row: int, line: dict[str, str | None]) -> Site:
    found = {}
    for column, most in (("longitude", 180.0), ("latitude", 90.0)):
        try:
            found[column] = float(line[column] or "")
        except ValueError:
            found[column] = float("nan")
        if not -most <= found[column] <= most:
            raise SitesRefused(f"{file}, row {row}, {column}: “{(line[column] or '')[:40]}” is no number of degrees.")
    return Site((line["name"] or f"Site of row {row}").strip(), found["longitude"], found["latitude"])
