"""The engine: a model compiled over rows, which scores pairs in chunks; and the named loader of its compiled kernel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beatbook.linkage.splink.chains import chains_of
from beatbook.linkage.splink.columns import Rows
from beatbook.linkage.splink.expressions import Column, columns_in
from beatbook.linkage.splink.programs import Programs, Step, compile_programs
from beatbook.linkage.splink.settings import Rule, Settings
from beatbook.linkage.splink.term_frequencies import TermFrequencies
from beatbook.linkage.splink.values import evaluate

LEAST_SHARE = 1e-300  # what Splink takes for an m or u of 0
NO_RULE = -1


@cache
def load_kernel() -> ModuleType:
    """The compiled kernel, `beatbook.linkage.splink.kernel`."""
    from beatbook.linkage.splink import kernel  # noqa: PLC0415 - named loader

    return kernel


@cache
def load_tiles() -> ModuleType:
    """The compiled scoring of tiles, `beatbook.linkage.splink.tiles`."""
    from beatbook.linkage.splink import tiles  # noqa: PLC0415 - named loader

    return tiles


@dataclass(frozen=True, slots=True)
class Tile:
    """Rows, and pairs (n,) of them by their places among those rows; `first` is how many pairs of the same rule come before."""

    rows: NDArray[np.int64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    first: int = 0


def tile_of(left: NDArray[np.int64], right: NDArray[np.int64]) -> Tile:
    """A tile of pairs that are given row by row."""
    places = np.arange(2 * len(left), dtype=np.int32)
    return Tile(np.concatenate([left, right]), places[: len(left)], places[len(left) :])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs of a tile are wanted, and what of them.

    Those that `rule` owns (`alone`: also those that an earlier rule owns) and that weigh `floor` bits or more; with levels, or with levels and
    adjustments (`detail`), or, where nothing is to be `compared`, as the rule proposes them.
    """

    rule: int = NO_RULE
    floor: float = -math.inf
    alone: bool = False
    levels: bool = False
    detail: bool = False
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs by their rows, weights in bits, levels and bits of term frequencies (both (n, n_comparisons) where asked)."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weights: NDArray[np.float64]
    levels: NDArray[np.uint8]
    adjusted: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's numbers for the kernel: bits by comparison and level, what adjusts them, and the most that is still to come."""

    prior: float
    bits: NDArray[np.float64]
    adjust: NDArray[np.float64]
    most_after: NDArray[np.float64]


class Engine:
    """A model over rows. Without frequencies nothing is adjusted, and untrained levels weigh nothing: for training."""

    def __init__(self, settings: Settings, frequencies: TermFrequencies | None, rules: Sequence[Rule] | None = None) -> None:
        self.settings = settings
        self.programs = compile_programs(settings, settings.rules if rules is None else rules, frequencies)
        self.rows: Rows = self.programs.rows()
        self.weights = _weights(settings, self.programs, frequencies)
        self.chains = chains_of(self.programs)
        self._least = _least_common(self.programs)
        self._used = _outside_of(self.programs)
        self._known: list[dict[tuple[int, ...], bool]] = [{} for _ in self.programs.outside]

    def memo(self) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
        """An empty memo of string metrics, for one thread."""
        shape = (max(1, len(self.programs.registers)), load_kernel().MEMO)
        return np.full(shape, ~np.uint64(0)), np.empty(shape)

    def score(self, tile: Tile, memo: tuple[NDArray[Any], NDArray[Any]], wanted: Wanted = Wanted()) -> Scored:
        """The pairs of a tile that are wanted, in their order."""
        programs, words, weights, chains = self.programs, self.rows.vocabulary, self.weights, self.chains
        n_compared = len(self.settings.comparisons) if wanted.compared else 0
        asked = (wanted.rule, int(wanted.alone), n_compared, int(wanted.detail or wanted.levels), int(wanted.detail))
        model = (
            self.rows.codes.array, programs.steps, programs.thresholds, programs.entries, programs.registers, programs.bounds,
            words.signs.array, words.starts.array, words.marks.array, words.numbers.array, words.tf.array,
            chains.heads, chains.tests, chains.cuts, chains.rules, self._least,
        )  # fmt: skip
        bits = (weights.prior, weights.bits, weights.adjust, weights.most_after)
        outside = self._outside(tile, wanted.rule)
        return Scored(*load_tiles().score_tile(tile.rows, tile.left, tile.right, asked, model, outside, bits, wanted.floor, memo))

    def _outside(self, tile: Tile, rule: int) -> NDArray[np.uint8]:
        """Truth (n_outside, n_pairs) of the tests that the kernel does not know, each worked out once per combination of values."""
        if not self.programs.outside:
            return np.zeros((0, 0), np.uint8)
        left, right = tile.rows[tile.left], tile.rows[tile.right]
        truth = np.zeros((len(self.programs.outside), len(left)), np.uint8)
        for number, expression in enumerate(self.programs.outside):
            if self._used[number] > max(rule, NO_RULE) and self._used[number] < self.programs.n_rules:
                continue
            columns = sorted(set(columns_in(expression)), key=lambda column: (column.side, column.name))
            codes = np.stack([self.rows.codes.array[left if column.side == "l" else right, int(column.name)] for column in columns], axis=1)
            distinct, where = np.unique(codes, axis=0, return_inverse=True)
            known = self._known[number]
            answers = [self._answer(number, columns, tuple(combination), known) for combination in distinct.tolist()]
            truth[number] = np.array(answers, np.uint8)[where.ravel()] if answers else 0
        return truth

    def _answer(self, number: int, columns: list[Column], codes: tuple[int, ...], known: dict[tuple[int, ...], bool]) -> bool:
        if codes not in known:
            values = {column: self._value(column, code) for column, code in zip(columns, codes, strict=True)}
            if len(known) > 1_000_000:
                known.clear()
            known[codes] = evaluate(self.programs.outside[number], values) is True
        return known[codes]

    def _value(self, column: Column, code: int) -> Any:
        return None if code < 0 else self.rows.vocabulary.values[code]


