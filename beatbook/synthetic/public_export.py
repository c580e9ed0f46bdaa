"""The public data of Millshire, as data.police.uk would publish it: made from what the systems exported, a month at a time, nobody named.

Every place is moved to the nearest street's point, and what bears a caveat is left out, as a force would do it.
"""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

FORCE, FORCE_NAME = "millshire", "Millshire Police"
FIRST_MONTH, LAST_MONTH = "2024-12", "2026-10"  # whole months of the made-up world, the last of them as late as publication is in life
STREET = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
    "Last outcome category", "Context",
)  # fmt: skip
OUTCOMES = (*STREET[:9], "Outcome type")
STOPS = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender", "Age range",
    "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
    "Outcome linked to object of search", "Removal of more than just outer clothing",
)  # fmt: skip
# Class of the Home Office counting rules to the public crime type. Fraud is not published: national systems record it.
CRIME_TYPES = {
    "28E": "Burglary", "30C": "Burglary", "46": "Shoplifting", "44": "Bicycle theft", "39": "Theft from the person", "49": "Other theft",
    "53H": "Other theft", "45": "Vehicle crime", "48": "Vehicle crime", "34B": "Robbery", "105A": "Violence and sexual offences",
    "8N": "Violence and sexual offences", "8L": "Violence and sexual offences", "8R": "Violence and sexual offences",
    "8Q": "Violence and sexual offences", "58A": "Criminal damage and arson", "58C": "Criminal damage and arson",
    "56B": "Criminal damage and arson", "9A": "Public order", "66": "Public order", "92E": "Drugs", "92A": "Drugs",
    "10D": "Possession of weapons", "802": "Other crime",
}  # fmt: skip
OUTCOME_TYPES = {
    "1": "Suspect charged", "3": "Offender given a caution", "8": "Local resolution", "10": "Formal action is not in the public interest",
    "14": "Unable to prosecute suspect", "15": "Unable to prosecute suspect", "16": "Unable to prosecute suspect",
    "18": "Investigation complete; no suspect identified", "21": "Further investigation is not in the public interest",
}  # fmt: skip
ETHNICITIES = {
    "W1": "White - English/Welsh/Scottish/Northern Irish/British", "W2": "White - Irish", "W9": "White - Any other White background",
    "A1": "Asian/Asian British - Indian", "A2": "Asian/Asian British - Pakistani", "A9": "Asian/Asian British - Any other Asian background",
    "B1": "Black/African/Caribbean/Black British - Caribbean", "B2": "Black/African/Caribbean/Black British - African",
    "B9": "Black/African/Caribbean/Black British - Any other Black background", "O1": "Asian/Asian British - Chinese",
    "O9": "Other ethnic group - Any other ethnic group", "M9": "Mixed/Multiple ethnic groups - Any other Mixed/Multiple ethnic background",
}  # fmt: skip
NOT_STATED = "Other ethnic group - Not stated"


class MapPoints:
    """The points to which places are moved: one for each street."""

    def __init__(self, streets: Path) -> None:
        with streets.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.names = [row["street"] for row in rows]
        self.points = [(row["longitude"], row["latitude"]) for row in rows]
        self.places = np.array(self.points, dtype=float)

    def nearest(self, longitude: str, latitude: str) -> tuple[str, str, str]:
        """Longitude and latitude of the nearest point as written, and its street; all empty, and `No Location`, without a place."""
        try:
            away = (self.places - (float(longitude), float(latitude))) * (np.cos(np.radians(54.75)), 1.0)
        except ValueError:
            return "", "", "No Location"
        found = int((away**2).sum(axis=1).argmin())
        return *self.points[found], f"On or near {self.names[found]}"


