"""Persons from links: order-free, symmetric, guarded, and quick on a tangle."""

import random
import time
from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.everyone import AllLinks, group_everyone
from beatbook.linkage.persons import Decision, Link, Verdict, group, group_all, link_of

IDS = [UUID(int=number) for number in range(1, 13)]
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
LINKS = st.lists(
    st.builds(
        lambda pair, bits, clash: Link(*pair, bits, clash), PAIRS, st.integers(-4, 20).map(float), st.sampled_from((False,) * 5 + (True,))
    ),
    max_size=40,
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
    links = [Link(son, either, 14.0), Link(father, either, 9.0), Link(father, son, -10.0, conflict=True)]
    assert group(IDS[:3], links) == [frozenset({son, either}), frozenset({father})]


def test_record_that_fits_father_and_son_alike_joins_neither() -> None:
    son, father, either, again = IDS[:4]
    conflict = Link(father, son, -10.0, conflict=True)
    links = [Link(son, either, 12.0), Link(father, either, 9.0), conflict]
    assert group(IDS[:3], links) == [frozenset({son}), frozenset({father}), frozenset({either})]
    assert group(IDS[:3], links, [Decision(father, either, Verdict.DIFFERENT)]) == [frozenset({son, either}), frozenset({father})]
    links += [Link(either, again, 20.0), Link(son, again, 12.0), Link(father, again, 9.0)]
    assert group(IDS[:4], links) == [frozenset({son}), frozenset({father}), frozenset({either, again})]


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
    took = []
    for _ in range(3):  # the best of three: a neighbour on the same core makes any one of them slow
        started = time.process_time()
        persons = group(ids, links)
        took.append(time.process_time() - started)
    assert min(took) < 1.0  # half a second, and as much for a busy machine
    assert max(map(len, persons)) <= 400


@given(LINKS, DECISIONS)
def test_everyone_at_once_from_arrays_is_the_same(links: list[Link], decisions: list[Decision]) -> None:
    pairs = {(min(link.a, link.b), max(link.a, link.b)): link for link in links}
    said = [link_of(a, b, link.weight_bits, _levels(int(link.weight_bits))) for (a, b), link in pairs.items()]
    arrays = AllLinks(
        np.array([link.a.bytes for link in said], "S16"),
        np.array([link.b.bytes for link in said], "S16"),
        np.array([link.weight_bits for link in said], np.float64),
        np.array([list(_levels(int(link.weight_bits))) for link in said], np.uint8).reshape(-1, 11),
    )
    assert group_everyone(arrays, decisions) == [person for person in group_all(said, decisions) if len(person) > 1]


def _levels(seed: int) -> bytes:
    chance = random.Random(seed)
    return bytes(
        [
            1,
            chance.choice((0, 1, 1, 9)),
            0,
            0,
            0,
            0,
            0,
            chance.choice((0, 1, 1, 2)),
            0,
            *chance.choice(((0, 1), (0, 0), (1, 2), (2, 1), (3, 1))),
        ]
    )


def test_facts_of_a_group_outweigh_a_record_that_says_less() -> None:
    son, father, unsaid = IDS[:3]
    links = [
        Link(son, unsaid, 12.0),
        Link(father, unsaid, 11.0),
        link_of(father, son, 2.0, bytes([5, 9, 5, 1, 0, 0, 0, 1, 0, 0, 1])),
    ]
    assert group(IDS[:3], links) == [frozenset({son, unsaid}), frozenset({father})]


def test_alias_that_one_record_bears_out_outweighs_a_few_that_differ() -> None:
    samina, alias, *bushras = IDS[:5]
    differ, agree = bytes([38, 1, 5, 0, 0, 0, 0, 1, 0, 1, 2]), bytes([5, 1, 5, 0, 0, 0, 0, 1, 0, 0, 1])
    links = [link_of(samina, bushra, -17.0, differ) for bushra in bushras] + [link_of(samina, alias, 40.0, agree)]
    links += [link_of(a, b, 30.0, agree) for a in (alias, *bushras) for b in bushras if a < b]
    assert group(IDS[:5], links) == [frozenset(IDS[:5])]
    twin = [link for link in links if link.b != alias]
    assert group([samina, *bushras], twin) == [frozenset({samina}), frozenset(bushras)]
