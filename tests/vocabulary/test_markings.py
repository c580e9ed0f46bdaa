"""Markings: the ceiling, the words and whose a record is."""

import pytest

from beatbook.vocabulary.errors import MarkingRefused
from beatbook.vocabulary.markings import Classification, Marking, held_by, parse_marking


@pytest.mark.parametrize("words", ["SECRET", "Top Secret", "top-secret", "CONFIDENTIAL", "", "RESTRICTED"])
def test_above_or_beside_the_ceiling_is_refused(words: str) -> None:
    with pytest.raises(MarkingRefused):
        parse_marking(words)


@pytest.mark.parametrize("words", ["OFFICIAL-SENSITIVE", "official sensitive", "Official_Sensitive", "OFFICIAL - SENSITIVE"])
def test_one_level_has_many_spellings(words: str) -> None:
    assert parse_marking(words).classification == Classification.OFFICIAL_SENSITIVE


def test_the_words_are_in_one_order() -> None:
    marking = parse_marking("OFFICIAL", ["B", "A"], ["DA", "C"])
    assert marking.text() == "OFFICIAL, shared under A or B, C, DA"


def test_what_nobody_shares_is_the_holders() -> None:
    assert held_by(Marking(), "millshire").agreements == {"millshire"}
    shared = Marking(agreements=frozenset({"ISA-1"}))
    assert held_by(shared, "millshire") == shared
    assert held_by(Marking(Classification.PUBLIC), "millshire") == Marking(Classification.PUBLIC)
