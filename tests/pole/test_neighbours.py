"""Links: recorded or inferred, each thing once, crowds link nobody."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.neighbours import INFERRED_FROM_AT_MOST, neighbours_of, note_of, places_of
from beatbook.pole.person import Evidence
from tests.pole.worlds import by_id, evidences, part, said, shuffled

OWN = frozenset([UUID(int=1)])
EVENT = UUID(int=100)


def drawn(evidence: Evidence) -> list[object]:
    own = frozenset(saying.id for saying in evidence.sayings)
    return list(neighbours_of(own, evidence.parts, evidence.event_parts, evidence.others, evidence.same_person))


def test_a_tie_is_recorded_and_company_in_an_event_is_inferred() -> None:
    others = by_id(said(100, "event", reference="44/1", event_type="asb-case"), said(2, forenames="Sam"))
    found = neighbours_of(OWN, [part("suspect", 100)], {EVENT: [part("suspect", 1), part("victim", 2)]}, others, {})
    assert [(n.name, n.how, n.recorded) for n in found] == [
        ("44/1", "Suspect", True),
        ("Sam", "Same anti-social behaviour case, as victim", False),
    ]


def test_who_is_linked_by_record_is_not_also_inferred() -> None:
    others = by_id(said(100, "event"), said(2, forenames="Sam"), said(3, forenames="Sam"))
    same = {UUID(int=2): UUID(int=2), UUID(int=3): UUID(int=2)}
    found = neighbours_of(OWN, [part("associate", 2)], {EVENT: [part("victim", 3)]}, others, same)
    assert [(n.name, n.recorded) for n in found] == [("Sam", True)]


def test_a_crowd_links_nobody() -> None:
    crowd = [said(n, forenames=f"P{n}") for n in range(2, 3 + INFERRED_FROM_AT_MOST)]
    others = by_id(said(100, "event"), *crowd)
    ends = [part("witness", 2 + n) for n in range(len(crowd))]
    assert len(neighbours_of(OWN, [], {EVENT: ends[:-1]}, others, {})) == INFERRED_FROM_AT_MOST
    assert neighbours_of(OWN, [], {EVENT: ends}, others, {}) == []


def test_a_link_that_somebody_states_as_fact_is_no_opinion() -> None:
    found = neighbours_of(OWN, [part("associate", 2, opinion=True), part("associate", 2)], {}, by_id(said(2)), {})
    assert [n.opinion for n in found] == [False]


def test_things_are_noted_as_people_say_them() -> None:
    assert note_of(said(1, "object", colour="WHITE", make="TOYOTA", model="YARIS")) == "white Toyota Yaris"
    assert note_of(said(1, "object", make="BMW", model="118")) == "BMW 118"
    assert note_of(said(1, "event", event_type="stop-search")) == "stop and search"


@given(evidences(), st.data())
def test_the_order_of_evidence_does_not_matter(evidence: Evidence, data: st.DataObject) -> None:
    assert drawn(shuffled(evidence, data)) == drawn(evidence)


@given(evidences())
def test_nobody_is_linked_to_themselves_or_twice(evidence: Evidence) -> None:
    own = {saying.id for saying in evidence.sayings}
    who = [
        evidence.same_person.get(n.id, n.id)
        for n in neighbours_of(frozenset(own), evidence.parts, evidence.event_parts, evidence.others, evidence.same_person)
    ]
    assert len(who) == len(set(who))
    assert own.isdisjoint(who)


def test_each_address_is_a_place_once_by_who_said_it_last() -> None:
    """Two writings of one address are one place; a record without an address gives none."""
    found = places_of(
        [
            said(1, day=1, address="12 Foundry Row", postcode="ZZ1 4FR"),
            said(2, day=3, address="12 FOUNDRY ROW", postcode="ZZ14FR", system="Custody system"),
            said(3, day=2, address="4 Priory Court", postcode="ZZ1 4FB"),
            said(4, day=4),
        ]
    )
    assert [(n.id.int, n.kind, n.how, n.recorded) for n in found] == [(2, "location", "Lives at", True), (3, "location", "Lives at", True)]
