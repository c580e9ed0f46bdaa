"""Reads boundaries from GeoJSON as they are published, and measures each shape."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from beatbook.vocabulary.errors import BeatbookError


class BoundariesRefused(BeatbookError):
    """A boundary file cannot be read: it must be a GeoJSON FeatureCollection in WGS 84 whose features have a code and a name."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area as a file drew it. `bounds` is west, south, east, north in degrees; `centre` lies inside the shape.

    `parent` is the code of the area that it is part of, `replaces` the codes that it took the place of, the days as Era has them.
    """

    code: str
    name: str
    generation: str
    geometry: Mapping[str, Any]
    wkb: bytes
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    parent: str = ""
    replaces: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


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
    outline = _outline(where, feature.get("geometry"))
    if outline.area <= 0 or not (
        outline.bounds[0] >= -180 and outline.bounds[2] <= 180 and -90 <= outline.bounds[1] <= outline.bounds[3] <= 90
    ):
        raise BoundariesRefused(f"{where} is not a polygon in degrees of longitude and latitude.")
    centre = outline.representative_point()
    generation = generation or str(facts.get("generation", ""))
    west, south, east, north = outline.bounds
    begins, ends = _day(where, facts, "valid_from"), _day(where, facts, "valid_to")
    if begins and ends and ends <= begins:
        raise BoundariesRefused(f"{where} ends on {ends}, which is not after it begins on {begins}.")
    replaces = facts.get("replaces") or []
    if not isinstance(replaces, list):
        raise BoundariesRefused(f"{where}: “replaces” should be a list of codes.")
    return Boundary(
        code, name, generation, mapping(outline), outline.wkb, (centre.x, centre.y), (west, south, east, north),
        str(facts.get("parent") or ""), tuple(str(old) for old in replaces), begins, ends,
    )  # fmt: skip


def _outline(where: str, geometry: Any) -> Any:
    """The polygons of a geometry, mended where it touches or crosses itself."""
    shortest = min((len(ring) for ring in _rings(geometry)), default=4)
    if shortest < 4:
        raise BoundariesRefused(f"{where} has a ring of {shortest} points; a boundary has at least four, of which the last is the first.")
    try:
        mended = shapely.make_valid(shape(geometry))
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise BoundariesRefused(f"{where} has no geometry that can be read.") from error
    if mended.geom_type == "GeometryCollection":  # a spike that encloses nothing was cut off: what encloses something is the area
        mended = shapely.union_all([part for part in mended.geoms if part.area > 0])
    return mended


def _rings(geometry: Any) -> list[Any]:
    """Every ring of a Polygon or MultiPolygon, read without trusting it."""
    try:
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
        return [ring for polygon in polygons for ring in polygon if isinstance(ring, list)]
    except (KeyError, TypeError):
        return []


def _day(where: str, facts: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(facts[name])) if facts.get(name) else None
    except ValueError:
        raise BoundariesRefused(f"{where}: {name} “{facts[name]}” is not a date such as 2026-04-01.") from None


def _pick(facts: Mapping[str, Any], plain: str, pattern: str) -> tuple[str, str]:
    """Value of the plain property, or of the first whose name has ONS's form, with the year in that form."""
    if facts.get(plain):
        return str(facts[plain]), ""
    for key, value in facts.items():
        if (found := re.fullmatch(pattern, key)) and value:
            return str(value), f"20{found.group(1)}"
    return "", ""
