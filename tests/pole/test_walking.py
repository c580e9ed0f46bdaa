import itertools
from collections.abc import Mapping, Sequence
from uuid import UUID

import networkx
from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.walking import MOST_IN_COLUMN, Beside, Leg, shortest_path, walk_of

Graph = Mapping[int, Sequence[int]]


def thing(number: int, *, recorded: bool = True) -> Beside:
    return Beside(UUID(int=number), f"Thing {number}", "person", "person", "suspect", recorded, True, f"/people/{number}")


def around(graph: Graph):
    return lambda one: [thing(other) for other in sorted(graph.get(one.int, ()))]


@st.composite
def graphs(draw: st.DrawFn) -> dict[int, list[int]]:
    pairs = draw(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=25))
    graph: dict[int, set[int]] = {n: set() for n in range(1, 13)}
    for a, b in pairs:
        if a != b:
            graph[a].add(b)
            graph[b].add(a)
    return {n: sorted(ends) for n, ends in graph.items()}


@given(graphs(), st.sets(st.integers(2, 12), max_size=5))
def test_boxes_stand_at_their_distance_through_opened_ones(graph: dict[int, list[int]], opened: set[int]) -> None:
    walk = walk_of(thing(1), [UUID(int=n) for n in sorted(opened)], around(graph))
    steps = {spot.thing.id.int: spot.step for spot in walk.spots}
    reached = networkx.DiGraph()
    reached.add_node(1)
    reached.add_edges_from((n, other) for n in {1, *opened} for other in graph[n])
    lengths = networkx.single_source_shortest_path_length(reached, 1, cutoff=4)
    assert steps == dict(lengths)
    assert len({frozenset((tie.a, tie.b)) for tie in walk.ties}) == len(walk.ties)


def test_a_crowded_column_is_cut_and_says_by_how_much() -> None:
    walk = walk_of(thing(1), [], around({1: list(range(2, 30))}))
    assert len(walk.columns[1]) == MOST_IN_COLUMN and walk.left_out == 28 - MOST_IN_COLUMN


def test_what_is_opened_and_out_of_reach_is_not_drawn() -> None:
    walk = walk_of(thing(1), [UUID(int=9)], around({1: [2], 9: [10], 10: [9]}))
    assert [spot.thing.id.int for spot in walk.spots] == [1, 2]


def legs(graph: Graph):
    return lambda edge: {one: [Leg(one, UUID(int=other), "with") for other in graph.get(one.int, ())] for one in edge}


@given(graphs(), st.integers(1, 12), st.integers(1, 12))
def test_the_way_is_as_short_as_networkx_finds_and_holds_together(graph: dict[int, list[int]], start: int, goal: int) -> None:
    way = shortest_path(UUID(int=start), UUID(int=goal), legs(graph), most_steps=12, most_things=1_000)
    known = networkx.Graph((a, b) for a, ends in graph.items() for b in ends)
    known.add_nodes_from(graph)
    if not networkx.has_path(known, start, goal):
        assert way is None
        return
    assert way is not None and len(way) == networkx.shortest_path_length(known, start, goal)
    stops = [start, *(leg.b.int for leg in way)]
    assert [leg.a.int for leg in way] == stops[:-1] and stops[-1] == goal
    assert all(b in graph[a] for a, b in itertools.pairwise(stops))


def test_limits_end_the_search() -> None:
    line = {n: [n - 1, n + 1] for n in range(1, 10)}
    assert shortest_path(UUID(int=1), UUID(int=9), legs(line), most_steps=7, most_things=100) is None
    assert shortest_path(UUID(int=1), UUID(int=9), legs(line), most_steps=8, most_things=100) is not None
    assert shortest_path(UUID(int=1), UUID(int=9), legs(line), most_steps=8, most_things=3) is None
