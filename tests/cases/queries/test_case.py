"""One investigation from several records, the same by every road to it; and nothing of what is hidden."""

from beatbook.cases.actions import record_contact, record_decision, write_plan
from beatbook.cases.queries import CasePage, case_page
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import NOW, TODAY, ids, take_hidden_away
from tests.linkage.sealed_world import identifier

World = dict[str, Viewer]
SEEN = ("crime", "log", "arrest", "two crimes")


def page(key: str, viewer: Viewer) -> CasePage:
    found = case_page(identifier(key), viewer=viewer, today=TODAY)
    assert found is not None
    return found


def test_systems_come_together_by_number_and_tie(shared_world: World) -> None:
    found = page("crime", shared_world["low"]).investigation
    assert {event.id for event in found.events} == ids(*SEEN)
    assert [task.id for task in found.tasks] == [identifier("task")]
    assert {exhibit.saying.id for exhibit in found.exhibits} == ids("knife", "laptop")
    assert found.lead.id == identifier("crime") and not found.is_over
    assert [(release.how, release.due_on.isoformat()) for release in found.releases if release.due_on] == [
        ("Bail", "2026-01-26"), ("Released under investigation", "2026-02-04"),
    ]  # fmt: skip


def test_people_stand_once_with_every_part(shared_world: World) -> None:
    people = page("crime", shared_world["low"]).investigation.people
    wendy, dale = people
    assert (wendy.name, sorted(role.role for role in wendy.roles)) == ("Wendy Larkfield", ["caller", "victim"])
    assert (dale.name, sorted(role.role for role in dale.roles)) == ("Dale Oxley", ["detained", "suspect"])
    assert dale.members == frozenset(ids("suspect", "detainee", "again"))


def test_it_is_the_same_from_every_event_that_carries_or_hangs_on_it(shared_world: World) -> None:
    low = shared_world["low"]
    first = page("crime", low)
    assert all(page(key, low) == first for key in ("log", "arrest", "task", "two crimes"))
    assert case_page(identifier("victim"), viewer=low, today=TODAY) is None
    assert case_page(identifier("hidden arrest"), viewer=low, today=TODAY) is None


def test_one_arrest_for_two_crimes_does_not_make_them_one(shared_world: World) -> None:
    second = page("other crime", shared_world["low"])
    assert {event.id for event in second.investigation.events} == ids("other crime", "two crimes")
    assert [also.event.id for also in second.also_in] == [identifier("crime")]


def test_higher_clearance_adds_and_lower_loses_without_trace(shared_world: World) -> None:
    low, high = page("crime", shared_world["low"]), page("crime", shared_world["high"])
    assert {event.id for event in high.investigation.events} == ids(*SEEN, "hidden arrest")
    assert {person.name for person in high.investigation.people} - {person.name for person in low.investigation.people} == {"Nell Quayle"}
    words = [duty.words for victim in high.victims for duty in victim.duties]
    assert "Give reasons for no further action, and the right to review" in words
    assert not any("reasons" in duty.words for victim in low.victims for duty in victim.duties)


def test_taking_the_hidden_away_changes_nothing_for_who_could_not_see_it(world: World) -> None:
    high, low, victim = world["high"], world["low"], identifier("victim")
    record_decision(identifier("crime"), "Wait for the CCTV", "It is due tomorrow", viewer=low)
    record_decision(identifier("crime"), "Move the witness", "She is afraid", viewer=high, sensitive=True)
    record_decision(identifier("hidden arrest"), "No bail", "Refused", viewer=high)
    write_plan(identifier("hidden arrest"), "Hidden plan", None, viewer=high)
    told = {
        "at": NOW,
        "method": "phone",
        "reached": True,
        "words": "Told of the second arrest",
        "told": [f"arrest:{identifier('hidden arrest')}"],
    }
    record_contact(identifier("crime"), victim, told, viewer=high, events=[identifier("hidden arrest")])
    seen = page("crime", high)
    assert len(seen.lines) == 3 and seen.plan and seen.victims[0].contacts
    before = page("crime", low)
    assert [line.words for line in before.lines] == ["Wait for the CCTV"] and not before.plan and not before.victims[0].contacts
    assert take_hidden_away() == 2
    assert page("crime", low) == before
