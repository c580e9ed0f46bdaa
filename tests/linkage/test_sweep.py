"""Pairs met row by row are the pairs that share a key, each once; and a comparison is a matter of its two rows alone."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.linkage import candidates
from beatbook.linkage.blocking import next_pairs
from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.frequencies import count_frequencies
from beatbook.linkage.scoring import compare
from beatbook.linkage.sweep import group_rows, recount_common
from tests.linkage.worlds import mentions

NO_KEYS = np.empty(0, np.uint64)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found, _ = mentions(60)
    evidence = [evidence_of(content) for _, content in found]
    made = Encoder(count_frequencies(evidence))
    made.append([record_id for record_id, _ in found], evidence)
    return made


def _met(encoder: Encoder, common: Any) -> list[tuple[int, int]]:
    groups = group_rows(encoder, common)
    left, right = np.empty(encoder.n**2, np.uint32), np.empty(encoder.n**2, np.uint32)
    met = np.zeros(encoder.n, np.uint32)
    n, row = next_pairs(groups.members, groups.starts, groups.places, met, 0, encoder.n, left, right, encoder.n**2)
    assert row == encoder.n
    return sorted(zip(left[:n].tolist(), right[:n].tolist(), strict=True))


def test_rows_meet_those_with_which_they_share_a_key(encoder: Encoder) -> None:
    packed = candidates.sorted_keys(encoder, 0, encoder.n, NO_KEYS)
    keys = [set((packed[(packed & np.uint64(0xFFFFFF)) == row] >> np.uint64(24)).tolist()) for row in range(encoder.n)]
    expected = [(a, b) for a, b in combinations(range(encoder.n), 2) if keys[a] & keys[b]]
    assert _met(encoder, NO_KEYS) == expected
    left, right = candidates.rows_of(candidates.pairs_within(packed))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == expected


def test_common_keys_are_those_of_the_sorted_list(encoder: Encoder) -> None:
    packed = candidates.sorted_keys(encoder, 0, encoder.n, NO_KEYS)
    common = candidates.common_keys(packed, 5)
    assert np.array_equal(recount_common(encoder, np.ones(encoder.n, np.bool_), 5), common)
    left, right = candidates.rows_of(candidates.pairs_within(candidates.without_keys(packed, common)))
    assert _met(encoder, common) == list(zip(left.tolist(), right.tolist(), strict=True))
    assert len(left) < len(_met(encoder, NO_KEYS))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 119), st.integers(0, 119)), min_size=1, max_size=40))
def test_comparison_is_symmetric_and_alone(encoder: Encoder, pairs: list[tuple[int, int]]) -> None:
    left, right = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    together, turned = compare(encoder, left, right), compare(encoder, right, left)
    assert np.array_equal(together.levels, turned.levels) and np.array_equal(together.bits, turned.bits)
    alone = compare(encoder, left[-1:], right[-1:])
    assert np.array_equal(alone.levels[0], together.levels[-1]) and np.array_equal(alone.bits[0], together.bits[-1])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 119))
def test_record_agrees_with_itself(encoder: Encoder, row: int) -> None:
    levels = compare(encoder, np.array([row]), np.array([row])).levels[0]
    assert 1 <= levels[0] <= 12
    assert levels[1] == 1
    assert levels[9] == 0
