"""How Millshire is divided, now and before the change."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from beatbook.synthetic.boundaries import ward_facts, write_boundaries
from beatbook.synthetic.geography import build_geography, write_geography


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    land = build_geography(np.random.default_rng(7), wards=16, streets=120)
    folder = tmp_path_factory.mktemp("geography")
    write_geography(folder, land, [1] * 16, [ward_facts(land, ward) for ward in range(16)])
    write_boundaries(folder, land)
    return folder


def features(folder: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


def land_of(feature: dict[str, Any]) -> Any:
    return shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))


@pytest.mark.parametrize("name", ["areas", "force"])
def test_each_level_covers_the_wards_and_no_more(folder: Path, name: str) -> None:
    wards = shapely.union_all([land_of(ward) for ward in features(folder, "wards")])
    assert shapely.union_all([land_of(area) for area in features(folder, name)]).symmetric_difference(wards).area < 1e-4 * wards.area


def test_each_ward_of_before_is_one_piece_that_its_successors_share(folder: Path) -> None:
    wards = features(folder, "wards")
    for before in features(folder, "wards-before"):
        heirs = [ward for ward in wards if before["properties"]["code"] in ward["properties"].get("replaces", [])]
        assert len(heirs) == 2
        assert land_of(before).geom_type == "Polygon"
        assert land_of(before).area == pytest.approx(sum(land_of(heir).area for heir in heirs), rel=1e-3)
