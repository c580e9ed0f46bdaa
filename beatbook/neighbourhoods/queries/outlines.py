"""Outlines of areas as simple as a picture needs them: neighbours keep their common borders, and a map of a county stays small."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import shapely
from django.db import connections

from beatbook.db.viewing import viewing
from beatbook.geography.queries import area_geometry
from beatbook.vocabulary.viewer import Viewer

PIXEL_SHARE = 1 / 900  # of the width of what is drawn: less than a pixel of the picture
DEGREE_DIGITS = 6


def outlines_of(codes: Collection[str], *, viewer: Viewer) -> dict[str, dict[str, Any]]:
    """A GeoJSON geometry for each of these areas that has one, simplified together."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT max(loaded_at) FROM geography_area")
        return _outlines(connections["default"].settings_dict["NAME"], tuple(sorted(codes)), cursor.fetchone())


@lru_cache(maxsize=64)
def _outlines(database: str, codes: tuple[str, ...], fresh: object) -> dict[str, dict[str, Any]]:
    held = {code: geometry for code in codes if (geometry := area_geometry(code))}
    if not held:
        return {}
    shapes = shapely.make_valid([shapely.geometry.shape(geometry) for geometry in held.values()])
    west, _, east, _ = shapely.total_bounds(shapes)
    simple = shapely.set_precision(shapely.coverage_simplify(shapes, (east - west) * PIXEL_SHARE), 10.0**-DEGREE_DIGITS)
    return {code: shapely.geometry.mapping(shape) for code, shape in zip(held, simple, strict=True)}
