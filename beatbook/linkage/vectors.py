"""Level vectors as they are stored with a link, read without compiled code: one byte per field, the guard, what the forenames say, and then the weight
of each field in quarters of a bit, one signed byte each. Links of before the weights were stored end with the forenames.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.evidence import FORENAMES, GUARD, STORED, VECTOR, Field, Forenames, Guard

# Two groups of records clash on forename, birth date, sex, further forenames or what is a person's own when more than so many pairs differ for each
# pair that agrees. One person often goes by several forenames (an alias, a middle name), so that few pairs that agree outweigh many that differ; a
# birth date or a sex seldom changes. Set once, before they were measured; 3 and 6 for the first made no difference of .001 on two made-up counties.
#
# The fifth fact is what speaks for one person alone: a birth date, a number of their own. Father and son of one name share the name and the home, and
# are told apart by their phones where no birth date is given. Of 1, 4 and 10 tried on three made-up counties (seeds 7, 11 and 31), where 4 halves the
# pairs wrongly joined and costs .003 to .005 of F1: people change their phones too.
# A further forename is no such fact: a Chinese one has two parts.
TOLERANCES = (4, 1, 1, 1, 4)

# A birth date or a sex that differs counts as a clash only where the model has learnt that it weighs so much against: where records are kept well
# one person's seldom differ, in old registers they often do. One in sixteen. Chosen with the weights learnt on historical_50k, the made-up county and
# a made-up world of households in view, then compared with 3 and 6 bits: 3 loses on fake_1000 and censuses, 6 on households, the rest hardly change.
CLASH_BITS = -4.0
QUARTERS = 4.0
_MOST_QUARTERS = 127
HARD = (Guard.GENERATIONS, Guard.PNC_IDS)
_COUNTER = 20  # bits for each counter in the one number: room for a million pairs
_MASK = (1 << _COUNTER) - 1
_ALL_CLASHES = sum(_MASK << ((2 * place + 1) * _COUNTER) for place in range(len(TOLERANCES)))
_BORN_AGREES = (1, 2, 3, 4, 5)
_BORN_CLASHES = (8, 9)
_SEX_AGREES, _SEX_CLASHES = 1, 2
_PHONE_SAME, _PHONE_DIFFERS = 1, 3
_OWN_AGREES = {Field.BORN: _BORN_AGREES, Field.PHONE: (_PHONE_SAME,), Field.EMAIL: (1, 2), Field.PNC_ID: (1, 2), Field.CUSTODY_NUMBER: (1,)}
_FORENAMES_AGREE = (Forenames.AGREE, Forenames.MORE_AGREE, Forenames.MORE_DIFFER)


def guard_of(levels: bytes | Sequence[int]) -> Guard:
    """The hard conflict that a level vector records."""
    return Guard(levels[GUARD]) if len(levels) > GUARD else Guard.NONE


def is_conflict(levels: bytes | Sequence[int]) -> bool:
    """Does this pair alone keep two persons apart, whatever others say? Two PNC ids, or births a generation apart."""
    return guard_of(levels) in HARD


def is_of_crowd(levels: bytes | Sequence[int]) -> bool:
    """Are these two records of one content, one of which speaks for the other (crowds.py)?"""
    return len(levels) > FORENAMES and levels[FORENAMES] == Forenames.CROWD


def clashes(levels: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For many pairs: which clash in birth date, and which in sex. Without stored weights, every clear difference does."""
    born, sex = levels[:, Field.BORN] >= min(_BORN_CLASHES), levels[:, Field.SEX] == _SEX_CLASHES
    if levels.shape[1] < STORED:
        return born, sex
    weights = levels[:, VECTOR:STORED].view(np.int8)
    unsaid = ~weights.any(axis=1)
    most = CLASH_BITS * QUARTERS
    return born & (unsaid | (weights[:, Field.BORN] <= most)), sex & (unsaid | (weights[:, Field.SEX] <= most))


