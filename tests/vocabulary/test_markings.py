"""Markings: the ceiling, the words, whose a record is, and that whoever may see what is derived may see all that it is derived from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.vocabulary.errors import MarkingRefused
from beatbook.vocabulary.markings import NOBODY, Classification, Marking, held_by, joined, parse_marking

codes = st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=3)
markings = st.builds(Marking, st.sampled_from(Classification), codes, codes)


def opens(marking: Marking, level: Classification, agreements: frozenset[str], caveats: frozenset[str]) -> bool:
    """What the database asks of a viewer."""
    return (
        marking.classification <= level and (not marking.agreements or bool(marking.agreements & agreements)) and marking.caveats <= caveats
    )


@given(st.lists(markings), st.sampled_from(Classification), codes, codes)
def test_a_joined_marking_opens_to_nobody_to_whom_a_part_is_shut(parts, level, agreements, caveats) -> None:
    assert not opens(joined(parts), level, agreements, caveats) or all(opens(part, level, agreements, caveats) for part in parts)


@given(st.lists(markings), st.randoms(use_true_random=False))
def test_order_does_not_matter(parts, random) -> None:
    assert joined(random.sample(parts, len(parts))) == joined(parts) == joined(parts + parts)


def test_agreements_in_common_remain_and_none_in_common_seals() -> None:
    shared, own = Marking(agreements=frozenset({"isa", "council"})), Marking(agreements=frozenset({"council"}))
    assert joined([shared, own, Marking(Classification.PUBLIC)]) == own
    assert joined([shared, Marking(agreements=frozenset({"millshire"}))]).agreements == {NOBODY}
    assert joined([]) == Marking(Classification.PUBLIC)


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
