"""What is taken away holds the table and nothing else, in every form, whatever the cells say."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from beatbook.web.takeaway import Form, Sheet, Taking, answer, as_csv, as_geojson, as_xlsx

TAKING = Taking("Response officer", datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
HOSTILE = ["=1+1", "+A1", "-2", "@SUM(A1)", '=HYPERLINK("http://x.invalid")', "<b>&", "a\x00b\x07", "é مرحبا", "", "x" * 40_000]
SHEET = Sheet("Events", "“marsh”", ("What", "Where"), [[text, "Market Quarter"] for text in HOSTILE], [None, (-1.5, 52.5)] * 5, "OFFICIAL")
PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
}


def cells_of(workbook: bytes) -> list[list[str]]:
    """Every cell of the one sheet."""
    book = load_workbook(BytesIO(workbook))
    assert [(page.title, page.sheet_state) for page in book.worksheets] == [("Table", "visible")]
    assert not book.defined_names
    assert all(
        cell.data_type in ("s", "n", "inlineStr") and cell.hyperlink is None and cell.comment is None for row in book.active for cell in row
    )
    return [[str(cell.value or "") for cell in row] for row in book.active]


def test_a_workbook_has_the_parts_of_one_sheet_and_no_other() -> None:
    with ZipFile(BytesIO(as_xlsx(SHEET, TAKING))) as parts:
        assert set(parts.namelist()) <= PARTS
        everything = b"".join(parts.read(name) for name in parts.namelist())
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    names = {element.tag.partition("}")[2] for element in sheet.iter()}
    assert not names & {"f", "hyperlink", "hyperlinks", "legacyDrawing", "drawing", "dataValidations", "extLst", "tableParts"}
    assert not re.search(rb'hidden="(1|true)|<definedName |pivotTable|pivotCache|veryHidden', everything)


def test_every_cell_of_a_workbook_is_a_cell_of_the_table() -> None:
    heading, columns, *rows = cells_of(as_xlsx(SHEET, TAKING))
    said = (
        "OFFICIAL. Events, taken by Response officer on 24/11/2026 09:30. Filter: “marsh”. Everything here is as that viewer could see it."
    )
    assert heading[0] == said and columns == ["What", "Where"]
    shown = [[re.sub(r"[\x00-\x08]", "", cell)[:32_767] for cell in row] for row in SHEET.rows]
    assert rows == shown


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=4))
def test_no_cell_is_ever_a_formula(rows: list[list[str]]) -> None:
    sheet = Sheet("Table", "", ("A", "B"), rows)
    cells_of(as_xlsx(sheet, TAKING))
    for line in list(csv.reader(io.StringIO(as_csv(sheet, TAKING).decode(), newline="")))[2:]:
        assert all(cell[:1] not in ("=", "+", "-", "@", "\t") for cell in line)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_neither_a_cell_nor_the_heading_begins_like_a_formula(sign: str) -> None:
    text = f'{sign}HYPERLINK("http://evil.example")'
    heading, _, row = csv.reader(io.StringIO(as_csv(Sheet(text, "", ("A",), [[text]]), TAKING).decode(), newline=""))
    assert heading[0].startswith("'") and row == ["'" + text]


def test_geojson_holds_the_rows_that_have_a_place() -> None:
    said = json.loads(as_geojson(SHEET, TAKING))
    assert [feature["geometry"]["coordinates"] for feature in said["features"]] == [[-1.5, 52.5]] * 5
    assert said["features"][0]["properties"] == {"What": "+A1", "Where": "Market Quarter"} and "Response officer" in said["description"]


@pytest.mark.parametrize(("form", "kind"), [(Form.CSV, "text/csv"), (Form.XLSX, "openxmlformats"), (Form.GEOJSON, "geo+json")])
def test_the_answer_says_what_it_is(form: Form, kind: str) -> None:
    response = answer(SHEET, form, TAKING, name="events")
    assert kind in response["Content-Type"] and response["Content-Disposition"] == f'attachment; filename="events.{form}"'
