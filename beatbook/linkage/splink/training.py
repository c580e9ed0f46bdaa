"""Learns m, u and the prior of a Splink model without labels, from pattern counts.

u: levels among pairs taken at random; m: expectation-maximisation within the pairs of a rule, for the comparisons that the rule does not decide;
prior: pairs that sure rules find, by the share of true pairs that they are thought to find.
Source: Winkler 1988, Using the EM algorithm for weight computation in the Fellegi-Sunter model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beatbook.linkage.splink.distinct import Distinct
from beatbook.linkage.splink.engine import Engine, Scored, Tile, Wanted, load_kernel, tile_of
from beatbook.linkage.splink.errors import SplinkModelUnreadable
from beatbook.linkage.splink.expressions import columns_in
from beatbook.linkage.splink.linking import each_tile
from beatbook.linkage.splink.settings import Comparison, Rule, Settings

CHUNK = 65_536
MOST_PATTERNS = 50_000_000
MOST_PAIRS = 20_000_000  # of a session: shares of levels are as sure from so many, and a rule's pairs grow with the square of the rows
ROUNDS = 200
SETTLED = 1e-5
LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns of levels (n_patterns, n_comparisons) that were met, and how often."""

    levels: NDArray[np.int64]
    counts: NDArray[np.float64]


def train(table: pa.Table | Distinct, settings: Settings, sessions: Sequence[Rule], sure: Sequence[Rule], *, recall: float = 0.8, n_random: int = 2_000_000,
          seed: int = 1) -> Settings:  # fmt: skip
    """The settings with prior, m and u learnt from a table; levels that no pair reached keep what they had.

    `sessions` are the rules within whose pairs m is learnt, `sure` those whose pairs are nearly all true.

    Raises:
        ColumnMissing: the table lacks a column of the model.
        SplinkModelUnreadable: a comparison is decided by every session's rule, so that its m cannot be learnt.
    """
    engine = Engine(settings, None, [*sure, *sessions])
    engine.rows.append(table)
    u = _shares(settings, random_patterns(engine, n_random, seed))
    estimates: dict[int, list[NDArray[np.float64]]] = {}
    for place, rule in enumerate(sessions, len(sure)):
        decided = {column.name for column in columns_in(rule.condition)}
        free = [i for i, comparison in enumerate(settings.comparisons) if not decided & _columns(comparison)]
        for i, m in maximise(settings, session_patterns(engine, place), u, free).items():
            estimates.setdefault(i, []).append(m)
    missing = [comparison.name for i, comparison in enumerate(settings.comparisons) if i not in estimates]
    if missing:
        raise SplinkModelUnreadable(f"Every training rule decides {', '.join(missing)}: add a rule on other columns.")
    return settings.trained(_prior(engine, len(sure), recall), _values(settings, u, estimates))


def _prior(engine: Engine, n_sure: int, recall: float) -> float:
    if not n_sure:
        return engine.settings.prior
    found = sum(sum(each_tile(engine, Wanted(place, compared=False), lambda scored, _: len(scored.left))) for place in range(n_sure))
    n_pairs = len(engine.rows) * (len(engine.rows) - 1) / 2
    return float(min(0.5, max(found / recall, 1.0) / max(n_pairs, 2.0)))


def random_patterns(engine: Engine, n_random: int, seed: int) -> Patterns:
    """Patterns of pairs of rows taken at random; the earlier row is the left one."""
    chance = np.random.default_rng(seed)
    n_rows, memo, counts = len(engine.rows), engine.memo(), _no_counts(engine.settings)
    for start in range(0, n_random if n_rows > 1 else 0, CHUNK):
        n = min(CHUNK, n_random - start)
        first = np.sort(chance.integers(0, n_rows, n))
        second = (first + chance.integers(1, n_rows, n)) % n_rows
        left, right = np.minimum(first, second), np.maximum(first, second)
        _count(counts, engine, engine.score(tile_of(left, right), memo, Wanted(levels=True)))
    return _met(counts, engine.settings)


