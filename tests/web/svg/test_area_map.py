"""Areas shaded by value, with holes, several parts, unknown values and nasty names."""

from xml.etree import ElementTree

import pytest

from beatbook.web.gallery import made_up_areas
from beatbook.web.svg.area_map import Area, MapPoint, area_map, class_limits, class_of, label_place, value_words

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
PARTS = {"type": "MultiPolygon", "coordinates": [[[[2, 0], [3, 0], [3, 1], [2, 0]]], [[[4, 0], [5, 0], [5, 1], [4, 0]]]]}


def test_every_area_is_outlined_opened_and_says_its_value() -> None:
    drawn = ElementTree.fromstring(area_map(made_up_areas(), unit=" per 1,000 homes", width=700))
    assert len(list(drawn.iter(f"{SVG}path"))) == 15
    links = list(drawn.iter(f"{SVG}a"))
    assert all((link.get("aria-label") or "").startswith("".join(link.itertext()).strip()) for link in links)


def test_all_of_it_is_inside_the_drawing() -> None:
    drawn = ElementTree.fromstring(area_map([Area("a", "A", SQUARE, 1.0), Area("b", "B", PARTS, 2.0)], width=300))
    for path in drawn.iter(f"{SVG}path"):
        xs = [
            float(pair.split()[0]) for part in (path.get("d") or "").replace("Z", "").split("M") if part.strip() for pair in part.split("L")
        ]
        assert min(xs) >= 0
        assert max(xs) <= 300


def test_an_unknown_value_is_neither_zero_nor_hidden() -> None:
    drawn = area_map([Area("a", "Northgate", SQUARE, None)])
    assert "area--0" in drawn
    assert "Northgate, not known" in drawn
    assert ">not known<" in drawn


def test_names_are_text_and_points_are_marked() -> None:
    drawn = area_map([Area("a", "<b>&", SQUARE, 3.0, "javascript:x")], [MapPoint(0.5, 0.5, "<i>")])
    assert "<b>" not in drawn
    assert "javascript" not in drawn
    assert "area-map__point" in drawn
    ElementTree.fromstring(drawn)


def test_no_areas_at_all_is_still_a_drawing() -> None:
    assert "No areas." in area_map([])


def test_classes_hold_as_many_values_each_as_ties_allow() -> None:
    values = [float(value) for value in range(1, 11)]
    limits = class_limits(values)
    assert [class_of(value, limits) for value in values] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.mark.parametrize("values", [[4.0], [4.0, 4.0, 4.0]])
def test_one_value_is_one_class(values: list[float]) -> None:
    assert {class_of(value, class_limits(values)) for value in values} == {3}


def test_labels_stand_inside_a_crescent() -> None:
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 9.0), (9.0, 9.0), (9.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    x, _, room = label_place(ring)
    assert 9 <= x <= 10 or room >= 9


@pytest.mark.parametrize(("value", "said"), [(1234.0, "1,234"), (4.25, "4.2"), (None, "not known"), (0.0, "0")])
def test_values_in_words(value: float | None, said: str) -> None:
    assert value_words(value) == said
