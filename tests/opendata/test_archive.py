"""The monthly archive loads back to the same rows, numbers and figures; the same rows make the same bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from beatbook.access.actions import public_viewer
from beatbook.opendata.archive import archive_bytes
from beatbook.opendata.publication import Publication
from beatbook.opendata.queries import archive, months_published, published
from beatbook.sources.actions import load_paths
from tests.opendata.worlds import CITY, NORTHANTS, load_small_world
from tests.sources.worlds import do, policeuk_feed


@pytest.fixture(autouse=True)
def _here(database: str) -> Iterator[None]:
    yield
    connections.close_all()


def everything(publication: Publication) -> dict[str, list[list[bytes]]]:
    """Every fragment of every month, sorted."""
    return {
        month: [sorted(plot.fragments) for plot in (held.crimes, held.outcomes, held.stops)] for month, held in publication.months.items()
    }


def loaded_back(folder: Path) -> Publication:
    """What is published after everything was taken away and loaded from its archives."""
    for month in months_published(viewer=public_viewer()):
        (folder / f"{month}.zip").write_bytes(archive_bytes(archive(month, viewer=public_viewer())))
    for table in ("sources_record", "sources_recordversion", "sources_tie", "sources_waitingtie", "sources_load"):
        do(f"DELETE FROM {table}")
    assert published(viewer=public_viewer()).months == {}
    load_paths(policeuk_feed(), sorted(folder.glob("*.zip")))
    return published(viewer=public_viewer())


def test_a_small_world_loads_back_the_same(tmp_path: Path) -> None:
    load_small_world(tmp_path / "first")
    before = published(viewer=public_viewer())
    (tmp_path / "zips").mkdir()
    assert everything(loaded_back(tmp_path / "zips")) == everything(before)
    assert {month: len(held.crimes) for month, held in before.months.items()} == {"2025-01": 4, "2025-02": 1}


@pytest.mark.skipif(not NORTHANTS.exists(), reason="../shared/data/policeuk is not here")
def test_a_real_month_loads_back_the_same(tmp_path: Path) -> None:
    load_paths(policeuk_feed(), list(CITY.glob("2016-05-*")))
    before = published(viewer=public_viewer())
    assert len(before.months["2016-05"].crimes) > 300
    assert everything(loaded_back(tmp_path)) == everything(before)


def test_the_same_rows_make_the_same_bytes_and_the_file_can_be_had(tmp_path: Path) -> None:
    load_small_world(tmp_path)
    first, second = (archive_bytes(archive("2025-02", viewer=public_viewer())) for _ in range(2))
    assert first == second
    answer = Client().get("/open-data/2025-02.zip")
    assert answer.status_code == 200 and answer.content == first
    for month in ("2025-03", "2025-13", "..", "2025-02/x"):
        assert Client().get(f"/open-data/{month}.zip").status_code == 404


def test_a_month_loaded_twice_is_published_once(tmp_path: Path) -> None:
    load_small_world(tmp_path)
    before = published(viewer=public_viewer())
    load_paths(policeuk_feed(), [tmp_path])
    assert everything(published(viewer=public_viewer())) == everything(before)


def test_what_is_no_longer_public_is_gone_at_the_next_look(tmp_path: Path) -> None:
    load_small_world(tmp_path)
    before = published(viewer=public_viewer())
    assert published(before, viewer=public_viewer()) is before
    do("INSERT INTO access_marking (vis, classification, agreements, caveats) VALUES (999, 1, '{}', '{}')")
    do("UPDATE sources_record SET vis = 999 WHERE content ->> 'offence' = 'Burglary'")
    after = published(before, viewer=public_viewer())
    assert len(after.months["2025-01"].crimes) == len(before.months["2025-01"].crimes) - 1
    assert b"burglary" not in b"".join(after.months["2025-01"].crimes.fragments)
