"""The sealer's work: seal what was logged since the last seal, and carry signed heads to where the database's keepers cannot reach."""

import json
import logging
import os
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections, transaction

from beatbook.audit.heads import Head, anchor_line, key_name, next_head, sign
from beatbook.audit.merkle import leaf_hash, root_of
from beatbook.db.sql_files import load_sql

log = logging.getLogger("beatbook.sealer")
ALIAS = "sealer"
LOCK = 7_105_243  # one sealer at a time in a database
SECONDS_TO_ANSWER = 10.0


def seal(key: Ed25519PrivateKey) -> Head | None:
    """Seals every event that is committed and unsealed; returns the new head, or None when there was nothing to seal."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        before = last_head(cursor)
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        upto = int(cursor.fetchone()[0])
        leaves = list(_fresh(cursor, before.upto if before else 0, upto))
        if not leaves:
            return None
        head = next_head(before, count=len(leaves), upto=upto, root=root_of([leaf for _, leaf in leaves]))
        _keep(cursor, head, leaves, key)
    return head


def last_head(cursor: Any) -> Head | None:
    """The newest seal's head, or None before the first."""
    cursor.execute("SELECT number, count, upto::text, root, chained FROM audit_seal ORDER BY number DESC LIMIT 1")
    row = cursor.fetchone()
    return Head(row[0], row[1], int(row[2]), bytes(row[3]), bytes(row[4])) if row else None


def anchor(places: Sequence[str], key: Ed25519PrivateKey) -> list[str]:
    """Carries the newest head to each place, a file or an https address, unless it was the last one carried there; returns the places that failed."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT number, count, upto::text, root, chained, signature, at FROM audit_seal ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None:
        return []
    head = Head(row[0], row[1], int(row[2]), bytes(row[3]), bytes(row[4]))
    line = anchor_line(head, bytes(row[5]), key.public_key(), row[6].isoformat())
    failed = []
    for place in places:
        try:
            _carry(place, line, head.number)
        except OSError as error:
            log.error("the head of seal %d could not be carried to %s: %s", head.number, place, type(error).__name__)
            failed.append(place)
    return failed


def _fresh(cursor: Any, since: int, upto: int) -> Iterator[tuple[str, bytes]]:
    # As COPY writes it: one line an event, with every tab and newline inside a value escaped, so that two events never read alike.
    query = load_sql(__file__, "events_to_seal").format(since=f"'{since:d}'", upto=f"'{upto:d}'")
    for line in copied_lines(cursor, query):
        yield line.partition(b"\t")[0].decode(), leaf_hash(line)


def copied_lines(cursor: Any, query: str) -> Iterator[bytes]:
    """The rows of a query as PostgreSQL writes them out, one line each, without the line's end."""
    rest = b""
    with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for part in copy:
            *lines, rest = (rest + bytes(part)).split(b"\n")
            yield from lines


def _keep(cursor: Any, head: Head, leaves: Sequence[tuple[str, bytes]], key: Ed25519PrivateKey) -> None:
    cursor.execute(
        "INSERT INTO audit_seal (number, count, upto, root, chained, signature, key) VALUES (%s, %s, %s::text::xid8, %s, %s, %s, %s)",
        [head.number, head.count, str(head.upto), head.root, head.chained, sign(head, key), key_name(key.public_key())],
    )
    cursor.execute(
        "INSERT INTO audit_leaf (seal, place, event_id, leaf)"
        " SELECT %s, n - 1, e, l FROM unnest(%s::uuid[], %s::bytea[]) WITH ORDINALITY AS sealed (e, l, n)",
        [head.number, [event for event, _ in leaves], [leaf for _, leaf in leaves]],
    )


def _carry(place: str, line: str, number: int) -> None:
    if place.startswith(("https://", "http://")):
        request = urllib.request.Request(place, data=line.encode(), headers={"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER):
            return
    path = Path(place)
    if _last_number(path) == number:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _last_number(path: Path) -> int | None:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4096))
            lines = file.read().splitlines()
        return int(json.loads(lines[-1])["seal"]) if lines else None
    except (FileNotFoundError, ValueError, KeyError):
        return None
