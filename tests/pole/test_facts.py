"""Details: one value for many spellings, every value with its source, disagreement said."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from beatbook.pole.facts import Fact, born, facts_of, in_reading_order, main_name, plain
from beatbook.pole.saying import Saying
from tests.pole.worlds import SYSTEMS, TODAY, person_records, said


def fact(label: str, *sayings: Saying) -> Fact:
    return next(fact for fact in facts_of(sayings) if fact.label == label)


def test_two_dates_of_birth_disagree_and_both_are_shown_newest_first() -> None:
    found = fact("Date of birth", said(1, day=1, date_of_birth="1994-03-14"), said(2, day=2, date_of_birth="1994-04-13"))
    assert found.disagree
    assert [value.text for value in found.values] == ["1994-04-13", "1994-03-14"]


def test_two_phones_are_no_disagreement() -> None:
    assert not fact("Phone", said(1, phones=["07700 900614"]), said(2, phones=["07700 900902"])).disagree


def test_spellings_of_one_address_are_one_value_from_both_systems() -> None:
    found = fact("Address", said(1, address="12 Foundry Row"), said(2, system=SYSTEMS[1], address="12 FOUNDRY ROW"))
    assert [[source.system for source in value.sources] for value in found.values] == [[SYSTEMS[1], SYSTEMS[0]]]


def test_a_system_is_named_once_for_a_value_with_its_newest_date() -> None:
    (value,) = fact("Sex", said(1, day=1, sex="M"), said(2, day=5, sex="M")).values
    assert [source.said_at.day for source in value.sources] == [5]


def test_what_nobody_states_is_left_out() -> None:
    assert [found.label for found in facts_of([said(1, forenames="Jo")])] == ["Names"]


def test_the_name_most_used_is_the_main_one() -> None:
    assert main_name([said(1, surname="Marsh"), said(2, surname="Marsh"), said(3, forenames="Jordan", surname="Marsh")]) == "Marsh"


def test_a_year_alone_gives_no_age_and_yields_to_a_whole_date() -> None:
    assert born([said(1, date_of_birth="1994")], TODAY) == ("1994", None)
    assert born([said(1, date_of_birth="1994"), said(2, date_of_birth="1994"), said(3, date_of_birth="1994-11-23")], TODAY) == (
        "1994-11-23",
        31,
    )
    assert born([said(1)], date(2026, 1, 1)) == ("", None)


def test_fields_are_read_in_the_same_order_whatever_the_database_gives() -> None:
    content = {"zeta": 1, "postcode": 2, "surname": 3, "forenames": 4}
    assert [name for name, _ in in_reading_order(content)] == ["forenames", "surname", "postcode", "zeta"]


def test_nested_values_are_words() -> None:
    assert plain([{"label": "Violent", "expires": None}, "x"]) == "label: Violent; x"


@given(person_records(), st.data())
def test_the_order_of_records_does_not_matter(sayings: list[Saying], data: st.DataObject) -> None:
    others = data.draw(st.permutations(sayings))
    assert facts_of(others) == facts_of(sayings)
    assert main_name(others) == main_name(sayings)
    assert born(others, TODAY) == born(sayings, TODAY)


@given(person_records())
def test_every_value_has_a_source_among_the_records(sayings: list[Saying]) -> None:
    systems = {(saying.system, saying.said_at) for saying in sayings}
    sources = [source for found in facts_of(sayings) for value in found.values for source in value.sources]
    assert {(source.system, source.said_at) for source in sources} <= systems


def test_a_day_that_no_calendar_has_is_said_and_gives_no_age() -> None:
    wrong = said(1, date_of_birth="1981-07-32")
    assert born([wrong], TODAY) == ("1981-07-32", None)
    assert born([wrong, said(2, date_of_birth="1981-07-31")], TODAY) == ("1981-07-31", 45)
