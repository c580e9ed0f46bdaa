"""What is asked to be removed for good, what would go with it as far as the viewer may see it, and what was removed. Only those who may remove are answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.access.queries import names_of_users
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import viewing
from beatbook.stewardship.models import Removal, RemovalDecision, RemovalRequest
from beatbook.vocabulary.viewer import Viewer

SHORTEST_KEY = 6  # of a record's number in its system: a shorter one stands in rows that are about something else


@dataclass(frozen=True, slots=True)
class Named:
    """One record, or refused row, of a list: of which sort, from which feed, under which number there."""

    id: UUID
    kind: str
    feed: str
    number: str
    vis: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said to a request."""

    who: str
    agreed: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One request to remove. `state` is waits, agreed, refused or removed; an agreed one is carried out by the worker, or waits for a third person."""

    id: UUID
    record_ids: tuple[UUID, ...]
    reason: str
    digest: str
    asked_by: UUID
    asker: str
    asked_at: datetime
    done_at: datetime | None
    decisions: tuple[Decision, ...]

    @property
    def state(self) -> str:
        """What became of it."""
        if self.done_at:
            return "removed"
        if any(not one.agreed for one in self.decisions):
            return "refused"
        return "agreed" if self.decisions else "waits"


@dataclass(frozen=True, slots=True)
class Gone:
    """That one record was removed: nothing of what it said."""

    record_id: UUID
    removed_at: datetime
    reason: str
    asker: str
    agreer: str


def named_in(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, Named]:
    """Those of these records and refused rows that the viewer may see."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT r.id, r.kind, r.feed, r.source_key, r.vis FROM sources_record r WHERE r.id = ANY (%(ids)s::uuid[]) UNION ALL"
            " SELECT f.id, 'refused row', f.feed, f.file || ', row ' || f.row_number, f.vis FROM sources_refusedrow f WHERE f.id = ANY (%(ids)s::uuid[])",
            {"ids": list(ids)},
        )
        return {row[0]: Named(*row) for row in cursor.fetchall()}


def refused_rows_naming(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, Named]:
    """Refused rows of the same feeds in which the number of one of these records stands, as far as the viewer may see both."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT DISTINCT f.id, 'refused row', f.feed, f.file || ', row ' || f.row_number, f.vis"
            " FROM sources_record r JOIN sources_refusedrow f ON f.feed = r.feed"
            " WHERE r.id = ANY (%s::uuid[]) AND length(r.source_key) >= %s AND strpos(f.raw, r.source_key) > 0",
            [list(ids), SHORTEST_KEY],
        )
        return {row[0]: Named(*row) for row in cursor.fetchall()}


def rows_of(ids: Collection[UUID], *, viewer: Viewer) -> dict[str, int]:
    """How many rows that the viewer may see hang on these records, by table; what they may not see goes too, and is not counted."""
    counts: dict[str, int] = {}
    with viewing(viewer) as cursor:
        cursor.execute(load_sql(__file__.replace("/queries/", "/"), "tables_of_records"))
        for table, columns in cursor.fetchall():
            condition = " OR ".join(f"{column} = ANY (%(ids)s::uuid[])" for column in columns)
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}", {"ids": list(ids)})
            if found := int(cursor.fetchone()[0]):
                counts[table] = found
    return counts


def requests(*, viewer: Viewer, limit: int = 50) -> list[Request]:
    """Requests about what the viewer may see, newest first."""
    with viewing(viewer):
        rows = list(RemovalRequest.objects.order_by("-asked_at", "id")[:limit])
        return _with_decisions(rows, viewer)


def request_asked(request_id: UUID, *, viewer: Viewer) -> Request | None:
    """One request, or None."""
    with viewing(viewer):
        return next(iter(_with_decisions(list(RemovalRequest.objects.filter(id=request_id)), viewer)), None)


def removals(*, viewer: Viewer, limit: int = 200) -> list[Gone]:
    """What was removed of what the viewer might have seen, newest first."""
    with viewing(viewer):
        names = names_of_users(viewer=viewer)
        rows = Removal.objects.order_by("-removed_at", "record_id")[:limit]
        return [
            Gone(
                row.record_id, row.removed_at, row.reason, names.get(str(row.asked_by), "Unknown"), names.get(str(row.agreed_by), "Unknown")
            )
            for row in rows
        ]


def _with_decisions(rows: list[RemovalRequest], viewer: Viewer) -> list[Request]:
    names = names_of_users(viewer=viewer)
    said: dict[UUID, list[Decision]] = {}
    for one in RemovalDecision.objects.filter(request_id__in=[row.id for row in rows]).order_by("decided_at"):
        said.setdefault(one.request_id, []).append(
            Decision(names.get(str(one.decided_by), "Unknown"), one.agreed, one.reason, one.decided_at)
        )
    return [
        Request(
            row.id,
            tuple(row.record_ids),
            row.reason,
            row.digest,
            row.asked_by,
            names.get(str(row.asked_by), "Unknown"),
            row.asked_at,
            row.done_at,
            tuple(said.get(row.id, ())),
        )
        for row in rows
    ]
