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
