"""What was typed into the one box, read as terms."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beatbook.search.typed import EXACT, MAX_TYPED, read_typed


@pytest.mark.parametrize(
    ("text", "sort", "key"),
    [
        ("14/03/1994", "date of birth", "born:1994-03-14"),
        ("1994-03-14", "date of birth", "born:1994-03-14"),
        ("14 March 1994", "date of birth", "born:1994-03-14"),
        ("zz1 4fr", "postcode", "postcode:ZZ14FR"),
        ("zz19 abc", "plate", "plate:ZZ19ABC"),
        ("07700 900614", "phone", "phone:447700900614"),
        ("+44 7700 900614", "phone", "phone:447700900614"),
        ("Jo@Example.org", "email", "email:jo@example.org"),
        ("44/0012345/26", "reference", "ref:44001234526"),
        ("12 Foundry Row", "address", "address:12 foundry row"),
    ],
)
def test_each_sort_is_known_by_its_shape(text: str, sort: str, key: str) -> None:
    (term,) = read_typed(text)
    assert (term.sort, term.keys) == (sort, ((key, EXACT),))


def test_a_name_is_answered_exactly_by_sound_and_by_nickname() -> None:
    (term,) = read_typed("William")
    keys = dict(term.keys)
    assert keys["name:william"] == EXACT
    assert keys["name:bill"] < EXACT
    assert any(key.startswith("sound:") for key in keys)


def test_several_things_together_are_several_terms() -> None:
    terms = read_typed("marsh, 14/03/1994 zz1 4fr")
    assert sorted(term.sort for term in terms) == ["date of birth", "name", "postcode"]


def test_a_year_narrows_and_names_nobody() -> None:
    assert [(term.sort, term.year, term.keys) for term in read_typed("1994")] == [("year", "1994", ())]


def test_a_date_that_is_none_is_no_term_of_that_sort() -> None:
    assert "date of birth" not in {term.sort for term in read_typed("31/02/1994")}


def test_what_is_too_long_is_cut_before_it_is_read() -> None:
    assert read_typed("a" * 10 * MAX_TYPED) == read_typed("a" * MAX_TYPED)


typed = st.text(max_size=60) | st.lists(
    st.sampled_from(["marsh", "12", "Foundry", "Row", "14/03/1994", "ZZ1 4FR", "07700", "900614", ",", "44/1/26", "1994", "@", "-"]),
    max_size=8,
).map(" ".join)


@given(typed)
@example("\0")
@example("٣/٣/١٩٩٤")
@example("İ")
def test_anything_may_be_typed_and_every_term_can_be_looked_up(text: str) -> None:
    for term in read_typed(text):
        assert term.keys or term.year
        assert all(key.partition(":")[2] and 0 < quality <= EXACT for key, quality in term.keys)


@given(typed)
def test_white_space_and_case_of_ascii_do_not_matter(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii())
    assert [term.keys for term in read_typed(f"  {plain.upper()}\t ")] == [term.keys for term in read_typed(plain.lower())]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ABC 123D", "plate:ABC123D"), ("AIZ 1234", "plate:AIZ1234"), ("ABC 12", "plate:ABC12"), ("2Z19 ABC", "plate:ZZ19ABC"),
        ("ZZ19 A??", "plate:ZZ19A"), ("zz19", "plate:ZZ19"), ("ZZ19 A6CD", "plate:ZZ19A6CD"),
    ],
)  # fmt: skip
def test_older_misread_and_partial_plates_are_plates_when_they_stand_alone(text: str, key: str) -> None:
    assert read_typed(text)[0].sort == "plate"
    assert read_typed(text)[0].keys == ((key, EXACT),)


def test_a_name_with_a_year_is_no_plate() -> None:
    assert "plate" not in {term.sort for term in read_typed("liz 1990")}
