"""A model that Splink itself trained on fake_1000: every pair and weight is Splink's."""

from pathlib import Path

import pyarrow.csv as arrow_csv
import pytest
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from beatbook.linkage.splink.linking import link_table
from beatbook.linkage.splink.settings import read_settings
from beatbook.linkage.splink.term_frequencies import count_term_frequencies
from tests.linkage.splink.oracle import differences, predicted_by_splink

FILE = next((Path(__file__).parents[4] / "shared" / "data" / "linkage").rglob("fake_1000.csv"), None)


@pytest.mark.skipif(FILE is None, reason="fake_1000 is not here")
def test_pairs_and_weights_are_those_of_splink() -> None:
    assert FILE is not None
    table = arrow_csv.read_csv(FILE, convert_options=arrow_csv.ConvertOptions(strings_can_be_null=True, column_types={"dob": "string"}))
    rules = [block_on("surname"), block_on("dob"), block_on("email")]
    creator = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            comparisons.NameComparison("first_name"),
            comparisons.JaroWinklerAtThresholds("surname", [0.92, 0.8]),
            comparisons.LevenshteinAtThresholds("dob", [1, 2]),
            comparisons.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(DuckDBAPI().register(table), creator, log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=1e5, seed=1)
    for rule in (block_on("surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    settings = read_settings(linker.misc.save_model_to_json())
    found = link_table(table, settings, count_term_frequencies(table, settings.tf_columns))
    ids = table[settings.unique_id].to_pylist()
    ours = {
        (ids[a], ids[b]): (weight, int(rule))
        for a, b, weight, rule in zip(found.left, found.right, found.weights.tolist(), found.rules, strict=True)
    }
    assert len(ours) > 1_000 and differences(ours, predicted_by_splink(table, settings)) == []
