"""Ledgers: credits stay, totals go, years are understood."""

import pytest

from beatbook.technology.reading.amounts import Unreadable
from beatbook.technology.reading.ledger import Ledger, read_ledger, year_of
from beatbook.technology.reading.sheets import read_sheets

HEAD = "Date,Account name,Supplier,Project,Net amount\n"


def read(text: str) -> Ledger:
    """The ledger in a CSV file."""
    return read_ledger(read_sheets("ledger.csv", text.encode()), "millshire")


def test_lines_credits_and_totals() -> None:
    found = read(HEAD + '31/03/2026,Licences,Northern,,"1,000.50"\n01/04/2026,Licences,Northern,,-200\nTotal,,,,800.50\n,,,,800.50\n')
    assert [(line.year, line.pence) for line in found.lines] == [(2025, 100_050), (2026, -20_000)]
    assert [(one.row, one.outcome) for one in found.left] == [(4, "left out"), (5, "left out")]


def test_a_supplier_may_be_called_total() -> None:
    assert [line.pence for line in read(HEAD + "31/03/2026,Fuel,Total Energies,,5\nTotal,,,,5\n").lines] == [500]


def test_what_cannot_be_read_is_refused_by_column() -> None:
    found = read(HEAD + "31/02/2026,Licences,,,5\n01/04/2026,Licences,,,$5\n01/04/2026,Licences,,,\n,Licences,,,5\n")
    assert [(one.row, one.column, one.outcome) for one in found.left] == [
        (2, "Date", "refused"),
        (3, "Net amount", "refused"),
        (4, "Net amount", "refused"),
        (5, "Date", "refused"),
    ]


@pytest.mark.parametrize(("said", "year"), [("2026/27", 2026), ("FY26/27", 2026), ("2026-2027", 2026), ("2026", 2026), (2026, 2026)])
def test_financial_years(said: object, year: int) -> None:
    assert year_of(said) == year


@pytest.mark.parametrize("said", ["2026/28", "26", "twenty"])
def test_what_is_no_year_is_refused(said: str) -> None:
    with pytest.raises(Unreadable):
        year_of(said)
