"""Warnings: source, date and expiry; one that has expired is never current."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.markers import markers_of
from beatbook.pole.saying import Saying
from tests.pole.worlds import SYSTEMS, TODAY, person_records, said


def warned(number: int, label: str, *, day: int = 1, **more: str) -> Saying:
    return said(number, day=day, warnings=[{"label": label, **more}])


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    assert not markers_of([warned(1, "Violent", expires=TODAY.isoformat())], TODAY)[0].expired
    assert markers_of([warned(1, "Violent", expires=TODAY.isoformat())], TODAY + timedelta(days=1))[0].expired


def test_a_marker_without_source_and_date_has_those_of_its_record() -> None:
    (marker,) = markers_of([warned(1, "Violent", day=4)], TODAY)
    assert (marker.source, marker.given_on, marker.expires_on) == (SYSTEMS[0], date(2026, 11, 4), None)


def test_the_same_warning_from_two_records_is_shown_once_with_the_later_expiry() -> None:
    sayings = [warned(1, "Violent", day=2, expires="2026-01-01"), warned(2, "VIOLENT", day=1, expires="2027-01-01")]
    assert [(marker.expires_on, marker.expired) for marker in markers_of(sayings, TODAY)] == [(date(2027, 1, 1), False)]


def test_current_ones_come_first() -> None:
    sayings = [warned(1, "Ailment", expires="2020-01-01"), warned(2, "Weapons")]
    assert [marker.label for marker in markers_of(sayings, TODAY)] == ["Weapons", "Ailment"]


def test_an_expiry_that_is_no_date_never_hides_a_warning() -> None:
    assert not markers_of([warned(1, "Violent", expires="31/02/2020")], TODAY)[0].expired


@given(person_records(), st.data())
def test_the_order_of_records_does_not_matter(sayings: list[Saying], data: st.DataObject) -> None:
    assert markers_of(data.draw(st.permutations(sayings)), TODAY) == markers_of(sayings, TODAY)


@given(person_records(), st.integers(-40, 400))
def test_what_has_expired_is_never_current_and_nothing_is_lost(sayings: list[Saying], days: int) -> None:
    today = TODAY + timedelta(days=days)
    found = markers_of(sayings, today)
    assert all(marker.expired == (marker.expires_on is not None and marker.expires_on < today) for marker in found)
    labels = {warning["label"].casefold() for saying in sayings for warning in saying.content.get("warnings", [])}
    assert sorted(marker.label.casefold() for marker in found) == sorted(labels)
