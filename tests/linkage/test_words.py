"""Words of free text as keys."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.words import MOST_WORDS, one_form, town_words, word_keys, words_of


def test_telling_words_are_kept_in_one_form() -> None:
    assert words_of("Returned to find the rear windows forced; 2 burglaries.") == [
        "returned",
        "find",
        "rear",
        "window",
        "forced",
        "burglary",
    ]


def test_the_town_is_what_follows_the_street() -> None:
    assert town_words("12 Foundry Row, Northfield") == ["northfield"]
    assert town_words("Northfield") == []


def test_a_record_has_its_offence_title_tags_and_town_as_words() -> None:
    content = {"offence": "Burglary - Dwelling", "tags": ["Hate crime", 5], "address": "1 High Street, Millford", "summary": None}
    assert set(word_keys(content)) == {"word:burglary", "word:dwelling", "word:hate", "word:crime", "word:millford"}


@given(st.text(max_size=6_000))
def test_any_text_gives_few_words_without_spaces_and_in_their_one_form(text: str) -> None:
    keys = list(word_keys({"summary": text}))
    assert len(keys) <= MOST_WORDS and len(set(keys)) == len(keys)
    assert all(key.removeprefix("word:") and " " not in key for key in keys)


@given(st.text(alphabet="abcdefgisuy", min_size=1, max_size=12))
def test_one_form_is_never_empty(word: str) -> None:
    assert one_form(word)
