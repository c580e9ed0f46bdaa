"""Splink's side, in the peers' environment: python -m benchmarks.linkage.splink_engine {accuracy SET | table ROWS | dense ROWS | new ROWS}.

The model of the 1,000,000 rows is the one that docs/explanation/linkage.md names; that of historical_50k follows Splink's tutorial.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

from benchmarks.linkage.exchange import UNTRAINED, model_file, pairs_file
from benchmarks.linkage.figures import accuracy, cpu_of, tell, tell_latency, tell_memory
from benchmarks.linkage.people import LEARNT_FROM, people_file
from benchmarks.linkage.sets import SETS, texts

EVERY = 20  # of so many records the weights of one's pairs are kept


@dataclass(frozen=True, slots=True)
class Training:
    """How a model is trained: rules thought to find `recall` of the true pairs, pairs drawn for u, and rules within which m is learnt."""

    sure: tuple[str, ...]
    recall: float
    pairs: float = 1e6
    sessions: tuple[tuple[str, ...], ...] = (("forename", "surname"), ("dob",))


NAMES = [
    cl.JaroWinklerAtThresholds("forename", [0.92, 0.88]).configure(term_frequency_adjustments=True),
    cl.JaroWinklerAtThresholds("surname", [0.92, 0.88]).configure(term_frequency_adjustments=True),
]
PEOPLE = [
    *NAMES,
    cl.DateOfBirthComparison("dob", input_is_string=True),
    cl.PostcodeComparison("postcode"),
    cl.ExactMatch("city").configure(term_frequency_adjustments=True),
]
PEOPLE_TRAINING = Training(sure=("l.forename = r.forename AND l.surname = r.surname",), recall=0.7)
PEOPLE_RULES = [
    ("forename", "dob"),
    ("surname", "dob"),
    ("forename", "surname", "city"),
    ("forename", "postcode"),
    ("surname", "postcode"),
    ("dob", "postcode"),
]
TUTORIAL = {
    "historical_50k": (
        [
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        [
            ("substr(first_name,1,3)", "substr(surname,1,4)"),
            ("surname", "dob"),
            ("first_name", "dob"),
            ("postcode_fake", "first_name"),
            ("postcode_fake", "surname"),
            ("dob", "birth_place"),
            ("substr(postcode_fake,1,3)", "dob"),
            ("substr(postcode_fake,1,3)", "first_name"),
            ("substr(postcode_fake,1,3)", "surname"),
            ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        Training(
            sure=(
                "l.first_name = r.first_name AND l.surname = r.surname AND l.dob = r.dob",
                "substr(l.first_name,1,2) = substr(r.first_name,1,2) AND l.surname = r.surname"
                " AND substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
                "l.dob = r.dob AND l.postcode_fake = r.postcode_fake",
            ),
            recall=0.6,
            pairs=5e6,
            sessions=(("first_name", "surname"), ("dob",)),
        ),
    ),
    "fake_1000": (
        [
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        [("first_name", "city"), ("surname",), ("dob",), ("email",)],
        Training(
            sure=(
                "l.first_name = r.first_name AND levenshtein(r.dob, l.dob) <= 1",
                "l.surname = r.surname AND levenshtein(r.dob, l.dob) <= 1",
                "l.first_name = r.first_name AND levenshtein(r.surname, l.surname) <= 2",
                "l.email = r.email",
            ),
            recall=0.7,
            sessions=(("first_name", "surname"), ("dob",)),
        ),
    ),
}
THRESHOLDS = (-4, -2, 0, 2, 4, 6, 8, 10, 14)


def main() -> None:
    """Runs one task."""
    task, *what = sys.argv[1:]
    {"settings": write_untrained, "accuracy": measure_accuracy, "table": measure_table, "dense": measure_dense, "new": measure_new}[task](
        *what
    )


def measure_accuracy(name: str) -> None:
    """Clusters at the threshold with the best F1, which only the truth can tell: said so in the line."""
    one = SETS[name]
    table = texts(name)
    comparisons, rules, training = TUTORIAL[name]
    if {"first_name", "surname"} <= set(table.column_names):  # the tutorial's own step, for the frequencies of whole names
        both = pc.binary_join_element_wise(table["first_name"], table["surname"], " ")
        table = table.append_column("first_name_surname_concat", both)
    database, linker = _linker(table, comparisons, rules)
    _train(linker, training)
    found = linker.inference.predict(threshold_match_weight=min(THRESHOLDS))
    truth = dict(zip(table["unique_id"].to_pylist(), table[one.truth].to_pylist(), strict=True))
    best = max((_clustered(database, linker, found, truth, threshold), threshold) for threshold in THRESHOLDS)
    (f1, precision, recall), threshold = best
    for label, value in (("precision", precision), ("recall", recall), ("F1", f1)):
        tell(f"clustered {label}", round(value, 4), "share", threshold=f"{threshold} bits, read off the truth", chose=one.chose)


def _clustered(database, linker, found, truth, threshold):  # type: ignore[no-untyped-def]
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_weight=threshold)
    rows = database.duckdb_con.sql(f"SELECT unique_id, cluster_id FROM {clusters.physical_name}").fetchall()
    precision, recall, f1 = accuracy([cluster for _, cluster in rows], [truth[record] for record, _ in rows])
    return f1, precision, recall


def measure_table(rows: str) -> None:
    """Train, predict and cluster, as its documentation does."""
    steps: dict[str, float] = {}
    table = parquet.read_table(people_file(int(rows))).drop_columns(["cluster"])
    with cpu_of(steps, "all"):
        database, linker = _linker(table, PEOPLE, PEOPLE_RULES)
        with cpu_of(steps, "train"):
            _train(linker, PEOPLE_TRAINING)
        with cpu_of(steps, "predict"):
            found = linker.inference.predict(threshold_match_weight=-4)
        with cpu_of(steps, "cluster"):
            linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold_match_weight=3)
    tell("train, link and group", steps.pop("all"), "CPU-s", seconds=steps)
    tell_memory()
    _keep(database, linker, found, "table", rows)


def measure_dense(rows: str) -> None:
    """Every pair of one date of birth, blocked and scored, under a model learnt from fewer rows: what it learnt does not change the work."""
    steps: dict[str, float] = {}
    _, small = _linker(parquet.read_table(people_file(LEARNT_FROM)).drop_columns(["cluster"]), PEOPLE, [("dob",)])
    _train(small, PEOPLE_TRAINING)
    small.misc.save_model_to_json(str(model_file("dense", rows)), overwrite=True)
    table = parquet.read_table(people_file(int(rows))).drop_columns(["cluster"])
    database = _database()
    linker = Linker(database.register(table), json.loads(model_file("dense", rows).read_text()), log_level="ERROR")
    with cpu_of(steps, "predict"):
        found = linker.inference.predict()
    pairs = database.duckdb_con.sql(f"SELECT count(*) FROM {found.physical_name}").fetchall()[0][0]
    tell("pairs compared", pairs, "pairs")
    tell("scored pairs a CPU-second", round(pairs / steps["predict"]), "pairs/CPU-s", rules="block on dob", counted="block, score")
    tell_memory()
    _keep(database, linker, found, "dense", rows, f"WHERE least(unique_id_l, unique_id_r) % {EVERY} = 0")


def write_untrained() -> None:
    """The settings of the table before training, for the engine that reads Splink's form."""
    _, linker = _linker(parquet.read_table(people_file(LEARNT_FROM)).drop_columns(["cluster"]), PEOPLE, PEOPLE_RULES)
    linker.misc.save_model_to_json(str(UNTRAINED), overwrite=True)


