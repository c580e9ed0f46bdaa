"""Arrival order: whatever comes when, corrected, withdrawn or marked anew in between, the links and persons at the end are the same."""

import json
import random
from uuid import UUID

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking
from beatbook.linkage.actions import LiveLinker, all_persons, link_new_records
from beatbook.linkage.actions.keeping import stored_model
from beatbook.linkage.evidence import evidence_of
from beatbook.linkage.index import LinkIndex
from beatbook.linkage.model import Model
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, people, put_records

ORDERS = 20
Row = tuple[object, ...]


def _links() -> list[Row]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT a, b, va, vb, weight, levels FROM linkage_link ORDER BY a, b")
        return [(*row[:5], bytes(row[5])) for row in cursor.fetchall()]


def _keys() -> list[Row]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT key, vis, record_id::text FROM linkage_key UNION ALL SELECT deletion, vis, token FROM linkage_token ORDER BY 1, 2, 3"
        )
        return list(cursor.fetchall())


def _withdraw(record_id: UUID, *, withdrawn: bool = True) -> None:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET withdrawn = %s, changed = pg_current_xact_id() WHERE id = %s", [withdrawn, record_id])


def _arrive(records: list[tuple[UUID, dict[str, object]]], final: dict[UUID, int], chance: random.Random) -> None:
    """Every record in some order and in some batches; a third say something else first, some go and come again, some are marked anew."""
    linker = LiveLinker()
    wrong = people(len(records), seed=chance.randrange(10**6))
    while records:
        batch = [records.pop() for _ in range(min(len(records), chance.randint(1, 40)))]
        for place, (record_id, content) in enumerate(batch):
            kind = chance.random()
            if kind < 0.3:
                put_records([(record_id, wrong[place])], chance.choice(list(final.values())))
                linker = linker if chance.random() < 0.5 else LiveLinker()
            put_records([(record_id, content)], chance.choice(list(final.values())) if kind > 0.8 else final[record_id])
            if 0.3 < kind < 0.4:
                _withdraw(record_id)
        linker.link()
        for record_id, content in batch:
            _withdraw(record_id, withdrawn=False)
            put_records([(record_id, content)], final[record_id])
        if chance.random() < 0.5:
            linker.link()
    linker.link()


@pytest.fixture
def model(database: str) -> Model:
    """A model learnt once; then the database is empty again."""
    records, _ = mentions(60)
    put_records(records, intern_marking(Marking()))
    version = link_new_records().model
    with connections["ingest"].cursor() as cursor:
        found = stored_model(cursor, str(version))
    _empty()
    return found


def _empty() -> None:
    with connections["ingest"].cursor() as cursor:
        for table in ("linkage_link", "linkage_key", "linkage_token", "sources_record"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("UPDATE linkage_progress SET watermark = 1")


def test_links_keys_and_persons_are_the_same_over_twenty_arrival_orders(model: Model) -> None:
    records, _ = mentions(25, seed=11)
    withdrawn = [record_id for record_id, _ in records[::9]]
    hidden = intern_marking(Marking(caveats=frozenset({"COVERT"})))
    final = {record_id: hidden if place % 5 == 0 else 1 for place, (record_id, _) in enumerate(records)}
    for record_id, content in records:
        put_records([(record_id, content)], final[record_id])
    for record_id in withdrawn:
        _withdraw(record_id)
    link_new_records(since=0)
    links, keys, persons = _links(), _keys(), all_persons()
    assert len(links) > 20 and len({row[2] for row in links}) == 2
    for seed in range(ORDERS):
        _empty()
        chance = random.Random(seed)
        _arrive(chance.sample(records, len(records)), final, chance)
        for record_id in withdrawn:
            _withdraw(record_id)
        link_new_records()
        assert _links() == links, seed
        assert _keys() == keys, seed
        assert all_persons() == persons, seed


def test_index_alone_finds_the_same_over_twenty_orders(model: Model) -> None:
    said = [(record_id, evidence_of(json.loads(json.dumps(content)))) for record_id, content in mentions(25, seed=11)[0]]
    at_once = LinkIndex(model).add(said)
    expected = {
        (a, b): (weight, row.tobytes()) for a, b, weight, row in zip(at_once.a, at_once.b, at_once.weights, at_once.levels, strict=True)
    }
    assert len(expected) > 20
    for seed in range(ORDERS):
        chance, index, held = random.Random(seed), LinkIndex(model), {}
        waiting = chance.sample(said, len(said))
        while waiting:
            batch = [waiting.pop() for _ in range(min(len(waiting), chance.randint(1, 15)))]
            if chance.random() < 0.5:
                index.add([(record_id, said[0][1]) for record_id, _ in batch])
            for record_id, _ in batch:
                index.remove(record_id)
            found = index.add(batch)
            held |= {
                (a, b): (weight, row.tobytes()) for a, b, weight, row in zip(found.a, found.b, found.weights, found.levels, strict=True)
            }
        assert held == expected, seed