def _least_common(programs: Programs) -> NDArray[np.uint8]:
    """By register, how much two strings must share for a similarity to reach the least of its thresholds; nothing for a distance."""
    least = np.zeros((max(1, len(programs.registers)), 5, load_tiles().LONGEST + 1, load_tiles().LONGEST + 1), np.uint8)
    for register, (metric, _, _) in enumerate(programs.registers.tolist()):
        if metric <= 1 and programs.bounds[register] > 0:
            least[register] = load_tiles().least_common(metric, programs.bounds[register])
    return least


def _outside_of(programs: Programs) -> list[int]:
    """For each outside test the program that it belongs to."""
    owners = np.zeros(len(programs.outside), np.int64)
    entries = programs.entries.tolist()
    for program, entry in enumerate(entries):
        seen, waiting = set(), [entry]
        while waiting:
            at = waiting.pop()
            if at < 0 or at in seen:
                continue
            seen.add(at)
            step = programs.steps[at]
            if step[0] == Step.OUTSIDE:
                owners[step[4]] = program
            waiting += [int(step[5]), int(step[6])]
    return [int(owner) for owner in owners]


def _weights(settings: Settings, programs: Programs, frequencies: TermFrequencies | None) -> Weights:
    wide = max(len(comparison.levels) for comparison in settings.comparisons)
    bits = np.zeros((len(settings.comparisons), wide))
    adjust = np.full((len(settings.comparisons), wide, 5), -1.0)
    most = np.zeros(len(settings.comparisons))
    if frequencies is not None:
        settings.need_trained()
        for i, comparison in enumerate(settings.comparisons):
            best = []
            for j, level in enumerate(comparison.levels):
                if level.is_null:
                    best.append(0.0)
                    continue
                bits[i, j] = math.log2(max(level.m or 0.0, LEAST_SHARE) / max(level.u or 0.0, LEAST_SHARE))
                more = 0.0
                if level.tf_column and level.tf_weight and level.condition is not None:
                    shares = frequencies.of(level.tf_column)
                    base = math.log2(comparison.exact_u(level) or LEAST_SHARE)
                    least = math.log2(level.tf_minimum) if level.tf_minimum > 0 else -math.inf
                    slot = programs.slot_of(Column(level.tf_column, "x"))
                    adjust[i, j] = (slot, programs.tf_names.index(level.tf_column), level.tf_weight, base, least)
                    rarest = math.log2(min(shares.values(), default=1.0))
                    more = max(0.0, level.tf_weight * (base - max(rarest, least)))
                best.append(bits[i, j] + more)
            most[i] = max(best)
    after = np.append(np.cumsum(most[::-1])[::-1], 0.0) + 1e-6
    return Weights(prior_bits(settings.prior), bits, adjust, after)


def prior_bits(prior: float) -> float:
    """The weight of two records taken at random, in bits."""
    return math.log2(prior / (1 - prior)) if 0 < prior < 1 else math.copysign(math.inf, prior - 0.5)
