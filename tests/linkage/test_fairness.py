"""Rates by group, against counting every pair by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.fairness import accuracy_by_group, worst_over_whole

records = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(["f", "m"])), min_size=1, max_size=12)


@given(records)
def test_rates_are_those_of_counting_every_pair_at_both_ends(found: list[tuple[int, int, str]]) -> None:
    persons, people = (np.array(column, np.int64) for column in list(zip(*found, strict=True))[:2])
    by_group = accuracy_by_group(persons, people, [group for _, _, group in found])
    for name, accuracy in by_group.groups.items():
        ends = [(a, b) for i, a in enumerate(found) for j, b in enumerate(found) if i != j and a[2] == name]
        joined = [(a, b) for a, b in ends if a[0] == b[0]]
        assert accuracy.joined == len(joined)
        assert accuracy.right == sum(a[1] == b[1] for a, b in joined)
        assert accuracy.true == sum(a[1] == b[1] for a, b in ends)
    assert sum(by_group.records.values()) == len(found)
    assert by_group.whole.joined == sum(accuracy.joined for accuracy in by_group.groups.values())


def test_the_worst_group_is_set_against_the_whole() -> None:
    persons, people = np.array([1, 1, 2, 2, 3, 4]), np.array([1, 1, 2, 9, 3, 3])
    found = accuracy_by_group(persons, people, ["f", "f", "m", "m", "f", "f"])
    worst = worst_over_whole(found)
    assert worst.false_joins == pytest.approx(1.0 / 0.5)
    assert worst.missed_joins == pytest.approx(0.5 / 0.5)
    assert worst_over_whole(found, fewest=3).false_joins == 0.0


def test_nothing_wrong_is_no_worse() -> None:
    found = accuracy_by_group(np.array([1, 1]), np.array([4, 4]), ["f", "m"])
    assert (worst_over_whole(found).false_joins, worst_over_whole(found).missed_joins) == (1.0, 1.0)
