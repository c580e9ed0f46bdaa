"""Same pairs, same rules, same weights as Splink, for every form of level and of blocking rule."""

from typing import Any

import pyarrow as pa
import pytest
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import ColumnExpression, block_on

from beatbook.linkage.splink.linking import link_table
from beatbook.linkage.splink.settings import Settings
from beatbook.linkage.splink.term_frequencies import count_term_frequencies
from tests.linkage.splink.oracle import differences, model_of, predicted_by_splink
from tests.linkage.splink.tables import odd_table

# Splink's own use of DuckDB and SQL libraries warns; ours is held to no warning elsewhere.
pytestmark = pytest.mark.filterwarnings("ignore")


def of_levels(*middle: Any, null: Any = None) -> Any:
    """A comparison of levels, between a null level and all others."""
    return comparisons.CustomComparison(
        output_column_name="made", comparison_levels=[null or levels.NullLevel("forename"), *middle, levels.ElseLevel()]
    )


def ours(table: pa.Table, settings: Settings) -> dict[tuple[Any, Any], tuple[float, int]]:
    """Weight and rule of each pair, as we give them."""
    found = link_table(table, settings, count_term_frequencies(table, settings.tf_columns))
    ids = table["unique_id"].to_pylist()
    return {
        (ids[a], ids[b]): (weight, rule)
        for a, b, weight, rule in zip(found.left.tolist(), found.right.tolist(), found.weights.tolist(), found.rules.tolist(), strict=True)
    }


