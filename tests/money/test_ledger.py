"""A ledger against the plain sum of its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.money.journals import Journal, Line, reversal
from beatbook.money.ledger import AlreadyPosted, Ledger, NotReversible, YearClosed, YearNotNext, recounted, replayed, year_name

ACCOUNTS = ("cash", "cost", "income", "member:a", "member:b", "supplier:x")
AMOUNTS = st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.integers(-(10**9), 10**9)), min_size=1, max_size=5)


@st.composite
def books(draw: st.DrawFn) -> tuple[list[Journal], list[int]]:
    """Journals over three years, each balanced on the suspense account, and the years to close."""
    journals = []
    for number, lines in enumerate(draw(st.lists(AMOUNTS, max_size=12))):
        rest = Line("suspense", -sum(pence for _, pence in lines))
        journals.append(Journal(f"J{number}", draw(st.sampled_from([2026, 2027, 2028])), "", (*(Line(*line) for line in lines), rest)))
    return journals, [2026, 2027, 2028][: draw(st.integers(0, 3))]


@given(books())
def test_balances_are_sums_and_openings_are_closes(book: tuple[list[Journal], list[int]]) -> None:
    journals, years = book
    ledger = replayed(2026, journals, years)
    assert dict(ledger.balances()) == recounted(journals)
    assert sum(ledger.balances().values()) == 0
    for year in (2026, 2027, 2028):
        assert dict(ledger.balances(year)) == recounted(one for one in journals if one.year <= year)
        assert ledger.opening(year + 1) == ledger.balances(year)
        assert dict(ledger.opening(year)) == recounted(one for one in journals if one.year < year)


@given(books())
def test_replay_from_nothing_gives_the_same_books(book: tuple[list[Journal], list[int]]) -> None:
    first = replayed(2026, *book)
    second = replayed(2026, first.journals, book[1])
    assert first.balances() == second.balances() and first.journals == second.journals


@given(books())
def test_reversing_everything_leaves_nothing(book: tuple[list[Journal], list[int]]) -> None:
    ledger = replayed(2026, book[0])
    for journal in ledger.journals:
        ledger.post(reversal(journal, code=f"R-{journal.code}", year=2028, words=""))
    assert dict(ledger.balances()) == {}


def one(code: str, year: int, pence: int = 5) -> Journal:
    return Journal(code, year, "", (Line("a", pence), Line("b", -pence)))


def test_a_closed_year_takes_nothing_more() -> None:
    ledger = replayed(2026, [one("J1", 2026)], [2026])
    with pytest.raises(YearClosed, match="2026-27"):
        ledger.post(one("J2", 2026))
    with pytest.raises(YearClosed):
        ledger.post(one("J3", 2025))
    with pytest.raises(YearNotNext, match="2027-28"):
        ledger.close(2028)
    with pytest.raises(YearNotNext):
        ledger.close(2026)
    assert dict(ledger.balances()) == {"a": 5, "b": -5}


def test_a_code_is_used_once_and_a_journal_is_reversed_once_and_exactly() -> None:
    ledger = Ledger(2026)
    ledger.post(one("J1", 2026))
    with pytest.raises(AlreadyPosted):
        ledger.post(one("J1", 2026))
    with pytest.raises(NotReversible):
        ledger.post(Journal("R1", 2026, "", (Line("a", -4), Line("b", 4)), reverses="J1"))
    with pytest.raises(NotReversible):
        ledger.post(Journal("R1", 2026, "", (Line("a", -4), Line("b", 4)), reverses="J9"))
    ledger.post(reversal(one("J1", 2026), code="R1", year=2026, words=""))
    with pytest.raises(NotReversible):
        ledger.post(reversal(one("J1", 2026), code="R2", year=2026, words=""))


def test_balances_given_out_cannot_be_written_to() -> None:
    ledger = replayed(2026, [one("J1", 2026)], [2026])
    with pytest.raises(TypeError):
        ledger.opening(2027)["a"] = 9  # type: ignore[index]


def test_a_financial_year_has_a_name() -> None:
    assert (year_name(2026), year_name(1999)) == ("2026-27", "1999-00")