def write_public(folder: Path) -> int:
    """Writes `public/<month>/<month>-millshire-{street,outcomes,stop-and-search}.csv` beside the exports; returns how many rows."""
    points = MapPoints(folder / "geography" / "streets.csv")
    crimes = {row["CRIME_NO"]: row for row in _rows(folder / "exports" / "millshire-crime" / "crimes.csv")}
    decided = _decided(folder / "exports" / "millshire-crime" / "outcomes.csv")
    written = 0
    tables: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for number, crime in crimes.items():
        place = _published(crime)
        if place is None:
            continue
        month, crime_type = place
        known = [outcome for outcome in decided.get(number, []) if month <= outcome[0] <= LAST_MONTH]
        row = _street(number, month, points.nearest(crime["LONGITUDE"], crime["LATITUDE"]), crime_type)
        tables[month, "street"].append([*row, known[-1][1] if known else "Under investigation", ""])
        for decided_in, outcome_type in known:
            tables[decided_in, "outcomes"].append([row[0], decided_in, *row[2:9], outcome_type])
    for month, place_of in _antisocial(folder / "exports" / "millshire-command"):
        tables[month, "street"].append([*_street("", month, points.nearest(*place_of), "Anti-social behaviour"), "", ""])
    for month, stop in _stops(folder / "exports" / "millshire-stops" / "searches.csv", points):
        tables[month, "stop-and-search"].append(stop)
    for (month, sort), rows in sorted(tables.items()):
        _write(folder / "public" / month / f"{month}-{FORCE}-{sort}.csv", {"street": STREET, "outcomes": OUTCOMES}.get(sort, STOPS), rows)
        written += len(rows)
    return written


def _published(crime: dict[str, str]) -> tuple[str, str] | None:
    crime_type, moment = CRIME_TYPES.get(crime["HO_CLASS"]), _moment(crime["REPORTED_ON"])
    if crime_type is None or crime["CAVEATS"] or moment is None:
        return None
    month = f"{moment:%Y-%m}"
    return (month, crime_type) if FIRST_MONTH <= month <= LAST_MONTH else None


def _street(number: str, month: str, place: tuple[str, str, str], crime_type: str) -> list[str]:
    own = hashlib.sha256(f"millshire {number}".encode()).hexdigest() if number else ""
    return [own, month, FORCE_NAME, FORCE_NAME, place[0], place[1], place[2], "", "", crime_type]


def _decided(path: Path) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(path):
        moment, words = _moment(f"{row['OUTCOME_DATE']} 00:00"), OUTCOME_TYPES.get(row["OUTCOME_CODE"])
        if moment and words and not row["CAVEATS"]:
            found[row["CRIME_NO"]].append((f"{moment:%Y-%m}", words))
    return {number: sorted(outcomes) for number, outcomes in found.items()}


def _antisocial(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    logs: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                incident = json.loads(line)
                logs[incident["log"]] = incident
            except (ValueError, KeyError, TypeError):
                continue  # broken on purpose: the feed refuses it too
    for incident in logs.values():
        month = str(incident.get("created"))[:7]
        if incident.get("type") == "ASB" and not incident.get("caveats") and FIRST_MONTH <= month <= LAST_MONTH:
            place = incident.get("location") or {}
            yield month, (str(place.get("lon")), str(place.get("lat")))


def _stops(path: Path, points: MapPoints) -> Iterator[tuple[str, list[str]]]:
    for row in _rows(path):
        moment = _moment(row["DATE_TIME"])
        if moment is None or not FIRST_MONTH <= f"{moment:%Y-%m}" <= LAST_MONTH:
            continue
        longitude, latitude, _ = points.nearest(row["LONGITUDE"], row["LATITUDE"])
        yield f"{moment:%Y-%m}", [
            row["TYPE"], f"{moment:%Y-%m-%dT%H:%M:%S}+00:00", str(bool(row["OPERATION"])), row["OPERATION"], latitude, longitude,
            row["GENDER"], row["AGE_RANGE"], ETHNICITIES.get(row["SELF_DEFINED"], NOT_STATED), row["OFFICER_DEFINED"], row["LEGISLATION"],
            row["OBJECT_OF_SEARCH"], row["OUTCOME"], row["OUTCOME_LINKED"], row["OUTER_CLOTHING"],
        ]  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if None not in row and None not in row.values():
                yield row


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y %H:%M")
    except ValueError:
        return None


def _write(path: Path, columns: tuple[str, ...], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(columns)
        lines.writerows(sorted(rows))
