"""Spreadsheets as directors keep them: what is taken, what is refused with row and column, and that nothing vanishes."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from beatbook.technology.facts import Interface
from beatbook.technology.reading.portfolio import Portfolio, interfaces_of, read_portfolio
from beatbook.technology.reading.sheets import Cell, FileUnreadable, Sheet, read_sheets

KNOWN = {"crime-recording": "Crime recording", "custody": "Custody", "fleet": "Fleet"}


def workbook(fill) -> bytes:
    """A workbook that `fill` wrote on."""
    book, out = Workbook(), io.BytesIO()
    fill(book.active)
    book.save(out)
    return out.getvalue()


def read(content: bytes) -> Portfolio:
    """The portfolio in a file."""
    return read_portfolio(read_sheets("x", content), "millshire", KNOWN)


def said_of(portfolio: Portfolio) -> list[tuple[int, str, str]]:
    """Row, outcome and reason of what was not taken."""
    return [(one.row, one.outcome, one.reason) for one in portfolio.left]


def test_a_workbook_with_titles_merged_cells_and_totals() -> None:
    def fill(page) -> None:
        page.append(["Millshire Police: ICT portfolio 2026"])
        page.merge_cells("A1:F1")
        page.append([])
        page.append(["System", "Capability", "Supplier", "No. of users", "Annual cost (£k)", "Contract end"])
        page.append(["Operational systems"])
        page.append(["Bluebook", "Crime recording", "Northern Ltd", "1,900", "£1.2m", "31/03/2027"])
        page.append(["Cells", "Custody", None, 300, 240, date(2028, 3, 31)])
        page.append(["Cells web", None, None, 300, None, None])
        page.merge_cells("B6:B7")
        page.merge_cells("E6:E7")
        page.append(["Subtotal", None, None, None, 1440, None])
        page.append(["GRAND TOTAL", None, None, None, 1440, None])
        page.append([None, None, None, None, 1440, None])

    found = read(workbook(fill))
    assert [(one.name, one.capabilities[0], one.users, one.annual_pence) for one in found.applications] == [
        ("Bluebook", "crime-recording", 1900, 120_000_000),
        ("Cells", "custody", 300, 24_000_000),
        ("Cells web", "custody", 300, None),
    ]
    assert [(row, outcome) for row, outcome, _ in said_of(found)] == [
        (4, "left out"),
        (7, "noted"),
        (8, "left out"),
        (9, "left out"),
        (10, "left out"),
    ]
    assert found.refused == []


def test_bad_rows_are_refused_by_column_and_the_rest_is_taken() -> None:
    rows = [
        "Application,Capability,Users,Annual cost,Contract start,Contract end,Functional fit,Notes",
        "One,Crime recording,10,-£500,,,,",
        "Two,Crime recording,10,$900,,,,",
        "Three,Crime recording,10,900,01/04/2027,31/03/2026,,",
        "Four,Crime recoding,10,900,,,,",
        "Five,,10,900,,,,",
        ",Custody,10,900,,,3,",
        "Six,Custody,ten,900,,,,",
        "Seven,Custody,10,900,,,6,",
        "Eight,Custody,10,900,,,4,good",
        "eight ,Custody,10,900,,,4,twice",
    ]
    found = read("\r\n".join(rows).encode("cp1252"))
    assert [one.name for one in found.applications] == ["Eight"]
    assert [(one.row, one.column) for one in found.refused] == [
        (2, "Annual cost"),
        (3, "Annual cost"),
        (4, "Contract end"),
        (5, "Capability"),
        (6, "Capability"),
        (7, "Application"),
        (8, "Users"),
        (9, "Functional fit"),
        (11, "Application"),
    ]
    assert "did you mean “crime recording”" in found.refused[3].reason and "same application is on row 10" in found.refused[8].reason
    assert found.unused == ["Notes"] and dict(found.refused[0].content)["Application"] == "One"


def test_another_currency_by_the_look_of_a_cell_and_a_formula_without_a_result() -> None:
    def fill(page) -> None:
        page.append(["Application", "Capability", "Annual cost"])
        page.append(["Euro", "Custody", 900])
        page["C2"].number_format = "[$€-1809]#,##0"
        page.append(["Pound", "Custody", 900])
        page["C3"].number_format = "[$£-809]#,##0"
        page.append(["Total Mobile", "Custody", "=C2+C3"])

    found = read(workbook(fill))
    assert [one.name for one in found.applications] == ["Pound"]
    assert [(one.row, one.reason[:15]) for one in found.refused] == [(2, "the cell is not"), (4, "the formula has")]


def test_a_file_that_is_none_is_refused_in_words() -> None:
    for content in (b"", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", b"a\0b\0c"):
        with pytest.raises(FileUnreadable, match="x "):
            read_sheets("x", content)
    assert said_of(read(b"colour,shape\nred,round\n"))[0][1] == "left out"


def test_interfaces_say_direction_and_fallback() -> None:
    assert interfaces_of("PNC (receives; fallback: bureau, by phone); ANPR") == (
        Interface("PNC", "receives", fallback="bureau"),
        Interface("ANPR"),
    )


CELLS = st.sampled_from(["", "Total", "x", "Custody", "Crime recording", "£1.2m", "-5", "31/03/2027", "n/a", "4", "€9", "=1", "\x07"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=12))
def test_every_row_is_taken_or_said_to_be_left(rows: list[list[str]]) -> None:
    head = ["Application", "Capability", "Users", "Cost", "Contract end", "Functional fit"]
    grid = [[Cell(cell or None) for cell in row] for row in [head, *rows]]
    found = read_portfolio([Sheet("s", grid)], "a", KNOWN)
    filled = {number for number, row in enumerate(rows, start=2) if any(row)}
    taken = {row for _, row in found.rows}
    left = {one.row for one in found.left if one.outcome != "noted"}
    assert taken | left == filled and not taken & left
