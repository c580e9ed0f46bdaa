"""Boundaries as published."""

import json
from datetime import date
from typing import Any

import pytest
import shapely

from beatbook.geography.boundaries import BoundariesRefused, read_boundaries

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"WD13CD": "E05", "WD13CDO": "34", "WD13NM": "Abbey", "WD13NMW": None}, ("E05", "Abbey", "2013")),
        ({"LSOA11CD": "E01", "LSOA11NM": "Corby 1"}, ("E01", "Corby 1", "2011")),
        ({"code": "W1", "name": "Ironworks"}, ("W1", "Ironworks", "")),
    ],
)
def test_code_name_and_generation(properties: dict[str, Any], expected: tuple[str, str, str]) -> None:
    [area] = read_boundaries("w.geojson", collection({"properties": properties, "geometry": SQUARE}))
    assert (area.code, area.name, area.generation) == expected
    assert area.bounds == (0, 0, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "", "not json", "[]", "{}", collection({"properties": {"code": "x"}, "geometry": SQUARE}),
        collection({"properties": {"code": "x", "name": "y"}, "geometry": None}),
        collection({"properties": {"code": "x", "name": "y"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}),
        collection({"properties": {"code": "x", "name": "y"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 500000], [1, 1], [0, 0]]]}}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_file(text: str) -> None:
    with pytest.raises(BoundariesRefused, match=r"w\.geojson"):
        list(read_boundaries("w.geojson", text))


TOUCHING = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
SPIKED = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [3, 0], [1, 0], [0, 0]]]}
TWO_POINTS = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}


def one(geometry: dict[str, Any], **facts: Any) -> str:
    return collection({"properties": {"code": "x", "name": "y", **facts}, "geometry": geometry})


def test_a_polygon_of_two_points_is_refused_by_feature_and_count() -> None:
    with pytest.raises(BoundariesRefused, match=r"w\.geojson, feature 1 has a ring of 2 points"):
        list(read_boundaries("w.geojson", one(TWO_POINTS)))


@pytest.mark.parametrize(("geometry", "area"), [(TOUCHING, 2.0), (SPIKED, 1.0)])
def test_a_boundary_that_touches_itself_is_mended(geometry: dict[str, Any], area: float) -> None:
    [found] = read_boundaries("w.geojson", one(geometry))
    assert shapely.from_wkb(found.wkb).is_valid
    assert shapely.from_wkb(found.wkb).area == pytest.approx(area)
    assert found.geometry["type"] in ("Polygon", "MultiPolygon")


def test_parent_days_and_what_was_replaced() -> None:
    [found] = read_boundaries("w.geojson", one(SQUARE, parent="P", replaces=["a", "b"], valid_from="2025-06-15"))
    assert (found.parent, found.replaces, found.valid_from, found.valid_to) == ("P", ("a", "b"), date(2025, 6, 15), None)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"valid_from": "June"}, "valid_from “June” is not a date"),
        ({"valid_from": "2025-06-15", "valid_to": "2025-06-15"}, "not after it begins"),
        ({"replaces": "a"}, "list of codes"),
    ],
)
def test_days_and_lineage_that_cannot_be_read_are_refused_in_words(facts: dict[str, Any], words: str) -> None:
    with pytest.raises(BoundariesRefused, match=words):
        list(read_boundaries("w.geojson", one(SQUARE, **facts)))
