"""Loads areas. The only writer of the geography tables."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from beatbook.geography.boundaries import BoundariesRefused, Boundary, read_boundaries
from beatbook.geography.models import Area
from beatbook.geography.queries import AreaRow, area_row


def load_areas(paths: Path | Iterable[Path], *, kind: str = "ward", generation: str | None = None, using: str = "ingest") -> list[AreaRow]:
    """Takes every area of these GeoJSON files (or folders of them), all or none, and returns them by name.

    An area already held in the same generation is brought up to date. `generation` overrides what the file says.

    Raises:
        BoundariesRefused: a file cannot be read or there is none.
    """
    given = [paths] if isinstance(paths, Path) else paths
    boundaries = [boundary for path in _files(given) for boundary in read_boundaries(path.name, _text(path))]
    if not boundaries:
        raise BoundariesRefused("No GeoJSON file with areas was found there.")
    areas = {area.code: area for area in (_area(boundary, kind, generation) for boundary in boundaries)}
    with transaction.atomic(using=using):
        Area.objects.using(using).bulk_create(
            areas.values(),
            update_conflicts=True,
            unique_fields=["kind", "code", "generation"],
            update_fields=["loaded_at", "name", "geometry", "shape", "longitude", "latitude", "west", "south", "east", "north"],
        )
    return sorted((area_row(area) for area in areas.values()), key=lambda area: (area.name, area.code))


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.geojson")) if path.is_dir() else [path]
    return files


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BoundariesRefused(f"{path.name} cannot be read as UTF-8 text.") from error


def _area(boundary: Boundary, kind: str, generation: str | None) -> Area:
    west, south, east, north = boundary.bounds
    return Area(
        code=boundary.code,
        name=boundary.name,
        kind=kind,
        generation=boundary.generation if generation is None else generation,
        geometry=dict(boundary.geometry),
        shape=boundary.wkb,
        longitude=boundary.centre[0],
        latitude=boundary.centre[1],
        west=west,
        south=south,
        east=east,
        north=north,
    )
