"""From a force's own records to what it makes public: its rules as a TOML file, rows moved to map points, counts made safe. Pure.

Invariant: of a record nothing but month, kind, outcome and map point passes; its reference becomes a keyed digest that nobody can guess back.
"""

import csv
import hashlib
import hmac
import io
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from beatbook.opendata.map_points import MapPoint, Place, moved
from beatbook.opendata.suppression import Release, said
from beatbook.vocabulary.errors import BeatbookError

UNDER_INVESTIGATION = "Under investigation"
ANTI_SOCIAL = "Anti-social behaviour"
KEYS = {"force", "name", "crimes", "incidents", "antisocial", "crime_types", "outcomes"}


class RulesRefused(BeatbookError):
    """The rules by which a force publishes cannot be used: the message names the file and the key to mend."""


class PointsRefused(BeatbookError):
    """A list of map points or addresses cannot be read: the message names the file, row and column."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a force publishes of which feeds, and in which words."""

    force: str
    name: str
    crimes: tuple[str, ...]
    incidents: tuple[str, ...]
    antisocial: frozenset[str]
    crime_types: Mapping[str, str]
    outcomes: Mapping[str, str]


class OwnRecord(NamedTuple):
    """What is read of one record of the force's own, and no more."""

    feed: str
    reference: str
    title: str
    offence_code: str
    outcome: str
    area: str
    longitude: float | None
    latitude: float | None

    @property
    def place(self) -> Place | None:
        """Longitude and latitude, or None."""
        return None if self.longitude is None or self.latitude is None else (self.longitude, self.latitude)


def read_rules(file: str, text: str) -> Rules:
    """A force's rules.

    Raises:
        RulesRefused: a key is missing, unknown or of another sort than it should be.
    """
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesRefused(f"{file}: {error}.") from error
    if odd := sorted(set(facts) ^ KEYS):
        raise RulesRefused(f"{file}: {odd[0]}: {'is missing' if odd[0] in KEYS else 'is not a rule that is known'}.")
    for key, sort in (
        ("force", str),
        ("name", str),
        ("crimes", list),
        ("incidents", list),
        ("antisocial", list),
        ("crime_types", dict),
        ("outcomes", dict),
    ):
        if not isinstance(facts[key], sort):
            raise RulesRefused(f"{file}: {key}: should be a {sort.__name__}.")
    crimes, incidents = tuple(facts["crimes"]), tuple(facts["incidents"])
    return Rules(facts["force"], facts["name"], crimes, incidents, frozenset(facts["antisocial"]), facts["crime_types"], facts["outcomes"])


def street_rows(rules: Rules, month: str, records: Sequence[OwnRecord], points: Sequence[MapPoint], key: bytes) -> list[dict[str, Any]]:
    """The published rows of a month, in an order that tells nothing of the records'."""
    kinds = [(record, _kind(rules, record)) for record in records]
    kept = [(record, kind) for record, kind in kinds if kind]
    rows = []
    for (record, kind), point in zip(kept, moved(points, [record.place for record, _ in kept]), strict=True):
        crime = kind != ANTI_SOCIAL
        rows.append(
            {
                "reference": digest(key, record.reference) if crime else "",
                "month": month,
                "reported_by": rules.name,
                "falls_within": rules.name,
                "longitude": point.longitude if point else None,
                "latitude": point.latitude if point else None,
                "address": point.name if point else "",
                "offence": kind,
                "outcome": rules.outcomes.get(record.outcome, UNDER_INVESTIGATION) if crime else "",
            }
        )
    return sorted(rows, key=lambda row: (str(row["longitude"]), str(row["latitude"]), row["offence"], row["reference"]))


def incident_counts(rules: Rules, records: Sequence[OwnRecord]) -> Counter[tuple[str, str]]:
    """How many incidents of each area and kind there were: what is not published row by row."""
    return Counter((record.area, record.title) for record in records if record.feed in rules.incidents and record.area and record.title)


def counts_csv(table: Release, names: Mapping[str, str]) -> bytes:
    """A released table as a file; totals say that they are about right."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["Area code", "Area", *table.kinds, "About, in all"])
    for area in table.areas:
        lines.writerow([area, names.get(area, area), *(said(table.cells[area, kind]) for kind in table.kinds), table.of_area(area)])
    lines.writerow(["", "About, in all", *(table.of_kind(kind) for kind in table.kinds), table.total])
    return out.getvalue().encode()


def read_places(file: str, text: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows of a CSV file with longitude and latitude first, then the other columns asked for.

    Raises:
        PointsRefused: a column is missing, or a place is no place; row and column are named.
    """
    lines = csv.DictReader(io.StringIO(text))
    if missing := [column for column in ("longitude", "latitude", *columns) if column not in (lines.fieldnames or ())]:
        raise PointsRefused(f"{file}, row 1: the column {missing[0]} is missing.")
    return [(*_place(file, lines.line_num, line), *(line[column] or "" for column in columns)) for line in lines]


def digest(key: bytes, reference: str) -> str:
    """The published id of a crime: 64 hexadecimal digits that nobody without the key can make of its reference."""
    return hmac.new(key, f"published:{reference}".encode(), hashlib.sha256).hexdigest()


def _kind(rules: Rules, record: OwnRecord) -> str:
    if record.feed in rules.crimes:
        return rules.crime_types.get(record.offence_code, "")
    return ANTI_SOCIAL if record.title in rules.antisocial else ""


def _place(file: str, row: int, line: Mapping[str, str | None]) -> Place:
    found = []
    for column, most in (("longitude", 180), ("latitude", 90)):
        try:
            value = float(line[column] or "")
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            raise PointsRefused(f"{file}, row {row}, {column}: “{(line[column] or '')[:40]}” is no number of degrees.")
        found.append(value)
    return found[0], found[1]
