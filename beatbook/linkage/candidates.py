"""Candidate pairs from blocking keys, in threads of our own: one sorted array of keys joined with itself or with another.

Invariant: the pairs are a set, sorted; how rows were cut into batches never changes it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.columns import Encoder
from beatbook.linkage.engine import load_blocking
from beatbook.linkage.levels import ROW_BITS, RULES
from beatbook.linkage.threads import THREADS, in_threads

_ROWS_AT_ONCE = 4096
_KEYS_A_ROW = 160
_FEW_KEYS = 8_192  # a thread costs more to start than so many keys to join
Packed = NDArray[np.uint64]
Pairs = NDArray[np.uint64]


def sorted_keys(
    encoder: Encoder, start: int, stop: int, common: NDArray[np.uint64], rules: int = RULES, between: tuple[int, int] | None = None
) -> Packed:
    """Keys of rows start to stop by these rules, packed with their rows, sorted, without doubles and without keys in `common`.

    `between` keeps those whose packed value is from one number to another.
    """

    def of_rows(first: int) -> Packed:
        last = min(first + _ROWS_AT_ONCE, stop)
        room = (last - first) * (_KEYS_A_ROW if rules == RULES else 20)
        while True:
            packed = np.empty(room, np.uint64)
            needed = int(
                load_blocking().fill_keys(
                    encoder.tokens,
                    encoder.places,
                    encoder.records,
                    first,
                    last,
                    np.uint64(rules),
                    packed,
                    np.empty(last - first, np.int64),
                )
            )
            if needed <= room:
                break
            room = needed
        packed = packed[:needed]
        if len(common):
            packed = packed[: int(load_blocking().without_common(packed, common))]
        packed = packed.copy() if between is None else packed[(packed >= np.uint64(between[0])) & (packed <= np.uint64(between[1]))]
        packed.sort()
        return packed

    parts = in_threads(of_rows, list(range(start, stop, _ROWS_AT_ONCE)))
    packed = np.concatenate(parts) if parts else np.empty(0, np.uint64)
    if len(parts) > 1:
        packed.sort()
    return _distinct(packed)


def common_keys(packed: Packed, most_rows: int) -> NDArray[np.uint64]:
    """Keys that more than `most_rows` rows share, sorted."""
    keys, counts = np.unique(packed >> np.uint64(ROW_BITS), return_counts=True)
    return keys[counts > most_rows]


def without_keys(packed: Packed, common: NDArray[np.uint64]) -> Packed:
    """The packed keys without those in `common`."""
    kept = packed.copy()
    return kept[: int(load_blocking().without_common(kept, common))]


def pairs_within(packed: Packed) -> Pairs:
    """Distinct pairs of rows that share a key: smaller row << 32 | larger row."""
    bounds = _key_bounds(packed, THREADS if len(packed) > _FEW_KEYS else 1)
    parts = in_threads(
        lambda part: _joined(load_blocking().join_within, packed[bounds[part] : bounds[part + 1]]),
        list(range(len(bounds) - 1)),
    )
    return _merged(parts)


def pairs_across(packed: Packed, other: Packed) -> Pairs:
    """Distinct pairs of rows, one of each side, that share a key."""
    return _distinct(np.sort(_joined(load_blocking().join_across, packed, other)))


def rows_of(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Left and right rows of packed pairs."""
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _joined(join: Callable[..., int], *sides: Packed) -> Pairs:
    room = max(64, 4 * len(sides[0]))
    pairs = np.empty(room, np.uint64)
    needed = int(join(*sides, pairs))
    if needed > room:
        pairs = np.empty(needed, np.uint64)
        join(*sides, pairs)
    pairs = pairs[:needed]
    pairs.sort()
    return _distinct(pairs)


def _merged(parts: list[Pairs]) -> Pairs:
    pairs = np.concatenate(parts) if parts else np.empty(0, np.uint64)
    if len(parts) > 1:
        pairs.sort()
    return _distinct(pairs)


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if len(values) < 2:
        return values
    fresh = np.empty(len(values), np.bool_)
    fresh[0] = True
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return values[fresh]


def _key_bounds(packed: Packed, parts: int) -> list[int]:
    bounds = [0]
    for part in range(1, parts):
        middle = len(packed) * part // parts
        if middle < len(packed):
            key = (packed[middle] >> np.uint64(ROW_BITS)) << np.uint64(ROW_BITS)
            bounds.append(int(np.searchsorted(packed, key)))
    return [*bounds, len(packed)]
