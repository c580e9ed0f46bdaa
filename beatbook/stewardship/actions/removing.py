"""Removes records for good, with all that hangs on them: asked by one person, agreed by another, and only then done.

Source of the order (list first, agreement to exactly that list, a limit to how much goes at once): the loss of records from the Police National
Computer in January 2021, when a program deleted more than anybody had agreed to.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction

from beatbook.access.actions import join_markings
from beatbook.access.permissions import Tool, check_may_use
from beatbook.audit.actions import record_event
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import viewing
from beatbook.linkage.actions import link_new_records
from beatbook.measures.actions import refresh_measures
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

MOST_SHARE, ALWAYS_ALLOWED = 0.01, 10  # of all records at once: more is a mistake until somebody has looked (R4 of the design)


class RemovalRefused(BeatbookError):
    """Nothing was removed; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What would go: the request's id, the digest of exactly these records and this reason, and rows by table."""

    id: UUID
    digest: str
    rows: dict[str, int]


def digest_of(record_ids: Collection[UUID], reason: str) -> str:
    """Twelve hex digits that name this list and this reason, whatever the order of the list."""
    said = "\n".join([reason, *sorted(str(one) for one in record_ids)])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def ask_removal(record_ids: Collection[UUID], reason: str, *, viewer: Viewer) -> Asked:
    """Asks that these records be removed, and says what would go with them. Nothing is removed yet.

    Raises:
        NotPermitted: the viewer may not ask.
        RemovalRefused: no reason, an id that the viewer does not see, or more than may go at once.
    """
    check_may_use(viewer, Tool.REMOVE)
    wanted = sorted(set(record_ids))
    if len(reason.strip()) < 3:
        raise RemovalRefused("Say why these records must go.")
    with viewing(viewer) as cursor:
        cursor.execute("SELECT r.id, r.vis FROM sources_record r WHERE r.id = ANY (%s::uuid[])", [wanted])
        found = dict(cursor.fetchall())
    if missing := [one for one in wanted if one not in found]:
        raise RemovalRefused(f"There is no record {missing[0]}. Nothing was asked.")
    if not wanted:
        raise RemovalRefused("The list is empty.")
    with transaction.atomic(using="purger"), connections["purger"].cursor() as cursor:
        rows = {table: n for table, n in _counted(cursor, wanted).items() if n}
        _check_share(cursor, len(wanted))
    vis = join_markings(set(found.values()))
    request, digest = uuid4(), digest_of(wanted, reason.strip())
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO stewardship_removalrequest (id, record_ids, reason, digest, asked_by, vis) VALUES (%s, %s::uuid[], %s, %s, %s, %s)",
            [request, wanted, reason.strip(), digest, viewer.user_id, vis],
        )
        record_event(viewer=viewer, kind="erasure-asked", route="remove ask", record_ids=wanted, detail={"digest": digest})
    return Asked(request, digest, rows)


