"""Twins and namesakes wrongly joined."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.relatives import pairs_named, wrongly_joined

TRUTH = {"a": "P1", "b": "P2", "c": "P2", "d": "P3", "e": "P4"}


def test_a_pair_counts_once_however_often_it_is_joined() -> None:
    found = wrongly_joined([{"a", "b"}, {"a", "c"}], TRUTH, [("P1", "P2"), ("P2", "P1"), ("P3", "P4")])
    assert (found.joined, found.pairs, found.share) == (1, 2, 0.5)


def test_one_stray_record_joins_a_pair_but_does_not_merge_it() -> None:
    truth = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    stray = wrongly_joined([{"a", "b", "c", "d"}, {"e", "f"}], truth, [(1, 2)])
    assert (stray.joined, stray.merged) == (1, 0)
    assert wrongly_joined([{"a", "b", "c", "d", "e"}, {"f"}], truth, [(1, 2)]).merged == 1


def test_relatives_without_records_of_their_own_do_not_count() -> None:
    assert wrongly_joined([{"a", "b"}], TRUTH, [("P1", "P9"), ("P1", "P1")]).pairs == 0
    assert wrongly_joined([], TRUTH, []).share == 0.0


def test_a_record_without_truth_joins_nobody() -> None:
    assert wrongly_joined([{"a", "x"}, {"x", "b"}], TRUTH, [("P1", "P2")]).joined == 0


def test_pairs_come_from_a_truth_file() -> None:
    rows = [{"person_id": "P1", "twin_of": "P2 P3"}, {"person_id": "P2", "twin_of": ""}, {"person_id": "P3"}]
    assert pairs_named(rows, "twin_of") == {("P1", "P2"), ("P1", "P3")}


@given(st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1)))
def test_it_agrees_with_looking_at_every_pair(persons: list[frozenset[str]]) -> None:
    pairs = [("P1", "P2"), ("P3", "P4"), ("P2", "P4")]
    slow = sum(any({x, y} <= {TRUTH[member] for member in person} for person in persons) for x, y in pairs)
    assert wrongly_joined(persons, TRUTH, pairs) == wrongly_joined(reversed(persons), TRUTH, [(y, x) for x, y in pairs])
    assert wrongly_joined(persons, TRUTH, pairs).joined == slow
