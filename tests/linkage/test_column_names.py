"""Somebody else's columns, guessed and said."""

import pyarrow as pa
import pytest

from beatbook.linkage.column_names import ColumnsUnclear, columns_of, fields_of, iso_date


def test_usual_names_are_known_whatever_their_case_and_blanks() -> None:
    assert columns_of(["First Name", "LAST-NAME", "dob", "note"], {}) == {
        "forenames": ("First Name",),
        "surname": ("LAST-NAME",),
        "date_of_birth": ("dob",),
    }


def test_what_is_said_goes_before_what_is_guessed() -> None:
    found = columns_of(["surname", "maiden", "dob"], {"surname": "maiden", "date_of_birth": ""})
    assert found == {"surname": ("maiden",)}


def test_a_house_number_joins_its_street() -> None:
    table = pa.table({"surname": ["Marsh", "Ali"], "street_number": ["6", None], "address_1": ["Foundry Row", " "]})
    fields = fields_of(table, columns_of(table.column_names, {}))
    assert fields["address"].to_pylist() == ["6 Foundry Row", None]


def test_one_phone_becomes_a_list_beside_lists() -> None:
    table = pa.table({"surname": ["Marsh", "Ali"], "phones": [["07700 900614", None], []]})
    assert fields_of(table, columns_of(table.column_names, {}))["phones"].to_pylist() == [["07700 900614"], None]


@pytest.mark.parametrize(
    ("said", "why"), [({"surnme": "a"}, "no field surnme"), ({"surname": "b+c"}, "no column b, c"), ({"sex": "a"}, "tell people apart")]
)
def test_what_cannot_be_told_is_named(said: dict[str, str], why: str) -> None:
    with pytest.raises(ColumnsUnclear, match=why):
        columns_of(["a"], said)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1994-03-14", "1994-03-14"),
        ("19940314", "1994-03-14"),
        ("14/3/1994", "1994-03-14"),
        ("14.03.1994", "1994-03-14"),
        ("1994-03-14 00:00:00", "1994-03-14"),
        ("1994-03", "1994-03"),
        ("about 1994", "about 1994"),
    ],
)
def test_dates_are_read_in_the_usual_forms(written: str, read: str) -> None:
    assert iso_date(written) == read
