"""Carries out removals that were agreed to: withdraws the records, lets links and figures go by the ordinary road, and then takes every row of them.

Invariant: nothing goes but the list that was agreed to, by somebody other than who asked; and by two others once much was removed within a day.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from beatbook.access.actions import system_viewer
from beatbook.audit.actions import record_event
from beatbook.db.sql_files import load_sql
from beatbook.linkage.actions import link_new_records
from beatbook.measures.actions import refresh_measures

# Of all records, in one request and, by one agreement, in a day: more is a mistake until others have looked (R4 of the design).
MOST_SHARE, ALWAYS_ALLOWED = 0.01, 10
LOCK = "hashtext('beatbook removal')"


def carry_out_agreed() -> int:
    """Carries out every request that has the agreement it needs, oldest first, and says how many. For the worker."""
    with transaction.atomic(using="purger"), connections["purger"].cursor() as cursor:
        cursor.execute(load_sql(_folder(), "agreed_removals"))
        waiting = [row[0] for row in cursor.fetchall()]
    return sum(carry_out(one) is not None for one in waiting)


def carry_out(request_id: UUID) -> dict[str, int] | None:
    """Removes what one request names: rows by table. None, and nothing removed, when it is done or lacks an agreement that it needs."""
    with transaction.atomic(using="purger"), connections["purger"].cursor() as cursor:
        found = _agreed(cursor, request_id)
    if found is None:
        return None
    ids, _ = found
    words = _own_words(ids)
    _withdraw(ids)
    link_new_records()
    refresh_measures()
    with transaction.atomic(using="purger"), connections["purger"].cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        found = _agreed(cursor, request_id)  # two may have come to it at once
        if found is None:
            return None
        _, agreed_by = found
        gone = _remove(cursor, request_id, ids, agreed_by[0], words)
    detail = {"request": str(request_id), "agreed_by": [str(one) for one in agreed_by], "rows": gone}
    record_event(
        viewer=system_viewer("removing"), kind="erasure", route="remove agree", record_ids=ids, detail=detail, alias="audit_writer"
    )
    return gone


def check_share(cursor: Any, wanted: int) -> str:
    """Words against a list that is longer than may go in one request, or nothing: of the records that this cursor sees, so that whoever asks is not
    told how many there are, and the purger, who sees all, carries out what they could ask for."""
    most = _most(cursor)
    if wanted <= most:
        return ""
    return f"{wanted:,} records at once are more than the {most:,} that may go in one request: make the list smaller."


def _agreed(cursor: Any, request_id: UUID) -> tuple[list[UUID], Sequence[UUID]] | None:
    """The list and who agreed to it, first agreement first, when that is enough; else None."""
    cursor.execute(
        "SELECT q.record_ids, array(SELECT d.decided_by FROM stewardship_removaldecision d WHERE d.request_id = q.id AND d.agreed"
        "  AND d.digest = q.digest AND d.decided_by <> q.asked_by ORDER BY d.decided_at)"
        " FROM stewardship_removalrequest q WHERE q.id = %s AND q.done_at IS NULL"
        " AND NOT EXISTS (SELECT FROM stewardship_removaldecision d WHERE d.request_id = q.id AND NOT d.agreed)",
        [request_id],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    ids, agreed_by = list(row[0]), list(row[1])
    cursor.execute("SELECT count(*) FROM stewardship_removal r WHERE r.removed_at > now() - interval '1 day'")
    needed = 1 if cursor.fetchone()[0] + len(ids) <= _most(cursor) else 2
    if len(agreed_by) < needed or check_share(cursor, len(ids)):
        return None
    return ids, agreed_by


def _most(cursor: Any) -> int:
    cursor.execute("SELECT count(*) FROM sources_record")
    return max(ALWAYS_ALLOWED, int(cursor.fetchone()[0] * MOST_SHARE))


def _own_words(ids: Collection[UUID]) -> list[str]:
    """The words by which these records are found and no other is: whoever searched for one of them searched for these."""
    with transaction.atomic(using="purger"), connections["purger"].cursor() as cursor:
        cursor.execute(load_sql(_folder(), "own_words"), {"ids": list(ids)})
        return [row[0] for row in cursor.fetchall()]


def _withdraw(ids: Collection[UUID]) -> None:
    """Takes the records back, and what is counted of them: rows on which nothing else hangs, and of which the purger knows nothing."""
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        for table in ("sources_staged", "tension_happening"):
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY (%s::uuid[])", [list(ids)])
        cursor.execute(
            "UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = ANY (%s::uuid[]) AND NOT withdrawn",
            [list(ids)],
        )


def _remove(cursor: Any, request_id: UUID, ids: Collection[UUID], agreed_by: UUID, words: Sequence[str]) -> dict[str, int]:
    given = {"ids": list(ids), "request": request_id, "agreed_by": agreed_by}
    cursor.execute(load_sql(_folder(), "tell_of_removal"), given)
    cursor.execute(
        "INSERT INTO sources_removed (record_id, fingerprint)"
        " SELECT i.id, f.fingerprint FROM unnest(%(ids)s::uuid[]) AS i (id) LEFT JOIN sources_refusedrow f ON f.id = i.id ON CONFLICT DO NOTHING",
        given,
    )
    gone = {
        "search_saved": _remove_watching(cursor, ids),
        "search_recent": _remove_recent(cursor, words),
        "linkage_token": _remove_tokens(cursor, words),
    }
    for schema, table, columns in _tables(cursor):
        cursor.execute(f"DELETE FROM {schema}.{table} WHERE {_any_of(columns)}", {"ids": list(ids)})
        gone[table] = gone.get(table, 0) + cursor.rowcount
    for schema, table, columns in _tables(cursor):  # what the deletions above have just put into the past
        if schema == "past":
            cursor.execute(f"DELETE FROM past.{table} WHERE {_any_of(columns)}", {"ids": list(ids)})
    cursor.execute("UPDATE stewardship_removalrequest SET agreed_by = %(agreed_by)s, done_at = now() WHERE id = %(request)s", given)
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


def _remove_recent(cursor: Any, words: Sequence[str]) -> int:
    """Lines of what people searched for lately that bear a word which these records alone are found by."""
    gone = 0
    for table in ("public.search_recent", "past.search_recent"):  # in this order: what is deleted goes to the past first
        cursor.execute(f"DELETE FROM {table} WHERE regexp_split_to_array(lower(query), '[^[:alnum:]]+') && %s::text[]", [list(words)])
        gone += cursor.rowcount
    return gone


def _remove_tokens(cursor: Any, words: Sequence[str]) -> int:
    """How these words might be misspelled, which went to the past when no record said them any more."""
    cursor.execute("DELETE FROM past.linkage_token WHERE token = ANY (%s)", [list(words)])
    return int(cursor.rowcount)


def _tables(cursor: Any) -> list[tuple[str, str, list[str]]]:
    cursor.execute(load_sql(_folder(), "columns_of_records"))
    return [(schema, table, list(columns)) for schema, table, columns in cursor.fetchall()]


def _any_of(columns: Collection[str]) -> str:
    return " OR ".join(f"{column} = ANY (%(ids)s::uuid[])" for column in columns)


def _folder() -> str:
    return __file__.replace("/actions/", "/")
