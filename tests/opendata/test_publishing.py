"""A force's own month made public: nothing hidden changes it, no place survives it, and it loads back to what it says."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from beatbook.access.actions import public_viewer
from beatbook.opendata.actions import Published, publish_month, read_points, rules_of
from beatbook.opendata.map_points import LEAST_ADDRESSES, MapPoint, addresses_around
from beatbook.opendata.publishing import (
    OwnRecord,
    PointsRefused,
    Rules,
    RulesRefused,
    counts_csv,
    digest,
    incident_counts,
    read_places,
    read_rules,
    street_rows,
)
from beatbook.opendata.queries import published
from beatbook.opendata.suppression import release
from beatbook.sources.actions import load_paths
from tests.sources.worlds import do, one, policeuk_feed, rows_of

MONTH = "2026-09"
RULES = Rules(
    "mill", "Mill Police", ("crimes",), ("calls",), frozenset({"Anti-social behaviour"}), {"28E": "Burglary"}, {"Charge": "Suspect charged"}
)
POINT = MapPoint(-0.9, 52.2, "On or near High Street")
EXACT = (-0.900123, 52.200456)


def crime(reference: str = "C1", code: str = "28E", outcome: str = "", place: tuple[float, float] | None = EXACT) -> OwnRecord:
    return OwnRecord("crimes", reference, "Burglary dwelling of Mrs Hale", code, outcome, "W1", *(place or (None, None)))


def call(title: str, area: str = "W1") -> OwnRecord:
    return OwnRecord("calls", "L1", title, "", "", area, *EXACT)


def test_only_month_kind_outcome_and_point_pass() -> None:
    (row,) = street_rows(RULES, "2026-10", [crime(outcome="Charge")], [POINT], b"key")
    assert row == {
        "reference": digest(b"key", "C1"), "month": "2026-10", "reported_by": "Mill Police", "falls_within": "Mill Police",
        "longitude": -0.9, "latitude": 52.2, "address": "On or near High Street", "offence": "Burglary", "outcome": "Suspect charged",
    }  # fmt: skip
    assert len(row["reference"]) == 64 and digest(b"other", "C1") != row["reference"]


def test_what_no_rule_names_is_not_published() -> None:
    records = [crime(code="99"), call("Domestic incident"), call("Anti-social behaviour"), crime(place=None)]
    rows = street_rows(RULES, "2026-10", records, [POINT], b"key")
    assert sorted((row["offence"], row["longitude"]) for row in rows) == [("Anti-social behaviour", -0.9), ("Burglary", None)]
    assert next(row for row in rows if row["offence"] == "Anti-social behaviour")["reference"] == ""


def test_the_order_of_rows_tells_nothing_of_the_records() -> None:
    records = [crime(f"C{n}") for n in range(20)]
    assert street_rows(RULES, "2026-10", records, [POINT], b"k") == street_rows(RULES, "2026-10", records[::-1], [POINT], b"k")


def test_counts_leave_out_the_small_and_say_that_totals_are_about_right() -> None:
    counted = incident_counts(RULES, [call("Noise")] * 7 + [call("Noise", "W2")] * 3 + [crime()])
    lines = list(csv.reader(io.StringIO(counts_csv(release(counted, ["W1", "W2"], ["Noise"]), {"W1": "Mill"}).decode())))
    assert lines == [
        ["Area code", "Area", "Noise", "About, in all"],
        ["W1", "Mill", "5", "5"],
        ["W2", "W2", "fewer than 5", "5"],
        ["", "About, in all", "10", "10"],
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("force = 1", "missing"), ("x = 1\n", "missing|known"), ("force", "mill.toml"), ("", "missing")],
)
def test_rules_that_cannot_be_used_are_refused_by_key(text: str, said: str) -> None:
    with pytest.raises(RulesRefused, match=said):
        read_rules("mill.toml", text)


@pytest.mark.parametrize(("text", "said"), [("a,b\n", "row 1: the column longitude"), ("longitude,latitude\n1,99\n", "row 2, latitude")])
def test_points_that_cannot_be_read_are_named(text: str, said: str) -> None:
    with pytest.raises(PointsRefused, match=said):
        read_places("points.csv", text, ())


@pytest.fixture(scope="module")
def points(module_millshire: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[MapPoint]]:
    """The made-up county's streets as candidates; every other street has twelve homes, the rest have three."""
    folder = tmp_path_factory.mktemp("points")
    text = (settings.BEATBOOK_HOME / "millshire" / "small-7" / "geography" / "streets.csv").read_text()
    streets = list(csv.DictReader(io.StringIO(text)))
    lines = [f"On or near {row['street']},{row['longitude']},{row['latitude']}" for row in streets]
    (folder / "points.csv").write_text("\n".join(["name,longitude,latitude", *lines]) + "\n")
    homes = [f"{row['longitude']},{row['latitude']}" for n, row in enumerate(streets) for _ in range(12 if n % 2 else 3)]
    (folder / "addresses.csv").write_text("\n".join(["longitude,latitude", *homes]) + "\n")
    found = read_points(folder / "points.csv", folder / "addresses.csv")
    places = [(float(longitude), float(latitude)) for longitude, latitude in (home.split(",") for home in homes)]
    assert len(streets) / 3 < len(found) < len(streets)
    assert all(count == 0 or count >= LEAST_ADDRESSES for count in addresses_around(found, places))
    yield found
    connections.close_all()


def test_nothing_that_is_hidden_changes_what_is_published_and_it_loads_back(points: list[MapPoint], tmp_path: Path) -> None:
    before = publish_month(rules_of("millshire"), MONTH, points, tmp_path / "before")
    hidden = "SELECT vis FROM access_marking WHERE classification > 1 OR caveats <> '{}'"
    assert one(f"SELECT count(*) FROM sources_record WHERE kind = 'event' AND vis IN ({hidden})") > 20
    do(f"DELETE FROM sources_record WHERE vis IN ({hidden})")
    after = publish_month(rules_of("millshire"), MONTH, points, tmp_path / "after")
    assert [contents(made) for made in (before, after)] == [contents(before)] * 2
    assert before.rows > 5 and before.left_out > 0
    exact = {
        tuple(row)
        for row in rows_of("SELECT longitude, latitude FROM sources_record WHERE feed IN ('millshire-crime', 'millshire-command')")
    }
    known = {(point.longitude, point.latitude) for point in points}
    lines = list(csv.DictReader(io.StringIO(contents(before)[0].decode())))
    places = {(float(line["Longitude"]), float(line["Latitude"])) for line in lines if line["Longitude"]}
    assert places <= known and not places <= exact
    do("DELETE FROM sources_record WHERE feed = 'policeuk'")
    load_paths(policeuk_feed(), [before.archive])
    crimes = published(viewer=public_viewer()).months[MONTH].crimes
    assert len(crimes) == before.rows == len(lines)


def contents(made: Published) -> tuple[bytes, bytes]:
    """The archive's one file and the table of counts."""
    with zipfile.ZipFile(made.archive) as archive:
        (name,) = archive.namelist()
        return archive.read(name), made.counts.read_bytes()
