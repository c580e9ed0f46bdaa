"""How Millshire is divided: three policing areas, one force, and the two wards that were four neighbourhoods' before a change of boundaries.

The change fell in the middle of a year, so that a year's figures must be told on old boundaries or new ones.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import shapely

from beatbook.synthetic.geography import Geography
from beatbook.synthetic.names import ETHNICITIES, TRADITIONS
from beatbook.synthetic.population import Population
from beatbook.synthetic.public_export import ETHNICITIES as PUBLISHED

CHANGED_ON = "2025-06-15"
POPULATION_YEAR = 2026
FORCE = ("millshire", "Millshire Police")
AREAS = (("MSA1", "Millford"), ("MSA2", "Thornwick and the East"), ("MSA3", "The Western Dales"))
BEFORE = (("MS90", "Millford East", (2, 7)), ("MS91", "Thornwick", (8, 9)))  # code, name and places of the wards that it was divided into
_TOWN, _EAST = range(8), (8, 9, 14, 15)


def area_of_ward(land: Geography, ward: int) -> int:
    """Place among AREAS of the policing area that a ward is part of."""
    if ward in _TOWN:
        return 0
    if ward < 16:
        return 1 if ward in _EAST else 2
    return 1 if land.polygons[ward][0][0] > 2.25 else 2


def ward_facts(land: Geography, ward: int) -> dict[str, Any]:
    """What the wards' file says of a ward beyond its name: its policing area, and for the four that were drawn anew, since when and from what."""
    facts: dict[str, Any] = {"parent": AREAS[area_of_ward(land, ward)][0]}
    for code, _, wards in BEFORE:
        if ward in wards:
            facts |= {"valid_from": CHANGED_ON, "replaces": [code]}
    return facts


def write_boundaries(folder: Path, land: Geography) -> None:
    """`areas.geojson`, `force.geojson` and `wards-before.geojson` beside the wards' file."""
    wards = [shapely.make_valid(shapely.Polygon(polygon)) for polygon in land.polygons]
    of_area = [[ward for ward in range(len(wards)) if area_of_ward(land, ward) == place] for place in range(len(AREAS))]
    areas = [
        (code, name, [wards[ward] for ward in places], {"parent": FORCE[0]}) for (code, name), places in zip(AREAS, of_area, strict=True)
    ]
    before = [
        (code, name, [wards[ward] for ward in places], {"parent": AREAS[area_of_ward(land, places[0])][0], "valid_to": CHANGED_ON})
        for code, name, places in BEFORE
    ]
    _write(folder / "areas.geojson", areas)
    _write(folder / "force.geojson", [(*FORCE, wards, {})])
    _write(folder / "wards-before.geojson", before)


def write_population(path: Path, land: Geography, people: Population) -> None:
    """`population.csv`: residents of each ward, all and by ethnic group, counted from the people themselves."""
    codes = list(TRADITIONS)
    groups = [PUBLISHED[ETHNICITIES[code]].split("/")[0].split(" ")[0] for code in codes]
    wards = [land.ward_codes[land.street_wards[street]] for street in people.streets]
    counts: Counter[tuple[str, str]] = Counter((ward, "") for ward in wards)
    counts.update((ward, groups[tradition]) for ward, tradition in zip(wards, people.traditions, strict=True))
    lines = [f"{ward},{POPULATION_YEAR},{group},{count}\n" for (ward, group), count in sorted(counts.items())]
    path.write_text("".join(["code,year,group,people\n", *lines]), encoding="utf-8")


def _write(path: Path, areas: list[tuple[str, str, list[Any], dict[str, Any]]]) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, **facts},
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shapely.union_all(parts), 1e-6))),
        }
        for code, name, parts, facts in areas
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}) + "\n", encoding="utf-8")
