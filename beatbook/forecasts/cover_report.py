"""What standing places are worth: calls in reach of a free unit, by site and by area, what one unit more or less would do, and a simple plan beside. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beatbook.forecasts.cover import Cover, Sites, cover_sites, expected_cover
from beatbook.forecasts.happenings import Floats, Ints

DETOUR = 1.4  # length of a road over the straight line. Source: Boscoe, Henry & Zdeb 2012, on journeys to hospitals in the United States


@dataclass(frozen=True, slots=True)
class Travel:
    """How far a unit gets: so many minutes at so many kilometres an hour, over roads that are longer than the straight line."""

    minutes: float
    speed_kmh: float

    @property
    def reach_m(self) -> float:
        """The straight line that is reached in time, in metres."""
        return self.speed_kmh * 1000 / 60 * self.minutes / DETOUR


def reached(x: Floats, y: Floats, site_x: Floats, site_y: Floats, travel: Travel) -> NDArray[np.bool_]:
    """Which site reaches which point in time, shape (points, sites); all places in metres of one flat projection."""
    away = np.hypot(x[:, None] - site_x[None, :], y[:, None] - site_y[None, :])
    return np.asarray(away <= travel.reach_m)


def cover_figures(sites: Sites, cover: Cover, *, area_of_point: Ints, areas: Sequence[str]) -> dict[str, Any]:
    """All that a page says of a plan: shares of demand, by area, beside the simple plan, and with a unit more and less."""
    whole = max(float(sites.demand.sum()), 1e-12)
    found = np.asarray(1 - sites.busy ** (sites.reaches @ cover.units), dtype=np.float64)
    simple = by_demand_alone(sites)
    return {
        "demand": whole,
        "covered": cover.covered / whole,
        "in_reach": float(sites.demand[sites.reaches.any(axis=1)].sum()) / whole,
        "gap": cover.gap,
        "exact": cover.exact,
        "units": [int(count) for count in cover.units],
        "near": [float(sites.demand[sites.reaches[:, site]].sum()) / whole for site in range(len(cover.units))],
        "simple": expected_cover(sites, simple) / whole,
        "one_more": _with_units(sites, sites.units + 1) / whole,
        "one_less": _with_units(sites, sites.units - 1) / whole,
        "by_area": _by_area(sites.demand, found, area_of_point, areas),
    }


def by_demand_alone(sites: Sites) -> NDArray[np.int64]:
    """The simple plan: one unit after another to the sites with most demand in reach, whoever else is near; round again when all have one."""
    order = np.argsort(-(sites.demand @ sites.reaches), kind="stable")
    units = np.zeros(sites.reaches.shape[1], dtype=np.int64)
    for number in range(min(sites.units, sites.most_a_site * len(order))):
        units[order[number % len(order)]] += 1
    return units


def _with_units(sites: Sites, units: int) -> float:
    return cover_sites(replace(sites, units=units)).covered if units > 0 else 0.0


def _by_area(demand: Floats, found: Floats, area_of_point: Ints, areas: Sequence[str]) -> Mapping[str, Any]:
    """Of each area its share of demand, and the share of its own that finds a free unit in time."""
    whole = max(float(demand.sum()), 1e-12)
    shares = {}
    for place, area in enumerate(areas):
        mine = area_of_point == place
        own = float(demand[mine].sum())
        if own > 0:
            shares[area] = {"demand": own / whole, "covered": float(demand[mine] @ found[mine]) / own}
    return shares
