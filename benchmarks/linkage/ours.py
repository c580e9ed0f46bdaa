"""Beatbook's side: python -m benchmarks.linkage.ours {accuracy SET | table ROWS | grow ROWS | new ROWS | warm ROWS}."""

import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as parquet

from beatbook.linkage.bulk import BulkResult, evidence_in, link_table
from beatbook.linkage.column_names import columns_of, fields_of
from beatbook.linkage.files import accuracy_of, link_file
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.training import train
from beatbook.linkage.warming import warm_up
from benchmarks.linkage.figures import cpu_of, cpu_seconds, tell, tell_latency, tell_memory
from benchmarks.linkage.people import people_file
from benchmarks.linkage.sets import SETS

N_ONE, N_NEW, N_BATCHES = 500, 1_000, 7


def main() -> None:
    """Runs one task."""
    task, *rest = sys.argv[1:]
    {"accuracy": measure_accuracy, "table": measure_table, "grow": measure_run, "new": measure_new, "warm": warm}[task](*rest)


def warm(rows: str) -> None:
    """Compiles the kernel into its cache, so that no figure holds it; what compiling costs, where it was not cached, is a figure of its own."""
    link_table(_fields(people_file(int(rows))))
    tell("compile, unless cached, and link", round(cpu_seconds(), 2), "CPU-s")


def measure_accuracy(name: str) -> None:
    """Without labels, threshold its own: the file goes through `beatbook link-file`'s own door."""
    one = SETS[name]
    linked = link_file(one.path, said=one.columns, truth=one.truth)
    if linked.accuracy is None:
        raise SystemExit("no truth")
    for figure in ("precision", "recall", "f1"):
        label = "F1" if figure == "f1" else figure
        tell(f"clustered {label}", round(getattr(linked.accuracy, figure), 4), "share", chose=one.chose, threshold="its own")
    tell("pairs compared", linked.result.n_pairs, "pairs")


def measure_run(rows: str) -> tuple[pa.Table, BulkResult]:
    """Train, link and group."""
    steps: dict[str, float] = {}
    warm_up()
    with cpu_of(steps, "all"):
        fields = _fields(people_file(int(rows)))
        result = link_table(fields)
    tell("train, link and group", steps["all"], "CPU-s", seconds=result.seconds, rules="Beatbook's own", pairs=result.n_pairs)
    tell_memory()
    return fields, result


def measure_table(rows: str) -> None:
    """The run, its accuracy, then linking and grouping again under that model for the pairs of a CPU-second."""
    steps: dict[str, float] = {}
    fields, result = measure_run(rows)
    truth = parquet.read_table(people_file(int(rows)), columns=["cluster"])["cluster"]
    tell("clustered F1 (a made-up table: no claim)", round(accuracy_of(result.persons, truth).f1, 4), "share")
    with cpu_of(steps, "link"):
        again = link_table(fields, model=result.model)
    rate = round(again.n_pairs / steps["link"])
    tell("pairs compared", again.n_pairs, "pairs")
    tell("scored pairs a CPU-second", rate, "pairs/CPU-s", rules="Beatbook's own", counted="encode, block, score, group")


def measure_new(rows: str) -> None:
    """One new record, and a thousand, against so many in memory: blocked, compared, scored, kept in the index; no database."""
    records = list(enumerate(evidence_in(_fields(people_file(int(rows))))))
    cut = max(len(records) - N_ONE - N_NEW * N_BATCHES, len(records) // 2 - N_ONE)
    known, new = records[:cut], records[cut:]
    ided = [(UUID(int=number + 1), evidence) for number, evidence in known]
    index = LinkIndex(train(ided))
    index.add(ided)
    arriving = [(UUID(int=number + 1), evidence) for number, evidence in new]
    tell_latency("one new record", _in_batches(index, arriving[:N_ONE], 1), where="in memory")
    tell_latency("1,000 new records", _in_batches(index, arriving[N_ONE:], N_NEW), where="in memory")


def _in_batches(index: LinkIndex, records: list, size: int) -> Iterator[object]:
    for start in range(0, len(records), size):
        yield index.add(records[start : start + size])


def _fields(path: Path):  # type: ignore[no-untyped-def]
    table = parquet.read_table(path, columns=["forename", "surname", "dob", "postcode", "city"])
    return fields_of(table, columns_of(table.column_names, {}))


if __name__ == "__main__":
    main()
