"""The made-up portfolio: the same every time, users from real officer numbers, and a ledger that holds the shares a director once gave."""

import pytest

from beatbook.technology.catalogue import capabilities, definition
from beatbook.technology.reading.ledger import read_ledger
from beatbook.technology.reading.portfolio import read_portfolio
from beatbook.technology.reading.sheets import read_sheets
from beatbook.technology.spending import Shares, Spend, shares_of
from beatbook.technology.synthetic_millshire import ledger, monthly_readings, savings_plan, workbook
from beatbook.technology.synthetic_portfolio import SOURCE_FORCE, made_up_forces, officers

NAMES = {code: one.name for code, one in capabilities().items()}


def shares(text: str, owner: str) -> dict[int, Shares]:
    """Shares by year of a ledger file, by the one definition."""
    found = read_ledger(read_sheets("ledger.csv", text.encode()), owner)
    assert [one for one in found.left if one.outcome == "refused"] == []
    classed = [(line.year, definition().classify(line)[0], line.pence) for line in found.lines]
    return {year: shares_of([(spend, pence) for one, spend, pence in classed if one == year]) for year in {one for one, _, _ in classed}}


def test_ninety_nine_and_a_half_and_a_half_come_out_of_a_ledger_that_has_them() -> None:
    (files,) = [one for one in made_up_forces(n_capabilities=1) if one.force == SOURCE_FORCE]
    for found in shares(files.ledger, SOURCE_FORCE).values():
        assert [found.share(one) for one in Spend] == [pytest.approx(share, abs=1e-9) for share in (0.9, 0.095, 0.005, 0.0)]


def test_forty_three_forces_the_same_every_time() -> None:
    once = made_up_forces(n_capabilities=3)
    assert once == made_up_forces(n_capabilities=3)
    assert [one.force for one in once] == sorted(officers()) and len(once) == 43
    assert sum(officers().values()) == pytest.approx(124_784, abs=43)  # the total that the Home Office prints, each force rounded


def test_every_made_up_row_is_taken() -> None:
    for files in made_up_forces()[::9]:
        found = read_portfolio(read_sheets("p.csv", files.portfolio.encode()), files.force, NAMES)
        assert (found.left, found.unused) == ([], [])
        assert all(one.pence_a_user and one.contract_ends for one in found.applications)


def test_millshires_workbook_has_the_loose_ends_that_the_tutorial_tells_of() -> None:
    found = read_portfolio(read_sheets("millshire.xlsx", workbook()), "millshire", NAMES)
    assert [one.column for one in found.refused] == ["Annual cost (£k)", "Annual cost (£k)", "Contract end", "Capability"]
    by_name = {one.name: one for one in found.applications}
    assert (by_name["Whiteboard"].annual_pence, by_name["Whiteboard"].users) == (120_000_000, 1_100)
    assert (by_name["Night desk"].annual_pence, by_name["Night desk"].users) == (120_000_000, 40)
    assert (by_name["Ledger Plus"].annual_pence, by_name["Ledger Plus reports"].annual_pence) == (9_500_000, None)
    assert sum(one.outcome == "left out" and one.reason == "a row of totals" for one in found.left) >= 5


def test_millshires_ledger_has_what_no_rule_names() -> None:
    found = shares(ledger(), "millshire")[2025]
    assert found.pence[Spend.UNCLASSIFIED] == 8_400_000 + 315_075
    assert savings_plan().count("target") == 4 and monthly_readings().count("chief officer hours") == 12
