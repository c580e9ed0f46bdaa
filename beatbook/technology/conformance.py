"""Does a system give its data in a form of the standards list? Found by reading an export of it, never by asking.

Invariant: nothing of the export is kept: a result names rows and columns, never what stood in them.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from beatbook.technology.facts import folded
from beatbook.technology.reading.sheets import Sheet

MOST_FAULTS = 50
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_MARKINGS = frozenset({"OFFICIAL", "OFFICIAL-SENSITIVE"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column that an export must have: its name, what its cells are, and whether they may be empty."""

    name: str
    kind: str
    required: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard of the list: what it is for, where it is said, and the columns by which an export is tested."""

    code: str
    name: str
    purpose: str
    source: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where an export departs: row as a spreadsheet counts, column, and what is wrong, without the value."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tested:
    """The result of one test; `faults` holds the first of `n_faults`."""

    standard: str
    rows: int
    n_faults: int
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Does it conform? An export without rows shows nothing."""
        return self.rows > 0 and self.n_faults == 0


def read_standards(text: str) -> dict[str, Standard]:
    """The standards list out of its TOML file, by code."""
    found = {}
    for one in tomllib.loads(text)["standard"]:
        columns = tuple(
            Column(each["name"], each["kind"], bool(each.get("required", True)), tuple(each.get("values", ()))) for each in one["column"]
        )
        found[one["code"]] = Standard(one["code"], one["name"], one["purpose"], one["source"], columns)
    return found


def conformance_of(standard: Standard, sheets: Sequence[Sheet]) -> Tested:
    """Reads the first sheet of an export against a standard."""
    rows = sheets[0].rows if sheets else []
    places = {folded(cell.text): place for place, cell in enumerate(rows[0])} if rows else {}
    faults: list[Fault] = []
    missing = [column for column in standard.columns if column.required and folded(column.name) not in places]
    faults += [Fault(1, column.name, "the column is missing") for column in missing]
    count = 0
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.value is not None for cell in row):
            continue
        count += 1
        for column in standard.columns:
            place = places.get(folded(column.name))
            if place is not None and (why := _fault(column, row[place].text if place < len(row) else "")):
                faults.append(Fault(number, column.name, why))
    return Tested(standard.code, count, len(faults), tuple(faults[:MOST_FAULTS]))


def _fault(column: Column, text: str) -> str:
    if not text:
        return "it is empty" if column.required else ""
    if column.kind == "code":
        return "" if folded(text) in {folded(one) for one in column.values} else "it is none of the standard’s values"
    return "" if _KINDS[column.kind](text) else f"it is no {_WORDS[column.kind]}"


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == 10
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_place(text: str) -> bool:
    parts = text.split(",")
    try:
        return len(parts) == 2 and -90 <= float(parts[0]) <= 90 and -180 <= float(parts[1]) <= 180
    except ValueError:
        return False


_KINDS: Mapping[str, Callable[[str], bool]] = {
    "text": bool,
    "day": _is_day,
    "moment": _is_moment,
    "postcode": lambda text: bool(_POSTCODE.match(text)),
    "uuid": lambda text: bool(_UUID.match(text)),
    "marking": lambda text: text.upper().replace("_", "-").split(",")[0].strip() in _MARKINGS,
    "uprn": lambda text: text.isdigit() and 1 <= len(text) <= 12,
    "place": _is_place,
}
_WORDS = {
    "text": "text",
    "day": "day written as 2026-11-27",
    "moment": "time with its zone, written as 2026-11-27T10:00:00+00:00",
    "postcode": "postcode written as AA1 1AA",
    "uuid": "UUID",
    "marking": "security classification up to OFFICIAL-SENSITIVE",
    "uprn": "UPRN",
    "place": "latitude and longitude with a comma between",
}
