"""Links a whole table under a Splink model: pairs are streamed rule by rule, scored in chunks, and joined into components as they come.

Invariant: a pair is found once, by the first rule that proposes it; the record whose id sorts first is the left one, as in Splink.
"""

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beatbook.linkage.splink.engine import Engine, Scored, Tile, Wanted, load_kernel, tile_of
from beatbook.linkage.splink.errors import ColumnMissing, SplinkModelUnreadable
from beatbook.linkage.splink.expressions import Column
from beatbook.linkage.splink.settings import Settings
from beatbook.linkage.splink.term_frequencies import TermFrequencies
from beatbook.linkage.threads import in_threads

CHUNK = 32_768
EMPTY = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Links:
    """Links of a table by row number, left and right; weights in bits; rule that found each; levels and adjustments where asked.

    `n_pairs` is how many pairs were compared, each counted once.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weights: NDArray[np.float64]
    rules: NDArray[np.uint8]
    levels: NDArray[np.uint8]
    adjusted: NDArray[np.float64]

    def components(self, n_rows: int, threshold: float = -math.inf) -> NDArray[np.int64]:
        """For each row the first row that it hangs together with by links of at least `threshold` bits."""
        parents = np.arange(n_rows, dtype=np.int64)
        joining = self.weights >= threshold
        load_kernel().join(parents, self.left[joining], self.right[joining])
        load_kernel().flatten(parents)
        return parents


def link_table(
    table: pa.Table, settings: Settings, frequencies: TermFrequencies, *, floor: float = -math.inf, detail: bool = False
) -> Links:
    """Every pair that a rule proposes and that weighs `floor` bits or more; Splink's `predict`.

    Raises:
        ColumnMissing: the table lacks a column of the model.
        LevelNotTrained: a level has no m or u.
        FrequenciesMissing: a column's term frequencies are not there.
    """
    order = order_of(table, settings)
    engine = Engine(settings, frequencies)
    engine.rows.append(table if order is None else table.take(order))
    links = link_rows(engine, floor=floor, detail=detail)
    if order is None:
        return links
    rows = order.astype(np.int32)
    return Links(rows[links.left], rows[links.right], links.weights, links.rules, links.levels, links.adjusted)


def order_of(table: pa.Table, settings: Settings) -> NDArray[np.int64] | None:
    """Rows by their ids, so that the left of a pair is always the earlier one; None when they lie so already.

    Raises:
        ColumnMissing: the table has no ids.
        SplinkModelUnreadable: the model links several tables, which this engine does not.
    """
    if settings.link_type != "dedupe_only":
        raise SplinkModelUnreadable(f"Beatbook links the records of one table; the model's link type is {settings.link_type}.")
    if settings.unique_id not in table.column_names:
        raise ColumnMissing(f"The table has no column {settings.unique_id} of unique ids.")
    order = pc.sort_indices(table[settings.unique_id]).to_numpy(zero_copy_only=False).astype(np.int64)
    return None if len(order) < 2 or np.all(order[1:] > order[:-1]) else order


def link_rows(engine: Engine, *, floor: float = -math.inf, detail: bool = False) -> Links:
    """Links among an engine's rows, which lie in the order of their ids."""
    found: list[Links] = []
    for rule in range(engine.programs.n_rules):
        found += score_rule(engine, rule, floor, detail)
    return _joined(found, len(engine.settings.comparisons) if detail else 0)


def _joined(found: list[Links], wide: int) -> Links:
    """Links of many parts as one; column by column, so that no more than one is there twice."""
    columns: dict[str, list[NDArray[Any]]] = {
        "left": [EMPTY], "right": [EMPTY], "weights": [np.empty(0)], "rules": [np.empty(0, np.uint8)],
        "levels": [np.empty((0, wide), np.uint8)], "adjusted": [np.empty((0, wide))],
    }  # fmt: skip
    for links in found:
        for name, parts in columns.items():
            parts.append(getattr(links, name))
    found.clear()
    joined = {}
    for name in list(columns):
        joined[name] = np.concatenate(columns.pop(name))
    return Links(**joined)


