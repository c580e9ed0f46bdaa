"""Beatbook's engine for models of Splink's form, beside Splink: python -m benchmarks.linkage.splink_form {table|dense|grow} ROWS.

Invariant: the rows, the rules, the settings and the sizes of the samples are those that Splink's process was given. `table` and `dense` want Splink's
own to have run before: they read the model that it saved, and compare every weight with the one that it found.
"""

import json
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from beatbook.linkage.files import accuracy_of
from beatbook.linkage.splink.distinct import Distinct
from beatbook.linkage.splink.engine import Engine
from beatbook.linkage.splink.linking import Links, link_rows, link_table
from beatbook.linkage.splink.settings import Settings, read_settings
from beatbook.linkage.splink.term_frequencies import count_term_frequencies
from beatbook.linkage.splink.training import train
from benchmarks.linkage.exchange import UNTRAINED, model_file, pairs_file
from benchmarks.linkage.figures import cpu_of, tell, tell_memory
from benchmarks.linkage.people import people_file

SESSIONS = ('l."forename" = r."forename" AND l."surname" = r."surname"', 'l."dob" = r."dob"')
FLOOR, JOINED, EDGE = -4.0, 3.0, 1e-6
EVERY = 20
WARM_ROWS = "2000"


def main() -> None:
    """Runs one task."""
    task, rows = sys.argv[1:]
    _warm()
    {"table": measure_table, "grow": measure_run, "dense": measure_dense}[task](rows)


def _warm() -> None:
    """Loads the compiled kernel, on a few rows, so that no figure holds it: Splink's are without the loading of its own code too."""
    untrained, few = read_settings(UNTRAINED.read_text()), _people(WARM_ROWS)
    train(few, untrained, _rules(untrained, SESSIONS), [], n_random=1_000)
    engine = Engine(untrained, None)
    engine.rows.append(few)
    link_rows(engine, floor=FLOOR).components(few.num_rows, JOINED)


def measure_table(rows: str) -> None:
    """The run, then the pairs and weights under Splink's own model beside those that Splink found."""
    measure_run(rows)
    table = _people(rows)
    settings = _model("table", rows)
    found = link_table(table, settings, count_term_frequencies(table, settings.tf_columns), floor=FLOOR - EDGE)
    _tell_difference(found, table, parquet.read_table(pairs_file("table", rows)))


def measure_run(rows: str) -> None:
    """Train, link and group, as Splink's process does; its accuracy comes last and is counted in no figure."""
    steps: dict[str, float] = {}
    table = _people(rows)
    n_rows = table.num_rows
    untrained = read_settings(UNTRAINED.read_text())
    sessions = _rules(untrained, SESSIONS)
    with cpu_of(steps, "all"):
        table = Distinct(table)
        with cpu_of(steps, "train"):
            model = train(table, untrained, sessions, sessions[:1], recall=0.7, n_random=1_000_000)
        with cpu_of(steps, "predict"):
            links = link_table(table, model, count_term_frequencies(table, model.tf_columns), floor=FLOOR)
        with cpu_of(steps, "cluster"):
            persons = links.components(n_rows, JOINED)
    tell("train, link and group", steps.pop("all"), "CPU-s", seconds=steps, rules="Splink's six")
    tell_memory()
    truth = parquet.read_table(people_file(int(rows)), columns=["cluster"])["cluster"]
    tell("clustered F1 (a made-up table: no claim)", round(accuracy_of(persons, truth).f1, 4), "share")


def measure_dense(rows: str) -> None:
    """Every pair of one date of birth, encoding and term frequencies counted too; then every twentieth record's weights beside Splink's."""
    steps: dict[str, float] = {}
    table = _people(rows)
    settings = _model("dense", rows)
    with cpu_of(steps, "predict"):
        coded = Distinct(table)
        found = link_table(coded, settings, count_term_frequencies(coded, settings.tf_columns))
    tell("pairs compared", len(found.weights), "pairs")
    rate = round(len(found.weights) / steps["predict"])
    tell("scored pairs a CPU-second", rate, "pairs/CPU-s", rules="block on dob", counted="term frequencies, encode, block, score")
    tell_memory()
    some = found.left % EVERY == 0
    part = Links(found.left[some], found.right[some], found.weights[some], found.rules[some], found.levels, found.adjusted)
    _tell_difference(part, table, parquet.read_table(pairs_file("dense", rows)))


def _tell_difference(ours: Links, table: pa.Table, theirs: pa.Table) -> None:
    """Largest difference of weight over the pairs of both, and how many pairs only one has; a pair within a millionth of a bit of the floor may miss."""
    ids = table["unique_id"].to_numpy()
    here, there = _keys(ids[ours.left], ids[ours.right]), _keys(theirs["unique_id_l"].to_numpy(), theirs["unique_id_r"].to_numpy())
    own, place = np.argsort(here), np.argsort(there)
    both, at_own, at_place = np.intersect1d(here[own], there[place], assume_unique=True, return_indices=True)
    weights, their_weights = ours.weights[own][at_own], theirs["match_weight"].to_numpy()[place][at_place]
    only_ours = int(np.count_nonzero(ours.weights >= FLOOR + EDGE)) - int(np.count_nonzero(weights >= FLOOR + EDGE))
    tell("largest weight difference from Splink", float(np.abs(weights - their_weights).max()), "bits", pairs=len(both))
    tell("pairs that only one of the two has", only_ours + len(there) - len(both), "pairs")


def _keys(left: NDArray, right: NDArray) -> NDArray[np.int64]:
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    return low << 32 | high


def _people(rows: str) -> pa.Table:
    return parquet.read_table(people_file(int(rows))).drop_columns(["cluster"])


def _model(task: str, rows: str) -> Settings:
    path = model_file(task, rows)
    if not path.exists():
        raise SystemExit(f"{path.name} is missing: run Splink's {task} {rows} first")
    return read_settings(path.read_text())


def _rules(settings: Settings, conditions: tuple[str, ...]):  # type: ignore[no-untyped-def]
    written = [{"blocking_rule": condition, "sql_dialect": "duckdb"} for condition in conditions]
    return read_settings(json.loads(settings.to_json()) | {"blocking_rules_to_generate_predictions": written}).rules


if __name__ == "__main__":
    main()
