"""Reads boundaries from GeoJSON as they are published, and measures each shape."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from beatbook.vocabulary.errors import BeatbookError


class BoundariesRefused(BeatbookError):
    """A boundary file cannot be read: it must be a GeoJSON FeatureCollection in WGS 84 whose features have a code and a name."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area as a file drew it. `bounds` is west, south, east, north in degrees; `centre` lies inside the shape."""

    code: str
    name: str
    generation: str
    geometry: Mapping[str, Any]
    wkb: bytes
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]


def read_boundaries(file: str, text: str) -> Iterator[Boundary]:
    """The areas of one GeoJSON file.

    Raises:
        BoundariesRefused: it is not GeoJSON, or a feature has no code, no name, no polygon or lies off the globe.
    """
    try:
        document = json.loads(text)
        features = document["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BoundariesRefused(f"{file} is not a GeoJSON FeatureCollection.") from error
    for number, feature in enumerate(features, start=1):
        yield _boundary(f"{file}, feature {number}", feature)


def _boundary(where: str, feature: Mapping[str, Any]) -> Boundary:
    facts = feature.get("properties") or {}
    code, generation = _pick(facts, "code", r"[A-Z]+(\d\d)CD")
    name, _ = _pick(facts, "name", r"[A-Z]+(\d\d)NM")
    if not code or not name:
        raise BoundariesRefused(f"{where} has no code or no name among its properties ({', '.join(facts)}).")
    try:
        outline = shapely.make_valid(shape(feature["geometry"]))
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise BoundariesRefused(f"{where} has no geometry that can be read.") from error
    if outline.area <= 0 or not (
        outline.bounds[0] >= -180 and outline.bounds[2] <= 180 and -90 <= outline.bounds[1] <= outline.bounds[3] <= 90
    ):
        raise BoundariesRefused(f"{where} is not a polygon in degrees of longitude and latitude.")
    centre = outline.representative_point()
    generation = generation or str(facts.get("generation", ""))
    west, south, east, north = outline.bounds
    return Boundary(code, name, generation, mapping(outline), outline.wkb, (centre.x, centre.y), (west, south, east, north))


def _pick(facts: Mapping[str, Any], plain: str, pattern: str) -> tuple[str, str]:
    """Value of the plain property, or of the first whose name has ONS's form, with the year in that form."""
    if facts.get(plain):
        return str(facts[plain]), ""
    for key, value in facts.items():
        if (found := re.fullmatch(pattern, key)) and value:
            return str(value), f"20{found.group(1)}"
    return "", ""
