"""Links the made-up county, or the force of a million mentions, without a database and prints one JSON line per figure.

Usage: python benchmarks/link_county.py [small|county|force|households] [folder]. `households` is a county of another seed with so many twins, and so
many sons of their father's name, that the rates at which those are wrongly joined are of hundreds and not of ten. Making the
county, reading it through the feeds' adapters, linking, and the report on blocking run in processes of their own, so that the peak of each is its
own. A folder that is named is kept, and used again.

Every parameter of linking comes from the records themselves, without labels; the truth is read for scoring alone.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from beatbook.linkage.accuracy import Accuracy
from beatbook.linkage.blocking_report import report_blocking
from beatbook.linkage.bulk import evidence_in, ids_of, link_table
from beatbook.linkage.fairness import accuracy_by_group, worst_over_whole
from beatbook.linkage.model import read_model
from beatbook.linkage.relatives import pairs_named, wrongly_joined
from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import read_feeds
from beatbook.sources.statements import Mention, RowRefused
from beatbook.synthetic.millshire import write_exports
from beatbook.synthetic.rates import Rates

FEEDS = Path(__file__).resolve().parents[1] / "feeds" / "millshire"
STEPS = ("make", "read", "link", "block")
TEXTS = ("forenames", "surname", "date_of_birth", "sex", "postcode", "address", "pnc_id", "custody_number", "occupation")
LISTS = ("other_names", "phones", "emails")
GROUPS = ("naming_tradition", "sex", "age_band")
SCHEMA = pa.schema([("id", pa.string())] + [(name, pa.string()) for name in TEXTS] + [(name, pa.list_(pa.string())) for name in LISTS])
BATCH = 20_000
FEWEST = 500  # records of a group; below, its rates are chance


def main() -> None:
    """Each step in a process of its own."""
    size = sys.argv[1] if len(sys.argv) > 1 else "county"
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(spare)
        for step in STEPS:
            subprocess.run([sys.executable, __file__, step, size, str(folder)], check=True)


def make(size: str, folder: Path) -> None:
    """The exports and the truth."""
    if not (folder / "truth.csv").exists():
        households = size == "households"
        rates = Rates(twins=0.3, son_named_after_father=0.4) if households else Rates()
        written = write_exports(folder, size="county" if households else size, seed=31 if households else 7, rates=rates)
        _tell("mentions", written.mentions)


def read(size: str, folder: Path) -> None:
    """Person records as the feeds' adapters understand them, one Parquet file for each feed."""
    if not all((folder / f"{code}.parquet").exists() for code in read_feeds(FEEDS)):
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            _tell("records", sum(pool.map(_read_feed, [(code, folder) for code in read_feeds(FEEDS)])))


