"""Sheets of KPI readings and of fees, CSV. A row that cannot be taken is refused with file, row, column and reason; the others are read."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from beatbook.money.pence import read_pence
from beatbook.organisations.tables import RefusedRow, Table
from beatbook.suppliers.fee_terms import Bands, bands_of
from beatbook.suppliers.kpis import kpi_of
from beatbook.vocabulary.errors import BeatbookError

READINGS = ("contract", "kpi", "version", "period", "numerator", "denominator", "evidence")
FEES = ("contract", "fee", "at_risk", "bonus_cap", "kpi", "version", "weight", "bands", "repeat", "earn_back", "bonus")
PERIOD = re.compile(r"(20\d\d)-(?:Q[1-4]|(?:0[1-9]|1[0-2]))\Z")


def _text(said: str) -> str:
    if not said:
        raise ValueError("it is empty")
    return said


def _whole(said: str) -> int | None:
    if not said:
        return None
    if not re.fullmatch(r"-?\d[\d,]*", said):
        raise ValueError(f"“{said}” is no whole number")
    found = int(said.replace(",", ""))
    if found < 0:
        raise ValueError("it is below nought")
    return found


def _version(said: str) -> int:
    return _whole(said) or 1


def _period(said: str) -> str:
    if not PERIOD.match(said):
        raise ValueError(f"“{said}” is no period: write 2026-Q1 for a quarter or 2026-03 for a month")
    return said


def _share(said: str) -> Fraction:
    """A share as people write it: 8 % or 8, of a hundred."""
    try:
        found = Fraction(Decimal(said.rstrip("% ") or "0")) / 100
    except InvalidOperation:
        raise ValueError(f"“{said}” is no share: write 8 or 8 %") from None
    if not 0 <= found <= 1:
        raise ValueError(f"“{said}” is not between 0 and 100 %")
    return found


def _times(said: str) -> Fraction:
    try:
        return Fraction(Decimal(said or "1"))
    except InvalidOperation:
        raise ValueError(f"“{said}” is no number") from None


def _listed(said: str) -> list[str]:
    return [part.strip() for part in said.split(";") if part.strip()]


def _bands(said: str) -> Bands:
    return bands_of(_text(said))


_READERS: Mapping[str, Callable[[str], Any]] = {
    "contract": _text,
    "kpi": _text,
    "version": _version,
    "period": _period,
    "numerator": _whole,
    "denominator": _whole,
    "evidence": _listed,
    "fee": read_pence,
    "at_risk": _share,
    "bonus_cap": _share,
    "weight": _share,
    "bands": _bands,
    "repeat": _times,
    "earn_back": lambda said: said.casefold() in {"yes", "y", "true", "1"},
    "bonus": _share,
}
_MAY_BE_ABSENT = frozenset({"evidence", "version", "bonus_cap", "repeat", "earn_back", "bonus"})


def read_readings(file: str, content: bytes) -> Table:
    """Readings: counts of a KPI of the catalogue in a period. Without both counts the reading was asked for and is missing."""
    sheet = _read(file, content, READINGS)
    sheet.rows = [(number, row) for number, row in sheet.rows if _is_reading(sheet, number, row)]
    return sheet


def read_fees(file: str, content: bytes) -> Table:
    """Fees: a row for each KPI of a contract; the fee, its share at risk and the cap of bonuses are those of its first row."""
    sheet = _read(file, content, FEES)
    sheet.rows = [(number, row) for number, row in sheet.rows if _knows_kpi(sheet, number, row)]
    return sheet


def _read(file: str, content: bytes, columns: tuple[str, ...]) -> Table:
    sheet = Table(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    lines = csv.DictReader(io.StringIO(text))
    known = {name.strip().casefold().replace(" ", "_"): name for name in lines.fieldnames or () if name}
    missing = [column for column in columns if column not in known and column not in _MAY_BE_ABSENT]
    if missing:
        sheet.refused.append(RefusedRow(file, 1, missing[0], "the column is missing; nothing of this file was read"))
        return sheet
    for number, line in enumerate(lines, start=2):
        row = _row(sheet, number, {column: (line.get(known.get(column, "")) or "").strip() for column in columns})
        if row is not None:
            sheet.rows.append((number, row))
    return sheet


def _row(sheet: Table, number: int, line: Mapping[str, str]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for column, said in line.items():
        try:
            found[column] = _READERS[column](said)
        except (ValueError, BeatbookError) as fault:
            sheet.refused.append(RefusedRow(sheet.file, number, column, str(fault)))
            return None
    return found


def _knows_kpi(sheet: Table, number: int, row: Mapping[str, Any]) -> bool:
    try:
        kpi_of(row["kpi"], row["version"])
    except BeatbookError as fault:
        sheet.refused.append(RefusedRow(sheet.file, number, "kpi", str(fault)))
        return False
    return True


def _is_reading(sheet: Table, number: int, row: Mapping[str, Any]) -> bool:
    if not _knows_kpi(sheet, number, row):
        return False
    counts = (row["numerator"], row["denominator"])
    reason = ""
    if (counts[0] is None) != (counts[1] is None):
        reason = "give both counts, or neither where the reading is missing"
    elif counts[1] is not None and not 0 <= counts[0] <= counts[1]:
        reason = f"{counts[0]} of {counts[1]} cannot be"
    elif counts[1] == 0:
        reason = "nothing of nothing is no reading: leave both empty where it is missing"
    if reason:
        sheet.refused.append(RefusedRow(sheet.file, number, "numerator", reason))
    return not reason
