"""The index of an adopted Splink model: an append-only index of its blocking rules, for one record, a micro-batch or all at once.

Invariant: links and weights are bit for bit those of the whole table at once, however records were ordered or cut into batches.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import N_FIELDS, STORED, Evidence, evidence_of
from beatbook.linkage.frequencies import Frequencies, count_frequencies
from beatbook.linkage.index import FoundLinks
from beatbook.linkage.scoring import compare
from beatbook.linkage.splink.adopt import AdoptedModel
from beatbook.linkage.splink.columns import Growing
from beatbook.linkage.splink.engine import Engine, Wanted, load_kernel, tile_of
from beatbook.linkage.splink.expressions import Column
from beatbook.linkage.vectors import stored_levels

AT_ONCE = 1_000_000
Packed = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Said:
    """A record as a Splink model needs it: its content, and beside it Beatbook's evidence, which guards persons."""

    content: Mapping[str, Any]
    evidence: Evidence


def said_in(content: Mapping[str, Any]) -> Said:
    """A record's content as it is indexed."""
    return Said(content, evidence_of(content))


@cache
def no_frequencies() -> Frequencies:
    """Frequencies of nothing: guards do not need any, and Splink's weights have their own."""
    return count_frequencies([])


class SplinkIndex:
    """All records of one adopted model, by the keys of its rules. A changed record is added again, and its old row is dead from then on."""

    def __init__(self, model: AdoptedModel) -> None:
        self.model = model
        self._engine = Engine(model.settings, model.frequencies)
        self._memo = self._engine.memo()
        self._encoder = Encoder(no_frequencies())
        self._rules = [_RuleIndex(self._engine, rule) for rule in range(self._engine.programs.n_rules)]
        self._ids: list[UUID] = []
        self._order = Growing(np.uint64, 2)
        self._row: dict[UUID, int] = {}
        self._dead: set[int] = set()

    def __len__(self) -> int:
        return len(self._row)

    def remove(self, record_id: UUID) -> None:
        """Forget a record that was withdrawn or is about to be added again."""
        row = self._row.pop(record_id, None)
        if row is not None:
            self._dead.add(row)

    def relink(self, record_ids: Iterable[UUID]) -> None:
        """Nothing to do: a Splink model compares every pair of its blocks, and knows no crowds (linkage/crowds.py)."""

    def add(self, records: Sequence[tuple[UUID, Said]], *, find: bool = True, marks: Mapping[UUID, int] | None = None) -> FoundLinks:
        """Add records, and find their links with each other and with all records already here; `find=False` only adds. `marks` plays no part."""
        records = list(dict(records).items())
        start = len(self._engine.rows)
        for row, (record_id, _) in enumerate(records, start):
            self.remove(record_id)
            self._row[record_id] = row
            self._ids.append(record_id)
        if records:
            self._engine.rows.append(self.model.table_of([said.content for _, said in records]))
            self._encoder.append([record_id for record_id, _ in records], [said.evidence for _, said in records])
            self._order.extend(np.array([divmod(record_id.int, 1 << 64) for record_id, _ in records], np.uint64))
        found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
        n_pairs = 0
        for number, rule in enumerate(self._rules):
            pairs = rule.add(start, find=find)
            n_pairs += len(pairs)
            found += self._scored(number, pairs)
        return self._told(found, n_pairs)

    def add_all(self, batches: Iterable[Sequence[tuple[UUID, Said]]], *, marks: Mapping[UUID, int] | None = None) -> FoundLinks:
        """As `add` of all the batches together."""
        return self.add([record for batch in batches for record in batch], marks=marks)

    def _scored(self, rule: int, pairs: Packed) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
        found = []
        dead = np.fromiter(self._dead, np.int64)
        for at in range(0, len(pairs), AT_ONCE):
            part = pairs[at : at + AT_ONCE]
            one, other = (part >> np.uint64(32)).astype(np.int64), (part & np.uint64(0xFFFFFFFF)).astype(np.int64)
            if len(dead):
                alive = ~(np.isin(one, dead) | np.isin(other, dead))
                one, other = one[alive], other[alive]
            first, second = self._order.array[one], self._order.array[other]
            swapped = (first[:, 0] > second[:, 0]) | ((first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1]))
            left, right = np.where(swapped, other, one), np.where(swapped, one, other)
            scored = self._engine.score(tile_of(left, right), self._memo, Wanted(rule, self.model.floor))
            found.append((scored.left.astype(np.int64), scored.right.astype(np.int64), scored.weights))
        return found

    def _told(self, found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]], n_pairs: int) -> FoundLinks:
        if not found:
            return FoundLinks([], [], np.empty(0), np.empty((0, STORED), np.uint8), n_pairs)
        left, right, weights = (np.concatenate([part[place] for part in found]) for place in range(3))
        levels = compare(self._encoder, left, right).levels
        ids = self._ids
        a, b = [ids[row] for row in left.tolist()], [ids[row] for row in right.tolist()]
        return FoundLinks(a, b, weights, stored_levels(levels, np.zeros((len(levels), N_FIELDS))), n_pairs)


