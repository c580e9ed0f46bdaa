"""When and where things happen: hours, weekdays and seasons of each sort of event, places that attract them, and burglaries near burglaries."""

from dataclasses import dataclass

import numpy as np

from beatbook.synthetic.geography import CENTRES, KM_LAT, KM_LON, Geography
from beatbook.synthetic.rates import DAYS, WORLD_BEGINS

# Weight of each hour of the day, from midnight, by the rhythm of a sort of event.
RHYTHMS = {
    "night": (9, 9, 8, 5, 2, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 5, 6, 8, 9),
    "day": (0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 8, 8, 8, 8, 8, 7, 4, 2, 1, 1, 0, 0),
    "evening": (3, 2, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 8, 8, 7, 6, 5),
    "dark": (6, 7, 8, 8, 6, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 4, 5, 5, 5, 6),
    "home": (2, 2, 2, 1, 1, 1, 2, 3, 4, 5, 6, 6, 5, 5, 5, 5, 5, 6, 6, 7, 6, 5, 4, 3),
    "any": (3, 2, 2, 1, 1, 1, 2, 3, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 5, 5, 4),
}
_WEEK = {"night": (0.6, 0.6, 0.7, 0.9, 1.7, 2.1, 1.0), "day": (1, 1, 1, 1, 1.15, 1.2, 0.7)}
_SUMMER = {"evening": 0.35, "night": 0.2, "dark": -0.3, "home": -0.15}


@dataclass(frozen=True)
class Moments:
    """When and where, as columns of one length: day from the world's first, minute of that day, street, and the point in degrees."""

    days: np.ndarray
    minutes: np.ndarray
    streets: np.ndarray
    longitudes: np.ndarray
    latitudes: np.ndarray

    def ordered(self) -> np.ndarray:
        """Positions in order of time."""
        return np.lexsort((self.minutes, self.days))


def _street_weights(rng: np.random.Generator, land: Geography, setting: str) -> np.ndarray:
    wards = land.street_wards
    in_centre = np.isin(wards, CENTRES)
    weights = rng.gamma(0.6 if setting in ("centre", "shop") else 1.6, 1.0, len(wards)) + 0.02
    ward_risk = np.exp(np.random.default_rng(len(land.ward_codes)).normal(0, 0.35, len(land.ward_codes)))
    weights = weights * ward_risk[wards]
    if setting in ("centre", "shop"):
        weights = weights * np.where(in_centre, 14.0 if setting == "centre" else 20.0, 0.5)
    elif setting == "road":
        weights = weights * np.where(wards >= 10, 1.6, 1.0)
    running: np.ndarray = np.cumsum(weights)
    return running


def _draw_days(rng: np.random.Generator, count: int, rhythm: str) -> np.ndarray:
    days = np.arange(DAYS)
    week = np.array(_WEEK.get(rhythm, (1, 1, 1, 1, 1.05, 1.1, 0.95)))[(days + WORLD_BEGINS.weekday()) % 7]
    year = 1 + _SUMMER.get(rhythm, 0.0) * np.cos(2 * np.pi * (days + WORLD_BEGINS.timetuple().tm_yday - 196) / 365.25)
    shares = np.cumsum(week * year)
    drawn: np.ndarray = np.searchsorted(shares, rng.random(count) * shares[-1])
    return drawn


def draw_moments(rng: np.random.Generator, land: Geography, count: int, *, rhythm: str, setting: str, near_repeat: float = 0.0) -> Moments:
    """When and where `count` events of one sort happen; a share of them repeats a nearby one within a fortnight."""
    days = _draw_days(rng, count, rhythm)
    hours = np.cumsum(RHYTHMS[rhythm])
    minutes = np.searchsorted(hours, rng.random(count) * hours[-1], side="right") * 60 + rng.integers(0, 60, count)
    weights = _street_weights(rng, land, setting)
    streets = np.searchsorted(weights, rng.random(count) * weights[-1])
    longitudes = land.street_longitudes[streets] + rng.normal(0, 0.03, count) / KM_LON
    latitudes = land.street_latitudes[streets] + rng.normal(0, 0.03, count) / KM_LAT
    if near_repeat and count > 1:
        repeats = np.flatnonzero(rng.random(count) < near_repeat)
        parents = rng.integers(0, count, len(repeats))
        later = days[parents] + rng.geometric(0.18, len(repeats))
        fits = later < DAYS
        repeats, parents, later = repeats[fits], parents[fits], later[fits]
        days[repeats], streets[repeats] = later, streets[parents]
        longitudes[repeats] = longitudes[parents] + rng.normal(0, 0.08, len(repeats)) / KM_LON
        latitudes[repeats] = latitudes[parents] + rng.normal(0, 0.08, len(repeats)) / KM_LAT
    return Moments(days, minutes, streets, np.round(longitudes, 6), np.round(latitudes, 6))


def joined(parts: list[Moments]) -> Moments:
    """Several sorts of event as one set of columns."""
    return Moments(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("days", "minutes", "streets", "longitudes", "latitudes"))
    )
