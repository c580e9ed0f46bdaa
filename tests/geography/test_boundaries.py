"""Boundaries as published."""

import json
from typing import Any

import pytest

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
