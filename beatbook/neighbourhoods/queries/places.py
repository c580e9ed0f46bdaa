"""Neighbourhoods, where they lie, and how they are found: those a force has published, and for others the areas that its records lie in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from beatbook.db.viewing import viewing
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import AreaRow, area_geometry, area_index, areas_of_level
from beatbook.neighbourhoods.models import Neighbourhood, Postcode
from beatbook.neighbourhoods.queries.published import areas_by_force
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Ground:
    """One neighbourhood. `area` is its area's code; `centre` (longitude, latitude) lies in it. `published` is False for a stand-in."""

    force: str
    code: str
    name: str
    area: str | None
    centre: tuple[float, float] | None
    description: str = ""
    population: int | None = None
    url: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    links: Sequence[Mapping[str, str]] = ()
    locations: Sequence[Mapping[str, Any]] = ()
    published: bool = True


def grounds_of(force: str, *, viewer: Viewer) -> list[Ground]:
    """Every neighbourhood of a force, by name."""
    with viewing(viewer):
        areas = {area.code: area for area in areas_of_level(NEIGHBOURHOOD)}
        rows = list(Neighbourhood.objects.filter(force=force))
        covered = {row.area for row in rows}
        stand_ins = [code for code in areas_by_force(viewer=viewer).get(force, ()) if code not in covered and code in areas]
    grounds = [_ground(row, areas) for row in rows] + [_stand_in(force, areas[code]) for code in stand_ins]
    return sorted(grounds, key=lambda ground: (ground.name.casefold(), ground.code))


def ground_of(force: str, code: str, *, viewer: Viewer) -> Ground | None:
    """One neighbourhood, or None."""
    return next((ground for ground in grounds_of(force, viewer=viewer) if ground.code == code), None)


def ground_at(longitude: float, latitude: float, *, viewer: Viewer) -> Ground | None:
    """The neighbourhood in which a point lies, or None."""
    with viewing(viewer):
        kind = next((area.kind for area in areas_of_level(NEIGHBOURHOOD)), "")
        area = area_index(kind, using="default").place([longitude], [latitude])[0]
        if area is None:
            return None
        return next(
            (ground for force in _forces_with_areas(viewer) for ground in grounds_of(force, viewer=viewer) if ground.area == area), None
        )


def boundary_of(ground: Ground, *, viewer: Viewer) -> list[tuple[float, float]]:
    """The outline as one closed ring of (longitude, latitude): the largest part of the area, without holes. Empty where it has no area."""
    with viewing(viewer):
        geometry = area_geometry(ground.area) if ground.area else None
    if geometry is None:
        return []
    shape = shapely.geometry.shape(geometry)
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area, default=None)
    return [(float(x), float(y)) for x, y in largest.exterior.coords] if largest is not None else []


def find_grounds(typed: str, *, viewer: Viewer, limit: int = 40) -> list[Ground]:
    """Neighbourhoods whose name, or whose published locations, hold what was typed; those that begin with it first."""
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return []
    with viewing(viewer):
        grounds = [ground for force in _forces_with_areas(viewer) for ground in grounds_of(force, viewer=viewer)]
    found = [ground for ground in grounds if any(wanted in words.casefold() for words in _named(ground))]
    return sorted(found, key=lambda ground: (not ground.name.casefold().startswith(wanted), ground.name.casefold(), ground.code))[:limit]


def postcode_place(typed: str, *, viewer: Viewer) -> tuple[float, float] | None:
    """The middle of a postcode as (longitude, latitude), or None when it is not known."""
    with viewing(viewer):
        row = Postcode.objects.filter(code="".join(typed.split()).upper()).first()
    return (row.longitude, row.latitude) if row else None


def _named(ground: Ground) -> list[str]:
    return [
        ground.name,
        *(str(place.get("name", "")) for place in ground.locations),
        *(str(place.get("address", "")) for place in ground.locations),
    ]


def _forces_with_areas(viewer: Viewer) -> list[str]:
    own = Neighbourhood.objects.order_by("force").values_list("force", flat=True).distinct()
    return sorted({*own, *areas_by_force(viewer=viewer)})


def _ground(row: Neighbourhood, areas: Mapping[str, AreaRow]) -> Ground:
    area = areas.get(row.area or "")
    centre = (area.longitude, area.latitude) if area else None
    return Ground(
        row.force,
        row.code,
        row.name,
        area.code if area else None,
        centre,
        row.description,
        row.population,
        row.url,
        row.contact,
        row.links,
        row.locations,
    )


def _stand_in(force: str, area: AreaRow) -> Ground:
    return Ground(force, area.code, area.name, area.code, (area.longitude, area.latitude), published=False)
