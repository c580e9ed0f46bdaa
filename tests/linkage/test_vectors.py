"""Stored level vectors: weights to a quarter of a bit, and clashes only where the model lets a difference weigh."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from beatbook.linkage.evidence import FORENAMES, GUARD, N_FIELDS, STORED, VECTOR, Field, Forenames, Guard
from beatbook.linkage.vectors import clash, clashes, facts_of, own_differs, stored_levels, weights_of

BITS = st.lists(st.floats(-31, 31), min_size=N_FIELDS, max_size=N_FIELDS)


def _stored(born_level: int, born_bits: float, sex_level: int = 0, sex_bits: float = 0.0) -> np.ndarray:
    levels = np.zeros((1, VECTOR), np.uint8)
    levels[0, Field.BORN], levels[0, Field.SEX] = born_level, sex_level
    fields = np.zeros((1, N_FIELDS))
    fields[0, Field.NAME], fields[0, Field.BORN], fields[0, Field.SEX] = 9.0, born_bits, sex_bits
    return stored_levels(levels, fields)


@given(BITS)
def test_weights_are_kept_to_a_quarter_of_a_bit(bits: list[float]) -> None:
    stored = stored_levels(np.zeros((1, VECTOR), np.uint8), np.array([bits]))
    assert stored.shape == (1, STORED)
    kept = weights_of(stored[0].tobytes()) or (0.0,) * N_FIELDS
    assert np.abs(np.array(kept) - bits).max() <= 0.125


def test_a_weight_out_of_reach_is_cut_off() -> None:
    assert weights_of(_stored(1, 80.0)[0].tobytes()) == (9.0, 31.75, 0, 0, 0, 0, 0, 0, 0)
    assert weights_of(_stored(9, -80.0)[0].tobytes()) == (9.0, -31.75, 0, 0, 0, 0, 0, 0, 0)


def test_a_difference_that_weighs_little_is_no_clash() -> None:
    assert clash(facts_of(_stored(9, -8.0)[0].tobytes()))
    assert not clash(facts_of(_stored(9, -1.25)[0].tobytes()))
    assert clash(facts_of(_stored(1, 13.0, 2, -12.0)[0].tobytes()))
    assert not clash(facts_of(_stored(1, 13.0, 2, -2.0)[0].tobytes()))


def test_further_forenames_that_differ_clash_though_the_first_agree() -> None:
    found = {said: _stored(1, 13.0) for said in Forenames}
    for said, levels in found.items():
        levels[0, FORENAMES] = said
    facts = {said: facts_of(levels[0].tobytes()) for said, levels in found.items()}
    assert clash(facts[Forenames.MORE_DIFFER]) and clash(facts[Forenames.DIFFER])
    assert not clash(facts[Forenames.MORE_DIFFER] + facts[Forenames.MORE_AGREE])
    assert not any(clash(facts[said]) for said in (Forenames.UNSAID, Forenames.AGREE, Forenames.MORE_AGREE))


def _said(**levels: int) -> np.ndarray:
    stored = _stored(0, 0.0)
    for field, level in levels.items():
        stored[0, Field[field]] = level
    return stored


def test_two_phones_of_their_own_clash_where_nothing_of_ones_own_agrees() -> None:
    apart = [_said(PHONE=3), _said(PHONE=3, HOME=5), _said(PHONE=3, SEX=1)]
    together = [_said(PHONE=3, BORN=1), _said(PHONE=3, EMAIL=1), _said(PHONE=4), _said(PHONE=0), _said(PHONE=1), _said(PHONE=5)]
    for one in [*apart, *together]:
        assert bool(own_differs(one)[0]) == clash(facts_of(one[0].tobytes())) == any(one is other for other in apart)
    facts = facts_of(apart[0][0].tobytes())
    assert not clash(facts_of(_said(PHONE=1)[0].tobytes()) + 4 * facts)
    assert clash(facts_of(_said(PHONE=1)[0].tobytes()) + 5 * facts)


def test_a_link_without_weights_clashes_on_every_clear_difference() -> None:
    old = _stored(9, -1.25)[0, :VECTOR].tobytes()
    assert weights_of(old) is None
    assert clash(facts_of(old)) and clash(facts_of(old + bytes(N_FIELDS)))


@given(st.integers(0, 9), st.floats(-12, 12), st.integers(0, 2), st.floats(-12, 12))
def test_many_at_once_clash_as_each_alone(born: int, born_bits: float, sex: int, sex_bits: float) -> None:
    stored = _stored(born, born_bits, sex, sex_bits)
    many = any(bool(found[0]) for found in clashes(stored))
    assert many == clash(facts_of(stored[0].tobytes()))


def test_what_a_model_takes_for_a_slip_is_stored_without_guard_or_clash() -> None:
    levels, fields = np.zeros((2, VECTOR), np.uint8), np.zeros((2, N_FIELDS))
    levels[:, GUARD], levels[:, FORENAMES] = (Guard.RELATIVES, Guard.GENERATIONS), (Forenames.DIFFER, Forenames.AGREE)
    levels[1, Field.BORN], fields[:, Field.NAME], fields[1, Field.BORN] = 9, 9.0, -8.0
    held, lifted = stored_levels(levels, fields), stored_levels(levels, fields, (0.0, 0.0, 0.0, -30.0))
    assert [clash(facts_of(one.tobytes())) for one in (*held, *lifted)] == [True, True, False, False]
    assert held[:, GUARD].tolist() == [Guard.RELATIVES, Guard.GENERATIONS] and not lifted[:, GUARD].any()
    assert levels[0, GUARD] == Guard.RELATIVES and fields[1, Field.BORN] == -8.0  # what was given is left as it was
