"""Publishes what a load has staged: one transaction, the same for a year of files and for one live message.

Invariant: after it, either every statement of the load is in records, history, ties or quarantine, or nothing has changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction

from beatbook.access.actions import intern_marking, join_markings
from beatbook.sources.actions.sealing import Guard, guard_load, seal_refused_rows
from beatbook.sources.feeds import Feed
from beatbook.sources.floor import takes_back_too_much
from beatbook.sources.named_sql import sql
from beatbook.sources.quality import Tally, quality_of
from beatbook.sources.refusals import Refusal
from beatbook.sources.staging import COLUMNS
from beatbook.sources.summaries import LoadSummary
from beatbook.vocabulary.markings import SEALED, Classification, Marking

USING = "ingest"
CHANGED = "beatbook_changed"
MANY = 1_000  # mentions from which a load is copied and counted first: the planner knows nothing of staging and would nest loops


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published. `scopes` are the parts of a snapshot that the load holds whole."""

    load_id: UUID
    feed: Feed
    vis: int
    road: str
    scopes: tuple[str, ...]
    tally: Tally


def publish(what: Publication, summary: LoadSummary) -> LoadSummary:
    """Publishes the load, or refuses it when `summary.reason` says why; either way its staging is cleared and its end recorded."""
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('beatbook publish'), hashtext(%s))", [what.feed.code])
        cursor.execute("SELECT set_config('work_mem', '96MB', true), set_config('client_connection_check_interval', '2s', true)")
        cursor.execute(sql("leave_out_removed"), {"load": what.load_id})
        summary = replace(summary, removed=cursor.rowcount)
        if sum(what.tally.mentions.values()) > MANY:
            cursor.execute(sql("count_staged"), {"load": what.load_id})
        guard = guard_load(cursor, what.load_id, what.tally)
        summary = guard.less(summary)
        scopes = _scopes(cursor, what)
        reason = summary.reason or _too_much(scopes)
        if reason:
            summary = replace(summary, state="refused", reason=reason)
        else:
            summary = _write(cursor, what, summary, scopes)
        return _end(cursor, what, summary, guard)


def copy_batch(cursor: Any, text: str) -> None:
    """Puts lines of COPY text into staging, by way of a temporary table: COPY does not work under row-level security."""
    if text:
        columns = ", ".join(COLUMNS)
        cursor.execute(sql("open_desk"))
        with cursor.copy(f"COPY pg_temp.staging_desk ({columns}) FROM STDIN") as copy:
            copy.write(text)
        cursor.execute(f"INSERT INTO sources_staged ({columns}) SELECT {columns} FROM pg_temp.staging_desk")
        cursor.execute("TRUNCATE pg_temp.staging_desk")


def keep_refused(cursor: Any, load_id: UUID, feed: str, refusals: Sequence[Refusal]) -> None:
    """Keeps refused rows, sealed until the load ends; one that is held already is not kept twice."""
    if not refusals:
        return
    vis = sealed()
    cursor.executemany(
        "INSERT INTO sources_refusedrow (id, load_id, feed, file, row_number, column_name, reason, raw, whole, state, fingerprint,"
        " refused_at, vis) SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s, now(), %s"
        " WHERE NOT EXISTS (SELECT FROM sources_removed r WHERE r.fingerprint = %s) ON CONFLICT (fingerprint) DO NOTHING",
        [
            [uuid4(), load_id, feed, one.file, one.number, one.column, one.reason, one.raw, one.whole, mark, vis, mark]
            for one in refusals
            for mark in [one.fingerprint(feed)]
        ],
    )


def sealed() -> int:
    """The number of the marking that nobody may see."""
    return intern_marking(SEALED, using=USING)


def _scopes(cursor: Any, what: Publication) -> list[dict[str, Any]]:
    if not what.scopes:
        return []
    return _rows(cursor, "stale_scopes", {"load": what.load_id, "feed": what.feed.code, "scopes": list(what.scopes)})


def _too_much(scopes: list[dict[str, Any]]) -> str:
    fresh = [scope for scope in scopes if not scope["stale"]]
    return takes_back_too_much(withdrawn=sum(one["left_out"] for one in fresh), held=sum(one["held"] for one in fresh)) or ""


