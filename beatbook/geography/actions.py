"""Loads areas and populations. The only writer of the geography tables."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from beatbook.geography.boundaries import BoundariesRefused, Boundary, read_boundaries
from beatbook.geography.levels import NEIGHBOURHOOD, kind_of_level
from beatbook.geography.models import Area, Population
from beatbook.geography.overlaps import covered, shared_out
from beatbook.geography.queries import AreaRow, area_row
from beatbook.vocabulary.errors import BeatbookError


class PopulationRefused(BeatbookError):
    """A file of populations cannot be read: it must be CSV with columns code and people, and may have year and group."""


def load_areas(
    paths: Path | Iterable[Path],
    *,
    kind: str = "ward",
    generation: str | None = None,
    valid_from: date | None = None,
    parent: str = "",
    using: str = "ingest",
) -> list[AreaRow]:
    """Takes every area of these GeoJSON files (or folders of them), all or none, and returns them by name.

    An area already held in the same generation is brought up to date. `generation` overrides what the file says; `valid_from` and `parent`
    fill in where the file says nothing. From the day on which an area begins, older ones end that have its code, that it says it replaces,
    or most of whose land it and its like cover.

    Raises:
        BoundariesRefused: a file cannot be read or there is none.
    """
    given = [paths] if isinstance(paths, Path) else paths
    boundaries = [boundary for path in _files(given) for boundary in read_boundaries(path.name, _text(path))]
    if not boundaries:
        raise BoundariesRefused("No GeoJSON file with areas was found there.")
    boundaries = [replace(one, valid_from=one.valid_from or valid_from, parent=one.parent or parent) for one in boundaries]
    areas = {area.code: area for area in (_area(boundary, kind, generation) for boundary in boundaries)}
    with transaction.atomic(using=using):
        Area.objects.using(using).bulk_create(
            areas.values(),
            update_conflicts=True,
            unique_fields=["kind", "code", "generation"],
            update_fields=[field for field in _fields() if field not in ("id", "kind", "code", "generation")],
        )
        _end_older(kind, using)
    return sorted((area_row(area) for area in areas.values()), key=lambda area: (area.name, area.code))


def load_populations(path: Path, *, kind: str, using: str = "ingest") -> int:
    """Takes counts of people by area from a CSV file, and shares those of smaller areas out among neighbourhoods; returns how many rows.

    Raises:
        PopulationRefused: the file cannot be read; row and column are named.
    """
    rows = list(_counts(path, kind))
    with transaction.atomic(using=using):
        _keep(rows, using)
        own = kind_of_level(NEIGHBOURHOOD, set(Area.objects.using(using).values_list("kind", flat=True).distinct()))
        if kind not in ("area", "district", "force"):
            _keep(_shared_out(rows, kind, own, using), using)
    return len(rows)


def _end_older(kind: str, using: str) -> None:
    by_day: dict[date, list[Area]] = defaultdict(list)
    for area in Area.objects.using(using).filter(kind=kind, valid_from__isnull=False).only("code", "shape", "replaces", "valid_from"):
        by_day[area.valid_from].append(area)
    for day, new in sorted(by_day.items()):
        open_still = Area.objects.using(using).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), kind=kind)
        older = list(open_still.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=day)).only("id", "code", "shape"))
        named = {area.code for area in new}.union(*(area.replaces for area in new))
        under = covered([(str(area.id), bytes(area.shape)) for area in older], [bytes(area.shape) for area in new])
        ending = [area.id for area in older if area.code in named or str(area.id) in under]
        Area.objects.using(using).filter(id__in=ending).update(valid_to=day)


def _shared_out(rows: Sequence[Population], kind: str, own: str, using: str) -> list[Population]:
    """Counts shared out, by the land that they have in common, among neighbourhoods (those of other days too) that have none of their own."""
    has_own = set(Population.objects.using(using).filter(kind=own, apportioned=False).values_list("code", flat=True))
    areas = Area.objects.using(using).order_by("generation")
    small = dict(areas.filter(kind=kind, code__in=[row.code for row in rows]).values_list("code", "shape"))
    large = dict(areas.filter(kind=own).exclude(code__in=has_own).values_list("code", "shape"))
    counts: dict[tuple[int, str], dict[str, float]] = defaultdict(dict)
    for row in rows:
        counts[row.year, row.people_group][row.code] = row.people
    shares = shared_out({c: bytes(s) for c, s in small.items()}, {c: bytes(s) for c, s in large.items()})
    return [
        Population(kind=own, code=code, year=year, people_group=group, people=people, apportioned=True)
        for (year, group), known in counts.items()
        for code, people in shares.sums(known).items()
    ]


def _keep(rows: Sequence[Population], using: str) -> None:
    Population.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "code", "year", "people_group"], update_fields=["people", "apportioned"]
    )


def _counts(path: Path, kind: str) -> Iterable[Population]:
    reader = csv.DictReader(io.StringIO(_text(path, PopulationRefused)))
    if not {"code", "people"} <= set(reader.fieldnames or ()):
        raise PopulationRefused(f"{path.name} has no columns code and people.")
    for number, row in enumerate(reader, start=2):
        try:
            year, people = int(row.get("year") or 0), float(row["people"])
            if people < 0 or people != people or people == float("inf"):
                raise ValueError
        except (TypeError, ValueError):
            raise PopulationRefused(f"{path.name}, row {number}: people “{row.get('people')}” or year is not a number.") from None
        yield Population(kind=kind, code=row["code"], year=year, people_group=row.get("group") or "", people=people)


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("*.geojson")) if path.is_dir() else [path]
    return files


def _text(path: Path, error_class: type[BeatbookError] = BoundariesRefused) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise error_class(f"{path.name} cannot be read as UTF-8 text.") from error


def _fields() -> list[str]:
    return [field.name for field in Area._meta.get_fields()]


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
        parent=boundary.parent,
        replaces=list(boundary.replaces),
        valid_from=boundary.valid_from,
        valid_to=boundary.valid_to,
    )
