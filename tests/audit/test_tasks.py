"""The sealed log in a real database: whole when left alone, and every kind of tampering found, by a superuser's hand too."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections

from beatbook.access.actions import public_viewer
from beatbook.audit.actions import record_event
from beatbook.audit.queries import verify_log
from beatbook.audit.tasks import anchor, seal
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def log_events(n: int) -> None:
    """So many events, each in a transaction of its own, with signs in them that a file format might trip over."""
    for number in range(n):
        record_event(viewer=public_viewer(), kind="page", route=f"a\tb\nc\\{number}", detail={"n": number, "é": None}, alias="audit_writer")


def faults(*anchors: Path) -> list[str]:
    """What checking finds."""
    return verify_log([str(place) for place in anchors], KEY.public_key()).faults


@pytest.fixture
def sealed(database: str, tmp_path: Path) -> Path:
    """Three seals over 3, 1 and 4 events, the last two anchored; the anchor's file."""
    place = tmp_path / "worm" / "heads.jsonl"
    for n in (3, 1, 4):
        log_events(n)
        assert seal(KEY)
        assert anchor([str(place)] if n != 3 else [], KEY) == []
    return place


def by_superuser(database: str, statement: str) -> None:
    """Runs a statement as somebody who may do anything to the database."""
    with administrator(cluster_of_settings(), database) as connection:
        connection.execute("SET session_replication_role = replica")
        assert connection.execute(statement).rowcount != 0


def test_a_log_left_alone_is_whole(sealed: Path) -> None:
    found = verify_log([str(sealed)], KEY.public_key())
    assert (found.is_whole, found.seals, found.events) == (True, 3, 8)
    assert [json.loads(line)["seal"] for line in sealed.read_text().splitlines()] == [2, 3]


def test_nothing_new_makes_no_seal_and_no_second_line(sealed: Path) -> None:
    assert seal(KEY) is None
    assert anchor([str(sealed)], KEY) == []
    assert len(sealed.read_text().splitlines()) == 2


SOME = "(SELECT event_id FROM audit_leaf WHERE seal = 3 AND place = 1)"


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        (f"UPDATE audit_event SET reference = 'other' WHERE id = {SOME}", "was changed"),
        (f"UPDATE audit_event SET at = at + interval '1 second' WHERE id = {SOME}", "was changed"),
        (f"UPDATE audit_event SET detail = detail || '{{\"n\": 9}}' WHERE id = {SOME}", "was changed"),
        (f"DELETE FROM audit_event WHERE id = {SOME}", "was removed"),
        ("UPDATE audit_leaf SET place = 9 - place WHERE seal = 3 AND place >= 2", "not those that were sealed"),
        ("UPDATE audit_leaf SET leaf = sha256('x') WHERE seal = 3 AND place = 0", "not those that were sealed"),
        ("DELETE FROM audit_leaf WHERE seal = 3 AND place = 0", "covers 4 events; 3 are left"),
        ("DELETE FROM audit_seal WHERE number = 2", "Seal 2 is gone"),
        ("UPDATE audit_seal SET count = 5 WHERE number = 2", "does not follow"),
        ("UPDATE audit_seal SET signature = signature || '\\x00' WHERE number = 1", "not signed"),
        (
            "INSERT INTO audit_event (id, kind, route, role, purpose, reference, record_ids, detail, changed)"
            " VALUES (gen_random_uuid(), 'page', '', '', '', '', '{}', '{}', '3')",
            "put in behind",
        ),
    ],
)
def test_tampering_is_found(sealed: Path, database: str, tampering: str, words: str) -> None:
    by_superuser(database, tampering)
    assert any(words in fault for fault in faults(sealed)), faults(sealed)


def test_two_events_swapped_whole_are_found(sealed: Path, database: str) -> None:
    by_superuser(
        database,
        "UPDATE audit_event e SET route = o.route, detail = o.detail FROM audit_event o"
        " WHERE e.id <> o.id AND e.id IN (SELECT event_id FROM audit_leaf WHERE seal = 3 AND place < 2)"
        " AND o.id IN (SELECT event_id FROM audit_leaf WHERE seal = 3 AND place < 2)",
    )
    assert sum("was changed" in fault for fault in faults(sealed)) == 2


def test_a_cut_tail_shows_against_the_anchor_alone(sealed: Path, database: str) -> None:
    by_superuser(database, "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_leaf WHERE seal = 3)")
    by_superuser(database, "DELETE FROM audit_leaf WHERE seal = 3")
    by_superuser(database, "DELETE FROM audit_seal WHERE number = 3")
    assert faults() == []
    assert any("was cut" in fault for fault in faults(sealed))


def test_a_chain_written_anew_with_the_stolen_key_shows_against_the_anchor(sealed: Path, database: str) -> None:
    by_superuser(database, f"DELETE FROM audit_event WHERE id = {SOME}")
    by_superuser(database, "TRUNCATE audit_leaf, audit_seal")
    assert seal(KEY)
    assert faults() == []
    assert any("written anew" in fault or "was cut" in fault for fault in faults(sealed))


def test_another_key_signs_nothing_here(sealed: Path) -> None:
    found = verify_log([str(sealed)], Ed25519PrivateKey.generate().public_key())
    assert len([fault for fault in found.faults if "not signed" in fault]) == 5


def test_an_anchor_that_is_not_there_is_a_fault(sealed: Path, tmp_path: Path) -> None:
    assert faults(tmp_path / "lost.jsonl") == [f"The anchor {tmp_path / 'lost.jsonl'} is missing or empty."]


def test_an_event_whose_transaction_is_still_open_waits_for_the_next_seal(database: str) -> None:
    log_events(1)
    parameters: dict[str, Any] = cluster_of_settings().as_role("beatbook_audit_writer", database)
    with psycopg.connect(**parameters) as slow:
        slow.execute(
            "INSERT INTO audit_event (id, kind, role, purpose, reference, route, record_ids, detail)"
            " VALUES (gen_random_uuid(), 'page', '', '', '', 'slow', '{}', '{}')"
        )
        log_events(2)
        first = seal(KEY)
        slow.commit()
    second = seal(KEY)
    assert first and second and (first.count, second.count) == (1, 3)
    assert faults() == []


@pytest.mark.parametrize("alias", ["default", "audit_writer", "audit_reader", "ingest", "purger"])
def test_nobody_but_the_sealer_touches_seals(database: str, alias: str) -> None:
    for statement in ("SELECT FROM audit_seal", "DELETE FROM audit_leaf", "INSERT INTO audit_seal (number) VALUES (1)"):
        with pytest.raises(Exception, match="permission denied"), connections[alias].cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_seal SET count = 0", "DELETE FROM audit_seal", "DELETE FROM audit_event", "UPDATE audit_leaf SET place = 0"]
)
def test_the_sealer_adds_and_never_changes(database: str, statement: str) -> None:
    with pytest.raises(Exception, match="permission denied"), connections["sealer"].cursor() as cursor:
        cursor.execute(statement)


def test_a_head_that_cannot_be_carried_is_told_and_the_others_go(sealed: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    assert anchor([str(tmp_path / "file" / "heads"), str(tmp_path / "second")], KEY) == [str(tmp_path / "file" / "heads")]
    assert "could not be carried" in caplog.text
    assert (tmp_path / "second").exists()
