"""Which compared pairs are kept as links, with their weights and levels."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import FORENAMES, GUARD, Field, Forenames, Guard
from beatbook.linkage.model import Model
from beatbook.linkage.scoring import compare, weigh_by
from beatbook.linkage.vectors import clashes, stored_levels


class Kept(NamedTuple):
    """Links as rows, weights in bits, and levels (n_links, 20)."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]


def score(encoder: Encoder, model: Model, left: NDArray[np.int64], right: NDArray[np.int64]) -> Kept:
    """The links among pairs of rows: rows, weights and levels."""
    compared = compare(encoder, left, right)
    fields, total = weigh_by(model, compared)
    kept = np.flatnonzero(is_kept(model, compared.levels, fields, total))
    return Kept(left[kept], right[kept], total[kept], stored_levels(compared.levels[kept], fields[kept], model.guard_bits))


def as_crowd(part: Kept) -> Kept:
    """The same links as those of a crowd's tree."""
    part.levels[:, FORENAMES] = Forenames.CROWD
    return part


def is_kept(model: Model, levels: NDArray[np.uint8], fields: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Is a pair kept as a link? When it weighs at least the floor, or would join but for a guard or a clash.

    People must see why such a pair does not join, and a person must not swallow both of its ends by way of others: where births or PNC ids speak
    against it, it is kept as soon as it would weigh the floor without them. Different forenames, of which slips make many, must have held back a join.
    """
    against = np.array(model.guard_bits)[levels[:, GUARD]]
    for field, clashing in zip((Field.BORN, Field.SEX), clashes(levels), strict=True):
        against += np.where(clashing, np.minimum(fields[:, field], 0.0), 0.0)
    enough = np.where(levels[:, GUARD] == Guard.RELATIVES, model.threshold, min(model.floor, model.threshold))
    result: NDArray[np.bool_] = (weights >= model.floor) | ((against < 0) & (weights - against >= enough))
    return result
