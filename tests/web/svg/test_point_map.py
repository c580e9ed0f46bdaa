"""The map of one area: circles by the root of the number, names escaped, nothing where there is nothing."""

import re

from beatbook.web.svg.point_map import Spot, point_map, radius_of

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


def test_circles_grow_with_the_root_of_the_number() -> None:
    assert abs(radius_of(100, 100) - 2 * radius_of(25, 100)) < 0.01
    assert radius_of(1, 10_000) >= 4


def test_every_spot_is_named_and_escaped_and_the_largest_lies_underneath() -> None:
    drawing = point_map(SQUARE, [Spot(0.5, 0.5, 1, "<b>"), Spot(0.2, 0.2, 9, "High Street")], neighbours=[SQUARE])
    assert "9 High Street" in drawing and "1 &lt;b&gt;" in drawing and "<b>" not in drawing
    assert drawing.index("9 High Street") < drawing.index("1 &lt;b&gt;")
    assert len(re.findall(r'class="ground"', drawing)) == len(re.findall(r'class="neighbour"', drawing)) == 1


def test_an_area_without_outline_or_spots_can_be_drawn() -> None:
    assert "Nothing." in point_map(None, [])
    assert point_map(None, [Spot(0.5, 0.5, 1, "a")]).count('class="spot"') == 2
