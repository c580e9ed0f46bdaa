"""Many records of one content: linked in bounded time, the same in any order, and never by way of a record of another marking."""

import random
from itertools import combinations
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.linkage import crowds
from beatbook.linkage.bulk import link_table
from beatbook.linkage.crowds import children_of, edges_of, parent_of
from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.model import Model
from beatbook.linkage.persons import Decision, Link, Verdict, group, link_of
from beatbook.linkage.training import train
from tests.linkage.worlds import mentions

SAME = {"forenames": "Arthur James", "surname": "Thistlewood", "date_of_birth": "1971-03-09", "postcode": "ZZ1 2AB"}
NEAR = SAME | {"surname": "Thistelwood"}
MANY = 20_000
Found = dict[tuple[UUID, UUID], tuple[float, bytes]]
Row = tuple[UUID, Evidence, int]


@pytest.fixture(scope="module")
def model() -> Model:
    return train([(record_id, evidence_of(content)) for record_id, content in mentions(80)[0]], random_pairs=50_000)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "MOST_ALIKE", 4)
    monkeypatch.setattr(crowds, "_FEW", 2)


class Store:
    """What a linker keeps: links of replaced and re-linked records are forgotten before new ones are written."""

    def __init__(self, model: Model) -> None:
        self.index, self.links = LinkIndex(model), dict[tuple[UUID, UUID], tuple[float, bytes]]()

    def take(self, rows: list[Row], withdrawn: list[UUID]) -> None:
        for record_id in withdrawn:
            self.index.remove(record_id)
        marks = {record_id: mark for record_id, _, mark in rows}
        found = self.index.add([(record_id, evidence) for record_id, evidence, _ in rows], marks=marks)
        gone = {*marks, *withdrawn, *found.relinked}
        self.links = {pair: told for pair, told in self.links.items() if not gone & set(pair)}
        new = zip(found.a, found.b, found.weights.tolist(), found.levels, strict=True)
        for a, b, weight, levels in new:
            assert (a, b) not in self.links
            self.links[a, b] = (weight, levels.tobytes())


def _rows(numbers: list[int], contents: list[int], marks: list[int]) -> list[Row]:
    said = [evidence_of(SAME), evidence_of(NEAR)]
    return [(UUID(int=n), said[c], m) for n, c, m in zip(numbers, contents, marks, strict=True)]


def _persons(model: Model, members: set[UUID], links: Found) -> list[frozenset[UUID]]:
    return group(members, [link_of(a, b, *told) for (a, b), told in links.items()], threshold_bits=model.threshold)


WORLDS = st.lists(
    st.tuples(st.integers(1, 1 << 20), st.integers(0, 1), st.integers(1, 2)), min_size=1, max_size=40, unique_by=lambda row: row[0]
)


@settings(max_examples=40, deadline=None)
@given(world=WORLDS, chance=st.randoms(use_true_random=False))
def test_links_are_those_of_what_is_left_whatever_came_and_went(model: Model, world: list[Any], chance: random.Random) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowds, "MOST_ALIKE", 4)
        patch.setattr(crowds, "_FEW", 2)
        rows = _rows(*(list(column) for column in zip(*world, strict=True)))
        stays = [row for row in rows if chance.random() < 0.7]
        at_once = Store(model)
        at_once.take(stays, [])
        store, waiting, here = Store(model), chance.sample(rows, len(rows)), set[UUID]()
        while waiting:
            batch = [waiting.pop() for _ in range(min(len(waiting), chance.randint(1, 8)))]
            changed = [(row[0], evidence_of(NEAR), 3 - row[2]) for row in batch if chance.random() < 0.3]
            store.take(changed, [])
            gone = [one for one in here if chance.random() < 0.1 and one not in {row[0] for row in stays}]
            store.take(batch, gone)
            here |= {row[0] for row in batch}
        store.take([], sorted({row[0] for row in rows} - {row[0] for row in stays}))
        assert store.links == at_once.links


