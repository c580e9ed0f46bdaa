"""The link index: an append-only index of blocking keys through which all records pass, ten million at once or one alone.

Invariant: the links found are the same however the records were ordered or cut into batches, and each weight is bit for bit the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.crowds import Crowds, Moves, pack_contents
from beatbook.linkage.evidence import FORENAMES, GUARD, STORED, Evidence, Field, Forenames, Guard
from beatbook.linkage.model import Model
from beatbook.linkage.scoring import compare, weigh_by
from beatbook.linkage.vectors import clashes, stored_levels

PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class FoundLinks:
    """Links found by one addition: `a` sorts before `b`; weight in bits; levels (n_links, 20). `n_pairs` were compared.

    `relinked` are records from before of whom all links are found anew here: what was known of them is to be forgotten first (crowds.py).
    """

    a: list[UUID]
    b: list[UUID]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]
    n_pairs: int
    relinked: tuple[UUID, ...] = ()


class LinkIndex:
    """All records of one model version, by blocking key. A changed record is added again, and its old row is dead from then on."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.encoder = Encoder(model.frequencies)
        self._segments: list[candidates.Packed] = []
        self._row: dict[UUID, int] = {}
        self._ids: list[UUID] = []  # of every row, so that a link's ends need not be made anew
        self._gone = np.zeros(1024, np.bool_)
        self._crowds = Crowds(self.encoder)

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._row

    def remove(self, record_id: UUID) -> None:
        """Forget a record that was withdrawn or is about to be added again."""
        row = self._row.pop(record_id, None)
        if row is not None:
            self._gone[row] = True
            self._crowds.leave(record_id.int)

    def relink(self, record_ids: Iterable[UUID]) -> None:
        """Find all links of the crowds of these records anew with the next addition: one of their members went while this index was not there."""
        self._crowds.relink([self._row[record_id] for record_id in record_ids if record_id in self._row], self._gone)

    def add(self, records: Sequence[tuple[UUID, Evidence]], *, find: bool = True, marks: Mapping[UUID, int] | None = None) -> FoundLinks:
        """Add records, and find their links with each other and with all records already here; `find=False` only adds.

        `marks` has the number of each record's marking; without it all have the same.
        """
        records = list(dict(records).items())
        for record_id, _ in records:
            self.remove(record_id)
        start, stop = self.encoder.append(
            [record_id for record_id, _ in records],
            [evidence for _, evidence in records],
        )
        if marks is not None:
            self.encoder.records.marking[start:stop] = [marks[record_id] for record_id, _ in records]
        self._ids += [record_id for record_id, _ in records]
        self._row.update((record_id, row) for row, (record_id, _) in enumerate(records, start))
        self._make_room()
        self._crowds.enter(start, stop, self._gone)
        moves = self._crowds.settle()
        stop = self._settle(moves, start, stop)
        packed = candidates.sorted_keys(self.encoder, start, stop, self.model.common_keys)
        pairs = self._candidates(packed) if find else np.empty(0, np.uint64)
        self._keep(packed)
        if not find:
            return self._score(pairs, [])
        fresh = {record_id for record_id, _ in records}
        relinked = {UUID(int=member) for member in moves.moved | moves.again} - fresh
        return replace(self._score(pairs, sorted(moves.edges)), relinked=tuple(sorted(relinked)))

    def _make_room(self) -> None:
        if self.encoder.n > len(self._gone):
            self._gone = np.concatenate([self._gone, np.zeros(max(self.encoder.n, len(self._gone)), np.bool_)])

    def _settle(self, moves: Moves, start: int, stop: int) -> int:
        # Who hangs on another makes no keys; who stands alone or first from now on is put in once more, unless that is a row of this addition.
        for member in moves.moved:
            self.encoder.records.in_crowd[self._row[UUID(int=member)]] = self._crowds.hangs(member)
        again = [UUID(int=member) for member in sorted(moves.again) if self._row[UUID(int=member)] < start]
        if again:
            rows = np.array([self._row[one] for one in again], np.int64)
            first, stop = self.encoder.copy_rows(rows)
            self._ids += again
            self._gone[rows] = True
            self._make_room()
            self._row.update(zip(again, range(first, stop), strict=True))
            self._crowds.note(np.sort(pack_contents(self.encoder, first, stop)))
        return stop

    def _candidates(self, packed: candidates.Packed) -> candidates.Pairs:
        parts = [candidates.pairs_within(packed)] + [candidates.pairs_across(packed, segment) for segment in self._segments]
        pairs = np.unique(np.concatenate(parts)) if len(parts) > 1 else parts[0]
        left, right = candidates.rows_of(pairs)
        silent = self._gone[: self.encoder.n] | self.encoder.records.in_crowd[: self.encoder.n]
        return pairs[~(silent[left] | silent[right])]

    def _keep(self, packed: candidates.Packed) -> None:
        # Segments shrink by half or more from first to last, so that a lookup meets few and each key is merged seldom.
        self._segments.append(packed)
        while len(self._segments) > 1 and len(self._segments[-1]) * 2 > len(self._segments[-2]):
            last = self._segments.pop()
            self._segments[-1] = np.sort(np.concatenate([self._segments[-1], last]))

    def _score(self, pairs: candidates.Pairs, edges: list[tuple[int, int]]) -> FoundLinks:
        parts = [_Part(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty((0, STORED), np.uint8))]
        for start in range(0, len(pairs), PAIRS_AT_ONCE):
            parts.append(score(self.encoder, self.model, *candidates.rows_of(pairs[start : start + PAIRS_AT_ONCE])))
        if edges:
            left = np.array([self._row[UUID(int=parent)] for parent, _ in edges], np.int64)
            right = np.array([self._row[UUID(int=child)] for _, child in edges], np.int64)
            parts.append(as_crowd(score(self.encoder, self.model, left, right)))
        left, right = np.concatenate([part.left for part in parts]), np.concatenate([part.right for part in parts])
        high, low = self.encoder.records.high, self.encoder.records.low
        ahead = (high[left] < high[right]) | ((high[left] == high[right]) & (low[left] < low[right]))
        return FoundLinks(
            [self._ids[row] for row in np.where(ahead, left, right).tolist()],
            [self._ids[row] for row in np.where(ahead, right, left).tolist()],
            np.concatenate([part.weights for part in parts]),
            np.concatenate([part.levels for part in parts]),
            len(pairs) + len(edges),
        )


class _Part(NamedTuple):
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]


def score(encoder: Encoder, model: Model, left: NDArray[np.int64], right: NDArray[np.int64]) -> _Part:
    """The links among pairs of rows: rows, weights and levels."""
    compared = compare(encoder, left, right)
    fields, total = weigh_by(model, compared)
    kept = np.flatnonzero(is_kept(model, compared.levels, fields, total))
    return _Part(left[kept], right[kept], total[kept], stored_levels(compared.levels[kept], fields[kept], model.guard_bits))


def as_crowd(part: _Part) -> _Part:
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
