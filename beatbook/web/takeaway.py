"""A table that somebody takes away: as CSV, as a workbook or as places on a map, always with who took it, when, which filter, and its marking.

Invariant: every cell of the file is a cell of the table that was shown, or a line of this module's own heading; a workbook holds one visible sheet
and nothing else: no formula, link, comment, defined name, hidden row or cache.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

MADE_UP = "Made up for the demonstration"
LONGEST_CELL = 32_767  # signs in one cell of a workbook. Source: the limits of the xlsx form
CONTROL_SIGNS = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
WIDEST, NARROWEST = 60, 10
FORMULA_SIGNS = (
    *"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20",
)  # the last four are full-width forms, which some spreadsheets take for the first four


class Form(StrEnum):
    """The forms in which a table can be taken away, by the ending of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is taken: a title, the filter in words, columns, rows of as many texts, and for each row its place or None, as (longitude, latitude)."""

    title: str
    filtered: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    places: Sequence[tuple[float, float] | None] = ()
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes it, and when."""

    viewer: str
    at: datetime

    def words(self, sheet: Sheet) -> str:
        """The heading of every file."""
        filtered = f" Filter: {sheet.filtered}." if sheet.filtered else ""
        marked = f"{sheet.marking}. " if sheet.marking else ""
        when = self.at.strftime("%d/%m/%Y %H:%M")
        return f"{marked}{sheet.title}, taken by {self.viewer} on {when}.{filtered} Everything here is as that viewer could see it."


def answer(sheet: Sheet, form: Form, taking: Taking, *, name: str) -> HttpResponse:
    """The file as an answer; `name` is the file's name without its ending. In the demonstration every file says that it is made up."""
    if settings.BEATBOOK_DEMONSTRATION:
        sheet = replace(sheet, marking=f"{sheet.marking}. {MADE_UP}" if sheet.marking else MADE_UP)
    write, kind = {
        Form.CSV: (as_csv, "text/csv; charset=utf-8"),
        Form.XLSX: (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Form.GEOJSON: (as_geojson, "application/geo+json"),
    }[form]
    return HttpResponse(write(sheet, taking), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'})


def as_csv(sheet: Sheet, taking: Taking) -> bytes:
    """UTF-8 with the heading in the first line and the columns in the second."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([safe_cell(taking.words(sheet))])
    lines.writerow(sheet.columns)
    lines.writerows([safe_cell(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def as_xlsx(sheet: Sheet, taking: Taking) -> bytes:
    """A workbook of one sheet: the heading, the columns in bold, and every cell as text."""
    book = Workbook(write_only=True)
    book.properties.creator = "Beatbook"
    book.properties.created = book.properties.modified = taking.at.replace(tzinfo=None)
    page = book.create_sheet("Table")
    page.freeze_panes = "A3"
    for place, column in enumerate(sheet.columns):
        longest = max([len(column), *(len(row[place]) for row in sheet.rows)])
        page.column_dimensions[get_column_letter(place + 1)].width = min(WIDEST, max(NARROWEST, longest + 2))

    def cell(text: str, *, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(page)
        made.value = text.translate(CONTROL_SIGNS)[:LONGEST_CELL]
        made.data_type = "s"  # text, whatever it begins with: nothing in it is ever run
        made.font = Font(bold=bold)
        return made

    page.append([cell(taking.words(sheet))])
    page.append([cell(column, bold=True) for column in sheet.columns])
    for row in sheet.rows:
        page.append([cell(text) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_geojson(sheet: Sheet, taking: Taking) -> bytes:
    """The rows that have a place, as points. Source: RFC 7946."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(place)},
            "properties": dict(zip(sheet.columns, row, strict=True)),
        }
        for row, place in zip(sheet.rows, sheet.places, strict=True)
        if place is not None
    ]
    return json.dumps({"type": "FeatureCollection", "description": taking.words(sheet), "features": features}, ensure_ascii=False).encode()


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula. Source: OWASP, CSV injection."""
    return f"'{text}" if text[:1] in FORMULA_SIGNS else text
