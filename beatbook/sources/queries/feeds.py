"""Feeds: how fresh each is, what its last loads did, its quality over loads, and the rows it refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from beatbook.db.viewing import asked_once, prepared_rows, viewing
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FeedFreshness:
    """One feed: when its system last said something that the viewer may see, and when we last took it. `quality` is that of its last load
    from files, for those who may see every record of it."""

    code: str
    name: str
    system: str
    refresh_minutes: int | None
    last_said_at: datetime | None
    last_loaded_at: datetime | None
    quality: Mapping[str, Any]
    open_refused_rows: int

    def is_late(self, now: datetime) -> bool:
        """Whether more time has passed since the last load than the feed is expected to take."""
        if self.last_loaded_at is None:
            return True
        return self.refresh_minutes is not None and (now - self.last_loaded_at).total_seconds() > self.refresh_minutes * 60


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One load: what it was, how it ended, what it did and its quality."""

    id: UUID
    feed: str
    road: str
    state: str
    reason: str
    started_at: datetime
    ended_at: datetime | None
    summary: Mapping[str, Any]
    quality: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RefusedRowView:
    """One row that was not taken, with its raw text. `whole` says that it can be mended here."""

    id: UUID
    feed: str
    file: str
    row_number: int
    column: str
    reason: str
    raw: str
    whole: bool
    state: str
    refused_at: datetime

    def sentence(self) -> str:
        """Where it stood and why, in one line."""
        where = f"{self.file}, row {self.row_number}" if self.row_number else self.file
        return f"{where}, column {self.column}: {self.reason}" if self.column else f"{where}: {self.reason}"


_LOAD = "l.id, l.feed, l.road, l.state, l.reason, l.started_at, l.ended_at, l.summary::text, l.quality::text"


def freshness(*, viewer: Viewer) -> list[FeedFreshness]:
    """Every feed that was ever loaded and that the viewer may know of, by name."""
    with viewing(viewer) as cursor:
        found = prepared_rows(
            cursor,
            "SELECT f.code, f.name, f.system, f.refresh_minutes,"
            " (SELECT max(p.last_said_at) FROM sources_spoken p WHERE p.feed = f.code),"
            " (SELECT max(p.last_loaded_at) FROM sources_spoken p WHERE p.feed = f.code),"
            " (SELECT l.quality::text FROM sources_load l WHERE l.feed = f.code AND l.road = 'file'"
            "  AND l.state IN ('published', 'unchanged') ORDER BY l.started_at DESC LIMIT 1),"
            " (SELECT count(*) FROM sources_refusedrow q WHERE q.feed = f.code AND q.state = 'open')"
            " FROM sources_feed f ORDER BY f.name, f.code",
            {},
        )
    return [_feed(row) for row in found]


def feed_systems(*, viewer: Viewer) -> dict[str, str]:
    """The name of the system behind each feed that the viewer may know of."""

    def ask() -> dict[str, str]:
        with viewing(viewer) as cursor:
            return dict(prepared_rows(cursor, "SELECT code, system FROM sources_feed", {}))

    return asked_once(viewer, "feed systems", ask)


def recent_loads(feed: str | None = None, *, viewer: Viewer, roads: tuple[str, ...] = ("file", "mended"), limit: int = 50) -> list[LoadRow]:
    """The latest loads, newest first; live messages only when `roads` asks for `inbox`."""
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT {_LOAD} FROM sources_load l WHERE (%s::text IS NULL OR l.feed = %s) AND l.road = ANY (%s::text[])"
            " AND l.state <> 'abandoned' ORDER BY l.started_at DESC, l.id LIMIT %s",
            [feed, feed, list(roads), limit],
        )
        return [_load(row) for row in cursor.fetchall()]


def feed_quality(feed: str, *, viewer: Viewer, limit: int = 12) -> list[LoadRow]:
    """The quality of the feed's last loads that were taken, newest first: the first is the report, all of them the trend."""
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT {_LOAD} FROM sources_load l WHERE l.feed = %s AND l.road = 'file' AND l.state IN ('published', 'unchanged')"
            " ORDER BY l.started_at DESC, l.id LIMIT %s",
            [feed, limit],
        )
        return [_load(row) for row in cursor.fetchall()]


def refused_rows(feed: str | None = None, *, viewer: Viewer, state: str = "open", limit: int = 100) -> list[RefusedRowView]:
    """Rows that were not taken, newest first."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT q.id, q.feed, q.file, q.row_number, q.column_name, q.reason, q.raw, q.whole, q.state, q.refused_at"
            " FROM sources_refusedrow q WHERE (%s::text IS NULL OR q.feed = %s) AND q.state = %s"
            " ORDER BY q.refused_at DESC, q.file, q.row_number LIMIT %s",
            [feed, feed, state, limit],
        )
        return [RefusedRowView(*row) for row in cursor.fetchall()]


def _feed(row: tuple[Any, ...]) -> FeedFreshness:
    code, name, system, minutes, said_at, loaded_at, quality, refused = row
    return FeedFreshness(code, name, system, minutes, said_at, loaded_at, json.loads(quality or "{}"), refused)


def _load(row: tuple[Any, ...]) -> LoadRow:
    load_id, feed, road, state, reason, started_at, ended_at, summary, quality = row
    return LoadRow(load_id, feed, road, state, reason, started_at, ended_at, json.loads(summary), json.loads(quality))
