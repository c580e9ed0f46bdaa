import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from beatbook.sources.adapters.council_xlsx import split_name
from beatbook.sources.statements import FileRefused
from tests.sources.adapters.exports import feed, mentions, read, rows, ties

KEY = "ASB/2026/00001"
CASE = {
    "Case Ref": KEY, "Last Changed": datetime(2026, 6, 20, 9, 30), "Opened": datetime(2026, 6, 15, 10, 0), "Closed": date(2026, 6, 20),
    "Category": "Nuisance", "Problem": "Loud music", "Status": "Closed", "Location": "12 Foundry Row", "Town": "Millford", "Longitude": 2.25,
    "Latitude": 54.75, "Complainant": "Tully, Ryan James", "Complainant Phone": "07700 900842", "Subject": "Jordan Marsh",
    "Subject DOB": "14/03/1994", "Case Officer": "Officer 4", "Notes": "Diary sheets issued.",
}  # fmt: skip


def export(*cases: dict[str, Any], columns: list[str] | None = None) -> bytes:
    book, out = Workbook(), BytesIO()
    columns = columns or list(feed("council-asb").columns["case"].values())
    book.active.append(columns)
    for case in cases:
        book.active.append([case.get(column) for column in columns])
    book.save(out)
    return out.getvalue()


def test_a_case_its_complainant_and_its_subject() -> None:
    statements, refused = read("council-asb", "asb-cases.xlsx", export(CASE))
    found = mentions(statements)
    assert not refused
    assert found[f"case:{KEY}"].content == {
        "event_type": "asb-case", "reference": KEY, "title": "Loud music", "tags": ["Nuisance"], "status": "Closed",
        "summary": "Diary sheets issued.", "address": "12 Foundry Row, Millford", "closed_on": "2026-06-20", "recorded_by": "Officer 4",
    }  # fmt: skip
    assert found[f"complainant:{KEY}"].content == {"forenames": "Ryan James", "surname": "Tully", "phones": ["07700 900842"]}
    assert found[f"subject:{KEY}"].content == {"forenames": "Jordan", "surname": "Marsh", "date_of_birth": "1994-03-14"}
    assert ties(statements) == {
        (f"complainant:{KEY}", f"case:{KEY}", "complainant", "fact"),
        (f"subject:{KEY}", f"case:{KEY}", "subject", "fact"),
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marsh, Jordan Ellis", ("Jordan Ellis", "Marsh")),
        ("Jordan Ellis Marsh", ("Jordan Ellis", "Marsh")),
        ("Marsh", ("", "Marsh")),
        ("", ("", "")),
    ],
)
def test_a_name_in_one_cell_is_divided(text: str, names: tuple[str, str]) -> None:
    assert split_name(text) == names


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("Subject DOB", "31/02/1994", "Subject DOB: “31/02/1994” is not a date"), ("Opened", datetime(2036, 1, 1), "Opened: “2036-01-01T00:00:00” is after"),
        ("Case Ref", None, "Case Ref: is empty"), ("Problem", None, "Problem: is empty"), ("Last Changed", "last week", "Last Changed: “last week”"),
    ],
)  # fmt: skip
def test_one_bad_row_costs_only_itself(column: str, value: object, message: str) -> None:
    statements, refused = read("council-asb", "asb-cases.xlsx", export(CASE | {column: value}, CASE | {"Case Ref": "ASB/2026/00002"}))
    assert "case:ASB/2026/00002" in mentions(statements)
    assert len(refused) == 1
    assert refused[0][0] == 2
    assert message in refused[0][1]


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, body in files.items():
            book.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "is empty"),
        (b"Case Ref,Opened\n1,2\n", "is not a whole workbook"),
        (export(CASE)[:3000], "is not a whole workbook"),
        (archive(inner=archive(more=b"x")), "is not a whole workbook"),
        (export(CASE, columns=["Case Ref", "Opened"]), "lacks the column"),
        (export(CASE, columns=[*feed("council-asb").columns["case"].values(), "Case Ref"]), "has a column more than once: Case Ref"),
        (export(CASE, columns=[*feed("council-asb").columns["case"].values(), "Mood"]), "neither takes nor says why not: Mood"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        rows("council-asb", "asb-cases.xlsx", body)


def rebuilt(body: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one part changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new, 1) if name == part else content)
    return out.getvalue()


def test_a_workbook_that_declares_entities_is_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet'
    spoilt = rebuilt(export(CASE), "xl/worksheets/sheet1.xml", b"<worksheet", laughs)
    with pytest.raises(FileRefused):
        rows("council-asb", "asb-cases.xlsx", spoilt)


def test_a_sheet_cut_short_gives_its_whole_rows_and_one_refusal() -> None:
    body = export(CASE, CASE | {"Case Ref": "ASB/2026/00002"})
    with zipfile.ZipFile(BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    spoilt = rebuilt(body, "xl/worksheets/sheet1.xml", sheet, sheet[: sheet.rindex(b"<c ")])
    statements, refused = read("council-asb", "asb-cases.xlsx", spoilt)
    assert f"case:{KEY}" in mentions(statements)
    assert len(refused) == 1
    assert "the sheet cannot be read further" in refused[0][1]


def test_a_cell_of_ten_megabytes_is_refused_by_its_column() -> None:
    big = rebuilt(export(CASE), "xl/worksheets/sheet1.xml", b"Diary sheets issued.", b"x" * 10_000_000)
    statements, refused = read("council-asb", "asb-cases.xlsx", big)
    assert not statements
    assert refused == [(2, "Notes: is 10,000,000 characters long; the most is 1,000,000")]