def agree_removal(request_id: UUID, digest: str, *, viewer: Viewer) -> dict[str, int]:
    """Agrees to a request whose digest one has before one, and removes: rows by table.

    First the records are withdrawn, so that links, people and figures let them go by the ordinary road; then every row that bears their ids goes, in
    the tables and in their history, and what remains of each is a line that says when, why and by whom.

    Raises:
        NotPermitted: the viewer may not agree.
        RemovalRefused: no such open request, one's own, another digest, or more than may go at once.
    """
    check_may_use(viewer, Tool.REMOVE)
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT q.record_ids, q.reason, q.asked_by, q.digest FROM stewardship_removalrequest q WHERE q.id = %s AND q.done_at IS NULL",
            [request_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise RemovalRefused("There is no such open request.")
    ids, reason, asked_by, expected = row
    if asked_by == viewer.user_id:
        raise RemovalRefused("Somebody else must agree to what you asked for.")
    if digest != expected or digest_of(ids, reason) != expected:
        raise RemovalRefused("That is not the digest of this request: read its list again.")
    _withdraw(ids)
    link_new_records()
    refresh_measures()
    gone = _remove(ids, reason, asked_by, viewer.user_id, request_id)
    detail = {"digest": digest, "rows": gone}
    record_event(viewer=viewer, kind="erasure", route="remove agree", record_ids=ids, detail=detail, alias="audit_writer")
    return gone


def _withdraw(ids: Collection[UUID]) -> None:
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute(
            "UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = ANY (%s::uuid[]) AND NOT withdrawn",
            [list(ids)],
        )


def _remove(ids: Collection[UUID], reason: str, asked_by: UUID, agreed_by: UUID, request_id: UUID) -> dict[str, int]:
    with transaction.atomic(using="purger"), connections["purger"].cursor() as cursor:
        _check_share(cursor, len(ids))
        cursor.execute(
            "INSERT INTO stewardship_removal (record_id, reason, asked_by, agreed_by, vis)"
            " SELECT r.id, %s, %s, %s, r.vis FROM sources_record r WHERE r.id = ANY (%s::uuid[]) ON CONFLICT DO NOTHING",
            [reason, asked_by, agreed_by, list(ids)],
        )
        gone = {"search_saved": _remove_watching(cursor, ids)}
        for schema, table, columns in _tables(cursor):
            cursor.execute(f"DELETE FROM {schema}.{table} WHERE {_any_of(columns)}", {"ids": list(ids)})
            gone[table] = gone.get(table, 0) + cursor.rowcount
        for schema, table, columns in _tables(cursor):  # what the deletions above have just put into the past
            if schema == "past":
                cursor.execute(f"DELETE FROM past.{table} WHERE {_any_of(columns)}", {"ids": list(ids)})
        cursor.execute("UPDATE stewardship_removalrequest SET agreed_by = %s, done_at = now() WHERE id = %s", [agreed_by, request_id])
    return {table: rows for table, rows in gone.items() if rows}


def _remove_watching(cursor: Any, ids: Collection[UUID]) -> int:
    """Searches that found no person but these: their words name them. Others go on, and forget what they found of them."""
    cursor.execute(
        "SELECT s.id FROM search_saved s WHERE s.watches"
        " AND EXISTS (SELECT FROM search_finding f WHERE f.saved_id = s.id AND f.record_id = ANY (%(ids)s::uuid[]))"
        " AND NOT EXISTS (SELECT FROM search_finding f JOIN sources_record r ON r.id = f.record_id"
        "  WHERE f.saved_id = s.id AND r.kind = 'person' AND f.record_id <> ALL (%(ids)s::uuid[]))",
        {"ids": list(ids)},
    )
    ended = [row[0] for row in cursor.fetchall()]
    for schema in ("public", "past"):
        cursor.execute(f"DELETE FROM {schema}.search_finding WHERE saved_id = ANY (%s)", [ended])
        cursor.execute(f"DELETE FROM {schema}.search_decision WHERE saved_id = ANY (%s)", [ended])
        cursor.execute(f"DELETE FROM {schema}.search_saved WHERE id = ANY (%s)", [ended])
    return len(ended)


def _counted(cursor: Any, ids: Collection[UUID]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for schema, table, columns in _tables(cursor):
        cursor.execute(f"SELECT count(*) FROM {schema}.{table} WHERE {_any_of(columns)}", {"ids": list(ids)})
        counts[table] = counts.get(table, 0) + int(cursor.fetchone()[0])
    return counts


def _tables(cursor: Any) -> list[tuple[str, str, list[str]]]:
    cursor.execute(load_sql(__file__.replace("/actions/", "/"), "columns_of_records"))
    return [(schema, table, list(columns)) for schema, table, columns in cursor.fetchall()]


def _any_of(columns: Collection[str]) -> str:
    return " OR ".join(f"{column} = ANY (%(ids)s::uuid[])" for column in columns)


def _check_share(cursor: Any, wanted: int) -> None:
    cursor.execute("SELECT count(*) FROM sources_record")
    most = max(ALWAYS_ALLOWED, int(cursor.fetchone()[0] * MOST_SHARE))
    if wanted > most:
        raise RemovalRefused(f"{wanted:,} records at once are more than the {most:,} that may go in one request: make the list smaller.")
