import numpy as np
import pytest

from beatbook.synthetic.names import TRADITIONS, made_words, plain, surname_for, traditions, zipf


def test_shares_fall_with_rank_and_end_at_one() -> None:
    names = zipf(["Smith", "Jones", "Taylor", "Smith"])
    assert names.words == ["Smith", "Jones", "Taylor"]
    assert names.draw(np.array([0.0, 0.999])) == ["Smith", "Taylor"]
    assert names.shares[-1] == 1.0


def test_there_are_many_traditions_and_british_names_have_a_long_tail() -> None:
    assert [each.name for each in traditions()] == list(TRADITIONS)
    assert len(TRADITIONS) >= 12
    assert len(traditions()[0].surnames.words) > 1500


def test_made_words_are_every_first_with_every_second() -> None:
    assert sorted(made_words(["Ash", "Thorn", "+", "ley", "ton"])) == ["Ashley", "Ashton", "Thornley", "Thornton"]


@pytest.mark.parametrize(
    ("text", "expected"), [("Wójcik", "Wojcik"), ("Łukasz", "Lukasz"), ("Gonçalves", "Goncalves"), ("İbrahim", "Ibrahim")]
)
def test_plain_letters(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_polish_woman_is_kowalska() -> None:
    assert surname_for("Kowalski", "polish", "F") == "Kowalska"
    assert surname_for("Kowalski", "polish", "M") == "Kowalski"
