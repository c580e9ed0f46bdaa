"""Pairs to learn from: candidates, which hold nearly all true pairs, and pairs at random, which hold hardly any.

Invariant: the same rows and seed give the same sample, in however many parts the pairs are compared.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import GUARD, N_FIELDS, VECTOR
from beatbook.linkage.scoring import Compared, compare
from beatbook.linkage.slips import HELD, Slips, guard_bits

MOST_CANDIDATES = 500_000
PAIRS_AT_ONCE = 131_072


@dataclass(frozen=True, slots=True)
class Sample:
    """`found` are the candidates that no guard holds apart; `n_pairs` is how many pairs of records all candidates stand for: all there are, times the
    share of candidates that was drawn. `guards` is what each guard takes off, nothing for those that the candidates say are slips (slips.py). `same`
    are the levels of pairs that people call one person."""

    n_pairs: float
    found: Compared
    random: Compared
    guards: tuple[float, ...] = HELD
    same: NDArray[np.uint8] = field(default_factory=lambda: np.empty((0, VECTOR), np.uint8))


def draw_sample(encoder: Encoder, pairs: candidates.Pairs, seed: int, random_pairs: int) -> Sample:
    """A sample of the candidate pairs, compared, and so many pairs at random."""
    chance = np.random.default_rng(seed)
    n_pairs = encoder.n * (encoder.n - 1) / 2
    if len(pairs) > MOST_CANDIDATES:
        n_pairs *= MOST_CANDIDATES / len(pairs)
        pairs = pairs[np.sort(chance.choice(len(pairs), MOST_CANDIDATES, replace=False))]
    drawn = chance.integers(0, encoder.n, (min(random_pairs, 20 * encoder.n), 2))
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    seen = Slips(np.zeros(encoder.n, np.bool_))
    found = _compared_open(encoder, pairs, HELD, seen)
    records = encoder.records
    guards = guard_bits(seen, (records.digits[: encoder.n, 0] > 0) & (records.n_forenames[: encoder.n, 0] > 0))
    if guards != HELD:
        found = _compared_open(encoder, pairs, guards)
    return Sample(n_pairs, found, compare(encoder, drawn[:, 0].copy(), drawn[:, 1].copy()), guards)


def _compared_open(encoder: Encoder, pairs: candidates.Pairs, guards: tuple[float, ...], seen: Slips | None = None) -> Compared:
    # Guarded pairs teach nothing about true pairs: most candidates are such, so that they are let go part by part, once they are seen.
    parts = [Compared(np.zeros((0, VECTOR), np.uint8), np.zeros((0, N_FIELDS)))]
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        left, right = candidates.rows_of(pairs[start : start + PAIRS_AT_ONCE])
        found = compare(encoder, left, right)
        if seen is not None:
            seen.see(left, right, found.levels)
        open_pairs = np.array(guards)[found.levels[:, GUARD]] == 0.0
        parts.append(Compared(found.levels[open_pairs], found.bits[open_pairs]))
    return Compared(np.concatenate([part.levels for part in parts]), np.concatenate([part.bits for part in parts]))