def session_patterns(engine: Engine, rule: int, most: float = MOST_PAIRS) -> Patterns:
    """Patterns of the pairs that a rule proposes, whichever rule comes before; of more than `most` of about so many, taken block by block."""

    def count(scored: Scored, _tile: Tile) -> NDArray[np.int64]:
        counts = _no_counts(engine.settings)
        _count(counts, engine, scored)
        places = np.flatnonzero(counts)
        return np.stack([places, counts[places]])

    total = _no_counts(engine.settings)
    for places, counts in each_tile(engine, Wanted(rule, levels=True, alone=True), count, most):
        total[places] += counts
    return _met(total, engine.settings)


def maximise(settings: Settings, patterns: Patterns, u: list[NDArray[np.float64]], free: Sequence[int]) -> dict[int, NDArray[np.float64]]:
    """m by comparison, for the comparisons that are free; u stays as it is. A missing value says nothing."""
    m = {i: _first_guess(settings.comparisons[i]) for i in free}
    share = 0.1
    nulls = {i: np.array([level.is_null for level in settings.comparisons[i].levels]) for i in free}
    for _ in range(ROUNDS):
        odds = np.full(len(patterns.counts), share / (1 - share))
        for i in free:
            ratio = np.where(nulls[i], 1.0, np.maximum(m[i], LEAST) / np.maximum(u[i], LEAST))
            odds *= ratio[patterns.levels[:, i]]
        true = patterns.counts * (odds / (1 + odds))
        share = float(np.clip(true.sum() / max(patterns.counts.sum(), 1.0), LEAST, 1 - 1e-9))
        change = 0.0
        for i in free:
            sums = np.where(nulls[i], 0.0, np.bincount(patterns.levels[:, i], true, len(nulls[i])))
            new = sums / sums.sum() if sums.sum() > 0 else m[i]
            change = max(change, float(np.abs(new - m[i]).max()))
            m[i] = new
        if change < SETTLED:
            break
    return m


def _first_guess(comparison: Comparison) -> NDArray[np.float64]:
    known = np.array([not level.is_null for level in comparison.levels])
    first = int(np.argmax(known))
    guess = np.where(known, 0.05 / max(int(known.sum()) - 1, 1), 0.0)
    guess[first] = 0.95
    return guess


def _columns(comparison: Comparison) -> set[str]:
    return {column.name for level in comparison.levels if level.condition is not None for column in columns_in(level.condition)}


def _sizes(settings: Settings) -> NDArray[np.int64]:
    return np.array([len(comparison.levels) for comparison in settings.comparisons], np.int64)


def _no_counts(settings: Settings) -> NDArray[np.int64]:
    n_patterns = int(np.prod(_sizes(settings).astype(object)))
    if n_patterns > MOST_PATTERNS:
        raise SplinkModelUnreadable(f"The comparisons have {n_patterns} patterns of levels, more than can be counted: {MOST_PATTERNS}.")
    return np.zeros(n_patterns, np.int64)


def _count(counts: NDArray[np.int64], engine: Engine, scored: Scored) -> None:
    load_kernel().count_patterns(scored.levels, len(scored.levels), _sizes(engine.settings), counts)


def _met(counts: NDArray[np.int64], settings: Settings) -> Patterns:
    places = np.flatnonzero(counts)
    return Patterns(np.stack(np.unravel_index(places, _sizes(settings)), axis=1).astype(np.int64), counts[places].astype(np.float64))


def _shares(settings: Settings, patterns: Patterns) -> list[NDArray[np.float64]]:
    result = []
    for i, comparison in enumerate(settings.comparisons):
        sums = np.bincount(patterns.levels[:, i], patterns.counts, len(comparison.levels))
        sums[[level.is_null for level in comparison.levels]] = 0.0
        result.append(sums / max(sums.sum(), 1.0))
    return result


def _values(
    settings: Settings, u: list[NDArray[np.float64]], estimates: dict[int, list[NDArray[np.float64]]]
) -> dict[tuple[int, int], tuple[float | None, float | None]]:
    """m (the median over sessions) and u by comparison and level; what was never met or is fixed keeps what it had."""
    result: dict[tuple[int, int], tuple[float | None, float | None]] = {}
    for i, comparison in enumerate(settings.comparisons):
        for j, level in enumerate(comparison.levels):
            if level.is_null:
                continue
            m, chance = median(float(found[j]) for found in estimates[i]), float(u[i][j])
            result[i, j] = (level.m if level.fixed_m or not m else m, level.u if level.fixed_u or not chance else chance)
    return result