def score_rule(engine: Engine, rule: int, floor: float, detail: bool) -> list[Links]:
    """Links of the pairs that one rule owns, in parts."""

    def keep(scored: Scored) -> Links:
        rules = np.full(len(scored.left), rule, np.uint8)
        return Links(scored.left, scored.right, scored.weights, rules, scored.levels, scored.adjusted)

    return each_tile(engine, Wanted(rule, floor, detail=detail), keep)


def each_tile(engine: Engine, wanted: Wanted, keep: Callable[[Scored], Any]) -> list[Any]:
    """What `keep` makes of what is wanted of a rule's pairs, tile by tile, on threads of our own."""
    threads = max(1, min(2, os.cpu_count() or 1))

    def run(tiles: Iterator[Tile]) -> list[Any]:
        memo = engine.memo()
        return [keep(engine.score(tile, memo, wanted)) for tile in tiles]

    parts = candidates(engine, wanted.rule, threads if not engine.programs.outside else 1)
    return [kept for part in in_threads(run, parts) for kept in part]


def candidates(engine: Engine, rule: int, parts: int) -> list[Iterator[Tile]]:
    """Pairs that a rule may own, left before right, cut into tiles and shared out among parts."""
    programs = engine.programs
    if programs.exploded[rule]:
        return [_cut(*_exploded_pairs(engine, rule))]
    keys = programs.keys[rule]
    if any(left != right for left, right in keys):
        return [_cut(*_crossed_pairs(engine, keys))]
    slots = np.array([left for left, _ in keys], np.int64)
    packed = np.sort(load_kernel().packed_keys(engine.rows.codes.array, slots, len(slots), 0))
    counts = load_kernel().count_pairs_of(packed)
    cuts = np.searchsorted(counts, np.arange(0, counts[-1], CHUNK), side="right") - 1
    cuts = np.unique(np.append(cuts, len(packed)))
    bounds = list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))
    return [_runs(packed, counts, bounds[part::parts]) for part in range(min(parts, len(bounds)))]


def _runs(packed: NDArray[np.uint64], counts: NDArray[np.int64], bounds: list[tuple[int, int]]) -> Iterator[Tile]:
    for start, stop in bounds:
        yield Tile(*load_kernel().pairs_between(packed, counts, start, stop))


def _cut(left: NDArray[np.int64], right: NDArray[np.int64]) -> Iterator[Tile]:
    for start in range(0, len(left), CHUNK):
        yield tile_of(left[start : start + CHUNK], right[start : start + CHUNK])


def _crossed_pairs(engine: Engine, keys: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs for a rule that compares different columns of the two records."""
    kernel, codes = load_kernel(), engine.rows.codes.array
    ours, theirs = (np.sort(kernel.packed_keys(codes, np.array([key[side] for key in keys], np.int64), len(keys), 0)) for side in (0, 1))
    shift = np.uint64(kernel.ROW_BITS)
    mask = (np.uint64(1) << shift) - np.uint64(1)
    first = np.searchsorted(theirs >> shift, ours >> shift, side="left")
    last = np.searchsorted(theirs >> shift, ours >> shift, side="right")
    lengths = last - first
    left = np.repeat((ours & mask).astype(np.int64), lengths)
    places = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(first, lengths)
    right = (theirs[places] & mask).astype(np.int64)
    kept = left < right
    return left[kept], right[kept]


def _exploded_pairs(engine: Engine, rule: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows whose arrays share an element, each once."""
    programs, rows = engine.programs, engine.rows
    plain = [left for left, _ in programs.keys[rule]]
    arrays = [programs.slot_of(Column(name, "x")) for name in programs.exploded[rule]]
    held: dict[tuple[Any, ...], list[int]] = {}
    for row, codes in enumerate(rows.codes.array[:, [*plain, *arrays]].tolist()):
        if min(codes) < 0:
            continue
        elements = [[value for value in rows.vocabulary.values[code] if value is not None] for code in codes[len(plain) :]]
        for combination in product(*(dict.fromkeys(values) for values in elements)):
            held.setdefault((*codes[: len(plain)], *combination), []).append(row)
    pairs = {(i, j) for members in held.values() for place, j in enumerate(members) for i in members[:place]}
    found = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1])
