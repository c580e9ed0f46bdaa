"""Loading areas, and asking for them."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely

from beatbook.geography.actions import PopulationRefused, load_areas, load_populations
from beatbook.geography.boundaries import BoundariesRefused
from beatbook.geography.queries import (
    area_by_code,
    area_geometry,
    area_index,
    area_names,
    areas_in_era,
    areas_of_kind,
    areas_of_level,
    eras,
    index_of_era,
    lineage,
    populations,
)
from tests.geography.test_boundaries import SQUARE, collection

pytestmark = pytest.mark.usefixtures("database")


def wards(folder: Path, name: str = "Ironworks") -> Path:
    path = folder / "wards.geojson"
    path.write_text(collection({"properties": {"code": "W1", "name": name}, "geometry": SQUARE}))
    return path


def test_areas_are_loaded_once_and_brought_up_to_date(tmp_path: Path) -> None:
    assert [area.code for area in load_areas(wards(tmp_path))] == ["W1"]
    load_areas([wards(tmp_path, "Old Ironworks")])
    assert [area.name for area in areas_of_kind("ward")] == ["Old Ironworks"]
    assert area_names(["W1", "W2"]) == {"W1": "Old Ironworks"} == area_names()
    assert area_by_code("W1") == areas_of_kind("ward")[0]
    assert area_by_code("W2") is None
    assert json.dumps(area_geometry("W1"))
    assert area_index().place([0.5], [0.5]) == ["W1"]


def test_generation_can_be_said(tmp_path: Path) -> None:
    assert load_areas(wards(tmp_path), generation="2024")[0].generation == "2024"


def test_folder_without_boundaries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoundariesRefused):
        load_areas([tmp_path])


JUNE = date(2025, 6, 15)


def drawn(folder: Path, name: str, *squares: tuple[str, float, float], **facts: Any) -> Path:
    """A file of areas of height 1 between two longitudes."""
    path = folder / name
    features = [
        {"properties": {"code": code, "name": code.title(), **facts}, "geometry": shapely.box(west, 0, east, 1).__geo_interface__}
        for code, west, east in squares
    ]
    path.write_text(collection(*features))
    return path


def test_what_new_boundaries_cover_ends_and_the_rest_stays(tmp_path: Path) -> None:
    load_areas(drawn(tmp_path, "old.geojson", ("both", 0, 2), ("far", 5, 6)), kind="neighbourhood", generation="1")
    new = drawn(tmp_path, "new.geojson", ("west", 0, 1), ("east", 1, 2), valid_from="2025-06-15")
    for _ in range(2):
        load_areas(new, kind="neighbourhood", generation="2")
        load_areas(tmp_path / "old.geojson", kind="neighbourhood", generation="1")
        before, since = eras()
        assert [area.code for area in areas_in_era("neighbourhood", before)] == ["both", "far"]
        assert [area.code for area in areas_in_era("neighbourhood", since)] == ["east", "far", "west"]
    assert [area.code for area in areas_of_level("neighbourhood", on=JUNE - timedelta(days=1))] == ["both", "far"]
    assert index_of_era("neighbourhood", before).place([0.5, 5.5, 9], [0.5, 0.5, 9]) == ["both", "far", None]
    assert area_index("neighbourhood").place([0.5, 5.5], [0.5, 0.5]) == ["west", "far"]
    assert area_by_code("both") in areas_in_era("neighbourhood", before)


def test_forces_that_merged_are_one_lineage(tmp_path: Path) -> None:
    load_areas(drawn(tmp_path, "old.geojson", ("north", 0, 1), ("south", 1, 2)), kind="force", generation="1")
    load_areas(drawn(tmp_path, "new.geojson", ("mercia", 0, 2), replaces=["north", "south"]), kind="force", valid_from=JUNE)
    assert lineage("force").among("south", {"mercia"}) == "mercia"
    assert [area.code for area in areas_of_level("force")] == ["mercia"]


def test_people_of_small_areas_are_shared_out_among_neighbourhoods(tmp_path: Path) -> None:
    load_areas(drawn(tmp_path, "n.geojson", ("west", 0, 1), ("east", 1, 2)), kind="neighbourhood")
    load_areas(drawn(tmp_path, "l.geojson", ("small", 0.5, 1.5)), kind="lsoa")
    (tmp_path / "people.csv").write_text("code,people,year\nsmall,300,2019\nelsewhere,5,2019\n")
    assert load_populations(tmp_path / "people.csv", kind="lsoa") == 2
    found = populations("neighbourhood")
    assert {code: (year, round(people)) for code, (year, people) in found.items()} == {"west": (2019, 150), "east": (2019, 150)}


def test_a_count_of_people_that_is_no_number_is_refused_by_row(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("code,people\nw,12\ne,many\n")
    with pytest.raises(PopulationRefused, match=r"people\.csv, row 3"):
        load_populations(tmp_path / "people.csv", kind="ward")
    assert populations("neighbourhood") == {}
