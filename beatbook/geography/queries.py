"""Areas by code, kind, place and day. Areas are public, so these queries need no viewer; `on` None means the boundaries of today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from beatbook.geography.eras import Era, eras_of, is_valid_in
from beatbook.geography.levels import LEVELS, kind_of_level
from beatbook.geography.lineage import Lineage
from beatbook.geography.models import Area, Population
from beatbook.geography.placing import AreaIndex
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock


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
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def areas_of_kind(kind: str, *, on: date | None = None, using: str = "default") -> list[AreaRow]:
    """Every area of this kind that was in force on a day, by name; each code once, of its newest generation."""
    found = _newest(_in_force(kind, on, using).defer("geometry", "shape"))
    return sorted((area_row(area) for area in found.values()), key=lambda area: (area.name, area.code))


def areas_of_level(level: str, *, on: date | None = None, using: str = "default") -> list[AreaRow]:
    """Every area of the kind that stands for `force`, `area` or `neighbourhood` here."""
    return areas_of_kind(kind_of_level(level, _kinds(using)), on=on, using=using)


def area_by_code(code: str, *, using: str = "default") -> AreaRow | None:
    """The area of the newest generation with this code, or None."""
    area = Area.objects.using(using).filter(code=code).defer("geometry", "shape").order_by(*_newest_order()).first()
    return area_row(area) if area else None


def area_names(codes: Collection[str] | None = None, *, viewer: Viewer | None = None, using: str = "default") -> dict[str, str]:
    """Name of each area that is known, or of each of these, by code. Any viewer may see them."""
    areas = Area.objects.using(using) if codes is None else Area.objects.using(using).filter(code__in=codes)
    return dict(areas.order_by("generation").values_list("code", "name"))


def area_geometry(code: str, *, on: date | None = None, using: str = "default") -> dict[str, Any] | None:
    """The outline as GeoJSON, as it was on a day or else as it is drawn last, or None."""
    found = Area.objects.using(using).filter(code=code)
    dated = found.filter(_held_on(on)) if on else found
    return dated.order_by(*_newest_order()).values_list("geometry", flat=True).first()


def area_index(kind: str = "ward", *, on: date | None = None, using: str = "ingest") -> AreaIndex:
    """An index over the areas of this kind in force on a day; built again only when areas were loaded since."""
    found = Area.objects.using(using).filter(kind=kind).aggregate(count=Count("id"), newest=Max("loaded_at"))
    return _index(kind, using, on or clock.today(), found["count"], found["newest"])


def eras(*, using: str = "default") -> list[Era]:
    """The stretches of time in which the areas of all three levels stood still, oldest first; at least one."""
    kinds = {kind_of_level(level, _kinds(using)) for level in LEVELS}
    return eras_of(Area.objects.using(using).filter(kind__in=kinds).values_list("valid_from", "valid_to").distinct())


def areas_in_era(level: str, era: Era, *, using: str = "default") -> list[AreaRow]:
    """The areas of a level throughout an era, by name."""
    kind = kind_of_level(level, _kinds(using))
    rows = Area.objects.using(using).filter(kind=kind).defer("geometry", "shape")
    valid = [area for area in rows if is_valid_in(era, area.valid_from, area.valid_to)]
    return sorted((area_row(area) for area in _newest(valid).values()), key=lambda area: (area.name, area.code))


def index_of_era(level: str, era: Era, *, using: str = "ingest") -> AreaIndex:
    """An index over the areas of a level throughout an era."""
    kind = kind_of_level(level, _kinds(using))
    rows = Area.objects.using(using).filter(kind=kind).only("code", "generation", "shape", "valid_from", "valid_to")
    valid = _newest(area for area in rows if is_valid_in(era, area.valid_from, area.valid_to))
    return AreaIndex((code, bytes(area.shape)) for code, area in valid.items())


def lineage(level: str, *, using: str = "default") -> Lineage:
    """Which areas of a level came of which."""
    kind = kind_of_level(level, _kinds(using))
    replaced: dict[str, set[str]] = {}
    for code, codes in Area.objects.using(using).filter(kind=kind).values_list("code", "replaces"):
        replaced.setdefault(code, set()).update(codes)
    return Lineage(replaced)


def populations(level: str, *, people_group: str = "", using: str = "default") -> dict[str, tuple[int, float]]:
    """The newest count of people in each area of a level for which there is one: year and number, by code."""
    kind = kind_of_level(level, _kinds(using))
    rows = Population.objects.using(using).filter(kind=kind, people_group=people_group).order_by("year")
    return {code: (year, people) for code, year, people in rows.values_list("code", "year", "people")}


def populations_by_group(level: str, *, using: str = "default") -> dict[str, dict[str, float]]:
    """The newest count of people of each group in each area of a level for which there is one, by code and group."""
    kind = kind_of_level(level, _kinds(using))
    found: dict[str, dict[str, float]] = {}
    rows = Population.objects.using(using).filter(kind=kind).exclude(people_group="").order_by("year")
    for code, group, people in rows.values_list("code", "people_group", "people"):
        found.setdefault(code, {})[group] = people
    return found


def drawn_at(*, using: str = "default") -> object:
    """Something that is another whenever areas or populations are: for whoever keeps what was worked out from them."""
    areas = Area.objects.using(using).aggregate(Count("id"), Max("loaded_at"))
    ended = Area.objects.using(using).filter(valid_to__isnull=False).count()
    people = Population.objects.using(using).aggregate(Count("id"), Sum("people"))
    return (*areas.values(), ended, *people.values())


def area_row(area: Area) -> AreaRow:
    """An area without its outline."""
    bounds = (area.west, area.south, area.east, area.north)
    return AreaRow(
        area.code, area.name, area.kind, area.generation, area.longitude, area.latitude, bounds, area.parent, area.valid_from, area.valid_to
    )


@lru_cache(maxsize=16)
def _index(kind: str, using: str, on: date, count: int, newest: object) -> AreaIndex:
    return AreaIndex((code, bytes(area.shape)) for code, area in _newest(_in_force(kind, on, using)).items())


def _in_force(kind: str, on: date | None, using: str) -> "QuerySet[Area]":
    return Area.objects.using(using).filter(_held_on(on or clock.today()), kind=kind)


def _held_on(day: date) -> Q:
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _newest(areas: Any) -> dict[str, Area]:
    """Of each code the newest generation."""
    return {area.code: area for area in sorted(areas, key=lambda area: (area.valid_from or date.min, area.generation))}


def _newest_order() -> tuple[Any, ...]:
    return F("valid_from").desc(nulls_last=True), "-generation"


def _kinds(using: str) -> set[str]:
    return set(Area.objects.using(using).values_list("kind", flat=True).distinct())
