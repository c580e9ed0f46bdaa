"""Thins the past: what tables said is kept for as many days as the installation says, and no longer.

Invariant: a row of the past goes only once no screen within those days can need it. A mark, set each day, says which transactions were over then;
what died before a mark can be seen by no page that was made after it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections, transaction
from django.utils import timezone

from beatbook.access.actions import system_viewer
from beatbook.audit.actions import record_event

log = logging.getLogger("beatbook.thinning")
USING = "purger"
BLOCKS = 2_000  # of a table, 16 MB, in one transaction: nobody waits for long, and a stop loses little


@dataclass(frozen=True, slots=True)
class Thinned:
    """Before which moment the past is no longer kept, and how many rows of it went now, by table."""

    before: datetime
    rows: dict[str, int]


def thin_past(*, days: int, now: datetime | None = None) -> Thinned | None:
    """Marks this day, and removes what tables said before the newest mark that is more than `days` days old; None when there is no such mark.

    `now` is the moment at which the days end. The replay is told before anything goes, so that it never shows half of a moment.
    """
    now = now or timezone.now()
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute(
            "INSERT INTO stewardship_pastmark (upto, at) SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, %(now)s"
            " WHERE NOT EXISTS (SELECT FROM stewardship_pastmark m WHERE m.at > %(now)s - interval '1 day') ON CONFLICT DO NOTHING",
            {"now": now},
        )
        cursor.execute(
            "UPDATE stewardship_pastmark SET thinned_at = coalesce(thinned_at, now()) WHERE upto ="
            " (SELECT m.upto FROM stewardship_pastmark m WHERE m.at <= %s ORDER BY m.at DESC LIMIT 1) RETURNING upto, at",
            [now - timedelta(days=days)],
        )
        mark = cursor.fetchone()
    if mark is None:
        return None
    upto, before = mark
    found = Thinned(before, {table: rows for table in _tables() if (rows := _thin(table, upto))})
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute("DELETE FROM stewardship_pastmark WHERE upto < %s", [upto])
    if found.rows:
        log.info("thinned the past before %s: %d rows", before.date(), sum(found.rows.values()))
        detail = {"before": before.isoformat(), "rows": found.rows}
        record_event(viewer=system_viewer("thinning"), kind="thinning", route="thin past", detail=detail, alias="audit_writer")
    return found


def _tables() -> list[str]:
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'past'::regnamespace AND c.relkind = 'r' ORDER BY c.relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _thin(table: str, upto: int) -> int:
    """Goes over one table from its first block to its last, once; rows of it that died before transaction `upto` go."""
    gone, block = 0, 0
    with connections[USING].cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass) / current_setting('block_size')::bigint", [f"past.{table}"])
        blocks = int(cursor.fetchone()[0])
    while block < blocks:
        with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
            cursor.execute(
                f"DELETE FROM past.{table} WHERE ctid >= %s::text::tid AND ctid < %s::text::tid AND died < %s::text::xid8",
                [f"({block},0)", f"({block + BLOCKS},0)", str(upto)],
            )
            gone += cursor.rowcount
        block += BLOCKS
    return gone
