"""Crowds: many records of one content and one marking. A hundred thousand records that say the same are compared once, not five billion times.

Of more than `MOST_ALIKE` records whose compared content is equal and whose marking is the same, only the first by id is compared with others; the rest
hang on it in a tree: each on the first of the smallest group of ids, by common leading digits, in which it is not first itself. So a record hangs on one
other, has few that hang on it, and an arrival or a removal moves few. Up to `MOST_ALIKE`, every two are linked as any two records are.

Invariant: what a crowd is and how it hangs together is a function of the records of one content and one marking. Who sees one of them sees them all, so
that for every viewer the tree is whole or not there, whatever else is hidden from them; and it is the same in whatever order the records came.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder
from beatbook.linkage.engine import load_blocking
from beatbook.linkage.levels import ROW_BITS

MOST_ALIKE = 50
_ID_BITS, _DIGIT = 128, 4
_FEW = 16  # members that are put in one by one; for more the whole tree is laid out anew
_ROW = np.uint64((1 << ROW_BITS) - 1)

Ids = list[int]


def pack_contents(encoder: Encoder, start: int, stop: int) -> NDArray[np.uint64]:
    """A hash of the compared content and marking of each of these rows, packed with the row as a key is; equal by chance where either differs."""
    found = np.empty(stop - start, np.uint64)
    load_blocking().hash_contents(encoder.records, start, stop, found)
    return found


def parent_of(ids: Ids, member: int) -> int | None:
    """On whom a member of a crowd hangs, its ids being sorted; the first hangs on nobody."""
    place = bisect_left(ids, member)
    if place == 0:
        return None
    return ids[bisect_left(ids, _bucket(member, (member ^ ids[place - 1]).bit_length()))]


def children_of(ids: Ids, member: int) -> Iterator[int]:
    """Those who hang on a member."""
    place = bisect_left(ids, member)
    own = (member ^ ids[place - 1]).bit_length() if place else _ID_BITS + 1
    for inside in range(0, _ID_BITS, _DIGIT):
        start = _bucket(member, inside + _DIGIT)
        if own <= inside + _DIGIT and place:
            return  # not first in this group any more
        for digit in range(1 << _DIGIT):
            low = start + (digit << inside)
            at = bisect_left(ids, low)
            if low > member and at < len(ids) and ids[at] < low + (1 << inside):
                yield ids[at]


def edges_of(ids: Ids, members: Iterable[int] | None = None) -> set[tuple[int, int]]:
    """Links of the tree, parent before child: all, or those of some members."""
    edges = set[tuple[int, int]]()
    for member in ids if members is None else members:
        parent = parent_of(ids, member)
        if parent is not None:
            edges.add((parent, member))
        if members is not None:
            edges.update((member, child) for child in children_of(ids, member))
    return edges


def _bucket(member: int, bits: int) -> int:
    # The first id of the smallest group by whole digits that is at least so many bits wide.
    shift = -(-bits // _DIGIT) * _DIGIT
    return member >> shift << shift


def crowded_rows(encoder: Encoder) -> list[NDArray[np.int64]]:
    """The rows of each crowd of a table, the first by id in front."""
    packed = np.sort(pack_contents(encoder, 0, encoder.n))
    keys, starts, counts = np.unique(packed >> np.uint64(ROW_BITS), return_index=True, return_counts=True)
    del keys
    found = []
    for start, count in zip(starts[counts > MOST_ALIKE].tolist(), counts[counts > MOST_ALIKE].tolist(), strict=True):
        rows = (packed[start : start + count] & _ROW).astype(np.int64)
        for alike in _by_content(encoder, rows).values():
            if len(alike) > MOST_ALIKE:
                same = np.array(alike, np.int64)
                found.append(same[np.lexsort((encoder.records.low[same], encoder.records.high[same]))])
    return found


def hang(encoder: Encoder, crowd: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Mark all but the first of a crowd's rows as spoken for, and return the tree's links as rows, parent and child."""
    encoder.records.in_crowd[crowd[1:]] = True
    ids = ids_of_rows(encoder, crowd)
    row_of = dict(zip(ids, crowd.tolist(), strict=True))
    edges = sorted(edges_of(ids))
    return np.array([row_of[a] for a, _ in edges], np.int64), np.array([row_of[b] for _, b in edges], np.int64)


def ids_of_rows(encoder: Encoder, rows: NDArray[np.int64]) -> Ids:
    """Ids of rows as numbers."""
    high, low = encoder.records.high[rows].tolist(), encoder.records.low[rows].tolist()
    return [(a << 64) | b for a, b in zip(high, low, strict=True)]


def _by_content(encoder: Encoder, rows: NDArray[np.int64]) -> dict[bytes, list[int]]:
    # By the content and the marking themselves, not by their hash.
    if len(rows) == 0:
        return {}
    columns = encoder.records._asdict()
    parts = [columns[name][rows].reshape(len(rows), -1) for name in columns if name not in ("high", "low", "in_crowd")]
    raw = np.concatenate([np.ascontiguousarray(part).view(np.uint8) for part in parts], axis=1)
    found: dict[bytes, list[int]] = {}
    for row, content in zip(rows.tolist(), raw, strict=True):
        found.setdefault(content.tobytes(), []).append(row)
    return found


@dataclass(slots=True)
class Moves:
    """What additions and removals changed in crowds: members whose links are all made anew, links of trees (parent, child), and records to be compared
    with all others again, since they stand first now or in no crowd any more."""

    moved: set[int] = field(default_factory=set)
    edges: set[tuple[int, int]] = field(default_factory=set)
    again: set[int] = field(default_factory=set)


