"""How good the answer is, against known truth: precision, recall and F1 of the links and of the persons, over pairs of records.

Invariant: records without truth are left out of every count.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Counts of pairs: joined and truly one person, joined, and truly one person."""

    right: int
    joined: int
    true: int

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are one person; 1 when none is joined."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that are joined; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(pairs: Iterable[tuple[Id, Id]], truth: Mapping[Id, Hashable]) -> Accuracy:
    """Accuracy of links, each pair given once."""
    known = [(a, b) for a, b in pairs if a in truth and b in truth]
    return Accuracy(sum(truth[a] == truth[b] for a, b in known), len(known), _pairs_in(Counter(truth.values()).values()))


def clustered(persons: Iterable[Collection[Id]], truth: Mapping[Id, Hashable]) -> Accuracy:
    """Accuracy of persons: of all pairs that persons imply."""
    right = joined = 0
    for person in persons:
        known = Counter(truth[member] for member in person if member in truth)
        right += _pairs_in(known.values())
        joined += _pairs_in([sum(known.values())])
    return Accuracy(right, joined, _pairs_in(Counter(truth.values()).values()))


def score_clusters(persons: Iterable[Collection[Id]], pairs: Iterable[tuple[Id, Id]], truth: Mapping[Id, Hashable]) -> dict[str, float]:
    """Both accuracies as `pairwise_precision`, `clustered_f1` and so on."""
    found = {"pairwise": pairwise(pairs, truth), "clustered": clustered(persons, truth)}
    return {f"{kind}_{name}": getattr(accuracy, name) for kind, accuracy in found.items() for name in ("precision", "recall", "f1")}


def clustered_by_group(
    persons: Collection[Collection[Id]], truth: Mapping[Id, Hashable], group_of: Mapping[Id, str]
) -> dict[str, Accuracy]:
    """Accuracy of persons for each group of records (naming tradition, sex, age band), over pairs within the group."""
    groups = sorted(set(group_of.values()))
    return {name: clustered(persons, {i: person for i, person in truth.items() if group_of.get(i) == name}) for name in groups}


def _pairs_in(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
