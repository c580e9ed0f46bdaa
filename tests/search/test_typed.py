"""What was typed into the one box, read as terms."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beatbook.search.typed import MAX_TERMS, MAX_TYPED, How, Term, read_typed

TODAY = date(2026, 11, 27)


def read(text: str) -> list[Term]:
    """What is typed on one day."""
    return read_typed(text, TODAY)


def lows(term: Term) -> list[str]:
    """The keys, or the lowest keys, by which a term is answered."""
    return [way.low for way in term.ways]


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
    (term,) = read(text)
    assert (term.sort, term.ways[0].low, term.ways[0].how) == (sort, key, How.EXACT)


def test_a_name_is_answered_exactly_by_sound_by_nickname_and_by_its_beginning() -> None:
    (term,) = read("William")
    ways = {way.low: way.how for way in term.ways}
    assert (ways["name:william"], ways["name:bill"], ways["sound:wlm"]) == (How.EXACT, How.NICKNAME, How.SOUND)
    assert any(way.low < "name:williamson" < way.high for way in term.ways)


def test_a_street_is_one_term_without_its_number_and_in_full_words() -> None:
    (term,) = read("Foundry Rw")
    assert (term.sort, term.words) == ("street", "foundry") and "street:foundry row" in lows(term)
    name, street = read("kowalski mill lane")
    assert (name.words, street.words) == ("kowalski", "mill") and "street:mill lane" in lows(street)


def test_the_words_of_an_example_are_each_a_term() -> None:
    terms = read("sarah kowalski 1990 northfield")
    assert [(term.words, term.sort) for term in terms] == [
        ("1990", "time"), ("sarah", "name or word"), ("kowalski", "name or word"), ("northfield", "name or word"),
    ]  # fmt: skip


def test_nominal_names_nobody() -> None:
    assert [term.words for term in read("nominal marsh")] == ["marsh"]


def test_several_things_together_are_several_terms() -> None:
    terms = read("marsh, 14/03/1994 zz1 4fr")
    assert sorted(term.sort for term in terms) == ["date of birth", "name or word", "postcode"]


def test_a_date_that_is_none_is_no_term_of_that_sort() -> None:
    assert "date of birth" not in {term.sort for term in read("31/02/1994")}


def test_what_is_too_long_is_cut_before_it_is_read() -> None:
    assert read("a" * 10 * MAX_TYPED) == read("a" * MAX_TYPED)


typed = st.text(max_size=60) | st.lists(
    st.sampled_from(["marsh", "12", "Foundry", "Row", "14/03/1994", "ZZ1 4FR", "07700", "900614", ",", "44/1/26", "1994", "@", "-"]),
    max_size=8,
).map(" ".join)


@given(typed)
@example("\0")
@example("٣/٣/١٩٩٤")
@example("İ")
@example("\u202eabc e\u0301\u0301\u0301 \u200f")
def test_anything_may_be_typed_and_every_term_can_be_looked_up(text: str) -> None:
    terms = read(text)
    assert len(terms) <= MAX_TERMS
    for term in terms:
        assert term.ways
        assert all(way.low.partition(":")[2] and (not way.high or way.low < way.high) and "\0" not in way.low for way in term.ways)


@given(typed)
def test_white_space_and_case_of_ascii_do_not_matter(text: str) -> None:
    plain = "".join(letter for letter in text if letter.isascii())
    assert [lows(term) for term in read(f"  {plain.upper()}\t ")] == [lows(term) for term in read(plain.lower())]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ABC 123D", "plate:ABC123D"), ("AIZ 1234", "plate:AIZ1234"), ("ABC 12", "plate:ABC12"), ("2Z19 ABC", "plate:ZZ19ABC"),
        ("ZZ19 A??", "plate:ZZ19A"), ("zz19", "plate:ZZ19"), ("ZZ19 A6CD", "plate:ZZ19A6CD"),
    ],
)  # fmt: skip
def test_older_misread_and_partial_plates_are_plates_when_they_stand_alone(text: str, key: str) -> None:
    assert read(text)[0].sort == "plate"
    assert read(text)[0].ways[0].low == key


def test_a_name_with_a_year_is_no_plate() -> None:
    assert "plate" not in {term.sort for term in read("liz 1990")}
