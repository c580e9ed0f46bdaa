"""Joins the vehicles and addresses of the made-up county without a database and prints one JSON line per figure.

Usage: python benchmarks/link_things.py [size]. `exact` joins what is written alike once brought to normal form; `matched` joins near ones as well.
"""

import csv
import json
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.keys import address_of
from beatbook.linkage.persons import group_all, link_of
from beatbook.linkage.things import Match, keys_near_plate, keys_of_plate, prefix_of_part
from beatbook.linkage.things_addresses import compare_addresses, keys_of_address, read_address
from beatbook.linkage.things_vehicles import compare_vehicles, vehicle_of
from beatbook.linkage.training import train
from beatbook.sources.adapters.registry import ADAPTERS
from beatbook.sources.feeds import read_feeds
from beatbook.sources.identity import record_id
from beatbook.sources.statements import Mention, RowRefused, Statement, Tie
from beatbook.synthetic.millshire import write_exports
from beatbook.vocabulary.identifiers import normalise_plate

FEEDS = Path(__file__).resolve().parents[1] / "feeds" / "millshire"
KEY = b"benchmark"
T = TypeVar("T")
Said = tuple[str, Statement]


def main() -> None:
    """Makes the county, reads what systems say of its vehicles and homes, joins and scores."""
    size = sys.argv[1] if len(sys.argv) > 1 else "county"
    with tempfile.TemporaryDirectory() as folder:
        write_exports(Path(folder), size=size, seed=7)
        said = list(_statements(Path(folder)))
        vehicles, homes = (
            _truth(Path(folder) / "truth-vehicles.csv", "vehicle_id"),
            _truth(Path(folder) / "truth-addresses.csv", "address_id"),
        )
    _vehicles(said, vehicles)
    _addresses(said, homes)
    _tell("cpu_s", sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))


def _vehicles(said: list[Said], truth: Mapping[tuple[str, str], str]) -> None:
    people = _people_beside(said)
    contents: dict[str, list[dict[str, object]]] = {}
    beside: dict[str, set[object]] = {}
    mentions: list[tuple[str, str]] = []
    for code, mention in said:
        if isinstance(mention, Mention) and (plate := normalise_plate(str(mention.content.get("registration") or ""))):
            contents.setdefault(plate, []).append(mention.content)
            beside.setdefault(plate, set()).update(people.get((code, mention.key), ()))
            if (code, mention.key) in truth:
                mentions.append((plate, truth[code, mention.key]))
    things = {plate: vehicle_of(plate, contents[plate], frozenset(beside[plate])) for plate in contents}
    index = _index(things, lambda plate: [f"plate:{plate}", *keys_of_plate(plate)])
    starts = _index(things, lambda plate: [f"plate:{plate[:size]}" for size in (3, 4, 5)])

    def near(plate: str) -> Iterable[str]:
        found = {other for key in keys_near_plate(plate) for other in index.get(key, ())}
        return found | starts.get(prefix_of_part(plate) or "", set())

    _score("vehicles", things, near, compare_vehicles, mentions)


def _addresses(said: list[Said], truth: Mapping[tuple[str, str], str]) -> None:
    mentions = []
    for code, mention in said:
        if isinstance(mention, Mention) and (code, mention.key) in truth:
            key = address_of(str(mention.content.get("address") or ""), str(mention.content.get("postcode") or ""))
            if key:
                mentions.append((key, truth[code, mention.key]))
    things = {key: read_address(key) for key, _ in mentions}
    index = _index(things, keys_of_address)
    _score("addresses", things, lambda key: {o for k in keys_of_address(key) for o in index[k]}, compare_addresses, mentions)


