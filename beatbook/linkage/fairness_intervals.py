"""How sure it is that a group's records are joined wrongly, or missed, more often than those of the whole: intervals around the ratio.

One mixed person of twenty records makes as many wrong pairs as twenty of two, so that pairs are no independent trials. What hangs together, by a person
found or by a true one, is drawn as one, again and again with as many as there are (the bootstrap of Efron 1979, with Poisson weights).
Invariant: the same records give the same intervals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.fairness import others_in_group

_DRAWS = 400
_MIDDLE = (2.5, 97.5)  # nineteen of twenty intervals hold the true ratio


@dataclass(frozen=True, slots=True)
class Ratio:
    """A group's rate over that of the whole, and the ends of its interval; 1 where the whole has none."""

    value: float
    low: float
    high: float


def ratios_by_group(
    persons: NDArray[np.int64], people: NDArray[np.int64], groups: Sequence[str], *, fewest: int = 1
) -> Mapping[str, tuple[Ratio, Ratio]]:
    """By group of `fewest` records or more, over pair ends as in fairness.py: the ratios of false joins and of missed ones."""
    names, group = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
    blocks = _blocks(persons, people)
    joined, true = others_in_group(persons), others_in_group(people)
    right = others_in_group(np.unique(np.stack([persons, people]), axis=1, return_inverse=True)[1].reshape(-1))
    cell = blocks * len(names) + group
    shape = (int(blocks.max(initial=-1)) + 1, len(names))
    parts = [joined - right, joined, true - right, true]
    sums = np.stack([np.bincount(cell, part, shape[0] * shape[1]).reshape(shape) for part in parts])
    weights = np.vstack([np.ones(shape[0]), np.random.default_rng(1).poisson(1.0, (_DRAWS, shape[0]))])
    drawn = np.einsum("db,pbg->pdg", weights, sums)
    false, missed = _over_whole(drawn[0], drawn[1]), _over_whole(drawn[2], drawn[3])
    enough = np.bincount(group, minlength=len(names)) >= fewest
    return {str(name): (_ratio(false[:, place]), _ratio(missed[:, place])) for place, name in enumerate(names) if enough[place]}


def _over_whole(wrong: NDArray[np.float64], of: NDArray[np.float64]) -> NDArray[np.float64]:
    rates = wrong / np.maximum(of, 1.0)
    whole = wrong.sum(axis=1) / np.maximum(of.sum(axis=1), 1.0)
    result: NDArray[np.float64] = np.where(whole[:, None] > 0, rates / np.maximum(whole, 1e-12)[:, None], 1.0)
    return result


def _ratio(drawn: NDArray[np.float64]) -> Ratio:
    low, high = np.percentile(drawn[1:], _MIDDLE)
    return Ratio(float(drawn[0]), float(low), float(high))


def _blocks(persons: NDArray[np.int64], people: NDArray[np.int64]) -> NDArray[np.int64]:
    # By record the number of what it hangs together with: the least number spreads through persons and people until nothing changes.
    found, true = np.unique(persons, return_inverse=True)[1], np.unique(people, return_inverse=True)[1]
    block = np.arange(len(persons))
    while True:
        before = block
        for of in (found, true):
            least = np.full(int(of.max(initial=-1)) + 1, len(block))
            np.minimum.at(least, of, block)
            block = least[of]
        if np.array_equal(before, block):
            result: NDArray[np.int64] = np.unique(block, return_inverse=True)[1].astype(np.int64)
            return result
