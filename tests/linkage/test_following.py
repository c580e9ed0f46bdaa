"""Weak links between records that better evidence holds elsewhere lead nowhere; all others do."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.following import STRONG_BITS, parts_of
from beatbook.linkage.persons import group_places
from beatbook.linkage.places import PlaceLink, Verdict

WEAK, GOOD = STRONG_BITS - 2, STRONG_BITS + 9
PAIRS = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])
LINKS = st.dictionaries(PAIRS, st.tuples(st.integers(-2, 12).map(float), st.booleans()), max_size=28)
VERDICTS = st.dictionaries(PAIRS, st.sampled_from(Verdict), max_size=4)


def _link(a: int, b: int, weight: float, *, conflict: bool = False) -> PlaceLink:
    return PlaceLink(a, b, weight, conflict, 0, False)


TWO_PEOPLE = [_link(0, 1, GOOD), _link(2, 3, GOOD)]


def test_a_weak_link_between_two_strong_pairs_is_not_followed() -> None:
    assert parts_of([*TWO_PEOPLE, _link(1, 2, WEAK)], {}, 0.0) == {0: 0, 1: 0, 2: 2, 3: 2}
    assert parts_of([*TWO_PEOPLE, _link(1, 2, STRONG_BITS)], {}, 0.0) == {0: 0, 1: 0, 2: 0, 3: 0}


def test_a_weak_link_of_a_record_without_a_strong_one_is_followed() -> None:
    assert parts_of([*TWO_PEOPLE, _link(1, 4, WEAK), _link(2, 4, WEAK)], {}, 0.0) == dict.fromkeys(range(5), 0)
    assert parts_of([_link(0, 1, -1.0)], {}, 0.0) == {}


def test_a_strong_link_that_facts_or_people_deny_holds_nothing() -> None:
    assert parts_of([*TWO_PEOPLE[:1], _link(2, 3, GOOD, conflict=True), _link(1, 2, WEAK)], {}, 0.0)[2] == 0
    assert parts_of([*TWO_PEOPLE, _link(1, 2, WEAK)], {(2, 3): Verdict.DIFFERENT}, 0.0)[2] == 0
    assert parts_of([*TWO_PEOPLE, _link(1, 2, WEAK)], {(1, 3): Verdict.SAME}, 0.0)[3] == 0


@given(LINKS, VERDICTS)
def test_parts_can_be_grouped_one_by_one(
    links: dict[tuple[int, int], tuple[float, bool]], verdicts: dict[tuple[int, int], Verdict]
) -> None:
    every = [_link(a, b, weight, conflict=conflict) for (a, b), (weight, conflict) in links.items()]
    part = parts_of(every, verdicts, 1.0)
    persons = group_places(8, every, verdicts, 1.0)
    assert all(len({part.get(place, place) for place in person}) == 1 for person in persons)
    for root in set(part.values()):
        places = [place for place in range(8) if part.get(place) == root]
        at = {place: number for number, place in enumerate(places)}
        own = [link._replace(a=at[link.a], b=at[link.b]) for link in every if link.a in at and link.b in at]
        said = {(at[a], at[b]): verdict for (a, b), verdict in verdicts.items() if a in at and b in at}
        alone = [[places[number] for number in person] for person in group_places(len(places), own, said, 1.0)]
        assert alone == [person for person in persons if person[0] in at]
