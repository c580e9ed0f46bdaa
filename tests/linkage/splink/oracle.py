"""Splink itself, run on the same table and the same model: what ours is held against."""

import json
import math
import random
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from beatbook.linkage.splink.settings import Settings, read_settings


def model_of(comparisons: list[Any], rules: list[Any], seed: int = 1) -> Settings:
    """A model of Splink comparisons whose m and u are made up, so that no two levels weigh the same."""
    chance = random.Random(seed)
    written = []
    for comparison in comparisons:
        made = comparison.get_comparison("duckdb").as_dict()
        for level in made["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = chance.uniform(0.05, 0.9)
                level["u_probability"] = chance.uniform(0.001, 0.5)
        written.append(made)
    text = json.dumps(
        {
            "link_type": "dedupe_only",
            "unique_id_column_name": "unique_id",
            "sql_dialect": "duckdb",
            "probability_two_random_records_match": 0.01,
            "blocking_rules_to_generate_predictions": [rule.get_blocking_rule("duckdb").as_dict() for rule in rules],
            "comparisons": written,
        }
    )
    return read_settings(text)


def predicted_by_splink(table: pa.Table, settings: Settings) -> dict[tuple[Any, Any], tuple[float, int]]:
    """Weight and rule of each pair, as Splink gives them."""
    connection = duckdb.connect()
    connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table), json.loads(settings.to_json()))
    found = linker.inference.predict().as_record_list()
    return {(row["unique_id_l"], row["unique_id_r"]): (row["match_weight"], int(row["match_key"])) for row in found}


def differences(ours: dict[Any, tuple[float, int]], theirs: dict[Any, tuple[float, int]]) -> list[Any]:
    """Pairs that only one has, that another rule found, or whose weights are more than a billionth of a bit apart."""
    apart = [
        (pair, ours[pair], theirs[pair])
        for pair in ours.keys() & theirs.keys()
        if ours[pair][1] != theirs[pair][1] or not math.isclose(ours[pair][0], theirs[pair][0], rel_tol=0, abs_tol=1e-9)
    ]
    return [*sorted(ours.keys() ^ theirs.keys()), *apart]
