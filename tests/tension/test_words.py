"""Which words of free text may be counted: no names, no numbers, no filling."""

import pytest

from beatbook.tension.words import words_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Window broken with a catapult.", {"window", "broken", "catapult"}),
        ("Seen with Jordan near the lake", {"lake"}),
        ("Called 07700900123 about 3bikes", {"called"}),
        ("ferris took the pedals", {"pedals"}),
        ("E-bikes, e-scooters", {"e-bikes", "e-scooters"}),
        ("Two tall white males with catapults", {"catapults"}),
        ("", set()),
    ],
)
def test_words_of(text: str, found: set[str]) -> None:
    assert words_of(text, frozenset({"ferris"})) == found
