"""Linking in the database: what a run writes, that it can be run again, and that one by one gives what all at once gives."""

import gc
import signal
import subprocess
import sys
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from beatbook.access.actions import intern_marking, system_viewer
from beatbook.linkage.actions import LiveLinker, all_persons, link_new_records
from beatbook.linkage.queries import person_members, records_with_keys, similar_tokens
from beatbook.vocabulary.markings import Marking
from tests.linkage.worlds import mentions, put_records


def _links() -> list[tuple[object, ...]]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT a, b, va, vb, weight, levels FROM linkage_link ORDER BY a, b")
        return [(*row[:5], bytes(row[5])) for row in cursor.fetchall()]


@pytest.fixture
def world(database: str) -> list[tuple[UUID, dict[str, object]]]:
    """Sixty people in some 150 records, published."""
    records, _ = mentions(60)
    put_records(records, intern_marking(Marking()))
    return records


def test_links_are_written_in_both_directions(world: list[tuple[UUID, dict[str, object]]]) -> None:
    summary = link_new_records()
    pairs = {(row[0], row[1]): row for row in _links()}
    assert summary.trained and summary.persons == len(world) and summary.links * 2 == len(pairs)
    assert all(pairs[b, a][4:] == row[4:] for (a, b), row in pairs.items())


def test_second_run_changes_nothing(world: list[tuple[UUID, dict[str, object]]]) -> None:
    link_new_records()
    before = _links()
    summary = link_new_records()
    assert summary.persons == 0 and not summary.trained
    assert _links() == before


def test_one_by_one_is_all_at_once_bit_for_bit(world: list[tuple[UUID, dict[str, object]]]) -> None:
    link_new_records()
    late, _ = mentions(12, seed=99)
    late += [(UUID(int=5), dict(world[0][1])), (UUID(int=6), dict(world[3][1]))]
    linker = LiveLinker()
    for record in late:
        put_records([record], 1)
        linker.link()
    one_by_one = _links()
    with connections["ingest"].cursor() as cursor:
        cursor.execute("DELETE FROM linkage_link")
        cursor.execute("UPDATE linkage_progress SET watermark = 0")
    link_new_records()
    assert _links() == one_by_one


def test_changed_record_leaves_no_old_links_or_keys(world: list[tuple[UUID, dict[str, object]]]) -> None:
    link_new_records()
    record_id, content = world[0]
    put_records([(record_id, {"forenames": "Zebedee", "surname": "Quackenbush"})], 1)
    link_new_records()
    assert not [row for row in _links() if record_id in row[:2]]
    viewer = system_viewer("tests")
    assert similar_tokens("quackenbush", viewer=viewer) == ["quackenbush"]
    put_records([(record_id, {"forenames": "Zebedee", "surname": "Ottershaw"})], 1)
    link_new_records()
    assert similar_tokens("quackenbush", viewer=viewer) == [] and similar_tokens("zebedee", viewer=viewer) == ["zebedee"]
    put_records([(record_id, {"forenames": "Zebedee", "surname": "Quackenbush"})], 1)
    link_new_records()
    assert records_with_keys(["name:quackenbush"], viewer=viewer) == [("name:quackenbush", record_id)]
    assert (f"born:{content['date_of_birth']}", record_id) not in records_with_keys([f"born:{content['date_of_birth']}"], viewer=viewer)


def test_withdrawn_record_leaves_no_links(world: list[tuple[UUID, dict[str, object]]]) -> None:
    link_new_records()
    record_id = world[0][0]
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = %s", [record_id])
    link_new_records()
    assert not [row for row in _links() if record_id in row[:2]]
    assert person_members(record_id, viewer=system_viewer("tests")) is None


@pytest.mark.parametrize("lasting", [True, False])
def test_what_a_lasting_linker_holds_is_not_walked_by_the_collector(world: list[tuple[UUID, dict[str, object]]], lasting: bool) -> None:
    gc.unfreeze()
    try:
        assert LiveLinker(lasting=lasting).link().persons == len(world)
        assert (gc.get_freeze_count() > 0) == lasting
    finally:
        gc.unfreeze()


