"""The public data of Millshire: as data.police.uk writes it, and nobody in it."""

import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from beatbook.sources.adapters import policeuk
from beatbook.sources.feeds import read_feeds
from beatbook.sources.statements import Mention, Row
from beatbook.synthetic.millshire import write_exports
from beatbook.synthetic.public_export import MapPoints

FEED = read_feeds(Path(__file__).parents[2] / "feeds" / "national")["policeuk"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("millshire")
    write_exports(folder, size="small", seed=7)
    return folder


def rows_of(folder: Path) -> Iterator[tuple[Path, Row]]:
    for path in sorted((folder / "public").rglob("*.csv")):
        for row in policeuk.read_rows(path.name, BytesIO(path.read_bytes()), FEED):
            yield path, row


def test_every_row_is_taken_by_the_publishers_adapter(small: Path) -> None:
    said = [one for _, row in rows_of(small) for one in policeuk.statements_of(row, FEED)]
    kinds = {one.content["event_type"] for one in said if isinstance(one, Mention)}
    assert kinds == {"crime", "incident", "outcome", "stop-search"}


def test_every_place_is_a_streets_point(small: Path) -> None:
    points = set(MapPoints(small / "geography" / "streets.csv").points)
    places = [(row.fields["Longitude"], row.fields["Latitude"]) for _, row in rows_of(small)]
    assert len(places) > 100
    assert {place for place in places if place[0]} <= points


def test_outcomes_are_of_published_crimes_and_crimes_with_a_caveat_are_not_published(small: Path) -> None:
    crimes = {row.fields["Crime ID"] for path, row in rows_of(small) if path.name.endswith("-street.csv")}
    outcomes = {row.fields["Crime ID"] for path, row in rows_of(small) if path.name.endswith("-outcomes.csv")}
    assert outcomes <= crimes
    with (small / "exports" / "millshire-crime" / "crimes.csv").open(newline="", encoding="utf-8") as file:
        recorded = list(csv.DictReader(file))
    assert len(crimes - {""}) < len([row for row in recorded if not row["CAVEATS"]])
