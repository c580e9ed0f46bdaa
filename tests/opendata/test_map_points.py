"""Map points keep their rule, and moving to them forgets where a thing was."""

import math
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.opendata.map_points import LEAST_ADDRESSES, MapPoint, addresses_around, moved, nearest, safe_points

GRID = st.tuples(st.integers(-40, 40), st.integers(-40, 40)).map(lambda place: (place[0] / 1000 - 1.0, place[1] / 1000 + 52.0))
POINTS = st.lists(GRID, max_size=25).map(lambda places: [MapPoint(*place, f"On or near {n}") for n, place in enumerate(places)])


def slowly_nearest(points: list[MapPoint], place: tuple[float, float]) -> int:
    """The nearest point by looking at each."""
    squeeze = math.cos(math.radians(points[0].latitude))
    return min(range(len(points)), key=lambda n: (math.hypot((points[n].longitude - place[0]) * squeeze, points[n].latitude - place[1]), n))


@given(POINTS, st.lists(GRID, max_size=80))
@settings(deadline=None, max_examples=80)
def test_around_every_point_are_eight_addresses_or_none(candidates: list[MapPoint], addresses: list[tuple[float, float]]) -> None:
    points = safe_points(candidates, addresses)
    assert set(points) <= set(candidates)
    counts = Counter(slowly_nearest(points, address) for address in addresses) if points else Counter()
    assert all(count >= LEAST_ADDRESSES for count in counts.values())
    assert addresses_around(points, addresses) == [counts[place] for place in range(len(points))]
    assert points == safe_points(reversed(candidates), addresses)


@given(POINTS.filter(bool), st.lists(GRID, min_size=1, max_size=20))
@settings(deadline=None, max_examples=60)
def test_the_nearest_is_the_nearest(points: list[MapPoint], places: list[tuple[float, float]]) -> None:
    squeeze = math.cos(math.radians(points[0].latitude))

    def away(number: int, place: tuple[float, float]) -> float:
        return math.hypot((points[number].longitude - place[0]) * squeeze, points[number].latitude - place[1])

    for place, number in zip(places, nearest(points, places), strict=True):
        assert away(number, place) <= away(slowly_nearest(points, place), place) + 1e-12


def test_what_is_published_depends_on_the_point_alone() -> None:
    points = [MapPoint(-1.0, 52.0, "On or near A"), MapPoint(-1.0, 52.1, "On or near B")]
    assert moved(points, [(-1.0001, 52.0), (-0.999, 52.01), None, (3.0, 54.0)]) == [points[0], points[0], None, None]
    assert moved([], [(-1.0, 52.0), None]) == [None, None]


def test_too_few_addresses_leave_no_point_among_them() -> None:
    assert safe_points([MapPoint(-1.0, 52.0, "A")], [(-1.0, 52.0)] * 7) == []
    assert safe_points([MapPoint(-1.0, 52.0, "A")], [(-1.0, 52.0)] * 8) == [MapPoint(-1.0, 52.0, "A")]
