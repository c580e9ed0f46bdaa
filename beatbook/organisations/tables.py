"""Reads the register's CSV files. A row that cannot be taken is refused with file, row, column and reason; the others are read.

Invariant: reading depends on nothing but the text. Rows are counted as a spreadsheet shows them: the heading is row 1.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from beatbook.organisations.kinds import GROUP_KINDS, ORGANISATION_KINDS, TIE_KINDS

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that was not taken, and why."""

    file: str
    row: int
    column: str
    reason: str

    def sentence(self) -> str:
        """The refusal in one line."""
        return f"{self.file}, row {self.row}, {self.column}: {self.reason}"


@dataclass(slots=True)
class Table:
    """What one file says: rows by column, each with its number, and the rows that were refused."""

    file: str
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def _text(value: str) -> str:
    if not value:
        raise ValueError("it is empty")
    return value


def _day(value: str) -> date:
    return date.fromisoformat(_text(value))


def _day_or_none(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _pence_or_none(value: str) -> int | None:
    if not value:
        return None
    pence = int(value)
    if pence < 0:
        raise ValueError("it is negative")
    return pence


def _one_of(words: tuple[str, ...]) -> Reader:
    def read(value: str) -> str:
        if value not in words:
            raise ValueError(f"“{value}” is not one of {', '.join(words)}")
        return value

    return read


_DATES: Mapping[str, Reader] = {"starts_on": _day, "ends_on": _day_or_none, "source": _text}
COLUMNS: Mapping[str, Mapping[str, Reader]] = {
    "organisations": {"code": _text, "name": _text, "kind": _one_of(ORGANISATION_KINDS), "company_number": str, **_DATES},
    "former_names": {"organisation": _text, "name": _text, **_DATES},
    "ties": {"organisation": _text, "kind": _one_of(TIE_KINDS), "other": _text, **_DATES},
    "groups": {"code": _text, "name": _text, "kind": _one_of(GROUP_KINDS), **_DATES},
    "memberships": {"group": _text, "organisation": _text, **_DATES},
    "bodies": {"code": _text, "name": _text, "purpose": _text, **_DATES},
    "seats": {"body": _text, "organisation": _text, "office": _text, "votes": int, **_DATES},
    "authorities": {"code": _text, "matter": _text, "decider": _text, "body": str, "limit_pence": _pence_or_none, **_DATES},
}
OPTIONAL = frozenset({"ends_on", "company_number", "limit_pence", "body"})


def read_table(name: str, file: str, text: str) -> Table:
    """The rows of one file; `name` is one of COLUMNS."""
    table, columns = Table(file), COLUMNS[name]
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    missing = [column for column in columns if column not in (lines.fieldnames or ()) and not (column in OPTIONAL and column != "body")]
    if missing:
        table.refused.append(RefusedRow(file, 1, missing[0], "the column is missing; nothing of this file was read"))
        return table
    for number, line in enumerate(lines, start=2):
        row = _row(line, columns, table, number)
        if row is not None:
            table.rows.append((number, row))
    return table


def _row(line: Mapping[str, str | None], columns: Mapping[str, Reader], table: Table, number: int) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for column, read in columns.items():
        try:
            found[column] = read((line.get(column) or "").strip())
        except ValueError as error:
            table.refused.append(RefusedRow(table.file, number, column, str(error)))
            return None
    if found["ends_on"] and found["ends_on"] < found["starts_on"]:
        table.refused.append(RefusedRow(table.file, number, "ends_on", "it ends before it starts"))
        return None
    return found
