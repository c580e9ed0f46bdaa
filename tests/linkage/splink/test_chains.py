"""Comparisons and rules of simple form give, pair by pair, what following their steps gives."""

import numpy as np
import pyarrow as pa
import pytest
import splink.comparison_library as comparisons
from splink import block_on

from beatbook.linkage.splink.chains import Chains
from beatbook.linkage.splink.engine import Engine, Wanted, tile_of
from beatbook.linkage.splink.settings import Settings
from beatbook.linkage.splink.term_frequencies import TermFrequencies
from tests.linkage.splink.oracle import model_of

DATES = [
    "1980-01-01",
    "1980-01-02",
    "1980-01-11",
    "1980-02-01",
    "1981-01-01",
    "1980-01-1",
    "80",
    "",
    "1990-12-31",
    "1980-01-31",
    "1930-02-30",
    "x",
    None,
]
CODES = ["ZZ1 4FR", "ZZ1 4FA", "ZZ1 5AA", "ZZ12 5AA", "Z1A 1AA", "bad", "", "ZY9 9ZZ", "ZZ1 4FR ", "Z", "ZZ1", "ZZ1 4", None]
WORDS = ["", "Ann", "Anne", "Anna", "Annabel", "Hannah", "Bo", "José", "Jose", "a" * 70, "a" * 69 + "b", "x", None]
SETTINGS = model_of(
    [
        comparisons.JaroWinklerAtThresholds("name", [0.92, 0.88]),
        comparisons.JaroAtThresholds("name", [0.9, 0.7]),
        comparisons.LevenshteinAtThresholds("name", [1, 2]),
        comparisons.DamerauLevenshteinAtThresholds("name", [1]),
        comparisons.JaccardAtThresholds("name", [0.8]),
        comparisons.ExactMatch("name"),
        comparisons.DateOfBirthComparison("born", input_is_string=True),
        comparisons.PostcodeComparison("code"),
    ],
    [block_on("name")],
)


@pytest.mark.parametrize("rule", [-1, 0])
def test_simple_forms_give_what_the_steps_give(rule: int) -> None:
    engine = _engine(SETTINGS)
    assert (engine.chains.heads[:, 0] >= 0).all() and engine.chains.rules[0, 0] >= 0
    fast = _scored(engine, rule)
    chains = engine.chains
    engine.chains = Chains(np.full_like(chains.heads, -1), chains.tests, chains.cuts, np.full_like(chains.rules, -1))
    slow = _scored(engine, rule)
    for one, other in zip(fast, slow, strict=True):
        assert np.array_equal(one, other)


def test_what_reads_two_columns_is_no_chain() -> None:
    both = comparisons.ForenameSurnameComparison("name", "other", forename_surname_concat_col_name="name")
    engine = _engine(model_of([both], [block_on("name")]))
    assert engine.chains.heads[0, 0] == -1


def _engine(settings: Settings) -> Engine:
    engine = Engine(settings, TermFrequencies({"other": {"Ann": 0.5}, "name": {"Ann": 0.5}}))
    engine.rows.append(pa.table({"name": WORDS, "other": WORDS, "born": DATES, "code": CODES}))
    return engine


def _scored(engine: Engine, rule: int) -> tuple[np.ndarray, ...]:
    left, right = (part.ravel().astype(np.int64) for part in np.indices((len(WORDS), len(WORDS))))
    found = engine.score(tile_of(left, right), engine.memo(), Wanted(rule, detail=True))
    return found.left, found.right, found.weights, found.levels
