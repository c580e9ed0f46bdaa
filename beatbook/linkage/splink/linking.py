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

from beatbook.linkage.splink.distinct import Distinct, as_distinct
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
    table: pa.Table | Distinct, settings: Settings, frequencies: TermFrequencies, *, floor: float = -math.inf, detail: bool = False
) -> Links:
    """Every pair that a rule proposes and that weighs `floor` bits or more; Splink's `predict`.

    Raises:
        ColumnMissing: the table lacks a column of the model.
        LevelNotTrained: a level has no m or u.
        FrequenciesMissing: a column's term frequencies are not there.
    """
    distinct = as_distinct(table)
    order = order_of(distinct, settings)
    engine = Engine(settings, frequencies)
    engine.rows.append(distinct, order)
    links = link_rows(engine, floor=floor, detail=detail)
    if order is None:
        return links
    rows = order.astype(np.int32)
    return Links(rows[links.left], rows[links.right], links.weights, links.rules, links.levels, links.adjusted)


def order_of(table: Distinct, settings: Settings) -> NDArray[np.int64] | None:
    """Rows by their ids, so that the left of a pair is always the earlier one; None when they lie so already.

    Raises:
        ColumnMissing: the table has no ids.
        SplinkModelUnreadable: the model links several tables, which this engine does not.
    """
    if settings.link_type != "dedupe_only":
        raise SplinkModelUnreadable(f"Beatbook links the records of one table; the model's link type is {settings.link_type}.")
    if settings.unique_id not in table:
        raise ColumnMissing(f"The table has no column {settings.unique_id} of unique ids.")
    ids = table.raw(settings.unique_id)
    if table.n_rows < 2 or pc.all(pc.less(ids.slice(0, table.n_rows - 1), ids.slice(1)), skip_nulls=False).as_py():
        return None
    order: NDArray[np.int64] = pc.sort_indices(ids).to_numpy(zero_copy_only=False).astype(np.int64)
    return order


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
    if len(found) == 1:
        return found[0]
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
    if math.isinf(floor) and not detail and _is_plain(engine, rule):
        return [_every_pair(engine, rule)]

    def keep(scored: Scored, _: Tile) -> Links:
        rules = np.full(len(scored.left), rule, np.uint8)
        return Links(scored.left, scored.right, scored.weights, rules, scored.levels, scored.adjusted)

    return each_tile(engine, Wanted(rule, floor, detail=detail), keep)


def _every_pair(engine: Engine, rule: int) -> Links:
    """Links of a rule whatever they weigh, each written straight to its place: so many are not to be there twice."""
    n = int(Blocks.of(engine, rule).counts[-1])
    left, right, weights = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n)
    columns: tuple[NDArray[Any], ...] = (left, right, weights)

    def keep(scored: Scored, tile: Tile) -> tuple[int, int]:
        stop = tile.first + len(scored.left)
        for column, values in zip(columns, (scored.left, scored.right, scored.weights), strict=True):
            column[tile.first : stop] = values
        return tile.first, stop

    end = 0
    for start, stop in sorted(each_tile(engine, Wanted(rule), keep)):
        if start != end:
            for column in columns:
                column[end : end + stop - start] = column[start:stop]
        end += stop - start
    return Links(left[:end], right[:end], weights[:end], np.full(end, rule, np.uint8), np.empty((end, 0), np.uint8), np.empty((end, 0)))


def each_tile(engine: Engine, wanted: Wanted, keep: Callable[[Scored, Tile], Any], most: float = math.inf) -> list[Any]:
    """What `keep` makes of what is wanted of a rule's pairs, tile by tile, on threads of our own.

    Of more than `most` pairs of rows with one key every second tile is taken, or every third and so on, so that about so many are left.
    """
    threads = max(1, min(2, os.cpu_count() or 1))

    def run(tiles: Iterator[Tile]) -> list[Any]:
        memo = engine.memo()
        return [keep(engine.score(tile, memo, wanted), tile) for tile in tiles]

    parts = candidates(engine, wanted.rule, threads if not engine.programs.outside else 1, most)
    return [kept for part in in_threads(run, parts) for kept in part]


def candidates(engine: Engine, rule: int, parts: int, most: float = math.inf) -> list[Iterator[Tile]]:
    """Pairs that a rule may own, left before right, cut into tiles and shared out among parts."""
    if engine.programs.exploded[rule]:
        return [_cut(*_exploded_pairs(engine, rule))]
    if not _is_plain(engine, rule):
        return [_cut(*_crossed_pairs(engine, engine.programs.keys[rule]))]
    return Blocks.of(engine, rule).tiles(parts, most)


def _is_plain(engine: Engine, rule: int) -> bool:
    """Are a rule's pairs those of rows with one key?"""
    return not engine.programs.exploded[rule] and all(left == right for left, right in engine.programs.keys[rule])


@dataclass(frozen=True, slots=True)
class Blocks:
    """Rows by a rule's key: those of one key lie together (`packed`); `counts` are how many pairs there are up to each place."""

    packed: NDArray[np.uint64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, engine: Engine, rule: int) -> "Blocks":
        """The blocks of a plain rule."""
        slots = np.array([left for left, _ in engine.programs.keys[rule]], np.int64)
        packed = load_kernel().packed_keys(engine.rows.codes.array, slots, len(slots), 0)
        packed.sort()
        packed = packed[: load_kernel().shared_only(packed)].copy()
        return cls(packed, load_kernel().count_pairs_of(packed))

    def tiles(self, parts: int, most: float = math.inf) -> list[Iterator[Tile]]:
        """All pairs, or about `most` of them, cut into tiles and shared out among parts."""
        cuts = np.searchsorted(self.counts, np.arange(0, self.counts[-1], CHUNK), side="right") - 1
        cuts = np.unique(np.append(cuts, len(self.packed)))
        bounds = list(zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True))[:: max(1, math.ceil(self.counts[-1] / most))]
        return [self._runs(bounds[part::parts]) for part in range(min(parts, len(bounds)))]

    def _runs(self, bounds: list[tuple[int, int]]) -> Iterator[Tile]:
        for start, stop in bounds:
            rows, left, right = load_kernel().pairs_between(self.packed, self.counts, start, stop)
            yield Tile(rows, left, right, int(self.counts[start]))


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
