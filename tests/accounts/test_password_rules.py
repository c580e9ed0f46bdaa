"""Words of a place, and lists of breached passwords: by halving a file as by reading it whole."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beatbook.accounts.password_rules import context_word_in, context_words, sha1_of, stands_in_file, stands_in_range

WORDS = context_words("Millshire Police", "ahale", "PC 1142 Amira Hale")


@pytest.mark.parametrize(
    "password", ["beatbook2026!!", "Millshire12345", "AmiraHale1142", "m1ll5h1r3-2026", "P0lice!P0lice!", "Sergeant-2026", "welcome2026abc"]
)
def test_a_password_that_is_little_more_than_a_word_of_the_place_is_told_by_it(password: str) -> None:
    assert context_word_in(password, WORDS) in WORDS


@pytest.mark.parametrize(
    "password", ["marmalade-tractor-violin", "the police came late to supper", "correct horse battery", "kale-hallway-anemone"]
)
def test_a_sentence_is_none(password: str) -> None:
    assert context_word_in(password, WORDS) is None


def test_short_parts_of_a_name_are_no_words() -> None:
    assert context_words("PC 12 Al Lee Okonkwo") & {"pc", "al", "lee", "okonkwo"} == {"okonkwo"}


def test_a_range_tells_by_the_digits_after_the_first_five_and_padding_is_nobodys() -> None:
    digits = sha1_of("password1")
    assert digits == "E38AD214943DAAD1D64C102FAEC29DE4AFE9DA3D"
    assert stands_in_range(f"0018A45C4D1DEF81644B54AB7F969B88D65:3\r\n{digits[5:]}:41\r\n", digits)
    assert not stands_in_range(f"{digits[5:]}:0\r\n", digits)
    assert not stands_in_range("0018A45C4D1DEF81644B54AB7F969B88D65:3", digits)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.text(max_size=6), max_size=60), st.text(max_size=6))
def test_halving_a_file_finds_what_reading_it_finds(tmp_path: Path, breached: set[str], password: str) -> None:
    file = tmp_path / "list"
    file.write_text("".join(f"{digits}:{n}\n" for n, digits in enumerate(sorted(map(sha1_of, breached)), 1)))
    assert all(stands_in_file(file, sha1_of(one)) for one in breached)
    assert stands_in_file(file, sha1_of(password)) == (password in breached)
