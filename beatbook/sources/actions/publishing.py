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

from beatbook.sources.feeds import Feed
from beatbook.sources.floor import takes_back_too_much
from beatbook.sources.named_sql import sql
from beatbook.sources.quality import Tally, quality_of
from beatbook.sources.refusals import Refusal
from beatbook.sources.staging import COLUMNS
from beatbook.sources.summaries import LoadSummary

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
        if sum(what.tally.mentions.values()) > MANY:
            cursor.execute(sql("count_staged"), {"load": what.load_id})
        scopes = _scopes(cursor, what)
        reason = summary.reason or _too_much(scopes)
        if reason:
            summary = replace(summary, state="refused", reason=reason)
        else:
            summary = _write(cursor, what, summary, scopes)
        return _end(cursor, what, summary)


def copy_batch(cursor: Any, text: str) -> None:
    """Puts lines of COPY text into staging, by way of a temporary table: COPY does not work under row-level security."""
    if text:
        columns = ", ".join(COLUMNS)
        cursor.execute(sql("open_desk"))
        with cursor.copy(f"COPY pg_temp.staging_desk ({columns}) FROM STDIN") as copy:
            copy.write(text)
        cursor.execute(f"INSERT INTO sources_staged ({columns}) SELECT {columns} FROM pg_temp.staging_desk")
        cursor.execute("TRUNCATE pg_temp.staging_desk")


def keep_refused(cursor: Any, load_id: UUID, feed: str, refusals: Sequence[Refusal], vis: int) -> None:
    """Keeps refused rows; one that is held already is not kept twice."""
    if not refusals:
        return
    cursor.executemany(
        "INSERT INTO sources_refusedrow (id, load_id, feed, file, row_number, column_name, reason, raw, whole, state, fingerprint,"
        " refused_at, vis) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s, now(), %s) ON CONFLICT (fingerprint) DO NOTHING",
        [
            [uuid4(), load_id, feed, one.file, one.number, one.column, one.reason, one.raw, one.whole, one.fingerprint(feed), vis]
            for one in refusals
        ],
    )


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
    cursor.execute("SELECT count(*) FROM sources_waitingtie WHERE feed = %s AND to_group IS NULL", [what.feed.code])
    waiting = cursor.fetchone()[0]
    changed = said["new"] + said["newer"] + said["revived"] + withdrawn + tied["written"]
    if changed:
        cursor.execute(f"NOTIFY {CHANGED}")
    return replace(
        summary,
        state="published" if changed or said["older"] or said["conflicts"] else "unchanged",
        withdrawn=withdrawn,
        ties=tied["written"],
        waiting_ties=waiting,
        **{name: said[name] for name in ("new", "newer", "older", "unchanged", "twice", "conflicts", "revived")},
    )


def _end(cursor: Any, what: Publication, summary: LoadSummary) -> LoadSummary:
    now = datetime.now(UTC)
    cursor.execute(
        "SELECT count(*) FROM sources_staged WHERE load_id = %s AND NOT tie AND kind = 'event' AND area IS NOT NULL", [what.load_id]
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
    cursor.execute("DELETE FROM sources_staged WHERE load_id = %s", [what.load_id])
    if summary.published:
        _freshen(cursor, what)
    return summary


def _freshen(cursor: Any, what: Publication) -> None:
    facts = (what.feed.code, what.feed.name, what.feed.system, what.vis)
    cursor.execute(
        "INSERT INTO sources_feed AS f (code, name, system, vis, refresh_minutes, last_said_at, last_loaded_at, last_load_id)"
        " VALUES (%s, %s, %s, %s, %s, %s, now(), %s)"
        " ON CONFLICT (code) DO UPDATE SET name = excluded.name, system = excluded.system, vis = excluded.vis,"
        " refresh_minutes = excluded.refresh_minutes, last_said_at = greatest(f.last_said_at, excluded.last_said_at),"
        " last_loaded_at = now(), last_load_id = excluded.last_load_id",
        [*facts, what.feed.refresh_minutes, what.tally.newest or None, what.load_id],
    )


def _rows(cursor: Any, name: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    cursor.execute("SELECT to_regclass('pg_temp.staged_now') IS NOT NULL")
    text = sql(name).replace("sources_staged", "pg_temp.staged_now") if cursor.fetchone()[0] else sql(name)
    cursor.execute(text, given)
    columns = [column.name for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
