"""The whole view of a person is a function of what may be seen, not of the road to it."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.person import Evidence, person_view_of
from tests.pole.worlds import TODAY, evidences, part, said, shuffled


def test_the_last_known_address_is_the_newest_with_its_date() -> None:
    sayings = [said(1, day=1, address="4 Priory Court"), said(2, day=3, address="12 FOUNDRY ROW", postcode="ZZ1 4FR"), said(3, day=9)]
    view = person_view_of(Evidence(sayings, [], {}, {}, {}), TODAY)
    assert (view.address, view.address_said_at) == ("12 Foundry Row, ZZ1 4FR", sayings[1].said_at)


def test_the_log_is_told_of_everything_on_the_page() -> None:
    event, friend = said(100, "event"), said(2, forenames="Sam")
    others = {event.id: event, friend.id: friend}
    view = person_view_of(Evidence([said(1)], [part("victim", 100)], others, {event.id: [part("witness", 2)]}, {}), TODAY)
    assert view.record_ids == {said(1).id, event.id, friend.id}


@given(evidences(), st.data())
def test_the_same_view_whichever_record_was_opened(evidence: Evidence, data: st.DataObject) -> None:
    assert person_view_of(shuffled(evidence, data), TODAY) == person_view_of(evidence, TODAY)


@given(evidences())
def test_the_banner_has_no_expired_warning_and_no_opinion(evidence: Evidence) -> None:
    view = person_view_of(evidence, TODAY)
    assert all(marker.expires_on is None or marker.expires_on >= TODAY for marker in view.current_markers)
    assert set(view.standings) <= {entry.standing for entry in view.timeline if not entry.opinion}
