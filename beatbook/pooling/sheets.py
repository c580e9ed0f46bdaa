"""Sheets of needs and offers, as CSV or a workbook. A line that cannot be taken is refused with file, row, column and reason; the others are read.

Invariant: reading depends on nothing but the bytes; rows are counted as a spreadsheet shows them, the heading being row 1.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Any

from beatbook.money.pence import read_pence
from beatbook.pooling.offers import Offer, WrittenTier, joined_tiers
from beatbook.vocabulary.errors import BeatbookError

NEED_COLUMNS = ("force", "users", "price", "contract_ends")
OFFER_COLUMNS = ("offer", "supplier", "from_users", "price")
MOST_ROWS = 20_000
VISIBILITIES = ("owner", "peers", "national", "public")


class SheetRefused(BeatbookError):
    """The file is no sheet of this kind: the message says what is missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line that was not taken."""

    file: str
    row: int
    column: str
    reason: str
    raw: Mapping[str, str]

    def sentence(self) -> str:
        """The refusal in one line."""
        return f"{self.file}, row {self.row}, {self.column}: {self.reason}"


@dataclass(slots=True)
class Sheet:
    """What was read, each with its row, and what was refused."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


class _Refusal(Exception):
    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason


def lines_of(name: str, content: bytes, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line that is not empty, by column name in small letters with underscores.

    Raises:
        SheetRefused: it cannot be read, or a needed column is missing.
    """
    rows = _workbook(name, content) if name.lower().endswith(".xlsx") else _text(name, content)
    header = [cell.strip().lower().replace(" ", "_") for cell in next(rows, [])]
    missing = [column for column in needed if column not in header]
    if missing:
        raise SheetRefused(f"{name}: the column “{missing[0]}” is missing; nothing was read.")
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise SheetRefused(f"{name}: more than {MOST_ROWS:,} rows.")
        if any(cell.strip() for cell in cells):
            yield number, {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column}


def _text(name: str, content: bytes) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SheetRefused(f"{name}: it is no CSV file in UTF-8 ({error}).") from None


def _workbook(name: str, content: bytes) -> Iterator[list[str]]:
    try:
        book = import_module("openpyxl").load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(cell) for cell in cells]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise SheetRefused(f"{name}: it is no workbook that can be read ({error}).") from None


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def read_needs(name: str, content: bytes) -> Sheet:
    """What forces need, one line each: users, price of a user a year, contract end, and what there is of the rest."""
    sheet, seen = Sheet(), set()
    for number, line in lines_of(name, content, NEED_COLUMNS):
        try:
            row = _need(line)
            if row["force"] in seen:
                raise _Refusal("force", "the force is there twice")
            seen.add(row["force"])
            sheet.rows.append((number, row))
        except _Refusal as refusal:
            sheet.refused.append(RefusedLine(name, number, refusal.column, refusal.reason, line))
    return sheet


def _need(line: Mapping[str, str]) -> dict[str, Any]:
    row = {
        "force": _read(line, "force", _words),
        "users": _read(line, "users", _count),
        "price_pence": _read(line, "price", read_pence),
        "supplier": line.get("supplier", ""),
        "contract_ends_on": _read(line, "contract_ends", _day),
        "exit_fee_pence": _read(line, "exit_fee", read_pence, 0),
        "switching_pence": _read(line, "switching", read_pence, 0),
        "requires": _listed(line.get("requires", "")),
        "leaves_by": _read(line, "leaves_by", _day, None),
        "budget_pence": _read(line, "budget", read_pence, None),
        "visibility": _read(line, "visibility", _visibility, "national"),
    }
    begins = _read(line, "contract_begins", _day, None)
    if begins and begins > row["contract_ends_on"]:
        raise _Refusal("contract_ends", "the contract ends before it begins")
    return row


def read_offers(name: str, content: bytes) -> Sheet:
    """Offers, one line for each tier. A fault in one tier refuses the whole offer: a price list with a hole prices wrongly."""
    sheet, faulty = Sheet(), set()
    tiers: dict[str, list[WrittenTier]] = {}
    lines: dict[str, tuple[int, dict[str, str]]] = {}
    for number, line in lines_of(name, content, OFFER_COLUMNS):
        code = line.get("offer", "")
        lines.setdefault(code, (number, line))
        try:
            tiers.setdefault(code, []).append(_tier(line))
        except _Refusal as refusal:
            faulty.add(code)
            sheet.refused.append(RefusedLine(name, number, refusal.column, refusal.reason, line))
    for code, (number, line) in lines.items():
        if code in faulty:
            continue
        try:
            offer = Offer(code, line["supplier"], joined_tiers(code, tiers[code]))
        except BeatbookError as error:
            sheet.refused.append(RefusedLine(name, number, "from_users", str(error), line))
            continue
        facts = {"lot": line.get("lot", ""), "is_small": line.get("small", "").lower() in ("yes", "y", "true", "1")}
        sheet.rows.append((number, {"offer": offer, **facts, "provides": _listed(line.get("provides", ""))}))
    return sheet


def _tier(line: Mapping[str, str]) -> WrittenTier:
    for column in ("offer", "supplier"):
        _read(line, column, _words)
    if line.get("currency", "").upper() not in ("", "GBP", "£"):
        raise _Refusal("currency", f"{line['currency']} is not pounds")
    return WrittenTier(_read(line, "from_users", _count), _read(line, "to_users", _count, None), _read(line, "price", read_pence))


_NEEDED = object()


def _read(line: Mapping[str, str], column: str, read: Callable[[str], Any], otherwise: Any = _NEEDED) -> Any:
    said = line.get(column, "")
    if not said:
        if otherwise is _NEEDED:
            raise _Refusal(column, "it is empty")
        return otherwise
    try:
        return read(said)
    except (ValueError, BeatbookError) as error:
        raise _Refusal(column, str(error)) from None


def _words(said: str) -> str:
    return said


def _count(said: str) -> int:
    cleaned = said.replace(",", "").removesuffix(".0")
    if not cleaned.isdecimal():
        raise ValueError(f"“{said}” is not a whole number of users")
    return int(cleaned)


def _day(said: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValueError(f"“{said}” is not a date such as 31/03/2028")


def _visibility(said: str) -> str:
    if said.lower() not in VISIBILITIES:
        raise ValueError(f"“{said}” is not one of {', '.join(VISIBILITIES)}")
    return said.lower()


def _listed(said: str) -> list[str]:
    return sorted({part.strip() for part in said.split(";") if part.strip()})
