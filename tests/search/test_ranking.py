"""The order of results: most terms answered, then how well; the same by any road."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from beatbook.search.ranking import rank
from beatbook.search.typed import EXACT, PREFIX, SOUND, Term

KEYS = ("name:marsh", "name:jordan", "sound:mrs", "born:1994-03-14")
TERMS = [Term("marsh", "name", (), token="marsh"), Term("jordan", "name", (), token="jordan"), Term("1994", "year", (), year="1994")]
QUALITIES = {0: {"name:marsh": EXACT, "sound:mrs": SOUND}, 1: {"name:jordan": EXACT}}
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


def test_who_answers_all_terms_stands_alone() -> None:
    hits = rank(TERMS, [("name:marsh", ONE), ("name:marsh", TWO), ("name:jordan", TWO)], QUALITIES)
    assert [(hit.record_id, hit.answered) for hit in hits] == [(TWO, 2)]


def test_when_nobody_answers_all_the_most_that_is_answered_counts() -> None:
    hits = rank(TERMS, [("sound:mrs", ONE), ("name:marsh", TWO), ("name:jordan", THREE)], QUALITIES)
    assert [hit.record_id for hit in hits] == [TWO, THREE, ONE]


def test_the_best_answer_to_a_term_counts_once() -> None:
    (hit,) = rank(TERMS, [("sound:mrs", ONE), ("name:marsh", ONE), ("name:marsh", ONE)], QUALITIES)
    assert (hit.answered, hit.score) == (1, EXACT)


def test_equals_are_ordered_by_id_and_unknown_keys_answer_nothing() -> None:
    hits = rank(TERMS, [("name:marsh", TWO), ("name:marsh", ONE), ("name:other", THREE)], QUALITIES)
    assert [hit.record_id for hit in hits] == [ONE, TWO]


found = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 6).map(lambda n: UUID(int=n))), max_size=20)
qualities = st.dictionaries(st.integers(0, 2), st.dictionaries(st.sampled_from(KEYS), st.sampled_from([EXACT, SOUND, PREFIX])), max_size=3)


@given(found, qualities, st.data())
def test_the_order_in_which_the_index_answers_does_not_matter(
    found: list[tuple[str, UUID]], qualities: dict[int, dict[str, float]], data: st.DataObject
) -> None:
    assert rank(TERMS, data.draw(st.permutations(found)), qualities) == rank(TERMS, found, qualities)


@given(found, qualities, st.integers(1, 6).map(lambda n: UUID(int=n)))
def test_what_a_viewer_may_not_see_changes_no_score_of_what_they_may(
    found: list[tuple[str, UUID]], qualities: dict[int, dict[str, float]], hidden: UUID
) -> None:
    scores = {hit.record_id: (hit.answered, hit.score) for hit in rank(TERMS, found, qualities)}
    seen = rank(TERMS, [pair for pair in found if pair[1] != hidden], qualities)
    assert hidden not in {hit.record_id for hit in seen}
    assert all(scores[hit.record_id] == (hit.answered, hit.score) for hit in seen if hit.record_id in scores)
