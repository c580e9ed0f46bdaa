"""The list of map points to which places are moved before they are published.

Invariant: around every point of a list lie at least eight postal addresses, or none; an address belongs to the nearest point.
Source: the rule of data.police.uk for its own list of points.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import shapely

LEAST_ADDRESSES = 8
FARTHEST_M = 20_000  # a place farther from every point than this is published without one. Source: the same
DEGREE_M = 111_195.08  # of latitude, on the mean sphere


class MapPoint(NamedTuple):
    """A road's middle, a public place or a shop, and what it is called: `On or near High Street`."""

    longitude: float
    latitude: float
    name: str


Place = tuple[float, float]


def safe_points(candidates: Iterable[MapPoint], addresses: Sequence[Place]) -> list[MapPoint]:
    """Those candidates that keep the rule. The point with the fewest addresses goes first; its addresses fall to those around it.

    Empty when there are fewer addresses than the rule asks for and no point lies away from all of them.
    """
    points = sorted(set(candidates))
    while points:
        counts = Counter(nearest(points, addresses))
        unsafe = [(count, points[place], place) for place, count in counts.items() if count < LEAST_ADDRESSES]
        if not unsafe:
            break
        points.pop(min(unsafe)[2])
    return points


def addresses_around(points: Sequence[MapPoint], addresses: Sequence[Place]) -> list[int]:
    """How many addresses belong to each point."""
    counts = Counter(nearest(points, addresses))
    return [counts[place] for place in range(len(points))]


def moved(points: Sequence[MapPoint], places: Sequence[Place | None]) -> list[MapPoint | None]:
    """The point to which each place is moved; None for one without a place or too far from every point. The place itself is forgotten."""
    known = [place for place in places if place is not None]
    found = iter(nearest(points, known) if points else [])
    result: list[MapPoint | None] = []
    for place in places:
        point = points[next(found)] if place is not None and points else None
        result.append(point if point is not None and place is not None and _metres(place, point) <= FARTHEST_M else None)
    return result


def nearest(points: Sequence[MapPoint], places: Sequence[Place]) -> list[int]:
    """The number of the nearest point of each place; of two as near, the one that comes first."""
    if not points or not places:
        return []
    squeeze = math.cos(math.radians(points[0].latitude))
    tree = shapely.STRtree(shapely.points([(point.longitude * squeeze, point.latitude) for point in points]))
    asked = shapely.points([(longitude * squeeze, latitude) for longitude, latitude in places])
    pairs = tree.query_nearest(asked, all_matches=True)
    first: dict[int, int] = {}
    for place, point in zip(*pairs.tolist(), strict=True):
        first[place] = min(first.get(place, point), point)
    return [first[place] for place in range(len(places))]


def _metres(place: Place, point: MapPoint) -> float:
    across = (place[0] - point.longitude) * math.cos(math.radians(point.latitude))
    return math.hypot(across, place[1] - point.latitude) * DEGREE_M