forename = ColumnExpression("forename")
FORMS = {
    "exact": comparisons.ExactMatch("forename").configure(term_frequency_adjustments=True),
    "name": comparisons.NameComparison("forename"),
    "forename and surname": comparisons.ForenameSurnameComparison("forename", "surname"),
    "jaro": comparisons.JaroAtThresholds("surname", [0.9, 0.7, 0.5]),
    "jaro-winkler": comparisons.JaroWinklerAtThresholds("surname", [0.9, 0.7, 0.5]).configure(term_frequency_adjustments=True),
    "levenshtein": comparisons.LevenshteinAtThresholds("surname", [1, 2, 4]),
    "damerau": comparisons.DamerauLevenshteinAtThresholds("surname", [1, 2, 4]),
    "jaccard": of_levels(
        levels.JaccardLevel(forename.nullif(""), 0.9), levels.JaccardLevel(forename.nullif(""), 0.4), null=levels.NullLevel(forename.nullif(""))
    ),
    "cosine": comparisons.CosineSimilarityAtThresholds("vector", [0.99, 0.9, 0.8]),
    "email": comparisons.EmailComparison("email"),
    "postcode": comparisons.PostcodeComparison("postcode"),
    "postcode with places": comparisons.PostcodeComparison("postcode", invalid_postcodes_as_null=True, lat_col="lat", long_col="lon", km_thresholds=[2, 9]),
    "birth as text": comparisons.DateOfBirthComparison("dob", input_is_string=True),
    "birth as date": comparisons.DateOfBirthComparison("born", input_is_string=False),
    "dates apart": comparisons.AbsoluteDateDifferenceAtThresholds("dob", input_is_string=True, metrics=["day", "month", "year"], thresholds=[1, 2, 3]),
    "times apart": comparisons.AbsoluteTimeDifferenceAtThresholds("seen", input_is_string=True, metrics=["hour", "day"], thresholds=[3, 20]),
    "moments apart": comparisons.AbsoluteTimeDifferenceAtThresholds("moment", input_is_string=False, metrics=["minute", "day"], thresholds=[90, 2]),
    "kilometres": comparisons.DistanceInKMAtThresholds("lat", "lon", [1, 5, 20]),
    "kilometres not null": of_levels(levels.DistanceInKMLevel("lat", "lon", 5, not_null=True)),
    "arrays sharing": comparisons.ArrayIntersectAtSizes("aliases", [2, 1]),
    "array subset": of_levels(levels.ArraySubsetLevel("aliases"), levels.ArraySubsetLevel("aliases", empty_is_subset=True)),
    "arrays near": comparisons.PairwiseStringDistanceFunctionAtThresholds("aliases", "jaro_winkler", [0.95, 0.8]),
    "arrays near by edits": comparisons.PairwiseStringDistanceFunctionAtThresholds("aliases", "levenshtein", [0, 2]),
    "reversed": of_levels(levels.ColumnsReversedLevel("forename", "surname", symmetrical=True), levels.ColumnsReversedLevel("forename", "surname")),
    "literal": of_levels(
        levels.LiteralMatchLevel("forename", literal_value="ann", literal_datatype="string", side_of_comparison="left"),
        levels.LiteralMatchLevel("age", literal_value="3", literal_datatype="int"),
        levels.LiteralMatchLevel("born", literal_value="1980-01-05", literal_datatype="date", side_of_comparison="right"),
    ),
    "share apart": of_levels(levels.PercentageDifferenceLevel("height", 0.05), levels.PercentageDifferenceLevel("age", 0.3)),
    "number apart": of_levels(levels.AbsoluteDifferenceLevel("age", 2), levels.AbsoluteDifferenceLevel("height", 0.2)),
    "and or not": of_levels(
        levels.And(levels.ExactMatchLevel("forename"), levels.Not(levels.JaroLevel("surname", 0.8))),
        levels.Or(levels.Not(levels.NullLevel("email")), levels.LevenshteinLevel("surname", 1)),
        levels.Not(levels.Or(levels.ExactMatchLevel("place"), levels.ExactMatchLevel("age"))),
    ),
    "column expressions": of_levels(
        levels.ExactMatchLevel(forename.lower()),
        levels.ExactMatchLevel(forename.substr(1, 2)),
        levels.ExactMatchLevel(ColumnExpression("email").regex_extract("@(.*)$", capture_group=1)),
        levels.ExactMatchLevel(ColumnExpression("aliases").access_extreme_array_element("first")),
        levels.ExactMatchLevel(ColumnExpression("aliases").access_extreme_array_element("last")),
        levels.LevenshteinLevel(ColumnExpression("age").cast_to_string(), 1),
        levels.ExactMatchLevel(ColumnExpression("dob").try_parse_date()),
    ),
    "null by pattern": of_levels(levels.ExactMatchLevel("postcode"), null=levels.NullLevel("postcode", valid_string_pattern="^[A-Z]{2}")),
    "written by hand": of_levels(
        levels.CustomLevel("coalesce(forename_l, '') || surname_l = coalesce(forename_r, '') || surname_r", "joined"),
        levels.CustomLevel("age_l between 3 and 20 and place_r in ('a', 'b') and length(surname_l) > length(surname_r)", "several"),
    ),
    "tf on a level that is not exact": of_levels(
        levels.ExactMatchLevel("surname", term_frequency_adjustments=True),
        levels.JaroWinklerLevel("surname", 0.8).configure(tf_adjustment_column="surname", tf_adjustment_weight=0.5, tf_minimum_u_value=0.02),
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_level_weighs_as_in_splink(form: str) -> None:
    """Over an odd table, blocked on one column, so that pairs of all kinds meet."""
    table = odd_table()
    settings = model_of([FORMS[form]], [block_on("place")])
    assert differences(ours(table, settings), predicted_by_splink(table, settings)) == []


RULES = {
    "several": [block_on("forename"), block_on("surname", "place"), block_on("substr(forename, 1, 1)", "place")],
    "filtered": [
        block_on("forename"),
        "l.place = r.place and levenshtein(l.surname, r.surname) <= 2",
        "l.age = r.age and l.place <> r.place",
    ],
    "crossed": ["l.forename = r.surname", "l.place = r.place", "l.surname = r.forename and l.place = r.place"],
    "exploded": [block_on("forename"), block_on("aliases", arrays_to_explode=["aliases"]), block_on("place")],
    "everything": ["1 = 1"],
}


@pytest.mark.parametrize("kind", RULES)
def test_every_form_of_rule_finds_the_pairs_of_splink(kind: str) -> None:
    """Each pair once, by the rule that comes first."""
    table = odd_table(150, seed=3)
    settings = model_of([comparisons.NameComparison("surname"), comparisons.ExactMatch("place")], [as_rule(rule) for rule in RULES[kind]])
    assert differences(ours(table, settings), predicted_by_splink(table, settings)) == []


def as_rule(rule: Any) -> Any:
    """A rule written out in SQL as Splink's own."""
    from splink.internals.blocking_rule_library import CustomRule

    return CustomRule(rule) if isinstance(rule, str) else rule
