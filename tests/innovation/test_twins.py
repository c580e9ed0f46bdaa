"""Bids that would do the same are found by their words, whoever wrote them."""

from hypothesis import given
from hypothesis import strategies as st

from beatbook.innovation.twins import stem, twins

BIDS = {
    "a": "A drone that finds missing persons at night by its thermal camera, flown from the response car.",
    "b": "Automatic redaction of faces and voices in body-worn video before disclosure to the prosecutor.",
    "c": "Text messages that tell victims of crime what happens next in their case.",
    "d": "Sharing of intelligence about county lines with the British Transport Police.",
    "e": "A chatbot that answers questions on firearms licensing.",
}


def test_a_twin_is_found_though_it_is_worded_otherwise() -> None:
    found = twins("Searching for missing people at night with drones and thermal cameras", BIDS)
    assert [twin.code for twin in found] == ["a"]
    assert {"drones", "thermal", "missing"} & set(found[0].words)


def test_bids_about_other_things_raise_no_warning() -> None:
    for code, text in BIDS.items():
        others = {other: words for other, words in BIDS.items() if other != code}
        assert twins(text, others) == []


def test_a_text_is_wholly_like_itself() -> None:
    assert [(twin.code, round(twin.likeness, 6)) for twin in twins(BIDS["b"], BIDS)] == [("b", 1.0)]


@given(st.text(max_size=60), st.dictionaries(st.sampled_from("xyz"), st.text(max_size=60)))
def test_likeness_is_between_nought_and_one(text: str, others: dict[str, str]) -> None:
    assert all(0 <= twin.likeness <= 1 + 1e-9 for twin in twins(text, others, warn_from=0.0))


def test_stems_join_forms_of_a_word() -> None:
    assert stem("drones") == stem("drone") and stem("sharing") == stem("share") and stem("bus") == "bus"
