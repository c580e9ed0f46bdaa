"""The area that is studied, and the neighbourhoods that its cells lie in, from a boundary file in GeoJSON or KML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from defusedxml import ElementTree

from beatbook.forecasts.event_files import Projection
from beatbook.forecasts.grid import Grid
from beatbook.forecasts.happenings import Ints
from beatbook.geography.boundaries import BoundariesRefused, read_boundaries

OUTSIDE = "outside every area"


@dataclass(frozen=True, slots=True)
class StudyArea:
    """The named areas in metres, and all of them together."""

    names: tuple[str, ...]
    outlines: tuple[Any, ...]

    @property
    def whole(self) -> Any:
        """One shape of all areas."""
        return shapely.union_all(list(self.outlines))

    def of_cells(self, grid: Grid) -> Ints:
        """Index of the area that the middle of each cell lies in, the number of areas where it lies in none."""
        x, y = grid.centres()
        found = np.full(len(x), len(self.names), dtype=np.int64)
        points, areas = shapely.STRtree(self.outlines).query(shapely.points(x, y), predicate="intersects")
        found[points[::-1]] = areas[::-1]
        return found


def read_study_area(paths: Sequence[Path], projection: Projection) -> StudyArea:
    """Every area of these files.

    Raises:
        BoundariesRefused: a file cannot be read or holds no area.
    """
    drawn = [one for path in paths for one in (_from_kml(path) if path.suffix.lower() == ".kml" else _from_geojson(path))]
    if not drawn:
        raise BoundariesRefused("No area was found in the boundary file.")
    return study_area(drawn, projection)


def study_area(drawn: Sequence[tuple[str, Any]], projection: Projection) -> StudyArea:
    """Areas given by name and shape in degrees."""
    flat = [
        shapely.make_valid(shapely.transform(shape, lambda at: np.column_stack(projection.flat(at[:, 0], at[:, 1])))) for _, shape in drawn
    ]
    return StudyArea(tuple(name for name, _ in drawn), tuple(flat))


def _from_geojson(path: Path) -> list[tuple[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BoundariesRefused(f"{path.name} cannot be read as UTF-8 text.") from error
    return [(one.name, shapely.from_wkb(one.wkb)) for one in read_boundaries(path.name, text)]


def _from_kml(path: Path) -> list[tuple[str, Any]]:
    try:
        tree = ElementTree.fromstring(path.read_bytes())
    except (OSError, ElementTree.ParseError) as error:
        raise BoundariesRefused(f"{path.name} is not KML.") from error
    found = []
    for number, mark in enumerate(_inside(tree, "Placemark"), start=1):
        shapes = [shape for polygon in _inside(mark, "Polygon") if (shape := _polygon(polygon, path.name)) is not None]
        label = next(
            (one.text for one in _inside(mark, "SimpleData") if (one.get("name") or "").lower() in ("name", "dist_num", "code")), None
        )
        label = label or next((one.text for one in _inside(mark, "name")), None) or f"area {number}"
        found.append((str(label).strip(), shapely.union_all(shapes)))
    return found


def _inside(element: Any, name: str) -> list[Any]:
    return [one for one in element.iter() if str(one.tag).rsplit("}", 1)[-1] == name]


def _polygon(element: Any, file: str) -> Any:
    outer = next(iter(_inside(element, "outerBoundaryIs")), None)
    texts = [one.text or "" for one in _inside(outer, "coordinates")] if outer is not None else []
    points = [tuple(float(part) for part in one.split(",")[:2]) for one in re.split(r"\s+", " ".join(texts).strip()) if one]
    if len(points) < 4:
        raise BoundariesRefused(f"{file} has a polygon with fewer than three corners.")
    return shapely.make_valid(shapely.Polygon(points))
