"""The monthly archive in the layout of data.police.uk: what is published, month by month and force by force, so that it loads back the same.

Source: the archive's published column lists; stops put latitude before longitude.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

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
NO_PLACE, NO_STREET = "No Location", "On or near "
FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the same rows make the same bytes
Facts = Mapping[str, Any]


def street_line(facts: Facts) -> list[str]:
    """A crime or incident as a row of a street file."""
    return [
        *_common(facts), facts.get("offence", ""), facts.get("outcome", ""), facts.get("context", ""),
    ]  # fmt: skip


def outcome_line(facts: Facts) -> list[str]:
    """An outcome as a row of an outcomes file."""
    return [*_common(facts), facts.get("outcome", "")]


def stop_line(facts: Facts) -> list[str]:
    """A search as a row of a stop and search file; `moment` is ISO 8601 in UTC."""
    return [
        facts.get("search_type", ""), facts["moment"], _truth(facts.get("operation")), facts.get("operation_name", ""),
        _degrees(facts["latitude"]), _degrees(facts["longitude"]), facts.get("gender", ""), facts.get("age_range", ""),
        facts.get("self_defined_ethnicity", ""), facts.get("officer_defined_ethnicity", ""), facts.get("legislation", ""),
        facts.get("object_of_search", ""), facts.get("outcome", ""), _truth(facts.get("outcome_linked_to_object")),
        _truth(facts.get("more_than_outer_clothing")),
    ]  # fmt: skip


SORTS: Mapping[str, tuple[str, Sequence[str], Callable[[Facts], list[str]]]] = {
    "street": ("street", STREET, street_line),
    "outcomes": ("outcomes", OUTCOMES, outcome_line),
    "stops": ("stop-and-search", STOPS, stop_line),
}


def file_name(sort: str, month: str, force: str) -> str:
    """`2025-01/2025-01-northamptonshire-street.csv`."""
    return f"{month}/{month}-{force}-{SORTS[sort][0]}.csv"


def file_bytes(sort: str, rows: Iterable[Facts]) -> bytes:
    """One file."""
    _, columns, line = SORTS[sort]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(line(facts) for facts in rows)
    return out.getvalue().encode()


def archive_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of named files; the same files make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zipped:
        for name, content in files:
            zipped.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def facts_of(content: str, longitude: float | None, latitude: float | None, moment: str) -> dict[str, Any]:
    """What one published record says, with its place and time."""
    return {**json.loads(content), "longitude": longitude, "latitude": latitude, "moment": moment}


def _common(facts: Facts) -> list[str]:
    placed = facts["longitude"] is not None
    return [
        facts.get("reference", ""), facts["month"], facts.get("reported_by", ""), facts.get("falls_within", ""),
        _degrees(facts["longitude"]), _degrees(facts["latitude"]), (facts.get("address") or NO_STREET) if placed else NO_PLACE,
        facts.get("lsoa_code", ""), facts.get("lsoa_name", ""),
    ]  # fmt: skip


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _truth(value: bool | None) -> str:
    return "" if value is None else str(value)
