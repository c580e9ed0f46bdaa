"""Names folded to tokens."""

from hypothesis import example, given
from hypothesis import strategies as st

from beatbook.vocabulary.names import MAX_TOKENS, deletions_of, fold, formal_names, nicknames_for, sound_of, tokens_of


@example("ᴬ")  # a capital only after it is decomposed
@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=400))
def test_tokens_are_few_and_hold_no_space(text: str) -> None:
    tokens = tokens_of(text)
    assert len(tokens) <= MAX_TOKENS and all(token and " " not in token for token in tokens)


def test_accents_apostrophes_and_particles() -> None:
    assert tokens_of("Séan  O'Brien-Mc Donald") == ("sean", "obrien", "mcdonald")
    assert tokens_of("Łukasz Müller") == ("lukasz", "muller")
    assert len(tokens_of("محمد علي")) == 2


def test_sound_joins_spellings() -> None:
    assert sound_of("mohammed") == sound_of("muhammad")
    assert sound_of("علي") == "علي"


def test_nicknames_are_known_both_ways() -> None:
    assert "william" in formal_names("bill") and "bill" in nicknames_for("william")
    assert "gary" in formal_names("gaz") and "christopher" in formal_names("chris")


def test_deletions_leave_out_each_letter() -> None:
    assert deletions_of("abc") == ("ab", "ac", "bc")