def link(size: str, folder: Path) -> None:
    """Trains, links and groups; then the truth, relatives and groups."""
    found = link_table(county_table(folder))
    for step, seconds in found.seconds.items():
        _tell(f"{step}_s", seconds)
    _tell("pairs", found.n_pairs)
    _tell("links", len(found.a))
    _tell("link_peak_gb", _peak())
    (folder / "model.json").write_text(found.model.to_json(), encoding="utf-8")
    rows = truth_rows(folder)
    people = np.unique([row["person_id"] if row else "" for row in rows], return_inverse=True)[1]
    known = np.array([bool(row) for row in rows])
    strong = found.weights >= found.model.threshold
    both = strong & known[found.a] & known[found.b]
    right = int(np.count_nonzero(people[found.a[both]] == people[found.b[both]]))
    sizes = np.bincount(people[known])
    _scores("pairwise", Accuracy(right, int(np.count_nonzero(both)), int((sizes * (sizes - 1) // 2).sum())))
    _groups(found.persons, people, known, rows)
    _relatives(found.persons, rows)


def block(size: str, folder: Path) -> None:
    """What share of true pairs is looked at."""
    table = county_table(folder)
    ids = ids_of(table, "id")
    truth = {record: row["person_id"] for record, row in zip(ids, truth_rows(folder), strict=True) if row}
    model = read_model((folder / "model.json").read_text(encoding="utf-8"))
    report = report_blocking(model, list(zip(ids, evidence_in(table), strict=True)), truth)
    _tell("blocking_recall", report.recall)
    _tell("blocking_pairs", report.pairs)


def _groups(persons: np.ndarray, people: np.ndarray, known: np.ndarray, rows: list[dict[str, str] | None]) -> None:
    whole = {}
    for name in GROUPS:
        labels = [row[name] if row else "" for row in rows]
        found = accuracy_by_group(persons[known], people[known], [label for label, is_known in zip(labels, known, strict=True) if is_known])
        whole = found.whole
        worst = worst_over_whole(found, fewest=FEWEST)
        for group, accuracy in found.groups.items():
            _tell(f"{name}:{group}:false_join_rate", 1 - accuracy.precision)
            _tell(f"{name}:{group}:missed_join_rate", 1 - accuracy.recall)
        _tell(f"{name}:worst_over_whole_false", worst.false_joins)
        _tell(f"{name}:worst_over_whole_missed", worst.missed_joins)
    _scores("clustered", whole)


def _relatives(persons: np.ndarray, rows: list[dict[str, str] | None]) -> None:
    own = {place: row for place, row in enumerate(rows) if row and not row["details_of"]}
    truth = {place: row["person_id"] for place, row in own.items()}
    order = np.argsort(persons, kind="stable")
    clusters = np.split(order, np.flatnonzero(np.diff(persons[order])) + 1)
    several = [cluster.tolist() for cluster in clusters if len(cluster) > 1]
    for name, column in (("twins", "twin_of"), ("fathers_and_sons", "child_of_same_name")):
        found = wrongly_joined(several, truth, pairs_named(own.values(), column))
        _tell(f"{name}_pairs", found.pairs)
        _tell(f"{name}_wrongly_joined", found.share)
        _tell(f"{name}_merged", found.merged / max(found.pairs, 1))


def _scores(name: str, accuracy: Any) -> None:
    for measure in ("precision", "recall", "f1"):
        _tell(f"{name}_{measure}", getattr(accuracy, measure))


def county_table(folder: Path) -> pa.Table:
    """The person records of a county that was read before, all feeds after one another."""
    return pa.concat_tables([parquet.read_table(folder / f"{code}.parquet") for code in sorted(read_feeds(FEEDS))])


def truth_rows(folder: Path) -> list[dict[str, str] | None]:
    """For each row of the county's table whose it truly is; None where the truth does not say."""
    wanted = ("person_id", "twin_of", "child_of_same_name", "details_of", *GROUPS)
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as file:
        truth = {f"{row['feed']}|{row['source_key']}": {name: sys.intern(row[name]) for name in wanted} for row in csv.DictReader(file)}
    return [truth.get(key) for key in county_table(folder)["id"].to_pylist()]


def _read_feed(job: tuple[str, Path]) -> int:
    code, folder = job
    count = 0
    with parquet.ParquetWriter(folder / f"{code}.parquet", SCHEMA) as out:
        rows: list[dict[str, Any]] = []
        for key, content in _persons_in(code, folder):
            rows.append({"id": f"{code}|{key}", **{name: content.get(name) for name in (*TEXTS, *LISTS)}})
            if len(rows) == BATCH:
                out.write_table(pa.Table.from_pylist(rows, SCHEMA))
                count, rows = count + len(rows), []
        out.write_table(pa.Table.from_pylist(rows, SCHEMA))
    return count + len(rows)


def _persons_in(code: str, folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    feed = read_feeds(FEEDS)[code]
    adapter = ADAPTERS[feed.adapter]
    for path in sorted(path for path in (folder / "exports" / code).rglob("*") if path.is_file() and feed.sort_of(path.name)):
        with path.open("rb") as stream:
            for row in adapter.read_rows(path.name, stream, feed):
                try:
                    statements = adapter.statements_of(row, feed)
                except RowRefused:
                    continue
                for said in statements:
                    if isinstance(said, Mention) and said.kind == "person":
                        yield said.key, said.content


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_048_576


def _tell(figure: str, value: float) -> None:
    print(json.dumps({"benchmark": "link_county", "figure": figure, "value": round(value, 4)}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] in STEPS:
        {"make": make, "read": read, "link": link, "block": block}[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        _tell(f"{sys.argv[1]}_cpu_s", sum(one.ru_utime + one.ru_stime for one in used))
        _tell(f"{sys.argv[1]}_rss_gb", max(one.ru_maxrss for one in used) / 1_048_576)
    else:
        main()
