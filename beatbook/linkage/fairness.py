"""False and missed joins by group of people: naming tradition, sex, age band, beside those of the whole.

Invariant: each pair of records counts at both its ends, under the group of that end, so that a wrong join of two groups is held against both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.accuracy import Accuracy


@dataclass(frozen=True, slots=True)
class ByGroup:
    """Accuracy of each group, how many records it has, and the accuracy of all."""

    groups: Mapping[str, Accuracy]
    records: Mapping[str, int]
    whole: Accuracy


@dataclass(frozen=True, slots=True)
class Worst:
    """The highest rate of a group over that of the whole, of false joins and of missed ones; 1 when the whole has none."""

    false_joins: float
    missed_joins: float


def accuracy_by_group(persons: NDArray[np.int64], people: NDArray[np.int64], groups: Sequence[str]) -> ByGroup:
    """Accuracy over pair ends. `persons` (n_records,) are the persons found, `people` the true ones, `groups` the group of each record."""
    names, group = np.unique(np.asarray(groups, dtype=np.str_), return_inverse=True)
    joined, true = others_in_group(persons), others_in_group(people)
    right = others_in_group(np.unique(np.stack([persons, people]), axis=1, return_inverse=True)[1].reshape(-1))
    sums = [np.bincount(group, weights=counts, minlength=len(names)) for counts in (right, joined, true)]
    found = {str(name): Accuracy(*(int(column[place]) for column in sums)) for place, name in enumerate(names)}
    records = dict(zip(map(str, names), np.bincount(group, minlength=len(names)).tolist(), strict=True))
    return ByGroup(found, records, Accuracy(int(right.sum()), int(joined.sum()), int(true.sum())))


def worst_over_whole(found: ByGroup, *, fewest: int = 1) -> Worst:
    """How much worse than the whole the worst group is; groups of fewer records than `fewest` are left out, since their rates are chance."""
    counted = [accuracy for name, accuracy in found.groups.items() if found.records[name] >= fewest]
    return Worst(
        _ratio([1 - accuracy.precision for accuracy in counted], 1 - found.whole.precision),
        _ratio([1 - accuracy.recall for accuracy in counted], 1 - found.whole.recall),
    )


def _ratio(rates: Sequence[float], whole: float) -> float:
    return max(rates) / whole if rates and whole > 0 else 1.0


def others_in_group(of: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each record how many others have the same number."""
    _, codes, sizes = np.unique(of, return_inverse=True, return_counts=True)
    others: NDArray[np.int64] = sizes[codes] - 1
    return others
