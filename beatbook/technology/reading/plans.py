"""Small tables beside a portfolio: savings targets and plans by year, and monthly readings of how technology is managed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from beatbook.technology.reading.amounts import Unreadable, day_of, pence_of, unit_of
from beatbook.technology.reading.ledger import year_of
from beatbook.technology.reading.portfolio import SUMS, Left, find_heading
from beatbook.technology.reading.sheets import Cell, Sheet

PLAN = {
    "year": ("year", "financial year"),
    "kind": ("kind",),
    "title": ("title", "saving", "description"),
    "amount": ("amount", "value", "saving"),
}
READINGS = {"month": ("month", "date"), "kind": ("kind", "reading"), "value": ("value", "hours", "days")}
READING_KINDS = ("chief officer hours", "change days available", "change days planned")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A savings target of a year, or a saving from a year on, in pence."""

    year: int
    kind: str
    title: str
    pence: int


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One monthly figure."""

    kind: str
    month: date
    value: Decimal


def read_plan(sheets: Sequence[Sheet]) -> tuple[list[PlanRow], list[Left]]:
    """Rows of a savings plan."""

    def row(say: Callable[[str, Callable[[Any], Any]], Any], unit: int) -> PlanRow:
        return PlanRow(
            say("year", lambda v: _given(year_of(v))),
            say("kind", lambda v: _one_of(v, ("target", "saving"))),
            say("title", lambda v: str(v or "").strip()),
            say("amount", lambda v: _given(pence_of(v, unit=unit))),
        )

    return _read(sheets, PLAN, ("year", "kind", "amount"), row, "amount")


def read_readings(sheets: Sequence[Sheet]) -> tuple[list[ReadingRow], list[Left]]:
    """Rows of monthly readings; a day stands for its month."""

    def row(say: Callable[[str, Callable[[Any], Any]], Any], unit: int) -> ReadingRow:
        return ReadingRow(
            say("kind", lambda v: _one_of(v, READING_KINDS)),
            say("month", lambda v: _given(day_of(v)).replace(day=1)),
            say("value", _number),
        )

    return _read(sheets, READINGS, ("month", "kind", "value"), row, "value")


def _read(
    sheets: Sequence[Sheet], headings: Mapping[str, Sequence[str]], needed: Sequence[str], make: Callable[..., Any], amount: str
) -> tuple[list[Any], list[Left]]:
    taken, left = [], []
    for sheet in sheets:
        heading = find_heading(sheet, headings, needed)
        if heading is None:
            left.append(Left(sheet.name, 1, "", f"no heading with {', '.join(needed)}; the sheet was not read", "left out"))
            continue
        for number in range(heading.row + 1, len(sheet.rows)):
            row = sheet.rows[number]
            filled = [cell for cell in row if cell.value is not None]
            cells = {column: row[place] if place < len(row) else Cell() for column, place in heading.columns.items()}
            if not filled or any(isinstance(cell.value, str) and SUMS.match(cell.value) for cell in filled[:2]):
                continue
            where = [""]

            def say(column: str, read: Callable[[Any], Any], cells: Any = cells, where: list[str] = where) -> Any:
                where[0] = column
                return read(cells.get(column, Cell()).value)

            try:
                taken.append(make(say, unit_of(heading.labels[heading.columns[amount]])))
            except Unreadable as error:
                content = tuple((label, cell.text) for label, cell in zip(heading.labels, row, strict=False))
                left.append(Left(sheet.name, number + 1, where[0], str(error), "refused", content))
    return taken, left


def _given(value: Any) -> Any:
    if value is None:
        raise Unreadable("it is empty")
    return value


def _one_of(value: Any, words: Sequence[str]) -> str:
    said = " ".join(str(value or "").casefold().split())
    if said not in words:
        raise Unreadable(f"“{value}” is none of {', '.join(words)}")
    return said


def _number(value: Any) -> Decimal:
    try:
        found = Decimal(str(value).replace(",", "")).quantize(Decimal("0.01"))
    except (InvalidOperation, ValueError) as error:
        raise Unreadable(f"“{value}” is no number") from error
    if not found.is_finite() or not 0 <= found < 10**9:
        raise Unreadable(f"“{value}” is no number from nought up")
    return found
