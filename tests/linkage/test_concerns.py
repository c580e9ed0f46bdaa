"""“Record names A, concerns B”: order-free, symmetric, a partition, evidence for nobody, and gone without a trace when it is undone."""

import random
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.concerns import Concern, anchors, attached, group_with_concerns, moved_by, standing_concerns
from beatbook.linkage.everyone import AllLinks, group_everyone_with_concerns
from beatbook.linkage.persons import Decision, Link, Verdict, group

IDS = [UUID(int=number) for number in range(1, 11)]
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
LINKS = st.lists(st.builds(lambda pair, bits: Link(*pair, bits), PAIRS, st.integers(-4, 20).map(float)), max_size=30)
DECISIONS = st.lists(st.builds(lambda pair, verdict: Decision(*sorted(pair), verdict), PAIRS, st.sampled_from(Verdict)), max_size=5)
STEPS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS), max_size=5).map(
    lambda found: {a: b for a, b in found.items() if a != b}
)


def concern(number: int, a: UUID, b: UUID, undoes: UUID | None = None) -> Concern:
    """One, made in the minute of its number."""
    return Concern(UUID(int=100 + number), a, b, "said so", "", UUID(int=1), datetime(2026, 1, 1, 0, number, tzinfo=UTC), undoes)


def persons(links: list[Link], decisions: list[Decision], steps: dict[UUID, UUID], members: list[UUID] = IDS) -> list[frozenset[UUID]]:
    return group_with_concerns(members, links, decisions, anchors(steps), group)


@given(LINKS, DECISIONS, STEPS, st.randoms(use_true_random=False))
def test_order_of_anything_changes_nothing(
    links: list[Link], decisions: list[Decision], steps: dict[UUID, UUID], chance: random.Random
) -> None:
    members, mixed, order = IDS[:], links[:], list(steps.items())
    for one in (members, mixed, order):
        chance.shuffle(one)
    assert persons(mixed, decisions, dict(order), members) == persons(links, decisions, steps)


@given(LINKS, DECISIONS, STEPS)
def test_persons_are_a_partition_and_each_moved_record_is_with_whom_it_concerns(
    links: list[Link], decisions: list[Decision], steps: dict[UUID, UUID]
) -> None:
    found = persons(links, decisions, steps)
    assert sorted(member for person in found for member in person) == IDS
    person_of = {member: person for person in found for member in person}
    assert all(person_of[a] == person_of[b] for a, b in steps.items())


@given(LINKS, DECISIONS, STEPS)
def test_what_a_moved_record_says_is_evidence_for_nobody(links: list[Link], decisions: list[Decision], steps: dict[UUID, UUID]) -> None:
    moved = anchors(steps)
    rest = [one for one in IDS if one not in moved]
    silent = [link for link in links if link.a not in moved and link.b not in moved]
    without = group(rest, silent, [d for d in decisions if d.a not in moved and d.b not in moved])
    found = [person - moved.keys() for person in persons(links, decisions, steps)]
    assert sorted((person for person in found if person), key=min) == without


@given(LINKS, DECISIONS)
def test_without_any_the_persons_are_those_of_the_links(links: list[Link], decisions: list[Decision]) -> None:
    assert persons(links, decisions, {}) == group(IDS, links, decisions)


@given(LINKS, DECISIONS, STEPS)
def test_everyone_at_once_is_the_same(links: list[Link], decisions: list[Decision], steps: dict[UUID, UUID]) -> None:
    pairs = {(min(link.a, link.b), max(link.a, link.b)): link.weight_bits for link in links}
    plain = [Link(a, b, bits) for (a, b), bits in pairs.items()]
    arrays = AllLinks(
        np.array([link.a.bytes for link in plain], "S16"),
        np.array([link.b.bytes for link in plain], "S16"),
        np.array([link.weight_bits for link in plain], np.float64),
        np.zeros((len(plain), 11), np.uint8),
    )
    together = group_everyone_with_concerns(arrays, decisions, anchors(steps))
    assert together == [person for person in persons(plain, decisions, steps) if len(person) > 1]


@given(st.lists(st.tuples(PAIRS, st.booleans()), max_size=6), st.randoms(use_true_random=False))
def test_undoing_restores_what_stood_before(made: list[tuple[tuple[UUID, UUID], bool]], chance: random.Random) -> None:
    kept = [concern(number, *pair) for number, (pair, undone) in enumerate(made) if not undone]
    lost = [concern(number, *pair) for number, (pair, undone) in enumerate(made) if undone]
    undoing = [concern(50 + number, one.a, one.b, one.id) for number, one in enumerate(lost)]
    every = [*kept, *lost, *undoing]
    chance.shuffle(every)
    assert standing_concerns(every) == standing_concerns(kept) and moved_by(every) == moved_by(kept)


def test_the_latest_stands_and_a_chain_leads_to_its_end() -> None:
    a, b, c, d = IDS[:4]
    assert moved_by([concern(1, a, b), concern(2, a, c), concern(3, c, d)]) == {a: d, c: d}


def test_a_ring_is_one_person() -> None:
    a, b, c = IDS[:3]
    assert anchors({a: b, b: c, c: a}) == {a: a, b: a, c: a}
    assert persons([Link(a, IDS[5], 20.0)], [], {a: b, b: a}, [a, b, IDS[5]]) == [frozenset({a, b}), frozenset({IDS[5]})]


def test_details_given_by_a_brother_harm_neither() -> None:
    adam, adam2, ben, ben2, stop = IDS[:5]
    links = [Link(adam, adam2, 15.0), Link(ben, ben2, 15.0), Link(stop, adam, 25.0), Link(stop, adam2, 25.0), Link(stop, ben, -9.0)]
    assert persons(links, [], {}, IDS[:5]) == [frozenset({adam, adam2, stop}), frozenset({ben, ben2})]
    assert persons(links, [], {stop: ben}, IDS[:5]) == [frozenset({adam, adam2}), frozenset({ben, ben2, stop})]
    assert attached(partial(group, IDS[:2], links)(), {}) == [frozenset({adam, adam2})]
