"""The link index: an append-only index of blocking keys through which all records pass, ten million at once or one alone.

Invariant: the links found are the same however the records were ordered or cut into batches, and each weight is bit for bit the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.crowds import Crowds, Moves, pack_contents
from beatbook.linkage.evidence import STORED, Evidence
from beatbook.linkage.kept import Kept, as_crowd, score
from beatbook.linkage.model import Model
from beatbook.linkage.sweep import sweep_pairs

PAIRS_AT_ONCE = 1_000_000
MANY_ROWS = 50_000  # from here on pairs are compared as they are found: a list of all of them would take most of the memory


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
        self._keyed = 0  # rows before this one have their keys in the segments
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
        start = self.encoder.n
        self._append(records, marks)
        return self._find(start) if find else self._enter(start)

    def add_all(self, batches: Iterable[Sequence[tuple[UUID, Evidence]]], *, marks: Mapping[UUID, int] | None = None) -> FoundLinks:
        """As `add` of all the batches together, of which one at a time is held: a million records as objects would be two gigabytes."""
        start = self.encoder.n
        for batch in batches:
            self._append(batch, marks)
        return self._find(start)

    def _append(self, records: Sequence[tuple[UUID, Evidence]], marks: Mapping[UUID, int] | None) -> None:
        records = list(dict(records).items())
        for record_id, _ in records:
            self.remove(record_id)
        ids = [record_id for record_id, _ in records]
        start, stop = self.encoder.append(ids, [evidence for _, evidence in records])
        if marks is not None:
            self.encoder.records.marking[start:stop] = [marks[record_id] for record_id in ids]
        self._ids += ids
        self._row.update(zip(ids, range(start, stop), strict=True))
        self._make_room()

    def _enter(self, start: int) -> FoundLinks:
        # Keys are made when somebody looks for them.
        stop = self.encoder.n
        self._crowds.enter(start, stop, self._gone)
        self._settle(self._crowds.settle(), start, stop)
        return self._told([], 0)

    def _find(self, start: int) -> FoundLinks:
        stop = self.encoder.n
        fresh = set(self._ids[start:stop])
        self._crowds.enter(start, stop, self._gone)
        moves = self._crowds.settle()
        stop = self._settle(moves, start, stop)
        edges = sorted(moves.edges)
        if start == 0 and stop >= MANY_ROWS and not self._gone[:stop].any():
            swept = sweep_pairs(self.encoder, self.model)
            found = self._told(
                [Kept(swept.left, swept.right, swept.weights, swept.levels), *self._trees(edges)], swept.n_pairs + len(edges)
            )
        else:
            self._make_keys(start)
            packed = self._keys(start, stop)
            found = self._score(self._candidates(packed), edges)
            self._keep(packed)
        relinked = {UUID(int=member) for member in moves.moved | moves.again} - fresh
        return replace(found, relinked=tuple(sorted(relinked)))

    def _make_keys(self, stop: int) -> None:
        if self._keyed < stop:
            self._keep(self._keys(self._keyed, stop))

    def _keys(self, start: int, stop: int) -> candidates.Packed:
        self._keyed = stop
        return candidates.sorted_keys(self.encoder, start, stop, self.model.common_keys)

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
        starts = range(0, len(pairs), PAIRS_AT_ONCE)
        parts = [score(self.encoder, self.model, *candidates.rows_of(pairs[start : start + PAIRS_AT_ONCE])) for start in starts]
        return self._told([*parts, *self._trees(edges)], len(pairs) + len(edges))

    def _trees(self, edges: list[tuple[int, int]]) -> list[Kept]:
        if not edges:
            return []
        left = np.array([self._row[UUID(int=parent)] for parent, _ in edges], np.int64)
        right = np.array([self._row[UUID(int=child)] for _, child in edges], np.int64)
        return [as_crowd(score(self.encoder, self.model, left, right))]

    def _told(self, parts: list[Kept], n_pairs: int) -> FoundLinks:
        parts = [Kept(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty((0, STORED), np.uint8)), *parts]
        left, right = np.concatenate([part.left for part in parts]), np.concatenate([part.right for part in parts])
        high, low = self.encoder.records.high, self.encoder.records.low
        ahead = (high[left] < high[right]) | ((high[left] == high[right]) & (low[left] < low[right]))
        return FoundLinks(
            [self._ids[row] for row in np.where(ahead, left, right).tolist()],
            [self._ids[row] for row in np.where(ahead, right, left).tolist()],
            np.concatenate([part.weights for part in parts]),
            np.concatenate([part.levels for part in parts]),
            n_pairs,
        )