class Crowds:
    """The crowds of an index, kept while records come and go."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._seen: list[NDArray[np.uint64]] = []
        self._crowds: dict[bytes, Ids] = {}
        self._content: dict[int, bytes] = {}
        self._moved: dict[bytes, set[int]] = {}
        self._again: set[int] = set()

    def enter(self, start: int, stop: int, gone: NDArray[np.bool_]) -> None:
        """Take note of rows; `gone` tells of each row whether its record has been removed or is another row by now."""
        packed = np.sort(pack_contents(self._encoder, start, stop))
        keys, counts = np.unique(packed >> np.uint64(ROW_BITS), return_counts=True)
        low, high = keys << np.uint64(ROW_BITS), (keys + np.uint64(1)) << np.uint64(ROW_BITS)
        for seen in self._seen:
            counts = counts + np.searchsorted(seen, high) - np.searchsorted(seen, low)
        for key in np.flatnonzero(counts > MOST_ALIKE).tolist():
            rows = packed[np.searchsorted(packed, low[key]) : np.searchsorted(packed, high[key])] & _ROW
            for content, alike in _by_content(self._encoder, rows.astype(np.int64)).items():
                self._join(content, alike, (low[key], high[key]), gone)
        self.note(packed)

    def note(self, packed: NDArray[np.uint64]) -> None:
        """Remember packed contents, in sorted segments that shrink by half or more."""
        self._seen.append(packed)
        while len(self._seen) > 1 and len(self._seen[-1]) * 2 > len(self._seen[-2]):
            last = self._seen.pop()
            self._seen[-1] = np.sort(np.concatenate([self._seen[-1], last]))

    def _join(self, content: bytes, rows: list[int], between: tuple[np.uint64, np.uint64], gone: NDArray[np.bool_]) -> None:
        fresh = ids_of_rows(self._encoder, np.array(rows, np.int64))
        ids = self._crowds.get(content)
        if ids is None:
            older = self._rows_between(*between)
            before = ids_of_rows(self._encoder, np.array(_by_content(self._encoder, older[~gone[older]]).get(content, []), np.int64))
            if len(before) + len(fresh) <= MOST_ALIKE:
                return
            self._crowds[content] = ids = []
            self._grow(content, before + fresh)
            self._moved[content].update(before)
            self._again.update(set(before) & {ids[0]})
        else:
            self._grow(content, fresh)

    def _rows_between(self, low: np.uint64, high: np.uint64) -> NDArray[np.int64]:
        found = [seen[np.searchsorted(seen, low) : np.searchsorted(seen, high)] & _ROW for seen in self._seen]
        return np.concatenate([np.empty(0, np.uint64), *found]).astype(np.int64)

    def _grow(self, content: bytes, fresh: Ids) -> None:
        ids, moved = self._crowds[content], self._moved.setdefault(content, set())
        self._content.update(dict.fromkeys(fresh, content))
        if len(fresh) > _FEW:
            moved.update(ids[1:] if ids and ids[0] < min(fresh) else ids)  # one who stays first keeps what links it with others
            ids[:] = sorted([*ids, *fresh])
        else:
            for member in fresh:
                insort(ids, member)
                moved.update(children_of(ids, member))
        moved.update(fresh)

    def leave(self, member: int) -> None:
        """A record is removed, or about to be added again."""
        content = self._content.pop(member, None)
        self._again.discard(member)
        if content is None:
            return
        ids, moved = self._crowds[content], self._moved.setdefault(content, set())
        moved.discard(member)
        moved.update(children_of(ids, member))
        was_first = ids[0] == member
        del ids[bisect_left(ids, member)]
        if len(ids) <= MOST_ALIKE:
            del self._crowds[content], self._moved[content]
            self._again.update(ids)
            for one in ids:
                del self._content[one]
        elif was_first:
            self._again.add(ids[0])

    def relink(self, rows: Iterable[int], gone: NDArray[np.bool_]) -> None:
        """Make all links of these rows' crowds anew; where what is left is no crowd any more, of all who say the same."""
        done = set[bytes]()
        for row in rows:
            [content] = _by_content(self._encoder, np.array([row], np.int64))
            if content in done:
                continue
            done.add(content)
            ids = self._crowds.get(content)
            if ids is None:
                self._again.update(self._alike(content, row, gone))
            else:
                self._moved.setdefault(content, set()).update(ids)
                self._again.add(ids[0])

    def _alike(self, content: bytes, row: int, gone: NDArray[np.bool_]) -> Ids:
        key = pack_contents(self._encoder, row, row + 1)[0] >> np.uint64(ROW_BITS)
        rows = self._rows_between(key << np.uint64(ROW_BITS), (key + np.uint64(1)) << np.uint64(ROW_BITS))
        return ids_of_rows(self._encoder, np.array(_by_content(self._encoder, rows[~gone[rows]])[content], np.int64))

    def settle(self) -> Moves:
        """What has changed since the last time."""
        moves = Moves(again=self._again)
        for content, moved in self._moved.items():
            ids = self._crowds[content]
            moves.edges |= edges_of(ids, None if len(moved) >= len(ids) - 1 else moved)
            moves.moved |= moved
        # One who hangs on another by now, having stood first for a moment, is not compared again.
        moves.again = {one for one in moves.again if one not in self._content or self._crowds[self._content[one]][0] == one}
        self._moved, self._again = {}, set()
        return moves

    def hangs(self, member: int) -> bool:
        """Does a member hang on another?"""
        content = self._content.get(member)
        return content is not None and self._crowds[content][0] != member
