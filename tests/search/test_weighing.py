"""What answers are worth."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.evidence import Evidence, Name
from beatbook.linkage.frequencies import count_frequencies
from beatbook.search.typed import How, read_typed
from beatbook.search.weighing import LEAST_BITS, Seen, answers_of, bits_for, total, with_spellings

TODAY = date(2026, 11, 27)
KNOWN = count_frequencies(
    [Evidence(names=(Name(("john", "smith"), 1),), born=(1990, 1, n % 28 + 1)) for n in range(60)]
    + [Evidence(names=(Name(("sarah", "kowalski"), 1),), born=(1991, 2, 3))]
)


def bits(typed: str, *keys: str) -> float:
    """What a record with these keys is worth for what was typed."""
    return total(answers_of(Seen(keys), read_typed(typed, TODAY), KNOWN))


def test_a_rare_name_says_more_than_a_common_one() -> None:
    assert bits("kowalski", "name:kowalski") > bits("smith", "name:smith")


def test_as_typed_stands_above_a_slip_a_sound_and_a_beginning() -> None:
    (term,) = with_spellings(read_typed("kowalski", TODAY), {"kowalski": ["kowalsky"]})
    worth = {way.how: bits_for(term, way, KNOWN) for way in term.ways}
    assert worth[How.EXACT] > worth[How.SPELLING] > worth[How.SOUND] >= LEAST_BITS
    assert worth[How.EXACT] > worth[How.BEGINNING]


def test_an_answer_says_what_how_and_how_much() -> None:
    (one,) = answers_of(Seen(["name:bill", "sound:pl"]), read_typed("william", TODAY), KNOWN)
    assert (one.words, one.value, one.how) == ("william", "bill", How.NICKNAME)


def test_a_birth_or_for_a_year_a_day_lies_in_the_time_typed() -> None:
    year, age = read_typed("1990", TODAY), read_typed("aged 36", TODAY)
    assert [len(answers_of(Seen([], born="1990-05-01"), terms, KNOWN)) for terms in (year, age)] == [1, 1]
    assert [len(answers_of(Seen([], happened="1990-05-01"), terms, KNOWN)) for terms in (year, age)] == [1, 0]


keys = st.sampled_from(["name:john", "name:smith", "sound:sm0", "word:smith", "name:smithson", "ref:1", "street:smith lane"])


@given(st.text(alphabet="johnsmit 190", max_size=20), st.lists(keys, max_size=5), keys)
def test_another_key_never_takes_bits_away(typed: str, held: list[str], more: str) -> None:
    assert bits(typed, *held, more) >= bits(typed, *held)