def _write(cursor: Any, what: Publication, summary: LoadSummary, scopes: list[dict[str, Any]]) -> LoadSummary:
    given = {"load": what.load_id, "feed": what.feed.code}
    stale = [one["scope"] for one in scopes if one["stale"]]
    leaving = [one["scope"] for one in scopes if one["left_out"] and not one["stale"]]
    [said] = _rows(cursor, "publish_mentions", {**given, "stale": stale})
    if said["relabelled"]:
        _rows(cursor, "relabel_ties", {"ids": said["relabelled"]})
    withdrawn = _rows(cursor, "withdraw_records", {**given, "scopes": leaving})[0]["records"] if leaving else 0
    cursor.execute("SELECT EXISTS (SELECT FROM sources_waitingtie WHERE feed = %s)", [what.feed.code])
    [tied] = _rows(cursor, "publish_ties", {**given, "waiting": cursor.fetchone()[0]})
    cursor.execute(
        "SELECT count(*) FROM sources_waitingtie w WHERE feed = %s AND to_group IS NULL"
        " AND NOT EXISTS (SELECT FROM sources_sealed z WHERE z.record_id IN (w.from_id, w.to_id) AND z.state <> 'released')",
        [what.feed.code],
    )
    waiting = cursor.fetchone()[0]
    changed = said["new"] + said["newer"] + said["revived"] + withdrawn + tied["written"]
    if changed or said["written"]:
        cursor.execute(f"NOTIFY {CHANGED}")
    return replace(
        summary,
        state="published" if changed or said["older"] or said["conflicts"] else "unchanged",
        withdrawn=withdrawn,
        ties=tied["written"],
        waiting_ties=waiting,
        **{name: said[name] for name in ("new", "newer", "older", "unchanged", "twice", "conflicts", "revived")},
    )


def _end(cursor: Any, what: Publication, summary: LoadSummary, guard: Guard) -> LoadSummary:
    now = datetime.now(UTC)
    cursor.execute(
        "SELECT count(*) FROM sources_staged WHERE load_id = %s AND NOT tie AND kind = 'event' AND area IS NOT NULL AND id <> ALL (%s::uuid[])",
        [what.load_id, list(guard.caught)],
    )
    in_an_area = cursor.fetchone()[0]
    summary = replace(summary, in_an_area=in_an_area)
    quality = quality_of(
        what.tally, duplicates=summary.twice, conflicts=summary.conflicts, in_an_area=in_an_area, now=now,
        newest_within_days=what.feed.normal.newest_within_days,
    )  # fmt: skip
    cursor.execute(
        "UPDATE sources_load SET state = %s, reason = %s, ended_at = now(), summary = %s, quality = %s, tally = '{}' WHERE id = %s",
        [summary.state, summary.reason, json.dumps(summary.as_json()), json.dumps(quality.as_json()), what.load_id],
    )
    _seal(cursor, what, guard)
    if summary.published:
        _freshen(cursor, what)
    cursor.execute("DELETE FROM sources_staged WHERE load_id = %s", [what.load_id])
    return summary


def _seal(cursor: Any, what: Publication, guard: Guard) -> None:
    """Totals, quality and refused rows tell of every record of the load, so they bear the marking that covers all that the feed ever said.

    What is under a seal counts in none of them, and is not regarded, unless there is nothing else in the load.
    """
    cursor.execute(
        "SELECT vis FROM sources_spoken p WHERE feed = %s AND NOT EXISTS (SELECT FROM sources_sealed z WHERE z.vis = p.vis)"
        " UNION SELECT vis FROM sources_staged WHERE load_id = %s AND NOT tie AND (id <> ALL (%s::uuid[]) OR %s)",
        [what.feed.code, what.load_id, list(guard.caught), bool(guard.caught) and not what.tally.rows],
    )
    may_rise = Marking(Classification.OFFICIAL_SENSITIVE) if what.feed.marking_columns else Marking(Classification.PUBLIC)
    vis = join_markings([row[0] for row in cursor.fetchall()], more=[what.feed.marking, may_rise], using=USING)
    columns = sorted({"marking", *(column.lower() for column in what.feed.marking_columns)})
    cursor.execute(sql("seal_load"), {"vis": vis, "load": what.load_id, "feed": what.feed.code, "marking_columns": columns})
    seal_refused_rows(cursor, guard.refused, guard.markings)


def _freshen(cursor: Any, what: Publication) -> None:
    """That a message came is known to those who may see what it said; that files were read, to all who may know of the feed."""
    cursor.execute(
        "INSERT INTO sources_feed (code, name, system, vis, refresh_minutes) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (code) DO UPDATE SET name = excluded.name, system = excluded.system, vis = excluded.vis,"
        " refresh_minutes = excluded.refresh_minutes",
        [what.feed.code, what.feed.name, what.feed.system, what.vis, what.feed.refresh_minutes],
    )
    cursor.execute(sql("spoken_now"), {"feed": what.feed.code, "load": what.load_id})
    if what.road == "file":
        cursor.execute(
            "INSERT INTO sources_spoken (feed, vis, last_loaded_at) VALUES (%s, %s, now())"
            " ON CONFLICT (feed, vis) DO UPDATE SET last_loaded_at = excluded.last_loaded_at",
            [what.feed.code, what.vis],
        )


def _rows(cursor: Any, name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    cursor.execute("SELECT to_regclass('pg_temp.staged_now') IS NOT NULL")
    text = sql(name).replace("sources_staged", "pg_temp.staged_now") if cursor.fetchone()[0] else sql(name)
    cursor.execute(text, given)
    columns = [column.name for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
