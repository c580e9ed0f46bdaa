"""Areas by code, kind and place. Areas are public, so these queries take no viewer."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from beatbook.geography.models import Area
from beatbook.geography.placing import AreaIndex
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area without its outline. `longitude` and `latitude` are a point inside it; bounds are west, south, east, north."""

    code: str
    name: str
    kind: str
    generation: str
    longitude: float
    latitude: float
    bounds: tuple[float, float, float, float]


def areas_of_kind(kind: str, *, using: str = "default") -> list[AreaRow]:
    """Every area of this kind, by name."""
    return [area_row(area) for area in Area.objects.using(using).filter(kind=kind).defer("geometry", "shape").order_by("name", "code")]


def area_by_code(code: str, *, using: str = "default") -> AreaRow | None:
    """The area of the newest generation with this code, or None."""
    area = Area.objects.using(using).filter(code=code).defer("geometry", "shape").order_by("-generation").first()
    return area_row(area) if area else None


def area_names(codes: Collection[str] | None = None, *, viewer: Viewer | None = None, using: str = "default") -> dict[str, str]:
    """Name of each area that is known, or of each of these, by code. Any viewer may see them."""
    areas = Area.objects.using(using) if codes is None else Area.objects.using(using).filter(code__in=codes)
    return dict(areas.order_by("generation").values_list("code", "name"))


def area_geometry(code: str, *, using: str = "default") -> dict[str, Any] | None:
    """The outline as GeoJSON, newest generation, or None."""
    return Area.objects.using(using).filter(code=code).order_by("-generation").values_list("geometry", flat=True).first()


def area_index(kind: str = "ward", *, using: str = "ingest") -> AreaIndex:
    """An index over all areas of this kind; built again only when areas were loaded since."""
    found = Area.objects.using(using).filter(kind=kind).aggregate(count=Count("id"), newest=Max("loaded_at"))
    return _index(kind, using, found["count"], found["newest"])


@lru_cache(maxsize=4)
def _index(kind: str, using: str, count: int, newest: object) -> AreaIndex:
    rows = Area.objects.using(using).filter(kind=kind).order_by("code", "generation").values_list("code", "shape")
    return AreaIndex((code, bytes(shape)) for code, shape in rows)


def area_row(area: Area) -> AreaRow:
    """An area without its outline."""
    bounds = (area.west, area.south, area.east, area.north)
    return AreaRow(area.code, area.name, area.kind, area.generation, area.longitude, area.latitude, bounds)
