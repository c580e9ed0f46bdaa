"""Loads areas. The only writer of the geography tables."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from beatbook.geography.boundaries import BoundariesRefused, Boundary, read_boundaries
from beatbook.geography.models import Area


def load_areas(paths: Iterable[Path], *, kind: str = "ward", using: str = "ingest") -> int:
    """Takes every area of these GeoJSON files (or folders of them), all or none, and returns how many they hold.

    An area already held in the same generation is brought up to date.

    Raises:
        BoundariesRefused: a file cannot be read or there is none.
    """
    boundaries = [boundary for path in _files(paths) for boundary in read_boundaries(path.name, _text(path))]
    if not boundaries:
        raise BoundariesRefused("No GeoJSON file with areas was found there.")
    with transaction.atomic(using=using):
        Area.objects.using(using).bulk_create(
            [_area(boundary, kind) for boundary in {(b.code, b.generation): b for b in boundaries}.values()],
            update_conflicts=True,
            unique_fields=["kind", "code", "generation"],
            update_fields=["loaded_at", "name", "geometry", "shape", "longitude", "latitude", "west", "south", "east", "north"],
        )
    return len(boundaries)


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


def _area(boundary: Boundary, kind: str) -> Area:
    west, south, east, north = boundary.bounds
    return Area(
        code=boundary.code,
        name=boundary.name,
        kind=kind,
        generation=boundary.generation,
        geometry=dict(boundary.geometry),
        shape=boundary.wkb,
        longitude=boundary.centre[0],
        latitude=boundary.centre[1],
        west=west,
        south=south,
        east=east,
        north=north,
    )
