"""The public pages on a small published world: every figure is that of the files, and an address that means nothing is not found."""

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from beatbook.measures.actions import refresh_measures
from beatbook.neighbourhoods.actions import load_neighbourhoods
from tests.opendata.worlds import load_small_world

TEAM = """
[force]
id = "northamptonshire"
name = "Northamptonshire Police"
telephone = "101"

[[neighbourhood]]
id = "N1"
name = "Mill & Bridge"
area = "W1"
contact = {email = "mill@example.org", telephone = "101 ext 5", web = "javascript:alert(1)"}
locations = [{name = "Mill Station", address = "Mill Lane"}]

[[neighbourhood.team]]
name = "PC 1 Ann Example"
rank = "Constable"

[[neighbourhood.priority]]
issue = "<script>alert(1)</script> litter"
raised = 2025-01-05
deeds = [{on = 2025-02-01, said = "More bins"}]

[[neighbourhood.event]]
title = "Street briefing"
start = 2099-12-01T18:00:00
"""
HERE = "/your-area/northamptonshire/N1"


@pytest.fixture(scope="module", autouse=True)
def _world(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("files")
    load_small_world(folder)
    (folder / "northamptonshire.toml").write_text(TEAM)
    (folder / "postcodes.csv").write_text("postcode,latitude,longitude\nNN1 1AA,52.2,-0.9\n")
    load_neighbourhoods([folder / "northamptonshire.toml", folder / "postcodes.csv"])
    refresh_measures()
    yield
    connections.close_all()


def page(path: str) -> str:
    """The text of a page that is there."""
    answer = Client().get(path)
    assert answer.status_code == 200, (answer.status_code, path)
    return answer.content.decode()


def test_one_sentence_says_what_was_recorded() -> None:
    assert "1 crime was recorded in Mill Ward in February 2025." in page(HERE)
    assert "2 crimes were recorded in Mill Ward in January 2025." in page(f"{HERE}?month=2025-01")
    assert "Too few to tell" in page(HERE)


def test_a_month_that_is_not_counted_shows_the_latest() -> None:
    for month in ("2010-01", "2099-01", "2025-13", "soon", "0000-01"):
        assert "in February 2025" in page(f"{HERE}?month={month}")


def test_the_team_its_deeds_and_meetings_are_there_and_escaped() -> None:
    text = page(HERE)
    assert "PC 1 Ann Example" in text and "More bins" in text and "Street briefing" in text and "Mill Station" in text
    assert "<script>alert" not in text and "javascript:" not in re.sub(r"<dd>javascript:alert\(1\)</dd>", "", text)
    assert 'href="mailto:mill@example.org"' in text


def test_the_map_the_table_and_the_file_agree() -> None:
    text = page(f"{HERE}?month=2025-01")
    assert text.count('class="spot"') >= 4  # two points, drawn wide and narrow, and the legends
    lines = list(csv.reader(io.StringIO(Client().get(f"{HERE}/recorded.csv?month=2025-01").content.decode())))
    assert [(line[0], line[1]) for line in lines[2:]] == [("On or near a place without a name", "1"), ("On or near High Street", "2")]
    shapes = json.loads(Client().get(f"{HERE}/map.geojson?month=2025-01").content)["features"]
    assert sorted(one["properties"]["count"] for one in shapes if one["geometry"]["type"] == "Point") == [1, 2]
    assert Client().get(f"{HERE}/recorded.pdf").status_code == 404


def test_all_neighbourhoods_and_the_rest_add_up_to_the_force() -> None:
    text = page("/your-area/northamptonshire?month=2025-01")
    assert "3 crimes were recorded by Northamptonshire Police, with its 1 neighbourhood, in January 2025." in text
    lines = list(csv.reader(io.StringIO(Client().get("/your-area/northamptonshire/areas.csv?month=2025-01").content.decode())))
    assert [line[:3] for line in lines[2:]] == [["N1", "Mill & Bridge", "2"], ["", "Neighbourhood not known", "1"]]


def test_searches_are_counted_with_what_is_not_known() -> None:
    text = page(f"{HERE}/stop-and-search")
    assert "1 search was published with a place in this neighbourhood; what was looked for was found in 1 of them." in text
    assert "Of the same months, 1 search has no known place" in text
    assert "Controlled drugs" in text and "not everybody who passes through" in text and "as the person gave it" in text


@pytest.mark.parametrize(("typed", "leads"), [("NN1 1AA", HERE), ("nn11aa", HERE), ("mill", HERE), ("Mill Lane", HERE), (" BRIDGE ", HERE)])
def test_a_postcode_or_a_name_leads_straight_there(typed: str, leads: str) -> None:
    answer = Client().get("/your-area", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, leads)


@pytest.mark.parametrize(
    ("typed", "said"), [("NN9 9ZZ", "do not know that postcode"), ("Atlantis", "has that name"), ("<b>", "has that name")]
)
def test_what_is_not_found_is_said_and_kept(typed: str, said: str) -> None:
    answer = Client().get("/your-area", {"q": typed})
    assert answer.status_code == 200 and said in answer.content.decode() and "<b>" not in answer.content.decode().replace("</b>", "")


@pytest.mark.parametrize(
    "path",
    [
        "/your-area/nowhere",
        "/your-area/avon-and-somerset",
        "/your-area/northamptonshire/N2",
        f"{HERE}/nothing",
        "/your-area/northamptonshire/W1",
    ],
)
def test_what_means_nothing_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_map_s_script_is_loaded_on_its_own_page_alone() -> None:
    assert "map.js" in page(f"{HERE}/map") and "map.js" not in page(HERE)
