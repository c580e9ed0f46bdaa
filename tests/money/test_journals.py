"""Journals balance or do not exist."""

import pytest

from beatbook.money.journals import Journal, Line, NotWholePence, Unbalanced, reversal


def test_a_journal_that_is_out_by_a_penny_is_refused() -> None:
    with pytest.raises(Unbalanced, match="out by 1 pence"):
        Journal("J1", 2026, "Invoice", (Line("a", 100), Line("b", -99)))


def test_an_empty_journal_is_refused() -> None:
    with pytest.raises(Unbalanced):
        Journal("J1", 2026, "Nothing", ())


@pytest.mark.parametrize("amount", [1.0, True])
def test_only_whole_pence_are_taken(amount: object) -> None:
    with pytest.raises(NotWholePence):
        Journal("J1", 2026, "Invoice", (Line("a", amount), Line("b", -1)))  # type: ignore[arg-type]


def test_a_journal_cannot_be_changed() -> None:
    journal = Journal("J1", 2026, "Invoice", (Line("a", 1), Line("b", -1)))
    with pytest.raises(AttributeError):
        journal.year = 2027  # type: ignore[misc]


def test_a_reversal_is_the_exact_opposite() -> None:
    journal = Journal("J1", 2026, "Invoice", (Line("a", 100, "c1"), Line("b", -100)))
    undone = reversal(journal, code="J2", year=2026, words="Wrong member")
    assert undone.lines == (Line("a", -100, "c1"), Line("b", 100)) and undone.reverses == "J1"
