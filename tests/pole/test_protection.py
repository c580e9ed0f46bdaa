from dataclasses import replace
from uuid import UUID

from beatbook.pole.person import Evidence, person_view_of
from beatbook.pole.protection import Protection
from beatbook.pole.timeline import Part
from tests.pole.worlds import TODAY, by_id, part, said


def shown(*events, parts=None, event_parts=None, people=()) -> Protection:
    others = by_id(*events, *people)
    own = [part("victim", event.id.int) for event in events] if parts is None else parts
    return person_view_of(Evidence([said(1)], own, others, event_parts or {}, {}), TODAY).protection


def test_the_latest_assessment_gives_the_level_and_each_list_is_newest_first() -> None:
    old, new = (
        said(n, "event", day=day, event_type="risk-assessment", grade=grade) for n, day, grade in ((100, 2, "High"), (101, 5, "Standard"))
    )
    marac, missing = said(102, "event", event_type="marac"), said(103, "event", event_type="missing-episode")
    found = shown(old, new, marac, missing)
    assert found.level == "Standard" and [entry.event_id for entry in found.risks] == [new.id, old.id]
    assert [entry.event_id for entry in found.meetings] == [marac.id] and [entry.event_id for entry in found.missing] == [missing.id]


def test_domestic_abuse_is_what_a_system_marks_or_names_so() -> None:
    marked = replace(said(100, "event", event_type="crime", title="Assault"), marking="OFFICIAL-SENSITIVE, DA")
    named = said(101, "event", event_type="incident", title="Domestic incident")
    other, odd = (
        said(102, "event", event_type="crime", title="Theft"),
        replace(said(103, "event", event_type="crime"), marking="OFFICIAL, DATA"),
    )
    assert {entry.event_id for entry in shown(marked, named, other, odd).abuse} == {marked.id, named.id}


def test_an_event_in_which_a_person_plays_two_parts_counts_once() -> None:
    event = said(100, "event", event_type="marac")
    assert len(shown(event, parts=[part("victim", 100), part("subject", 100, opinion=True)]).meetings) == 1


def test_children_are_those_under_eighteen_by_any_visible_tie() -> None:
    notice = said(100, "event", event_type="protection-notice", reference="PPN-1")
    young, grown, unknown = (
        said(2, forenames="Isla", date_of_birth="2020-05-14"),
        said(3, date_of_birth="2001-01-01"),
        said(4, forenames="Sam"),
    )
    son = Part("child", UUID(int=3), False, notice.said_at, False)
    mother = Part("child", UUID(int=4), False, notice.said_at, True)  # the person is the child: the other is no child of theirs
    found = shown(
        notice,
        parts=[part("victim", 100), son, mother],
        event_parts={notice.id: [part("victim", 1), part("child", 2)]},
        people=(young, grown, unknown),
    )
    assert [(child.name, child.age, child.how) for child in found.children] == [("Isla", 6, "In PPN-1")]


def test_without_anything_it_is_empty() -> None:
    assert shown(said(100, "event", event_type="crime", title="Theft")).is_empty
