"""Loading replaces what the same file said before, keeps what it cannot take, and publishes only what is PUBLIC."""

from pathlib import Path

import pytest
from django.db import connections

from beatbook.access.actions import public_viewer
from beatbook.geography.actions import load_areas
from beatbook.neighbourhoods.actions import load_neighbourhoods
from beatbook.neighbourhoods.queries import (
    find_grounds,
    force_named,
    ground_at,
    ground_of,
    grounds_of,
    meetings_of,
    members_of,
    postcode_place,
    priorities_of,
)
from tests.neighbourhoods.test_documents import FORCE

WARD = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"W1","name":"Old Name"},"geometry":'
    '{"type":"Polygon","coordinates":[[[2.0,54.5],[2.4,54.5],[2.4,54.9],[2.0,54.9],[2.0,54.5]]]}}]}'
)
PRIORITY = '\n[[neighbourhood.priority]]\nissue = "Litter"\nraised = 2026-01-05\ndeeds = [{on = 2026-02-01, said = "Bins"}, {on = 2026-01-20, said = "Walk"}]\n'


@pytest.fixture(autouse=True)
def _here(database: str, tmp_path: Path) -> None:
    (tmp_path / "wards.geojson").write_text(WARD)
    load_areas(tmp_path / "wards.geojson", kind="ward", generation="2024")


def load(folder: Path, text: str, name: str = "millshire.toml"):
    (folder / name).write_text(text)
    return load_neighbourhoods([folder / name])


def test_what_was_loaded_is_found_by_name_place_and_postcode(tmp_path: Path) -> None:
    taken = load(tmp_path, FORCE + PRIORITY)
    assert taken.counts == {"forces": 1, "neighbourhoods": 1, "team": 1, "priorities": 1, "events": 1} and taken.refused == []
    load(tmp_path, "postcode,latitude,longitude\nZZ1 4FR,54.7,2.2\n", "postcodes.csv")
    viewer = public_viewer()
    ground = ground_of("millshire", "M1", viewer=viewer)
    assert ground is not None and ground.name == "Market Quarter" and ground.published
    assert ground_at(2.2, 54.7, viewer=viewer) == ground and ground_at(3.0, 54.7, viewer=viewer) is None
    assert find_grounds(" market  QUARTER", viewer=viewer) == [ground] and find_grounds("", viewer=viewer) == []
    assert postcode_place("zz14fr", viewer=viewer) == (2.2, 54.7) and postcode_place("ZZ1 4FS", viewer=viewer) is None
    (priority,) = priorities_of("millshire", "M1", viewer=viewer)
    assert [said for _, said in priority.deeds] == ["Walk", "Bins"]


def test_loading_again_changes_nothing_and_a_new_text_replaces_the_old(tmp_path: Path) -> None:
    load(tmp_path, FORCE)
    before = meetings_of("millshire", "M1", viewer=public_viewer())
    load(tmp_path, FORCE)
    assert meetings_of("millshire", "M1", viewer=public_viewer()) == before
    load(tmp_path, FORCE.replace("Tom Adeyemi", "Ann Other").replace('"M1"', '"M2"'))
    assert [ground.code for ground in grounds_of("millshire", viewer=public_viewer())] == ["M2"]
    assert members_of("millshire", "M1", viewer=public_viewer()) == []
    assert [member.name for member in members_of("millshire", "M2", viewer=public_viewer())] == ["PC 2071 Ann Other"]


def test_what_is_not_public_waits(tmp_path: Path) -> None:
    load(tmp_path, FORCE.replace('title = "Street briefing"', 'title = "Street briefing"\nmarking = "OFFICIAL"'))
    assert meetings_of("millshire", "M1", viewer=public_viewer()) == []
    assert len(members_of("millshire", "M1", viewer=public_viewer())) == 1
    load(tmp_path, FORCE.replace('name = "Millshire Police"', 'name = "Millshire Police"\nmarking = "OFFICIAL"'))
    assert force_named("millshire", viewer=public_viewer()) is None


def test_what_was_refused_is_kept_whole(tmp_path: Path) -> None:
    load(tmp_path, FORCE + '[[neighbourhood]]\nid = "M2"\n')
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT file, row, column_name, raw FROM neighbourhoods_refusedline")
        assert cursor.fetchall() == [("millshire.toml", "neighbourhood 2", "name", "{'id': 'M2'}")]
