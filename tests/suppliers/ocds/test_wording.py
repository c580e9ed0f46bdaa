"""Broken text mended, sound text left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.suppliers.ocds.wording import in_right_letters, with_line_breaks, without_contacts


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pathway.rnThe service", "pathway.\nThe service"),
        ("limited to:rn -tFaeces.rn -tScabiesrn -tFood", "limited to:\n- Faeces.\n- Scabies\n- Food"),
        ("ID=147841rn (WA Ref:147841)rn The", "ID=147841\n(WA Ref:147841)\nThe"),
        ("the Force Arearn The Commissioner", "the Force Area\nThe Commissioner"),
        ("One.rnrnTwo", "One.\n\nTwo"),
        ("•tVictims", "• Victims"),
    ],
)
def test_line_breaks_come_back(said: str, meant: str) -> None:
    assert with_line_breaks(said) == meant


@pytest.mark.parametrize(
    "said", ["modern ICT for Blackburn Road", "a return. Northern Ireland", "the concern", "RN nurses", "turn, learn; pattern"]
)
def test_english_words_stay(said: str) -> None:
    assert with_line_breaks(said) == said


@given(st.text(alphabet="abcé£’“”–•ü €", max_size=30))
def test_text_read_in_the_wrong_encoding_comes_back(meant: str) -> None:
    broken = "".join(bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte) for byte in meant.encode())
    assert in_right_letters(broken) == meant


@given(st.text(alphabet="abcé£’ ", max_size=30))
def test_sound_text_is_left(said: str) -> None:
    assert in_right_letters(said) == said


def test_numbers_that_are_no_telephone_stay() -> None:
    assert without_contacts("CPV 98000000, ref 0123456, £1,000,000") == "CPV 98000000, ref 0123456, £1,000,000"
    assert without_contacts("ring +44 1234 567890") == "ring [telephone removed]"
