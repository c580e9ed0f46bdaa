"""What the profile says of near repeats: more than chance only where there are more pairs than expected, and surely so."""

import pytest

from beatbook.neighbourhoods.profile.knox import NearRepeats
from beatbook.neighbourhoods.profile.saying import followed_words, is_followed, near_words


def repeats(*, pairs: int, expected: float, p_value: float) -> NearRepeats:
    return NearRepeats(40, pairs, expected, 0.0, 9.0, pairs / expected, p_value)


@pytest.mark.parametrize(
    ("pairs", "p_value", "followed"),
    [(12, 0.01, True), (12, 0.05, True), (12, 0.051, False), (3, 0.01, False)],
)
def test_a_kind_is_followed_only_when_there_are_surely_more_pairs(pairs: int, p_value: float, followed: bool) -> None:
    found = repeats(pairs=pairs, expected=4.0, p_value=p_value)
    assert is_followed(found) is followed
    assert near_words(found).startswith("Yes") is followed


def test_the_answer_names_the_kinds_or_says_that_there_is_none() -> None:
    assert followed_words(["Burglary", "Robbery"]) == "More than chance: Burglary, Robbery."
    assert followed_words([]).startswith("No kind")
