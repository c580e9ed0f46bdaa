"""Links the made-up county without a database and prints one JSON line per figure. Usage: python benchmarks/link_county.py [size]."""

import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from beatbook.linkage.accuracy import score_clusters
from beatbook.linkage.evidence import Evidence, evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.persons import group_all, link_of
from beatbook.linkage.training import train
from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import read_feeds
from beatbook.sources.identity import record_id
from beatbook.sources.statements import Mention, RowRefused
from beatbook.synthetic.millshire import write_exports

FEEDS = Path(__file__).resolve().parents[1] / "feeds" / "millshire"
KEY = b"benchmark"


def main() -> None:
    """Makes the county, learns, links, groups and scores."""
    size = sys.argv[1] if len(sys.argv) > 1 else "county"
    with tempfile.TemporaryDirectory() as folder:
        write_exports(Path(folder), size=size, seed=7)
        records = list(_person_records(Path(folder)).items())
        with (Path(folder) / "truth.csv").open(newline="") as file:
            truth = {record_id(KEY, row["feed"], row["source_key"]): row["person_id"] for row in csv.DictReader(file)}
    started = time.perf_counter()
    model = train(records)
    _tell("train_s", time.perf_counter() - started)
    started = time.perf_counter()
    found = LinkIndex(model).add(records)
    seconds = time.perf_counter() - started
    _tell("link_s", seconds)
    _tell("pairs_per_s", found.n_pairs / seconds)
    links = [
        link_of(a, b, float(w), levels.tobytes()) for a, b, w, levels in zip(found.a, found.b, found.weights, found.levels, strict=True)
    ]
    joined = {(link.a, link.b) for link in links if link.weight_bits >= model.threshold}
    known = {record: truth[record] for record, _ in records if record in truth}
    for name, value in score_clusters(group_all(links), joined, known).items():
        _tell(name, value)


def _person_records(folder: Path) -> dict[UUID, Evidence]:
    found = {}
    for code, feed in read_feeds(FEEDS).items():
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
                            found[record_id(KEY, code, said.key)] = evidence_of(said.content)
    return found


def _tell(figure: str, value: float) -> None:
    print(json.dumps({"benchmark": "link_county", "figure": figure, "value": round(value, 4)}))


if __name__ == "__main__":
    main()
