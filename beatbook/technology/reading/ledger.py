"""Lines of a ledger out of a spreadsheet. Credits are negative and stay so; a row of totals is left out, or every pound would count twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beatbook.technology.reading.amounts import Unreadable, day_of, pence_of, unit_of
from beatbook.technology.reading.portfolio import SUMS, Left, find_heading
from beatbook.technology.reading.sheets import Cell, Sheet
from beatbook.technology.spending import Line, financial_year

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "on": ("date", "posting date", "posted", "transaction date", "invoice date", "paid on"),
    "year": ("year", "financial year", "fy"),
    "kind": ("kind", "type", "actual or budget"),
    "account": ("account", "account code", "nominal", "nominal code", "subjective", "code", "cost code"),
    "account_name": ("account name", "account description", "nominal name", "subjective name", "category"),
    "supplier": ("supplier", "vendor", "payee", "supplier name"),
    "description": ("description", "narrative", "details", "line", "text"),
    "project": ("project", "programme", "project name", "initiative"),
    "amount": ("amount", "net", "net amount", "value", "cost", "amount net", "spend"),
}
KINDS = ("actual", "budget", "forecast")
_YEAR = re.compile(r"(?:fy\s?)?(?P<first>20\d\d)\s?(?:[/-]\s?(?P<second>(?:20)?\d\d))?\Z|(?:fy\s?)?(?P<short>\d\d)\s?/\s?(?P<next>\d\d)\Z")


@dataclass(slots=True)
class Ledger:
    """What a file says: lines with the row each was read from, and what was not taken."""

    lines: list[Line] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def read_ledger(sheets: Sequence[Sheet], owner: str) -> Ledger:
    """The lines that `owner` gives."""
    found = Ledger()
    for sheet in sheets:
        heading = find_heading(sheet, HEADINGS, ("amount",))
        if heading is None or not {"on", "year"} & set(heading.columns):
            if any(cell.value is not None for row in sheet.rows for cell in row):
                found.left.append(
                    Left(sheet.name, 1, "", "no heading with an amount and a date or year; the sheet was not read", "left out")
                )
            continue
        for number in range(heading.row + 1, len(sheet.rows)):
            row = sheet.rows[number]
            cells = {column: row[place] if place < len(row) else Cell() for column, place in heading.columns.items()}
            filled = [cell for cell in row if cell.value is not None and not cell.follows]
            if not filled:
                continue
            content = tuple((label, cell.text) for label, cell in zip(heading.labels, row, strict=False) if cell.text)
            column, reason, outcome = _why_not(cells, filled, heading.labels)
            if not reason:
                try:
                    found.lines.append(_line(cells, owner, unit_of(heading.labels[heading.columns["amount"]])))
                    found.rows.append((sheet.name, number + 1))
                    continue
                except _Fault as fault:
                    column, reason, outcome = fault.column, str(fault), "refused"
            label = heading.labels[heading.columns[column]] if column in heading.columns else column
            found.left.append(Left(sheet.name, number + 1, label, reason, outcome, content))
    return found


class _Fault(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def _why_not(cells: Mapping[str, Cell], filled: Sequence[Cell], labels: Sequence[str]) -> tuple[str, str, str]:
    if [cell.text for cell in filled] == [label for label in labels if label]:
        return "amount", "the heading again", "left out"
    if not _is_dated(cells) and any(SUMS.match(cell.text) for cell in filled[:3]):
        return "amount", "a row of totals", "left out"
    if cells["amount"].value is None and len(filled) == 1:
        return "amount", "a heading between rows", "left out"
    if filled == [cells["amount"]]:
        return "amount", "a sum without a name", "left out"
    return "", "", ""


def _is_dated(cells: Mapping[str, Cell]) -> bool:
    """Does the row say when? A supplier may be called Total; a sum has no day."""
    try:
        return day_of(cells.get("on", Cell()).value) is not None or year_of(cells.get("year", Cell()).value) is not None
    except Unreadable:
        return False


def _line(cells: Mapping[str, Cell], owner: str, unit: int) -> Line:
    def say(column: str, read: Any) -> Any:
        cell = cells.get(column, Cell())
        if cell.fault:
            raise _Fault(column, cell.fault)
        if column == "amount" and cell.follows:
            raise _Fault(column, "the amount is merged with the row above and was taken there")
        try:
            return read(cell.value)
        except Unreadable as error:
            raise _Fault(column, str(error)) from error

    pence = say("amount", lambda value: pence_of(value, unit=unit, negative=True))
    if pence is None:
        raise _Fault("amount", "no amount is given")
    on = say("on", day_of)
    year = say("year", year_of)
    if year is None:
        if on is None:
            raise _Fault("on" if "on" in cells else "year", "neither a date nor a financial year is given")
        year = financial_year(on)
    texts = {column: cells.get(column, Cell()).text for column in ("account", "account_name", "supplier", "description", "project")}
    return Line(owner, year, say("kind", _kind), pence=pence, on=on, **texts)


def year_of(value: Any) -> int | None:
    """The year in whose April a financial year begins: `2026/27`, `FY26/27`, `2026`.

    Raises:
        Unreadable: no such year.
    """
    if value is None:
        return None
    found = _YEAR.match(str(value).strip().casefold().removesuffix(".0"))
    if not found:
        raise Unreadable(f"“{value}” is no financial year; write it as 2026/27")
    first = int(found["first"] or f"20{found['short']}")
    second = found["second"] or found["next"]
    if second and int(second) % 100 != (first + 1) % 100:
        raise Unreadable(f"“{value}” is no financial year; write it as 2026/27")
    return first


def _kind(value: Any) -> str:
    words = str(value or "actual").strip().casefold().removesuffix("s")
    if words not in KINDS:
        raise Unreadable(f"“{value}” is none of {', '.join(KINDS)}")
    return words
