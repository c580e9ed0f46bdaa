"""Grids of cells out of CSV and XLSX files, as people keep them: merged cells, titles above the heading, several sheets, any encoding of Excel's.

Invariant: a value that stands in a merged cell is a value of its first row; in the rows under it the cell says that it only follows.
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 200, 40
MOST_UNPACKED = 60_000_000  # bytes: a portfolio of twenty thousand rows takes a tenth of it
_FOREIGN_FORMAT = re.compile(r"\$(?!-)[^\]]*|€|¥|₹|\[\$(?:USD|EUR|CHF)")


class FileUnreadable(ValueError):
    """The file is no CSV and no XLSX, is damaged, or is far larger than any portfolio. The message says which."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stands in it, whether it only follows a merged cell above or to the left, and what is wrong with it."""

    value: Any = None
    follows: bool = False
    fault: str = ""

    @property
    def text(self) -> str:
        """What stands in it, as one line of text."""
        return "" if self.value is None else " ".join(str(self.value).split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; row 0 of `rows` is row 1 of the spreadsheet. A CSV file is one sheet without a name."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_sheets(name: str, content: bytes) -> list[Sheet]:
    """Every sheet of a file, by what is in it rather than by its name.

    Raises:
        FileUnreadable: see there.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise FileUnreadable(f"{name} is empty.")
    if content[:4] == b"PK\x03\x04":
        return _read_workbook(name, content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise FileUnreadable(f"{name} is an old XLS workbook or is locked with a password. Save it as XLSX without one.")
    return [Sheet("", _read_csv(name, content))]


def _read_csv(name: str, content: bytes) -> list[list[Cell]]:
    text = _decoded(name, content)
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    delimiter = max(",;\t|", key=lambda one: (sum(line.count(one) for line in lines), one == ","))
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FileUnreadable(f"{name} is no CSV file: {error}.") from error
    if len(found) > MOST_ROWS or max(map(len, found), default=0) > MOST_COLUMNS:
        raise FileUnreadable(f"{name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns.")
    return [[Cell(cell.strip() or None) for cell in row] for row in found]


def _decoded(name: str, content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise FileUnreadable(f"{name} is no text: save it as CSV or XLSX.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what Excel writes in Britain under "CSV"


def _read_workbook(name: str, content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise FileUnreadable(f"{name} unpacks to more than any portfolio needs.")
        values = load_workbook(io.BytesIO(content), data_only=True)
        formulas = load_workbook(io.BytesIO(content))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        if isinstance(error, FileUnreadable):
            raise
        raise FileUnreadable(f"{name} is a damaged workbook or none at all: save it again as XLSX.") from error
    if len(values.worksheets) > MOST_SHEETS:
        raise FileUnreadable(f"{name} has more than {MOST_SHEETS} sheets.")
    return [_sheet(name, page, formulas[page.title]) for page in values.worksheets]


def _sheet(name: str, page: Any, formulas: Any) -> Sheet:
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
        raise FileUnreadable(f"{name}, sheet {page.title}: more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns.")
    rows = [[_cell(cell, formulas.cell(cell.row, cell.column)) for cell in row] for row in page.iter_rows()]
    for area in page.merged_cells.ranges:
        first = rows[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if (row, column) != (area.min_row, area.min_col):
                    rows[row - 1][column - 1] = Cell(first.value, follows=True, fault=first.fault)
    return Sheet(page.title, rows)


def _cell(cell: Any, formula: Any) -> Cell:
    if cell.data_type == "e":
        return Cell(cell.value, fault=f"the formula gives {cell.value}")
    if cell.value is None and formula.data_type == "f":
        return Cell(None, fault="the formula has no stored result: open the file, save it and try again")
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and _is_foreign(str(cell.number_format)):
        return Cell(cell.value, fault="the cell is not in pounds; convert it and say the rate in a note")
    value = cell.value
    return Cell(value.strip() or None if isinstance(value, str) else value)


def _is_foreign(form: str) -> bool:
    return "£" not in form and bool(_FOREIGN_FORMAT.search(form.replace("[$-", "[-")))
