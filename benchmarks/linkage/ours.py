"""Beatbook's side: python -m benchmarks.linkage.ours {accuracy SET | table ROWS | new ROWS | warm}."""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as parquet

from beatbook.linkage.bulk import evidence_in, link_table
from beatbook.linkage.column_names import columns_of, fields_of
from beatbook.linkage.files import accuracy_of, link_file
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.training import train
from benchmarks.linkage.figures import cpu_of, cpu_seconds, tell, tell_latency
from benchmarks.linkage.people import people_file
from benchmarks.linkage.sets import SETS

N_ONE, N_NEW, N_BATCHES = 500, 1_000, 7


def main() -> None:
    """Runs one task."""
    task, *rest = sys.argv[1:]
    {"accuracy": measure_accuracy, "table": measure_table, "new": measure_new, "warm": warm}[task](*rest)


def warm() -> None:
    """Compiles the kernel into its cache, so that no figure holds it; what compiling costs is a figure of its own."""
    link_table(_fields(people_file(2_000)))
    tell("compile and link 2,000 rows", round(cpu_seconds(), 2), "CPU-s")


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


def measure_table(rows: str) -> None:
    """Train, link and group; then link and group again under that model for the pairs of a CPU-second."""
    path = people_file(int(rows))
    steps: dict[str, float] = {}
    with cpu_of(steps, "all"):
        fields = _fields(path)
        result = link_table(fields)
    tell("train, link and group", steps["all"], "CPU-s", seconds=result.seconds)
    tell("most memory", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "MB")
    with cpu_of(steps, "link"):
        again = link_table(fields, model=result.model)
    tell("pairs compared", again.n_pairs, "pairs")
    tell(
        "scored pairs a CPU-second",
        round(again.n_pairs / steps["link"]),
        "pairs/CPU-s",
        rules="Beatbook's own",
        counted="read, encode, block, score, group",
    )
    found = accuracy_of(result.persons, parquet.read_table(path)["cluster"])
    tell("clustered F1 (a made-up table: no claim)", round(found.f1, 4), "share")


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