def _keep(database, linker, found, task: str, rows: str, where: str = "") -> None:  # type: ignore[no-untyped-def]
    """Model and pairs, for ours to be held against; counted in no step."""
    linker.misc.save_model_to_json(str(model_file(task, rows)), overwrite=True)
    chosen = f"SELECT unique_id_l, unique_id_r, match_weight FROM {found.physical_name} {where}"
    database.duckdb_con.execute(f"COPY ({chosen}) TO '{pairs_file(task, rows)}' (FORMAT parquet)")


def measure_new(rows: str) -> None:
    """`predict_between` for one new record and for a thousand: edges alone, nothing durable, term frequencies registered before."""
    table = parquet.read_table(people_file(int(rows))).drop_columns(["cluster"])
    cut = max(table.num_rows - 8_000, table.num_rows // 2)
    known, new = table.slice(0, cut), table.slice(cut)
    database, linker = _linker(known, PEOPLE, PEOPLE_RULES)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e5, seed=1)
    for column in ("forename", "surname", "city"):
        linker.table_management.compute_tf_table(column)
    left = database.register(known, table_name="known_records")
    tell_latency("one new record", _between(database, linker, left, new, 1, 21), where="in memory, edges only")
    tell_latency("1,000 new records", _between(database, linker, left, new, 1_000, new.num_rows // 1_000), where="in memory, edges only")


def _between(database, linker, left, new: pa.Table, size: int, times: int) -> Iterator[object]:  # type: ignore[no-untyped-def]
    for number in range(times):
        right = database.register(new.slice(number * size, size), table_name=f"new_{size}_{number}")
        yield linker.inference.predict_between(left, right)


def _linker(table: pa.Table, comparisons, rules):  # type: ignore[no-untyped-def]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules]
    )
    database = _database()
    return database, Linker(database.register(table), settings, log_level="ERROR")


def _database() -> DuckDBAPI:
    database = DuckDBAPI()
    database.duckdb_con.execute("SET threads = 2")
    return database


def _train(linker, training: Training) -> None:  # type: ignore[no-untyped-def]
    linker.training.estimate_probability_two_random_records_match(list(training.sure), recall=training.recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=training.pairs, seed=1)
    for rule in training.sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule), estimate_without_term_frequencies=True)


if __name__ == "__main__":
    main()
