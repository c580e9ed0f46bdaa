"""Identifiers brought to one form."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.vocabulary.identifiers import (
    address_key,
    normalise_email,
    normalise_phone,
    normalise_plate,
    normalise_pnc_id,
    normalise_reference,
    plate_as_misread,
    plate_form,
    written_plate,
)


@pytest.mark.parametrize(
    "written", ["07700 900123", "+44 7700 900123", "0044 7700 900123", "+44 (0)7700-900123", "7700900123", "447700900123"]
)
def test_one_phone_however_written(written: str) -> None:
    assert normalise_phone(written) == "447700900123"


@pytest.mark.parametrize(
    "normalise", [normalise_phone, normalise_email, normalise_plate, normalise_pnc_id, normalise_reference, address_key]
)
@given(text=st.text(max_size=40))
def test_normal_forms_are_stable(normalise: Callable[[str], str | None], text: str) -> None:
    once = normalise(text)
    assert once is None or normalise(once) == once


def test_plates_are_mended_by_their_shape() -> None:
    assert normalise_plate("ab5l cde") == "AB51CDE"
    assert plate_as_misread("ABO1 CDE") == plate_as_misread("A80I CDE")


def test_pnc_ids_and_references() -> None:
    assert normalise_pnc_id("1998/45678K") == normalise_pnc_id("98/0045678k") == "98/0045678K"
    assert normalise_reference("44/0012345/26") == "44001234526"
    assert normalise_reference("n/a") is None


def test_addresses_however_written() -> None:
    assert address_key("Flat 2, 14 High St., Milltown") == address_key("FLAT 2 14 HIGH STREET") == "flat 2 14 high street"
    assert address_key("12 St John's Rd") == "12 saint johns road"
    assert address_key("?") is None


@pytest.mark.parametrize(
    ("plate", "form", "written"),
    [
        ("ZZ19ABC", "current", "ZZ19 ABC"), ("A1BCD", "prefix", "A1 BCD"), ("A123BCD", "prefix", "A123 BCD"), ("ABC1D", "suffix", "ABC 1D"),
        ("ABC123D", "suffix", "ABC 123D"), ("AIZ1234", "Northern Ireland", "AIZ 1234"), ("XZ4321", "Northern Ireland", "XZ 4321"),
        ("ABC12", "dateless", "ABC 12"), ("1234AB", "dateless", "1234 AB"), ("A1", "dateless", "A 1"), ("ZZ19AB", None, "ZZ19AB"),
        ("K1K1K1K1", None, "K1K1K1K1"),
    ],
)  # fmt: skip
def test_every_form_of_plate_is_known(plate: str, form: str | None, written: str) -> None:
    assert normalise_plate(written.lower()) == plate
    assert plate_form(plate) == form
    assert written_plate(plate) == written


def test_an_older_plate_is_not_mended_into_one_of_today() -> None:
    assert normalise_plate("A123 BCD") == "A123BCD"
    assert normalise_plate("ABZ 1234") == "ABZ1234"
    assert normalise_plate("2Z19 A8C") == "ZZ19ABC"
    assert normalise_plate("A1Z3 8CD") == "A123BCD"


@pytest.mark.parametrize(
    "line",
    [
        "Flat 2, 14 High St", "14/2 High Street", "14 High Street, Flat 2", "APT 2, 14 HIGH ST", "flat 2 no. 14 High St.", "14 / 2 High St, Milltown",
        "14 High Street Flat 2 Milltown",
    ],
)  # fmt: skip
def test_a_flat_stands_anywhere(line: str) -> None:
    assert address_key(line) == "flat 2 14 high street"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("12-14 High St", "12to14 high street"), ("12 to 14 High St", "12to14 high street"), ("14-12 High St", "14 12 high street"),
        ("Ground Floor Flat, 9 Mill Ln", "flat ground 9 mill lane"), ("Basement flat 9 Mill Ln", "flat basement 9 mill lane"),
        ("Flat A, 9 Mill Ln", "flat a 9 mill lane"), ("Rose Cottage, Mill Ln, Wend", "rose cottage mill lane"), ("12a High St", "12a high street"),
        ("Flat 3 Priory Court", "flat 3 priory court"), ("No 7 St Ann's Close", "7 saint anns close"),
    ],
)  # fmt: skip
def test_ranges_floors_and_names_of_houses(line: str, key: str) -> None:
    assert address_key(line) == key


words = st.sampled_from(
    [
        "flat",
        "apt",
        "2",
        "14",
        "12-14",
        "to",
        "14/2",
        "st",
        "no",
        "ground",
        "floor",
        "high",
        "street",
        "a",
        "3b",
        "1/2/3",
        "-",
        "/",
        "st.",
        ",",
    ]
)


@given(text=st.lists(words, max_size=8).map(" ".join))
def test_addresses_made_of_their_words_are_stable(text: str) -> None:
    once = address_key(text)
    assert once is None or address_key(once) == once
