"""Records, their history and their ties, as one viewer may see them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from beatbook.db.viewing import prepared_rows, viewing
from beatbook.sources.named_sql import sql
from beatbook.sources.reading import note_read
from beatbook.vocabulary.viewer import Viewer

_RECORD = (
    "r.id, r.feed, r.source_key, r.kind, r.version, r.said_at, r.happened_at, r.received_at, r.area, r.longitude, r.latitude,"
    " r.content::text, r.vis, r.withdrawn"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One mention of one thing by one system, as that system last said it."""

    id: UUID
    feed: str
    source_key: str
    kind: str
    version: int
    said_at: datetime
    happened_at: datetime | None
    received_at: datetime
    area: str | None
    longitude: float | None
    latitude: float | None
    content: Mapping[str, Any]
    vis: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class TieRow:
    """A relation that one system recorded between two records, both of which the viewer may see."""

    id: UUID
    from_id: UUID
    to_id: UUID
    role: str
    basis: str
    said_at: datetime
    feed: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a record, as the system said it then."""

    version: int
    said_at: datetime
    content: Mapping[str, Any]
    load_id: UUID


@dataclass(frozen=True, slots=True)
class Changes:
    """Records that changed from one watermark on, and the watermark with which to ask next time."""

    records: tuple[Record, ...]
    watermark: int


def records_by_ids(ids: Collection[UUID], *, viewer: Viewer) -> list[Record]:
    """Those of these records that the viewer may see and that their systems still hold, in the order of `ids`."""
    wanted = list(dict.fromkeys(ids))
    with viewing(viewer) as cursor:
        rows = prepared_rows(
            cursor, f"SELECT {_RECORD} FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[]) AND NOT r.withdrawn", {"ids": wanted}
        )
        found = {record.id: record for record in _records(rows)}
    note_read(found)
    return [found[one] for one in wanted if one in found]


def visible_ids(ids: Collection[UUID], *, viewer: Viewer) -> set[UUID]:
    """Those of these records, withdrawn ones too, that the viewer may see."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT r.id FROM sources_record r WHERE r.id = ANY (%s::uuid[])", [sorted(set(ids))])
        return {row[0] for row in cursor.fetchall()}


def ties_of(ids: Collection[UUID], *, viewer: Viewer) -> list[TieRow]:
    """Ties from or to any of these records, oldest first; each once."""
    with viewing(viewer) as cursor:
        return [TieRow(*row) for row in prepared_rows(cursor, sql("ties_of_records"), {"ids": list(ids)})]


def record_history(record_id: UUID, *, viewer: Viewer) -> list[VersionRow]:
    """Every version of one record that the viewer may see, newest first; nothing when the record as it is now may not be seen."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT v.version, v.said_at, v.content::text, v.load_id FROM sources_record r"
            " JOIN sources_recordversion v ON v.record_id = r.id WHERE r.id = %s ORDER BY v.version DESC",
            [record_id],
        )
        return [VersionRow(row[0], row[1], json.loads(row[2]), row[3]) for row in cursor.fetchall()]


def events_in_area(
    area: str, since: datetime, *, viewer: Viewer, until: datetime | None = None, event_types: Sequence[str] = (), limit: int = 200
) -> list[Record]:
    """Events that happened in an area from `since` up to and without `until`, newest first."""
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT {_RECORD} FROM sources_record r WHERE r.kind = 'event' AND r.area = %s AND r.happened_at >= %s"
            " AND (%s::timestamptz IS NULL OR r.happened_at < %s) AND NOT r.withdrawn"
            " AND (%s::text[] = '{}' OR r.content ->> 'event_type' = ANY (%s::text[]))"
            " ORDER BY r.happened_at DESC, r.id LIMIT %s",
            [area, since, until, until, list(event_types), list(event_types), limit],
        )
        return _records(cursor.fetchall())


def changes_since(watermark: int, *, viewer: Viewer, kinds: Sequence[str] = (), limit: int | None = None) -> Changes:
    """Records, withdrawn ones too, that changed at or after `watermark` in transactions that are over.

    With a `limit` the answer may be cut, and then its watermark is that of the first record left out, so that none is missed.
    """
    with viewing(viewer) as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        upto = int(cursor.fetchone()[0])
        cursor.execute(
            f"SELECT {_RECORD}, r.changed::text FROM sources_record r WHERE r.changed >= %s::text::xid8 AND r.changed < %s::text::xid8"
            " AND (%s::text[] = '{}' OR r.kind = ANY (%s::text[])) ORDER BY r.changed, r.id LIMIT %s",
            [str(watermark), str(upto), list(kinds), list(kinds), None if limit is None else limit + 1],
        )
        rows = cursor.fetchall()
    if limit is not None and len(rows) > limit:
        return Changes(tuple(_records([row[:-1] for row in rows[:limit]])), int(rows[limit][-1]))
    return Changes(tuple(_records([row[:-1] for row in rows])), upto)


def current_watermark(*, viewer: Viewer) -> int:
    """The watermark of now: what changes from here on is found by asking `changes_since` with it."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        return int(cursor.fetchone()[0])


def _records(rows: Sequence[Sequence[Any]]) -> list[Record]:
    return [_record(list(row)) for row in rows]


def _record(cells: list[Any]) -> Record:
    cells[11] = json.loads(cells[11])
    return Record(*cells)