def _score(
    name: str,
    things: Mapping[str, T],
    near: Callable[[str], Iterable[str]],
    compare: Callable[[T, T], Match],
    mentions: list[tuple[str, str]],
) -> None:
    parent = {value: value for value in things}

    def root(value: str) -> str:
        while parent[value] != value:
            value = parent[value]
        return value

    possible: set[frozenset[str]] = set()
    compared = 0
    for value in sorted(things):
        for other in near(value):
            if other > value:
                compared += 1
                match = compare(things[value], things[other])
                if match.joins:
                    parent[max(root(value), root(other))] = min(root(value), root(other))
                elif match.is_possible:
                    possible.add(frozenset((value, other)))
    _tell(f"{name}_mentions", len(mentions))
    _tell(f"{name}_pairs_compared", compared)
    _pairs(f"{name}_exact", mentions)
    _pairs(f"{name}_matched", [(root(value), true) for value, true in mentions])
    owners: dict[str, set[str]] = {}
    for value, true in mentions:
        owners.setdefault(value, set()).add(true)
    right = sum(bool(owners.get(a, set()) & owners.get(b, set())) for a, b in map(tuple, possible))
    _tell(f"{name}_possible_shown", len(possible))
    _tell(f"{name}_possible_right", right / max(len(possible), 1))
    apart = _same_apart(owners, root)
    _tell(f"{name}_written_otherwise", len(apart[0]))
    _tell(f"{name}_written_otherwise_joined", apart[1] / max(len(apart[0]), 1))
    _tell(
        f"{name}_written_otherwise_joined_or_shown",
        sum(root(a) == root(b) or frozenset((a, b)) in possible for a, b in apart[0]) / max(len(apart[0]), 1),
    )


def _same_apart(owners: Mapping[str, set[str]], root: Callable[[str], str]) -> tuple[list[tuple[str, str]], int]:
    """Pairs of ways in which one thing is written, and how many of them were joined."""
    ways: dict[str, list[str]] = {}
    for value, trues in owners.items():
        for true in trues:
            ways.setdefault(true, []).append(value)
    pairs = sorted({(a, b) for values in ways.values() for a in values for b in values if a < b})
    return pairs, sum(root(a) == root(b) for a, b in pairs)


def _pairs(name: str, found: list[tuple[str, str]]) -> None:
    both, joined, true = Counter(found), Counter(f for f, _ in found), Counter(t for _, t in found)
    right, all_joined, all_true = (sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, joined, true))
    precision, recall = right / max(all_joined, 1), right / max(all_true, 1)
    _tell(f"{name}_precision", precision)
    _tell(f"{name}_recall", recall)
    _tell(f"{name}_f1", 2 * precision * recall / max(precision + recall, 1e-9))


def _people_beside(said: list[Said]) -> dict[tuple[str, str], set[object]]:
    """For each record, the people tied to it, as linked by the product itself."""
    records = {record_id(KEY, code, m.key): evidence_of(m.content) for code, m in said if isinstance(m, Mention) and m.kind == "person"}
    found = LinkIndex(train(list(records.items()))).add(list(records.items()))
    links = [
        link_of(a, b, float(w), levels.tobytes()) for a, b, w, levels in zip(found.a, found.b, found.weights, found.levels, strict=True)
    ]
    person_of = {member: min(person) for person in group_all(links) for member in person}
    beside: dict[tuple[str, str], set[object]] = {}
    for code, tie in said:
        if isinstance(tie, Tie):
            for here, there in ((tie.from_key, tie.to_key), (tie.to_key, tie.from_key)):
                other = record_id(KEY, code, there)
                if other in records:
                    beside.setdefault((code, here), set()).add(person_of.get(other, other))
    return beside


def _index(things: Iterable[str], keys: Callable[[str], Iterable[str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for value in things:
        for key in keys(value):
            index.setdefault(key, set()).add(value)
    return index


def _truth(path: Path, column: str) -> dict[tuple[str, str], str]:
    with path.open(newline="", encoding="utf-8") as file:
        return {(row["feed"], row["source_key"]): row[column] for row in csv.DictReader(file)}


def _statements(folder: Path) -> Iterable[Said]:
    for code, feed in read_feeds(FEEDS).items():
        adapter = ADAPTERS[feed.adapter]
        for path in sorted(path for path in (folder / "exports" / code).rglob("*") if path.is_file() and feed.sort_of(path.name)):
            with path.open("rb") as stream:
                for row in adapter.read_rows(path.name, stream, feed):
                    try:
                        yield from ((code, statement) for statement in adapter.statements_of(row, feed))
                    except RowRefused:
                        continue


def _tell(figure: str, value: float) -> None:
    print(json.dumps({"benchmark": "link_things", "figure": figure, "value": round(value, 4)}))


if __name__ == "__main__":
    main()