def test_failed_run_leaves_nothing_and_the_next_does_all(
    world: list[tuple[UUID, dict[str, object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("killed here")

    with monkeypatch.context() as patch:
        patch.setattr("beatbook.linkage.actions.linking.write_links", fail)
        with pytest.raises(RuntimeError):
            link_new_records()
    assert _links() == []
    assert link_new_records().persons == len(world)


def test_too_few_records_are_keyed_but_not_linked(database: str) -> None:
    records, _ = mentions(3)
    put_records(records, intern_marking(Marking()))
    summary = link_new_records()
    assert summary.model is None and summary.links == 0 and summary.keys > 0


def test_weights_ignore_records_under_a_caveat(world: list[tuple[UUID, dict[str, object]]]) -> None:
    link_new_records()
    before = {(row[0], row[1]): row[4] for row in _links()}
    hidden, _ = mentions(40, seed=3)
    put_records(hidden, intern_marking(Marking(caveats=frozenset({"COVERT"}))))
    link_new_records(retrain=True)
    after = {(row[0], row[1]): row[4] for row in _links()}
    assert {pair: after[pair] for pair in before} == before


def test_people_of_the_system_hold_two_records_or_more(world: list[tuple[UUID, dict[str, object]]]) -> None:
    link_new_records()
    found = all_persons()
    assert 50 <= len(found) <= 62
    assert all(len(person) > 1 for person in found)


def test_live_linker_takes_a_record_once_while_an_older_transaction_is_open(world: list[tuple[UUID, dict[str, object]]]) -> None:
    linker = LiveLinker()
    linker.link()
    parameters = connections["ingest"].get_connection_params()
    wanted = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
    with psycopg.connect(**wanted) as older:
        older.execute("SELECT pg_current_xact_id()")
        put_records([(UUID(int=9), dict(world[0][1]))], 1)
        assert linker.link().records == 1
        assert linker.link().records == 0
    assert linker.link().records == 0


def test_learning_the_same_model_again_keeps_it_and_the_watermark(world: list[tuple[UUID, dict[str, object]]]) -> None:
    version = link_new_records().model
    before = _links()
    again = link_new_records(retrain=True)
    assert (again.model, again.trained, again.records) == (version, True, 0)
    assert _progress()[1] == version and int(str(_progress()[0])) > 0
    put_records([(UUID(int=5), dict(world[0][1]))], 1)
    assert link_new_records().records == 1
    assert {row for row in _links() if UUID(int=5) not in row[:2]} == set(before)


def test_too_few_records_to_learn_from_anew_keep_the_model(world: list[tuple[UUID, dict[str, object]]]) -> None:
    version = link_new_records().model
    before = _links()
    hidden = intern_marking(Marking(caveats=frozenset({"COVERT"})))
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE sources_record SET vis = %s", [hidden])
    assert link_new_records(retrain=True).model == version
    assert _progress()[1] == version and [row[:2] for row in _links()] == [row[:2] for row in before]


def _progress() -> tuple[object, ...]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT watermark, model FROM linkage_progress WHERE name = 'records'")
        found: tuple[object, ...] = cursor.fetchone()
    return found


KILLED = """
import django
django.setup()
from beatbook.linkage.actions import link_new_records
link_new_records(progress=lambda step, seconds: print(step, flush=True))
"""


@pytest.mark.parametrize("last_step", ["train", "link", "write links"])
def test_linker_killed_anywhere_leaves_nothing_and_the_next_does_all(millshire: str, last_step: str) -> None:
    straight = _links()
    with connections["ingest"].cursor() as cursor:
        cursor.execute("DELETE FROM linkage_link")
        cursor.execute("DELETE FROM linkage_progress")
    connections.close_all()
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True) as linker:
        assert linker.stdout is not None
        assert last_step in (line.strip() for line in linker.stdout)
        linker.kill()
    assert linker.returncode == -signal.SIGKILL
    assert _links() == []
    link_new_records()
    assert _links() == straight
