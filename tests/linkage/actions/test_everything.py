"""One pass over all records: in batches of any size it writes what reading what has changed would write."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from beatbook.access.actions import intern_marking
from beatbook.linkage.actions import everything
from beatbook.linkage.actions.linking import LiveLinker, link_new_records
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, put_records


@pytest.mark.parametrize("at_once", [7, 10_000])
def test_what_is_linked_at_once_is_what_is_linked_by_and_by(database: str, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(everything, "RECORDS_AT_ONCE", at_once)
    records, vis = mentions(60)[0], intern_marking(Marking())
    put_records(records[:-40], vis)
    linker = LiveLinker()
    first = linker.link()
    assert first.persons == len(records) - 40 and first.keys == len(_rows("linkage_key"))
    put_records(records[-40:], vis)
    assert linker.link().persons == 40
    links, keys, tokens = _rows("linkage_link"), _rows("linkage_key"), _rows("linkage_token")
    again = link_new_records(since=0)
    assert again.records == again.persons == len(records) and not again.trained
    assert (_rows("linkage_link"), _rows("linkage_key"), _rows("linkage_token")) == (links, keys, tokens) and links


def test_withdrawn_records_have_neither_keys_nor_links(database: str) -> None:
    records, vis = mentions(60)[0], intern_marking(Marking())
    put_records(records, vis)
    gone = records[0][0]
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET withdrawn = true WHERE id = %s", [gone])
    summary = link_new_records()
    assert summary.persons == len(records) - 1 and summary.records == len(records)
    assert gone not in {row[0] for row in _asked("SELECT record_id FROM linkage_key")} | {
        row[0] for row in _asked("SELECT a FROM linkage_link")
    }


def _rows(table: str) -> list[tuple[Any, ...]]:
    names = {
        "linkage_link": "a, b, va, vb, weight, levels, model",
        "linkage_key": "key, vis, record_id",
        "linkage_token": "deletion, vis, token",
    }
    return [
        tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
        for row in _asked(f"SELECT {names[table]} FROM {table} ORDER BY 1, 2, 3")
    ]


def _asked(statement: str) -> list[tuple[UUID | Any, ...]]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
