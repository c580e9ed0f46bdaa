"""Loading areas, and asking for them."""

import json
from pathlib import Path

import pytest

from beatbook.geography.actions import load_areas
from beatbook.geography.boundaries import BoundariesRefused
from beatbook.geography.queries import area_by_code, area_geometry, area_index, area_names, areas_of_kind
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
