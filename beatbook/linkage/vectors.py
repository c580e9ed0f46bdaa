"""Level vectors as they are stored with a link, one byte per field, the guard, and what the forenames say: what they say, read without compiled code."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.evidence import FORENAMES, GUARD, VECTOR, Field, Forenames, Guard

# Two groups of records clash on forename, birth date or sex when more than so many pairs differ for each pair that agrees. One person often goes
# by several forenames (an alias, a middle name), so that few pairs that agree outweigh many that differ; a birth date or a sex seldom changes.
# Set once, before they were measured; 3 and 6 for the first made no difference of .001 on two made-up counties.
TOLERANCES = (4, 1, 1)
_HARD = (Guard.GENERATIONS, Guard.PNC_IDS)
_COUNTER = 20  # bits for each counter in the one number: room for a million pairs
_MASK = (1 << _COUNTER) - 1
_BORN_AGREES = (1, 2, 3, 4, 5)
_BORN_CLASHES = (8, 9)
_SEX_AGREES, _SEX_CLASHES = 1, 2


def guard_of(levels: bytes | Sequence[int]) -> Guard:
    """The hard conflict that a level vector records."""
    return Guard(levels[GUARD]) if len(levels) > GUARD else Guard.NONE


def is_conflict(levels: bytes | Sequence[int]) -> bool:
    """Does this pair alone keep two persons apart, whatever others say? Two PNC ids, or births a generation apart."""
    return guard_of(levels) in _HARD


def clashes(levels: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For many pairs: which differ clearly in birth date, and which in sex."""
    return levels[:, Field.BORN] >= min(_BORN_CLASHES), levels[:, Field.SEX] == _SEX_CLASHES


def facts_of(levels: bytes | Sequence[int]) -> int:
    """On which facts a pair agrees or clashes: one number of six counters, each 0 or 1, so that those of many pairs can be added."""
    if len(levels) < VECTOR:
        return 0
    signs = (
        (levels[FORENAMES] == Forenames.AGREE, levels[FORENAMES] == Forenames.DIFFER),
        (levels[Field.BORN] in _BORN_AGREES, levels[Field.BORN] in _BORN_CLASHES),
        (levels[Field.SEX] == _SEX_AGREES, levels[Field.SEX] == _SEX_CLASHES),
    )
    return sum(
        (agrees << (2 * place * _COUNTER)) | (clashes << ((2 * place + 1) * _COUNTER)) for place, (agrees, clashes) in enumerate(signs)
    )


def clash(facts: int) -> bool:
    """Do more pairs differ on some fact than those that agree on it can outweigh?"""
    for tolerance in TOLERANCES:
        if (facts >> _COUNTER) & _MASK > tolerance * (facts & _MASK):
            return True
        facts >>= 2 * _COUNTER
    return False
