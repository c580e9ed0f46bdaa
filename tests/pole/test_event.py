"""An event: who was in it and as what, with every warning of each person."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.event import ORDER, event_view_of
from beatbook.pole.timeline import Part
from tests.pole.worlds import OTHERS, TODAY, by_id, part, parts_in, said

EVENT = said(100, "event", title="Assault", reference="44/1", address="6 Market Street", postcode="ZZ1 5UP")
PEOPLE = by_id(*(said(n, forenames=f"P{n}") for n in OTHERS))


def test_suspects_victims_and_things_stand_apart() -> None:
    car, log = said(300, "object", registration="ZZ19 ABC"), said(301, "event", reference="L1")
    parts = [part("victim", 200), part("suspect", 201), part("stolen", 300), part("log of", 301), part("caller", 999)]
    view = event_view_of(EVENT, parts, {**PEOPLE, **by_id(car, log)}, {}, TODAY)
    assert [(p.name, p.standing) for p in view.people] == [("P201", "suspect"), ("P200", "victim")]
    assert ([p.name for p in view.things], [p.name for p in view.events]) == (["ZZ19 ABC"], ["L1"])
    assert view.address == "6 Market Street, ZZ1 5UP"


def test_a_warning_on_another_record_of_the_person_is_said_and_logged() -> None:
    custody = said(400, warnings=[{"label": "Violent"}, {"label": "Ailment", "expires": "2020-01-01"}])
    persons = {said(200).id: (PEOPLE[said(200).id], custody)}
    view = event_view_of(EVENT, [part("suspect", 200)], PEOPLE, persons, TODAY)
    assert [marker.label for marker in view.people[0].warnings] == ["Violent"]
    assert custody.id in view.record_ids


@given(parts_in(OTHERS), st.data())
def test_the_order_of_ties_does_not_matter(parts: list[Part], data: st.DataObject) -> None:
    view = event_view_of(EVENT, data.draw(st.permutations(parts)), PEOPLE, {}, TODAY)
    assert view == event_view_of(EVENT, parts, PEOPLE, {}, TODAY)
    assert [p.standing for p in view.people] == sorted((p.standing for p in view.people), key=ORDER.index)


@given(parts_in(OTHERS))
def test_opinion_stays_opinion_unless_somebody_says_it_as_fact(parts: list[Part]) -> None:
    facts = {(one.other_id, one.role.capitalize()) for one in parts if not one.opinion}
    assert {(p.id, p.part) for p in event_view_of(EVENT, parts, PEOPLE, {}, TODAY).people if not p.opinion} == facts
