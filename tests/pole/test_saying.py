"""A record in words."""

import pytest

from beatbook.pole.saying import UNNAMED, address_line, event_words, name_of, person_name
from tests.pole.worlds import said


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"forenames": "JORDAN", "surname": "MARSH"}, "Jordan Marsh"),
        ({"forenames": "Jordan", "surname": "McCOY"}, "Jordan McCOY"),
        ({"surname": "Marsh"}, "Marsh"),
        ({}, UNNAMED),
    ],
)
def test_a_person_is_named_without_shouting(content: dict[str, str], name: str) -> None:
    assert person_name(content) == name


def test_an_address_keeps_its_postcode_and_does_not_shout() -> None:
    assert address_line({"address": "12 FOUNDRY ROW", "postcode": "ZZ1 4FR"}) == "12 Foundry Row, ZZ1 4FR"
    assert address_line({"postcode": "ZZ1 4FR"}) == "ZZ1 4FR"
    assert address_line({}) == ""


def test_each_kind_has_a_name() -> None:
    assert name_of(said(1, "object", registration="ZZ19 ABC")) == "ZZ19 ABC"
    assert name_of(said(1, "object", object_type="phone")) == "phone"
    assert name_of(said(1, "location", premises_name="Puddlers Arms")) == "Puddlers Arms"
    assert name_of(said(1, "event", title="Assault")) == "Assault"


def test_sorts_of_event_are_words() -> None:
    assert [event_words({"event_type": sort}) for sort in ("asb-case", "crime", "")] == ["anti-social behaviour case", "crime", "event"]
