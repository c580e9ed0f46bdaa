"""Small published worlds: files as data.police.uk writes them, loaded, and a client that asks the interface."""

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any

from django.test import Client

from beatbook.geography.actions import load_areas
from beatbook.opendata import api
from beatbook.sources.actions import load_paths
from tests.sources.worlds import DATA, OUTCOMES, STOPS, STREET, policeuk_feed, write_csv

ROOT = Path(__file__).resolve().parents[2]
NORTHANTS, CITY = DATA / "policeuk" / "northamptonshire-2025", DATA / "policeuk" / "city-of-london-2016-2017"
WARDS = DATA / "geography"
CRIME = "a" * 64
SQUARE = {"type": "Polygon", "coordinates": [[[-1.0, 52.1], [-0.8, 52.1], [-0.8, 52.3], [-1.0, 52.3], [-1.0, 52.1]]]}


def load_small_world(folder: Path) -> None:
    """Two months of a force: three crimes, an incident, one crime without a place, outcomes and two searches; one ward holds all places."""
    force = "Northamptonshire Police,Northamptonshire Police"

    def street(month: str, crime: str, place: str, name: str, kind: str, outcome: str = "") -> str:
        return f"{crime},{month},{force},{place},{name},E01,Place 1A,{kind},{outcome},"

    name = "2025-{}-northamptonshire-{}.csv"
    write_csv(
        folder / name.format("01", "street"),
        STREET,
        [
            street("2025-01", CRIME, "-0.900000,52.200000", "On or near High Street", "Burglary", "Suspect charged"),
            street(
                "2025-01", "b" * 64, "-0.900000,52.200000", "On or near High Street", "Violence and sexual offences", "Under investigation"
            ),
            street("2025-01", "", "-0.901000,52.201000", "On or near ", "Anti-social behaviour"),
            street("2025-01", "c" * 64, ",", "No Location", "Drugs", "Under investigation"),
        ],
    )
    write_csv(
        folder / name.format("02", "street"),
        STREET,
        [street("2025-02", "d" * 64, "-0.850000,52.250000", "On or near Mill Lane", "Shoplifting", "Under investigation")],
    )
    write_csv(
        folder / name.format("02", "outcomes"),
        OUTCOMES,
        [
            f"{CRIME},2025-02,{force},-0.900000,52.200000,On or near High Street,E01,Place 1A,Suspect charged",
            f"{'e' * 64},2025-02,{force},-0.900000,52.200000,On or near High Street,E01,Place 1A,Offender given a caution",
        ],
    )
    write_csv(
        folder / name.format("02", "stop-and-search"),
        STOPS,
        [
            "Person search,2025-02-03T10:00:00+00:00,,,52.200000,-0.900000,Male,18-24,,White,"
            "Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False",
            "Vehicle search,2025-02-04T11:30:00+00:00,,,,,,,,,,,A no further action disposal,,",
        ],
    )
    ward = folder / "wards.geojson"
    ward.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"W1","name":"Mill Ward"},"geometry":'
        + str(SQUARE).replace("'", '"')
        + "}]}"
    )
    load_areas(ward, kind="ward", generation="2024")
    load_paths(policeuk_feed(), [folder])


def forget_reading() -> None:
    """The next question reads the database anew."""
    api._readings.clear()


def ask(path: str, **parameters: Any) -> Any:
    """The JSON of a 200 answer."""
    answer = Client().get(f"/api/{path}", parameters)
    assert answer.status_code == 200, (answer.status_code, path, parameters)
    return answer.json()


def status(path: str, **parameters: Any) -> tuple[int, bytes]:
    """Status and body."""
    answer = Client().get(f"/api/{path}", parameters)
    return answer.status_code, answer.content


def csv_rows(folder: Path, month: str, sort: str = "street") -> list[dict[str, str]]:
    """The rows of one published file, read by nothing of ours."""
    (path,) = folder.glob(f"{month}-*-{sort}.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tally(rows: list[dict[str, Any]], name: str) -> Counter[Any]:
    """How many rows of each value."""
    return Counter(row[name] for row in rows)
