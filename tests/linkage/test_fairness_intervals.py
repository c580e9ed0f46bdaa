"""Intervals around a group's ratio: the ratio is that of the rates, and what hangs together is drawn as one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.fairness import accuracy_by_group
from beatbook.linkage.fairness_intervals import ratios_by_group

RECORDS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(["f", "m"])), min_size=1, max_size=14)


@given(RECORDS)
def test_ratios_are_those_of_the_rates(found: list[tuple[int, int, str]]) -> None:
    persons, people = (np.array(column, np.int64) for column in list(zip(*found, strict=True))[:2])
    groups = [group for _, _, group in found]
    rates = accuracy_by_group(persons, people, groups)
    for name, (false, missed) in ratios_by_group(persons, people, groups).items():
        for ratio, own, whole in (
            (false, 1 - rates.groups[name].precision, 1 - rates.whole.precision),
            (missed, 1 - rates.groups[name].recall, 1 - rates.whole.recall),
        ):
            assert ratio.value == pytest.approx(own / whole if whole > 0 and own >= 0 else 1.0) or rates.groups[name].joined == 0
            assert ratio.low <= ratio.high


def _with_wrong(sizes: list[int]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    # Two thousand records of pairs rightly joined, half of each group; then persons of group f, each with one stranger among so many.
    persons, people, groups = [], [], []
    for pair in range(1000):
        persons += [pair] * 2
        people += [pair] * 2
        groups += ["fm"[pair % 2]] * 2
    for place, size in enumerate(sizes):
        persons += [5000 + place] * (size + 1)
        people += [5000 + place] * size + [9000 + place]
        groups += ["f"] * (size + 1)
    persons += [8000, 8000]
    people += [9998, 9999]
    groups += ["m", "m"]
    return np.array(persons), np.array(people), groups


def test_one_large_mixed_person_is_less_sure_than_many_small_ones() -> None:
    one, many = (ratios_by_group(*_with_wrong(sizes))["f"][0] for sizes in ([20], [1] * 20))
    assert one.low == 0.0 < many.low  # in every third draw that person is not there
    assert many.low > 1.0


def test_few_records_are_left_out() -> None:
    assert ratios_by_group(np.array([1, 1, 2]), np.array([1, 1, 2]), ["f", "f", "m"], fewest=2).keys() == {"f"}
