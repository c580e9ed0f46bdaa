"""A place, phone or vehicle: warnings and whose they are, then people, events and things; each once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.saying import Saying
from beatbook.pole.whereabouts import Around, thing_view_of, title_of
from tests.pole.worlds import EVENTS, TODAY, by_id, part, parts_in, person_records, said

HOME = {"address": "12 Foundry Row", "postcode": "ZZ1 4FR"}


def around(sayings: list[Saying], parts: dict[int, list[Any]] | None = None, others: tuple[Saying, ...] = (), **persons: Any) -> Around:
    return Around(sayings, {said(n).id: ends for n, ends in (parts or {}).items()}, by_id(*others), persons.get("persons", {}))


def test_a_warning_elsewhere_about_somebody_who_lives_here_comes_first() -> None:
    lodger, other = said(1, day=9, forenames="Lee", **HOME), said(2, day=1, forenames="Jo", **HOME)
    custody = said(3, forenames="Jo", warnings=[{"label": "Violent"}])
    view = thing_view_of("x", "address", around([lodger, other], persons={other.id: (other, custody)}), TODAY)
    assert [(p.name, [m.label for m in p.warnings]) for p in view.people] == [("Jo", ["Violent"]), ("Lee", [])]
    assert [p.name for p in view.warned] == ["Jo"]
    assert custody.id in view.record_ids


def test_two_records_of_one_person_are_one_line() -> None:
    records = [said(1, forenames="Jo", **HOME), said(2, day=2, forenames="Jo", **HOME)]
    view = thing_view_of("x", "address", around(records, persons={r.id: tuple(records) for r in records}), TODAY)
    assert [(p.id, p.hows) for p in view.people] == [(records[1].id, ("Recorded as their address",))]


def test_kin_of_those_who_live_here_are_not_here_but_people_in_events_here_are() -> None:
    resident, event = said(1, forenames="Jo", **HOME), said(100, "event", reference="44/1", **HOME)
    kin, caller = said(5, forenames="Kim"), said(6, forenames="Cal")
    view = thing_view_of(
        "x", "address", around([resident, event], {1: [part("parent", 5)], 100: [part("caller", 6)]}, (kin, caller)), TODAY
    )
    assert {(p.name, p.hows) for p in view.people} == {("Jo", ("Recorded as their address",)), ("Cal", ("Caller in 44/1",))}


def test_an_event_elsewhere_says_whose_it_is_and_one_here_does_not() -> None:
    resident, here, elsewhere = said(1, forenames="Jo", **HOME), said(100, "event", title="Noise"), said(101, "event", day=5, title="Theft")
    parts = {1: [part("victim", 101), part("caller", 100)]}
    view = thing_view_of("x", "address", around([resident, here], parts, (elsewhere,)), TODAY)
    assert [(h.entry.heading, h.who) for h in view.timeline] == [("Victim: Theft", "Jo"), ("Noise", "")]


def test_vehicles_say_whose_they_are() -> None:
    car = said(300, "object", registration="ZZ19 ABC")
    view = thing_view_of("x", "address", around([said(1, forenames="Jo", **HOME)], {1: [part("driver", 300)]}, (car,)), TODAY)
    assert [(t.name, t.how) for t in view.things] == [("ZZ19 ABC", "Driver, Jo")]


def test_a_vehicle_s_details_are_the_newest_and_do_not_shout() -> None:
    records = [
        said(1, "object", day=2, make="TOYOTA", colour="ORANGE", registration="ZZ19 ABC"),
        said(2, "object", colour="Red", make="BMW"),
    ]
    view = thing_view_of("ZZ19ABC", "plate", around(records), TODAY)
    assert view.details == (("Make", "Toyota"), ("Colour", "Orange"), ("Registration", "ZZ19 ABC"))


def test_a_vehicle_written_in_two_ways_shows_both() -> None:
    records = [said(1, "object", registration="zz19abg"), said(2, "object", day=2, registration="ZZ19 ABC")]
    assert thing_view_of("ZZ19ABC", "plate", around(records), TODAY).details == (("Registration", "ZZ19 ABC, ZZ19 ABG"),)


def test_a_shared_number_says_that_it_makes_nobody_one_person() -> None:
    people = [said(1, forenames="Jo"), said(2, forenames="Lee")]
    assert "makes nobody one person" in thing_view_of("447700900614", "phone", around(people), TODAY).caution
    assert thing_view_of("447700900614", "phone", around(people[:1]), TODAY).caution == ""
    assert thing_view_of("12 foundry row", "address", around(people), TODAY).caution == ""


def test_titles_are_as_people_write_them() -> None:
    assert title_of("12 foundry row ZZ14FR", "address", [said(1, **HOME)]) == "12 Foundry Row, ZZ1 4FR"
    assert (
        title_of("12 foundry row", "address", [said(1, **HOME), said(2, address="12 Foundry Row", postcode="ZZ9 9ZZ")]) == "12 Foundry Row"
    )
    assert title_of("447700900614", "phone", []) == "07700 900614"
    assert title_of("ZZ19ABC", "plate", []) == "ZZ19 ABC"
    assert title_of("ZZ14FR", "postcode", []) == "ZZ1 4FR"
    assert title_of("jo@example.org", "email", []) == "jo@example.org"


@given(person_records(most=3), st.lists(parts_in(EVENTS), min_size=3, max_size=3), st.data())
def test_the_order_of_evidence_does_not_matter(sayings: list[Saying], parts: list[list[Any]], data: st.DataObject) -> None:
    events = [said(n, "event", title=f"E{n}") for n in EVENTS]
    ties = dict(zip(range(1, 4), parts, strict=True))
    mixed_ties = {n: data.draw(st.permutations(ties[n])) for n in data.draw(st.permutations(list(ties)))}
    mixed = around(data.draw(st.permutations(sayings)), mixed_ties, tuple(data.draw(st.permutations(events))))
    assert thing_view_of("x", "phone", mixed, TODAY) == thing_view_of("x", "phone", around(sayings, ties, tuple(events)), TODAY)


@given(person_records())
def test_an_expired_warning_makes_nobody_warned(sayings: list[Saying]) -> None:
    view = thing_view_of("x", "phone", around(sayings), TODAY)
    assert all(marker.expires_on is None or marker.expires_on >= TODAY for p in view.warned for marker in p.warnings)
    assert {p.id for p in view.warned} == {p.id for p in view.people if any(not marker.expired for marker in p.markers)}
