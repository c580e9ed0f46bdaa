"""Comparisons of plain form give, pair by pair, what following their steps gives."""

import numpy as np
import pyarrow as pa
import pytest
import splink.comparison_library as comparisons
from splink import block_on

from beatbook.linkage.splink.engine import Engine
from beatbook.linkage.splink.plain import Plain
from beatbook.linkage.splink.settings import Settings
from beatbook.linkage.splink.term_frequencies import TermFrequencies
from tests.linkage.splink.oracle import model_of

WORDS = ["", "Ann", "Anne", "Anna", "Annabel", "Hannah", "Bo", "José", "Jose", "a" * 70, "a" * 69 + "b", "x", None]
SETTINGS = model_of(
    [
        comparisons.JaroWinklerAtThresholds("name", [0.92, 0.88]),
        comparisons.JaroAtThresholds("name", [0.9, 0.7]),
        comparisons.LevenshteinAtThresholds("name", [1, 2]),
        comparisons.DamerauLevenshteinAtThresholds("name", [1]),
        comparisons.JaccardAtThresholds("name", [0.8]),
        comparisons.ExactMatch("name"),
    ],
    [block_on("name")],
)


@pytest.mark.parametrize("rule", [-1, 0])
def test_plain_forms_give_what_the_steps_give(rule: int) -> None:
    engine = _engine(SETTINGS)
    assert (engine.plain.comparisons[:, 0] >= 0).all() and engine.plain.rules[0, 0] >= 0
    fast = _scored(engine, rule)
    engine.plain = Plain(np.full_like(engine.plain.comparisons, -1), engine.plain.cuts, np.full_like(engine.plain.rules, -1))
    slow = _scored(engine, rule)
    for one, other in zip(fast, slow, strict=True):
        assert np.array_equal(one, other)


def test_what_reads_two_columns_is_not_plain() -> None:
    both = comparisons.ForenameSurnameComparison("name", "other", forename_surname_concat_col_name="name")
    engine = _engine(model_of([both], [block_on("name")]))
    assert engine.plain.comparisons[0, 0] == -1


def _engine(settings: Settings) -> Engine:
    engine = Engine(settings, TermFrequencies({"other": {"Ann": 0.5}, "name": {"Ann": 0.5}}))
    engine.rows.append(pa.table({"name": WORDS, "other": WORDS}))
    return engine


def _scored(engine: Engine, rule: int) -> tuple[np.ndarray, ...]:
    left, right = (part.ravel().astype(np.int64) for part in np.indices((len(WORDS), len(WORDS))))
    found = engine.score(left, right, engine.memo(), rule=rule, detail=True)
    return found.kept, found.weights, found.levels
