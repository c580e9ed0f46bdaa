"""What happened: newest first, each part once, fact apart from opinion."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.timeline import Part, standings, timeline_of
from tests.pole.worlds import EVENTS, by_id, part, parts_in, said

WORLD = by_id(*(said(n, "event", day=n - 99, title=f"Event {n}") for n in EVENTS), said(1))


def test_newest_first_with_the_part_in_words() -> None:
    entries = timeline_of([part("victim", 100), part("searched", 102)], WORLD)
    assert [entry.heading for entry in entries] == ["Stopped and searched: Event 102", "Victim: Event 100"]


def test_people_and_unknown_ends_are_no_events() -> None:
    assert timeline_of([part("associate", 1), part("victim", 999)], WORLD) == []


def test_an_event_without_a_date_stands_where_it_was_said() -> None:
    undated = said(100, "crime", day=7)
    event = type(undated)(undated.id, "Crime system", "x", "event", undated.said_at, None, {}, "OFFICIAL")
    assert timeline_of([part("victim", 100)], by_id(event))[0].at == undated.said_at


def test_a_part_said_as_fact_and_as_opinion_is_a_fact() -> None:
    entries = timeline_of([part("suspect", 100), part("suspect", 100, opinion=True)], WORLD)
    assert [entry.opinion for entry in entries] == [False]


def test_opinions_are_no_standing() -> None:
    entries = timeline_of([part("suspect", 100, opinion=True), part("victim", 101)], WORLD)
    assert standings(entries) == ["victim"]


def test_standings_keep_the_order_of_the_act() -> None:
    entries = timeline_of([part(role, 100) for role in ("witness", "victim", "caller", "convicted", "detained")], WORLD)
    assert standings(entries) == ["suspect", "convicted", "victim", "witness"]


@given(parts_in(EVENTS), st.data())
def test_the_order_of_ties_does_not_matter(parts: list[Part], data: st.DataObject) -> None:
    assert timeline_of(data.draw(st.permutations(parts)), WORLD) == timeline_of(parts, WORLD)


@given(parts_in(EVENTS))
def test_opinions_never_count_as_standing(parts: list[Part]) -> None:
    facts = [one for one in parts if not one.opinion]
    assert standings(timeline_of(parts, WORLD)) == standings(timeline_of(facts, WORLD))
