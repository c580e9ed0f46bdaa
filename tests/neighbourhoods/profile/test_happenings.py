from datetime import datetime
from itertools import permutations
from uuid import UUID

from beatbook.neighbourhoods.profile.happenings import SaidEvent, happenings_of, repeat_places, repeat_victims

LINE, FULL = "address:12 foundry row", "address:12 foundry row ZZ14FR"


def said(number: int, *references: str, event_type: str = "crime", addresses: tuple[str, ...] = (), day: int = 1) -> SaidEvent:
    at = datetime(2026, 1, day, 12)
    return SaidEvent(UUID(int=number), event_type, "Burglary", at, None, 0.0, 0.0, "12 Foundry Row", addresses, references)


def test_the_log_of_a_call_and_the_crime_it_became_are_one_whatever_the_order() -> None:
    told = [said(1, "20260105-1", event_type="incident"), said(2, "44/0005001/26", "20260105-1"), said(3, "44/0005002/26", day=2)]
    for order in permutations(told):
        found = happenings_of(order)
        assert [(one.lead.id.int, len(one.records)) for one in found] == [(2, 2), (3, 1)]


def test_one_log_of_two_crimes_does_not_make_them_one() -> None:
    told = [said(1, "L/100", event_type="incident"), said(2, "A/100", "L/100"), said(3, "A/101", "L/100", day=2)]
    for order in permutations(told):
        assert [(one.lead.id.int, len(one.records)) for one in happenings_of(order)] == [(2, 2), (3, 1)]


def test_a_place_repeats_by_happenings_and_not_by_records() -> None:
    twice_told = [said(1, "A/100", addresses=(FULL,)), said(2, "A/100", event_type="incident", addresses=(LINE,))]
    assert repeat_places(happenings_of(twice_told)) == []
    again = happenings_of([*twice_told, said(3, "A/101", addresses=(LINE,), day=3)])
    (place,) = repeat_places(again)
    assert place.key == FULL and [one.lead.id.int for one in place.happenings] == [3, 1] and place.name == "12 Foundry Row"


def test_one_line_in_two_postcodes_is_not_made_one() -> None:
    told = [
        said(1, "A/100", addresses=(FULL,)),
        said(2, "A/101", addresses=("address:12 foundry row ZZ99ZZ",)),
        said(3, "A/102", addresses=(LINE,)),
    ]
    assert repeat_places(happenings_of(told)) == []


def test_a_victim_repeats_by_happenings() -> None:
    person, other = frozenset({UUID(int=90), UUID(int=91)}), frozenset({UUID(int=92)})
    found = happenings_of([said(1, "A/100"), said(2, "A/100", event_type="incident"), said(3, "A/101", day=2)])
    of = {UUID(int=1): [person], UUID(int=2): [person, other], UUID(int=3): [person]}
    repeats = repeat_victims(found, of)
    assert list(repeats) == [person] and [one.lead.id.int for one in repeats[person]] == [3, 1]