class _RuleIndex:
    """Rows by the key of one blocking rule, in sorted segments that shrink by half or more from first to last."""

    def __init__(self, engine: Engine, rule: int) -> None:
        programs = engine.programs
        self._rows = engine.rows
        keys = programs.keys[rule]
        self._sides = [np.array([key[side] for key in keys], np.int64) for side in (0, 1)]
        self._crossed = any(left != right for left, right in keys)
        self._arrays = [programs.slot_of(Column(name, "x")) for name in programs.exploded[rule]]
        self._segments: list[tuple[Packed, Packed]] = []
        self._held: dict[tuple[Any, ...], list[int]] = {}

    def add(self, start: int, *, find: bool) -> Packed:
        """Take in the rows from `start` on; returns their pairs, each once, as one row << 32 | the other."""
        if self._arrays:
            return self._exploded(start, find)
        kernel, codes = load_kernel(), self._rows.codes.array
        ours = np.sort(kernel.packed_keys(codes, self._sides[0], len(self._sides[0]), start))
        theirs = np.sort(kernel.packed_keys(codes, self._sides[1], len(self._sides[1]), start)) if self._crossed else ours
        parts = []
        if find:
            parts.append(kernel.pairs_across(ours, theirs, not self._crossed))
            for left, right in self._segments:
                parts.append(kernel.pairs_across(ours, right, False))
                if self._crossed:
                    parts.append(kernel.pairs_across(theirs, left, False))
        self._segments.append((ours, theirs))
        while len(self._segments) > 1 and len(self._segments[-1][0]) * 2 > len(self._segments[-2][0]):
            (a, b), (c, d) = self._segments.pop(), self._segments.pop()
            joined = np.sort(np.concatenate([c, a]))
            self._segments.append((joined, np.sort(np.concatenate([d, b])) if self._crossed else joined))
        pairs = np.concatenate(parts) if parts else np.empty(0, np.uint64)
        return np.unique(pairs) if self._crossed else pairs

    def _exploded(self, start: int, find: bool) -> Packed:
        plain = self._sides[0].tolist()
        values = self._rows.vocabulary.values
        pairs: set[int] = set()
        for row, codes in enumerate(self._rows.codes.array[start:, [*plain, *self._arrays]].tolist(), start):
            if min(codes) < 0:
                continue
            elements = [[value for value in values[code] if value is not None] for code in codes[len(plain) :]]
            for combination in product(*(dict.fromkeys(given) for given in elements)):
                members = self._held.setdefault((*codes[: len(plain)], *combination), [])
                if find:
                    pairs.update(other << 32 | row for other in members if other != row)
                members.append(row)
        return np.array(sorted(pairs), np.uint64)
