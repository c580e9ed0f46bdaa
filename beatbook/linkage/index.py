"""The link index: an append-only index of blocking keys through which all records pass, ten million at once or one alone.

Invariant: the links found are the same however the records were ordered or cut into batches, and each weight is bit for bit the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import GUARD, STORED, Evidence, Field
from beatbook.linkage.model import Model
from beatbook.linkage.scoring import compare, weigh_by
from beatbook.linkage.vectors import clashes, stored_levels

PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """Links found by one addition: `a` sorts before `b`; weight in bits; levels (n_links, 20). `n_pairs` were compared."""

    a: list[UUID]
    b: list[UUID]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]
    n_pairs: int


class LinkIndex:
    """All records of one model version, by blocking key. A changed record is added again, and its old row is dead from then on."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.encoder = Encoder(model.frequencies)
        self._segments: list[candidates.Packed] = []
        self._ids: list[UUID] = []
        self._row: dict[UUID, int] = {}
        self._dead: set[int] = set()

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._row

    def remove(self, record_id: UUID) -> None:
        """Forget a record that was withdrawn or is about to be added again."""
        row = self._row.pop(record_id, None)
        if row is not None:
            self._dead.add(row)

    def add(self, records: Sequence[tuple[UUID, Evidence]], *, find: bool = True) -> FoundLinks:
        """Add records, and find their links with each other and with all records already here; `find=False` only adds."""
        records = list(dict(records).items())
        for record_id, _ in records:
            self.remove(record_id)
        start, stop = self.encoder.append(
            [record_id for record_id, _ in records],
            [evidence for _, evidence in records],
        )
        for row, (record_id, _) in enumerate(records, start):
            self._ids.append(record_id)
            self._row[record_id] = row
        packed = candidates.sorted_keys(self.encoder, start, stop, self.model.common_keys)
        pairs = self._candidates(packed) if find else np.empty(0, np.uint64)
        self._keep(packed)
        return self._score(pairs)

    def _candidates(self, packed: candidates.Packed) -> candidates.Pairs:
        parts = [candidates.pairs_within(packed)] + [candidates.pairs_across(packed, segment) for segment in self._segments]
        pairs = np.unique(np.concatenate(parts)) if len(parts) > 1 else parts[0]
        if self._dead:
            left, right = candidates.rows_of(pairs)
            dead = np.fromiter(self._dead, np.int64)
            pairs = pairs[~(np.isin(left, dead) | np.isin(right, dead))]
        return pairs

    def _keep(self, packed: candidates.Packed) -> None:
        # Segments shrink by half or more from first to last, so that a lookup meets few and each key is merged seldom.
        self._segments.append(packed)
        while len(self._segments) > 1 and len(self._segments[-1]) * 2 > len(self._segments[-2]):
            last = self._segments.pop()
            self._segments[-1] = np.sort(np.concatenate([self._segments[-1], last]))

    def _score(self, pairs: candidates.Pairs) -> FoundLinks:
        a: list[UUID] = []
        b: list[UUID] = []
        weights: list[NDArray[np.float64]] = [np.empty(0)]
        levels: list[NDArray[np.uint8]] = [np.empty((0, STORED), np.uint8)]
        for start in range(0, len(pairs), PAIRS_AT_ONCE):
            left, right = candidates.rows_of(pairs[start : start + PAIRS_AT_ONCE])
            compared = compare(self.encoder, left, right)
            fields, total = weigh_by(self.model, compared)
            kept = np.flatnonzero(is_kept(self.model, compared.levels, fields, total))
            for i, j in zip(left[kept].tolist(), right[kept].tolist(), strict=True):
                first, second = self._ids[i], self._ids[j]
                if second < first:
                    first, second = second, first
                a.append(first)
                b.append(second)
            weights.append(total[kept])
            levels.append(stored_levels(compared.levels[kept], fields[kept]))
        return FoundLinks(a, b, np.concatenate(weights), np.concatenate(levels), len(pairs))


def is_kept(model: Model, levels: NDArray[np.uint8], fields: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Is a pair kept as a link? When it weighs at least the floor, or would join but for a guard or a clash.

    People must see why such a pair does not join, and a person must not swallow both of its ends by way of others.
    """
    against = np.array(model.guard_bits)[levels[:, GUARD]]
    for field, clashing in zip((Field.BORN, Field.SEX), clashes(levels), strict=True):
        against += np.where(clashing, np.minimum(fields[:, field], 0.0), 0.0)
    result: NDArray[np.bool_] = (weights >= model.floor) | ((against < 0) & (weights - against >= model.threshold))
    return result
