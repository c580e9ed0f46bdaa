"""Splink's JSON is read, written so that Splink reads it again, and refused with the comparison and level named."""

import json
from typing import Any

import pytest
import splink.comparison_library as comparisons
from splink import block_on

from beatbook.linkage.splink.errors import ConditionUnknown, FrequenciesMissing, LevelNotTrained, SplinkModelUnreadable
from beatbook.linkage.splink.linking import link_table
from beatbook.linkage.splink.settings import read_settings
from beatbook.linkage.splink.sql import read_condition
from beatbook.linkage.splink.term_frequencies import TermFrequencies, count_term_frequencies
from tests.linkage.splink.oracle import differences, model_of, predicted_by_splink
from tests.linkage.splink.tables import odd_table


def written() -> dict[str, Any]:
    """A trained model as Splink's object."""
    return model_of([comparisons.NameComparison("forename"), comparisons.ExactMatch("place")], [block_on("place")]).to_dict()


def test_what_is_written_reads_as_what_was_read() -> None:
    settings = read_settings(json.dumps(written()))
    assert read_settings(settings.to_json()) == settings
    assert settings.to_dict() == written()


@pytest.mark.filterwarnings("ignore")
def test_splink_reads_what_is_written_with_other_weights() -> None:
    table = odd_table()
    settings = read_settings(written()).trained(0.3, {(0, 1): (0.5, 0.125)})
    found = link_table(table, settings, count_term_frequencies(table, settings.tf_columns))
    ids = table["unique_id"].to_pylist()
    ours = {(ids[a], ids[b]): (float(w), 0) for a, b, w in zip(found.left, found.right, found.weights, strict=True)}
    assert differences(ours, predicted_by_splink(table, settings)) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"comparisons": []}', '{"comparisons": [3]}', '{"comparisons": [{"comparison_levels": [{}]}]}']
)
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(SplinkModelUnreadable):
        read_settings(text)


@pytest.mark.parametrize(
    "sql", ["soundex(forename_l) = soundex(forename_r)", "forename_l = ", "forename = surname", "forename_l ~ forename_r", "(select 1) = 1"]
)
def test_unknown_sql_names_its_comparison_and_level(sql: str) -> None:
    model = written()
    model["comparisons"][0]["comparison_levels"][2] = {"sql_condition": sql, "label_for_charts": "odd one"}
    with pytest.raises(ConditionUnknown, match=r"Level 2 \(odd one\) of the comparison forename"):
        read_settings(model)


def test_unknown_sql_of_a_rule_names_the_rule() -> None:
    model = written()
    model["blocking_rules_to_generate_predictions"] += ["l.place = r.place and soundex(l.forename) = 'x'"]
    with pytest.raises(ConditionUnknown, match="blocking rule 1"):
        read_settings(model)


@pytest.mark.parametrize("key", ["m_probability", "u_probability"])
def test_a_level_never_trained_is_named(key: str) -> None:
    model = written()
    del model["comparisons"][1]["comparison_levels"][1][key]
    settings = read_settings(model)
    with pytest.raises(LevelNotTrained, match=r"Level 1 .* of the comparison place"):
        link_table(odd_table(), settings, TermFrequencies({"forename": {"ann": 0.1}}))


def test_missing_frequencies_are_named() -> None:
    with pytest.raises(FrequenciesMissing, match="forename"):
        link_table(odd_table(), read_settings(written()), TermFrequencies())


@pytest.mark.parametrize("value", [-0.1, 1.5, True, float("nan")])
def test_a_share_that_is_none_is_refused(value: float) -> None:
    model = written()
    model["comparisons"][0]["comparison_levels"][1]["m_probability"] = value
    with pytest.raises(SplinkModelUnreadable, match="m_probability"):
        read_settings(model)


def test_a_comparison_without_a_last_level_is_refused() -> None:
    model = written()
    model["comparisons"][1]["comparison_levels"].pop()
    with pytest.raises(SplinkModelUnreadable, match="place"):
        link_table(odd_table(), read_settings(model), TermFrequencies({"forename": {"ann": 0.1}}))


SPELLINGS = [
    ("jaro_winkler_similarity(a_l, a_r) >= 0.9", "jaro_winkler(`a_l`, `a_r`) >= 0.9", "spark"),
    ("array_length(list_intersect(a_l, a_r)) >= 1", "SIZE(ARRAY_INTERSECT(`a_l`, `a_r`)) >= 1", "spark"),
    ("array_length(list_intersect(a_l, a_r)) >= 1", 'CARDINALITY(ARRAY_INTERSECT("a_l", "a_r")) >= 1', "postgres"),
    ("EPOCH(try_strptime(a_l, '%Y-%m-%d')) = 1", "EXTRACT(EPOCH FROM try_cast_date(try_cast_date(a_l, 'YYYY-MM-DD'), 'YYYY-MM-DD')) = 1", "postgres"),
]  # fmt: skip


@pytest.mark.parametrize(("duckdb", "other", "dialect"), SPELLINGS)
def test_other_dialects_say_the_same(duckdb: str, other: str, dialect: str) -> None:
    assert read_condition(duckdb) == read_condition(other, dialect=dialect)