@settings(max_examples=30, deadline=None)
@given(world=WORLDS)
def test_viewer_of_one_marking_sees_what_they_would_without_the_rest(model: Model, world: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowds, "MOST_ALIKE", 4)
        rows = _rows(*(list(column) for column in zip(*world, strict=True)))
        everything, visible = Store(model), Store(model)
        everything.take(rows, [])
        seen = [row for row in rows if row[2] == 1]
        visible.take(seen, [])
        ids = {row[0] for row in seen}
        among = {pair: told for pair, told in everything.links.items() if set(pair) <= ids}
        assert among == visible.links
        assert _persons(model, ids, among) == _persons(model, ids, visible.links)


@pytest.mark.usefixtures("few")
def test_crowd_is_one_person_and_counts_once(model: Model) -> None:
    rows = _rows([*range(1, 61)], [0] * 40 + [1] * 20, [1] * 60)
    store = Store(model)
    store.take(rows, [])
    ids = {row[0] for row in rows}
    assert len(store.links) == 39 + 19 + 1
    assert _persons(model, ids, store.links) == [frozenset(ids)]


def test_up_to_fifty_every_two_are_linked(model: Model) -> None:
    store = Store(model)
    store.take(_rows([*range(1, 51)], [0] * 50, [1] * 50), [])
    assert len(store.links) == 50 * 49 // 2
    store.take(_rows([99], [0], [1]), [])
    assert len(store.links) == 50


@given(st.sets(st.integers(0, (1 << 128) - 1) | st.integers(0, 300), min_size=1, max_size=60))
def test_tree_holds_all_and_each_hangs_on_a_smaller_one(found: set[int]) -> None:
    ids = sorted(found)
    edges = edges_of(ids)
    assert len(edges) == len(ids) - 1 and all(parent < child for parent, child in edges)
    assert edges == edges_of(ids, ids)
    for member in ids:
        assert set(children_of(ids, member)) == {child for child in ids if parent_of(ids, child) == member}


def test_people_may_say_that_one_of_a_crowd_is_another() -> None:
    ids = [UUID(int=number) for number in range(1, 7)]
    links = [Link(ids[0], other, 9.0, crowd=True) for other in ids[1:]]
    for a, b in combinations(ids, 2):
        assert group(ids, links, [Decision(a, b, Verdict.DIFFERENT)]) == sorted([frozenset({b}), frozenset(ids) - {b}], key=min)


def test_many_thousand_identical_records_are_one_person_in_bounded_work(model: Model) -> None:
    table = pa.Table.from_pylist([SAME] * MANY + [NEAR] + [content for _, content in mentions(40)[0]])
    result = link_table(table, model=model)
    assert result.n_pairs < 2 * MANY and len(set(result.persons[: MANY + 1].tolist())) == 1
    index = LinkIndex(model)
    found = index.add([(UUID(int=row + 1), evidence_of(content)) for row, content in enumerate(table.to_pylist())])
    assert {(a.int - 1, b.int - 1, w) for a, b, w in zip(found.a, found.b, found.weights, strict=True)} == set(
        zip(result.a.tolist(), result.b.tolist(), result.weights.tolist(), strict=True)
    )
    more = index.add([(UUID(int=MANY * 9 + row), evidence_of(SAME)) for row in range(3)])
    assert more.n_pairs < 100 and len(more.a) >= 3


def test_identical_records_teach_in_bounded_work() -> None:
    rows = [SAME] * MANY + [content for _, content in mentions(60)[0]]
    result = link_table(pa.Table.from_pylist(rows))
    assert result.n_pairs < 2 * MANY and len(set(result.persons[:MANY].tolist())) == 1


def test_nothing_but_identical_records_are_taken() -> None:
    assert link_table(pa.Table.from_pylist([SAME] * 1_000)).n_pairs == 999


def test_record_is_never_linked_to_itself(model: Model) -> None:
    one = (UUID(int=1), evidence_of(SAME))
    index = LinkIndex(model)
    assert index.add([one, one]).a == [] and index.add([one]).a == []
