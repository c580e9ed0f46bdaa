"""Writing beside an investigation: two at once lose nothing, what is unsafe is refused, and rows follow the marking of their record."""

from uuid import uuid4

import pytest
from django.db import connections

from beatbook.cases.actions import (
    NotSafe,
    WrittenMeanwhile,
    allocate,
    answer_referral,
    assess_needs,
    link_cases,
    record_contact,
    record_decision,
    refer,
    write_plan,
)
from beatbook.cases.queries import case_page
from beatbook.pole.actions import NotWritten, say_safe_contact
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import NOW, TODAY
from tests.linkage.sealed_world import identifier

World = dict[str, Viewer]
NEEDS = {"grounds": ["vulnerable"], "method": "phone", "every_days": 7, "words": "", "support": "referred", "statement": "offered"}


def contact(method: str = "phone", **more: object) -> dict[str, object]:
    return {"at": NOW, "method": method, "reached": True, "words": "Told them of the arrest", "told": []} | more


def test_two_officers_with_one_plan_lose_nothing(shared_world: World) -> None:
    low, other, crime = shared_world["low"], shared_world["other"], identifier("crime")
    first = write_plan(crime, "See the neighbours.", None, viewer=low)
    with pytest.raises(WrittenMeanwhile):
        write_plan(crime, "Seize the laptop.", None, viewer=other)
    with pytest.raises(WrittenMeanwhile):
        write_plan(identifier("log"), "Seize the laptop.", uuid4(), viewer=other)
    second = write_plan(identifier("log"), "See the neighbours. Seize the laptop.", first, viewer=other)
    found = case_page(crime, viewer=low, today=TODAY)
    assert found is not None and [version.id for version in found.plan] == [second, first]


def test_a_plan_that_one_may_not_see_refuses_nothing(shared_world: World) -> None:
    write_plan(identifier("other crime"), "Kept from the officer.", None, viewer=shared_world["high"])
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "UPDATE cases_plan SET vis = (SELECT min(vis) FROM access_marking WHERE 'DA' = ANY (caveats)) WHERE record_id = %s",
            [identifier("other crime")],
        )
    assert write_plan(identifier("other crime"), "The first that I know of.", None, viewer=shared_world["low"])


def test_hidden_and_absent_records_refuse_alike(shared_world: World) -> None:
    for one in (identifier("hidden arrest"), uuid4()):
        with pytest.raises(NotWritten, match="There is no such record"):
            record_decision(one, "Anything", "For any reason", viewer=shared_world["low"])


def test_what_is_not_safe_is_refused_whichever_record_names_the_victim(shared_world: World) -> None:
    low, crime = shared_world["low"], identifier("crime")
    say_safe_contact(identifier("caller"), ["visit"], "Never by phone: he reads it.", viewer=low)
    with pytest.raises(NotSafe, match="Never by phone"):
        record_contact(crime, identifier("victim"), contact("phone"), viewer=low)
    assert record_contact(crime, identifier("victim"), contact("visit"), viewer=low)


def test_an_assessment_is_compared_with_the_last_one_seen(shared_world: World) -> None:
    low, other, crime = shared_world["low"], shared_world["other"], identifier("crime")
    first = assess_needs(crime, identifier("victim"), NEEDS, None, viewer=low)
    with pytest.raises(WrittenMeanwhile):
        assess_needs(crime, identifier("victim"), NEEDS | {"grounds": []}, None, viewer=other)
    assert assess_needs(crime, identifier("victim"), NEEDS | {"every_days": 14}, first, viewer=other)
    with pytest.raises(NotWritten):
        assess_needs(crime, identifier("victim"), NEEDS | {"grounds": ["rich"]}, first, viewer=other)


def test_a_contact_about_something_hidden_is_as_hidden(shared_world: World) -> None:
    high, low, other = shared_world["high"], shared_world["low"], identifier("other crime")
    record_contact(
        other, identifier("again"), contact("visit", words="Told of what only few know"), viewer=high, events=[identifier("hidden arrest")]
    )
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT m.caveats FROM cases_contact c JOIN access_marking m ON m.vis = c.vis WHERE c.record_id = %s", [other])
        assert cursor.fetchall() == [(["DA"],)]
    with pytest.raises(NotWritten):
        record_contact(other, identifier("again"), contact("visit"), viewer=low, events=[identifier("hidden arrest")])


def test_a_referral_goes_there_and_back_and_never_sideways(shared_world: World) -> None:
    low, other, crime = shared_world["low"], shared_world["other"], identifier("crime")
    referral = refer(crime, "Neighbourhood", "Serious and organised crime", "The knife is one of a batch", viewer=low)
    with pytest.raises(NotWritten):
        answer_referral(crime, referral, "returned", "Too soon", viewer=other)
    answer_referral(crime, referral, "taken", "We have the batch", viewer=other)
    with pytest.raises(NotWritten):
        answer_referral(crime, referral, "declined", "Too late", viewer=other)
    answer_referral(crime, referral, "returned", "Two charged; the street is yours", viewer=other)
    found = case_page(crime, viewer=low, today=TODAY)
    assert found is not None and [step.state for step in found.referrals] == ["returned", "taken", "asked"]


def test_links_join_two_investigations_in_the_eyes_of_both(shared_world: World) -> None:
    low = shared_world["low"]
    link_cases(identifier("other crime"), identifier("log"), "Same knife", viewer=low)
    crime, other = (case_page(identifier(key), viewer=low, today=TODAY) for key in ("crime", "other crime"))
    assert crime is not None and [event.id for _, event in crime.linked] == [identifier("other crime")]
    assert other is not None and [event.id for _, event in other.linked] == [identifier("log")]
    with pytest.raises(NotWritten):
        link_cases(identifier("crime"), identifier("log"), "One and the same", viewer=low)


def test_rows_follow_their_record_when_it_is_marked_anew(world: World) -> None:
    low, high = world["low"], world["high"]
    record_decision(identifier("log"), "Nothing more", "No witness", viewer=low)
    allocate(identifier("log"), high.user_id, "", viewer=high)
    assert case_page(identifier("log"), viewer=low, today=TODAY) is not None
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT min(vis) FROM access_marking WHERE 'DA' = ANY (caveats)")
        cursor.execute("UPDATE sources_record SET vis = %s WHERE id = %s", [cursor.fetchone()[0], identifier("log")])
    found = case_page(identifier("crime"), viewer=low, today=TODAY)
    assert found is not None and not found.lines and found.standing.officer is None
    seen = case_page(identifier("crime"), viewer=high, today=TODAY)
    assert seen is not None and [line.words for line in seen.lines] == ["Nothing more"] and seen.standing.officer == high.user_id