def stored_levels(
    levels: NDArray[np.uint8], fields: NDArray[np.float64], guard_bits: Sequence[float] = tuple(-1.0 for _ in Guard)
) -> NDArray[np.uint8]:
    """Level vectors (n, 11) with the weights of their fields in bits (n, 9), as they are stored with links (n, 20).

    What a model's guard takes nothing off for is a slip (slips.py): no guard is stored then, forenames that differ say nothing, and a birth date that
    differs stays short of a clash.
    """
    levels, fields = levels.copy(), fields.copy()
    for guard in (Guard.RELATIVES, Guard.GENERATIONS):
        if guard_bits[guard] == 0.0:
            levels[levels[:, GUARD] == guard, GUARD] = Guard.NONE
    if guard_bits[Guard.RELATIVES] == 0.0:
        levels[levels[:, FORENAMES] == Forenames.DIFFER, FORENAMES] = Forenames.UNSAID
    if guard_bits[Guard.GENERATIONS] == 0.0:
        fields[:, Field.BORN] = np.maximum(fields[:, Field.BORN], CLASH_BITS + 1 / QUARTERS)
    quarters = np.clip(np.rint(fields * QUARTERS), -_MOST_QUARTERS, _MOST_QUARTERS).astype(np.int8)
    return np.ascontiguousarray(np.concatenate([levels, quarters.view(np.uint8)], axis=1))


def weights_of(levels: bytes | Sequence[int]) -> tuple[float, ...] | None:
    """The stored weight of each field in bits, to a quarter; None of a link of before they were stored."""
    stored = levels[VECTOR:STORED]
    if len(levels) < STORED or not any(stored):
        return None
    return tuple((byte - 256 if byte > _MOST_QUARTERS else byte) / QUARTERS for byte in stored)


def _counts(levels: bytes | Sequence[int], field: Field) -> bool:
    # Does a difference in this field weigh enough against to count?
    weights = weights_of(levels)
    return weights is None or weights[field] <= CLASH_BITS


def own_differs(levels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """For many pairs: which have nothing of one person's own in common, and two phones of their own that differ, while no birth date can tell."""
    agrees = np.zeros(len(levels), np.bool_)
    for field, same in _OWN_AGREES.items():
        agrees |= np.isin(levels[:, field], same)
    result: NDArray[np.bool_] = ~agrees & (levels[:, Field.PHONE] == _PHONE_DIFFERS) & (levels[:, Field.BORN] == 0)
    return result


def facts_of(levels: bytes | Sequence[int]) -> int:
    """On which facts a pair agrees or clashes: one number of ten counters, each 0 or 1, so that those of many pairs can be added."""
    if len(levels) < VECTOR:
        return 0
    own = any(levels[field] in same for field, same in _OWN_AGREES.items())
    signs = (
        (levels[FORENAMES] in _FORENAMES_AGREE, levels[FORENAMES] == Forenames.DIFFER),
        (levels[Field.BORN] in _BORN_AGREES, levels[Field.BORN] in _BORN_CLASHES and _counts(levels, Field.BORN)),
        (levels[Field.SEX] == _SEX_AGREES, levels[Field.SEX] == _SEX_CLASHES and _counts(levels, Field.SEX)),
        (levels[FORENAMES] == Forenames.MORE_AGREE, levels[FORENAMES] == Forenames.MORE_DIFFER),
        (own, not own and levels[Field.PHONE] == _PHONE_DIFFERS and levels[Field.BORN] == 0),
    )
    return sum(
        (agrees << (2 * place * _COUNTER)) | (clashes << ((2 * place + 1) * _COUNTER)) for place, (agrees, clashes) in enumerate(signs)
    )


def may_clash(facts: int) -> bool:
    """Does any pair differ on any fact? Quicker than `clash`, and mostly the answer is no."""
    return bool(facts & _ALL_CLASHES)


def clash(facts: int) -> bool:
    """Do more pairs differ on some fact than those that agree on it can outweigh?"""
    for tolerance in TOLERANCES:
        if (facts >> _COUNTER) & _MASK > tolerance * (facts & _MASK):
            return True
        facts >>= 2 * _COUNTER
    return False
