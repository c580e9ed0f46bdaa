"""The merging of groups: what is whole needs no closer look, and a large tangle is quick."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.merging import Merging, speakers_of
from beatbook.linkage.persons import group_places
from beatbook.linkage.places import PlaceLink
from beatbook.linkage.vectors import facts_of

CLASH = facts_of(bytes([0, 8, *[0] * 18]))  # two birth dates


def _merged(n: int, links: list[PlaceLink], threshold_bits: float) -> list[list[int]]:
    merging = Merging(range(n), threshold_bits)
    for link in links:
        merging.link(link.a, link.b, link.weight_bits, link.facts)
        if link.conflict:
            merging.part(link.a, link.b)
    merging.merge()
    return sorted(sorted(found) for found in merging.groups.values())


@given(st.integers(2, 7), st.data())
def test_a_short_cut_for_what_is_whole_changes_nothing(n: int, data: st.DataObject) -> None:
    odd = st.sampled_from([(False, 0)] * 12 + [(True, 0), (False, CLASH)])
    links = [PlaceLink(a, b, data.draw(st.integers(5, 20).map(float)), *data.draw(odd), False) for a in range(n) for b in range(a + 1, n)]
    assert group_places(n, links, {}, 6.0) == _merged(n, links, 6.0)


def test_facts_that_clash_keep_two_apart() -> None:
    assert CLASH
    assert _merged(2, [PlaceLink(0, 1, 9.0, False, CLASH, False)], 1.0) == [[0], [1]]
    assert _merged(2, [PlaceLink(0, 1, 9.0, False, 0, False)], 1.0) == [[0, 1]]


def test_the_smallest_of_those_that_hang_together_speaks() -> None:
    assert speakers_of([(5, 3), (3, 9), (7, 8)]) == {5: 3, 3: 3, 9: 3, 7: 7, 8: 7}


def test_a_hundred_records_with_most_pairs_linked_take_a_moment() -> None:
    chance = random.Random(5)
    pairs = [(a, b) for a in range(110) for b in range(a + 1, 110) if chance.random() < 0.9]
    links = [PlaceLink(a, b, chance.uniform(4, 30), False, 0, False) for a, b in pairs]
    started = time.process_time()
    assert group_places(110, links, {}, 0.0) == [list(range(110))]
    assert time.process_time() - started < 0.5
