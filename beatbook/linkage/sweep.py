"""All candidate pairs of a table, compared as they are found: no list of pairs is ever made, let alone sorted.

Keys are made and sorted a few rules at a time, and only those that two rows or more share are kept, as groups of rows. Then each row meets the later rows of
its groups; a stamp on each row says whether it was met already for this one. Invariant: the same links as `LinkIndex` finds, in the order of rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage import candidates
from beatbook.linkage.columns import Encoder
from beatbook.linkage.crowds import crowded_rows, hang
from beatbook.linkage.engine import load_blocking
from beatbook.linkage.evidence import STORED
from beatbook.linkage.kept import as_crowd, is_kept, score
from beatbook.linkage.levels import RULES
from beatbook.linkage.model import Model
from beatbook.linkage.scoring import compare_chunk, weigh_by
from beatbook.linkage.threads import in_threads
from beatbook.linkage.vectors import stored_levels

_LONG_RULES = (2, 4)  # those that give a row a key for each letter of its names
_RULES_AT_ONCE = 3  # of the others: reading a row costs as much as making its keys
_ROWS_A_SLICE = 500_000  # rows whose keys by a long rule are held at once; of more rows each pass holds a part of the keys
_PAIRS_AT_ONCE = 65_536
_ROWS_A_TURN = 20_000


@dataclass(frozen=True, slots=True)
class Swept:
    """Links as rows (left before right), weights in bits, and levels; `n_pairs` were compared."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]
    n_pairs: int


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that share a key: `members` group by group, the last of each marked; of row i `places[starts[i]:starts[i + 1]]` are in `members`."""

    members: NDArray[np.uint32]
    starts: NDArray[np.int64]
    places: NDArray[np.uint32]


def sweep(encoder: Encoder, model: Model) -> Swept:
    """Links among all rows of the encoder under a model."""
    trees = [_take_tree(encoder, model, crowd) for crowd in crowded_rows(encoder)]
    return _together([sweep_pairs(encoder, model), *trees])


def sweep_pairs(encoder: Encoder, model: Model) -> Swept:
    """Links among all rows of the encoder that no crowd speaks for (`in_crowd`)."""
    groups = group_rows(encoder, model.common_keys)
    turns = list(range(0, max(1, encoder.n), _ROWS_A_TURN))
    return _together(in_threads(lambda start: _take_turn(encoder, model, groups, start, min(start + _ROWS_A_TURN, encoder.n)), turns))


def _together(parts: list[Swept]) -> Swept:
    left, right = np.concatenate([part.left for part in parts]), np.concatenate([part.right for part in parts])
    weights, levels = np.concatenate([part.weights for part in parts]), np.concatenate([part.levels for part in parts])
    return Swept(left, right, weights, levels, sum(part.n_pairs for part in parts))


def group_rows(encoder: Encoder, common: NDArray[np.uint64]) -> Groups:
    """Groups of rows by each key that two or more share and that is not too common."""
    shared = load_blocking().shared_members
    parts: list[NDArray[np.uint32]] = []
    for packed in _keys_in_turn(encoder):
        members = np.empty(len(packed), np.uint32)
        parts.append(members[: int(shared(packed, common, members))].copy())
    every = np.concatenate(parts) if parts else np.empty(0, np.uint32)
    parts.clear()
    starts = np.zeros(encoder.n + 1, np.int64)
    np.cumsum(load_blocking().count_rows(every, encoder.n), out=starts[1:])
    places = np.empty(len(every), np.uint32)
    load_blocking().place_rows(every, starts[:-1].copy(), places)
    return Groups(every, starts, places)


def recount_common(encoder: Encoder, first: NDArray[np.bool_], most_rows: int) -> NDArray[np.uint64]:
    """Keys that more than `most_rows` of the rows marked as first mentions share, sorted."""
    found = [np.empty(0, np.uint64)]
    for packed in _keys_in_turn(encoder):
        keys = np.empty(len(packed) // max(1, most_rows) + 1, np.uint64)
        found.append(keys[: int(load_blocking().common_in(packed, first, most_rows, keys))].copy())
    return np.unique(np.concatenate(found))


def _keys_in_turn(encoder: Encoder):  # type: ignore[no-untyped-def]
    # Sorted keys of all rows by a few rules at a time, or by one that makes many, in parts by their highest bits when there are many rows.
    none = np.empty(0, np.uint64)
    slices = -(-encoder.n // _ROWS_A_SLICE)
    for rules, parts in [(rule, slices) for rule in _long_rules()] + [(rules, 1) for rules in _short_rules()]:
        for part in range(parts):
            low, high = ((1 << 64) * part // parts, (1 << 64) * (part + 1) // parts - 1)
            yield candidates.sorted_keys(encoder, 0, encoder.n, none, rules, (low, high) if parts > 1 else None)


def _long_rules() -> list[int]:
    return [1 << rule for rule in _LONG_RULES if RULES >> rule & 1]


def _short_rules() -> list[int]:
    numbers = [rule for rule in range(64) if RULES >> rule & 1 and rule not in _LONG_RULES]
    return [sum(1 << rule for rule in numbers[start : start + _RULES_AT_ONCE]) for start in range(0, len(numbers), _RULES_AT_ONCE)]


def _take_tree(encoder: Encoder, model: Model, crowd: NDArray[np.int64]) -> Swept:
    parents, children = hang(encoder, crowd)
    found = as_crowd(score(encoder, model, np.minimum(parents, children), np.maximum(parents, children)))
    return Swept(found.left, found.right, found.weights, found.levels, len(parents))


def _take_turn(encoder: Encoder, model: Model, groups: Groups, start: int, stop: int) -> Swept:
    met = np.zeros(encoder.n, np.uint32)
    room = _PAIRS_AT_ONCE + encoder.n
    left, right = np.empty(room, np.uint32), np.empty(room, np.uint32)
    kept = [(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty((0, STORED), np.uint8))]
    n_pairs, row = 0, start
    while row < stop:
        n, row = load_blocking().next_pairs(groups.members, groups.starts, groups.places, met, row, stop, left, right, _PAIRS_AT_ONCE)
        n_pairs += n
        a, b = left[:n].astype(np.int64), right[:n].astype(np.int64)
        compared = compare_chunk(encoder, a, b)
        fields, total = weigh_by(model, compared)
        chosen = np.flatnonzero(is_kept(model, compared.levels, fields, total))
        kept.append((a[chosen], b[chosen], total[chosen], stored_levels(compared.levels[chosen], fields[chosen], model.guard_bits)))
    a, b, total, levels = (np.concatenate(column) for column in zip(*kept, strict=True))
    return Swept(a, b, total, levels, n_pairs)
