"""Persons from links: order-free, symmetric, guarded, and quick on a tangle."""

import random
import time
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.persons import Decision, Link, Verdict, group, group_all

IDS = [UUID(int=number) for number in range(1, 13)]
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
LINKS = st.lists(
    st.builds(lambda pair, bits, clash: Link(*pair, bits, clash), PAIRS, st.integers(-4, 20).map(float), st.just(False)), max_size=40
)
DECISIONS = st.lists(st.builds(lambda pair, verdict: Decision(*sorted(pair), verdict), PAIRS, st.sampled_from(Verdict)), max_size=5)


@given(LINKS, DECISIONS, st.randoms(use_true_random=False))
def test_order_of_anything_changes_nothing(links: list[Link], decisions: list[Decision], chance: random.Random) -> None:
    expected = group(IDS, links, decisions)
    members, shuffled, turned = IDS[:], links[:], [Link(link.b, link.a, link.weight_bits, link.conflict) for link in links]
    chance.shuffle(members)
    chance.shuffle(shuffled)
    assert group(members, shuffled, decisions) == expected
    assert group(IDS, turned, decisions) == expected


@given(LINKS, DECISIONS)
def test_persons_are_a_partition(links: list[Link], decisions: list[Decision]) -> None:
    persons = group(IDS, links, decisions)
    assert sorted(member for person in persons for member in person) == IDS


@given(LINKS)
def test_records_that_are_not_members_shape_nothing(links: list[Link]) -> None:
    visible = IDS[:6]
    inside = [link for link in links if link.a in visible and link.b in visible]
    assert group(visible, links) == group(visible, inside)


@given(LINKS, DECISIONS)
def test_all_at_once_is_each_component_alone(links: list[Link], decisions: list[Decision]) -> None:
    together = {person for person in group(IDS, links, decisions) if len(person) > 1}
    assert {person for person in group_all(links, decisions) if len(person) > 1} == together


def test_conflict_keeps_two_records_apart_even_by_way_of_a_third() -> None:
    son, father, either = IDS[:3]
    links = [Link(son, either, 12.0), Link(father, either, 9.0), Link(father, son, -10.0, conflict=True)]
    assert group(IDS[:3], links) == [frozenset({son, either}), frozenset({father})]


def test_judgements_outweigh_links() -> None:
    a, b, c = IDS[:3]
    different = [Decision(a, b, Verdict.DIFFERENT)]
    same = [Decision(a, c, Verdict.SAME)]
    assert group([a, b], [Link(a, b, 30.0)], different) == [frozenset({a}), frozenset({b})]
    assert group([a, c], [Link(a, c, -9.0, conflict=True)], same) == [frozenset({a, c})]
    assert group([a, b], [Link(a, b, 30.0)], [Decision(a, b, Verdict.UNSURE)]) == [frozenset({a, b})]


def test_weak_chain_does_not_run_away() -> None:
    chain = [Link(IDS[place], IDS[place + 1], 4.0) for place in range(11)]
    assert max(map(len, group(IDS, chain))) <= 3


def test_tangle_of_five_thousand_is_quick() -> None:
    chance = random.Random(1)
    ids = [UUID(int=chance.getrandbits(128)) for _ in range(5_000)]
    links = [Link(*chance.sample(ids, 2), chance.uniform(0, 25)) for _ in range(20_000)]
    started = time.process_time()
    persons = group(ids, links)
    assert time.process_time() - started < 2.0
    assert max(map(len, persons)) <= 400
