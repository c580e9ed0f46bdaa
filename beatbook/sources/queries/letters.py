"""What is still to be told to the systems that own the records."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One thing told to an owning system, and how far it has come."""

    id: UUID
    feed: str
    record_id: UUID | None
    kind: str
    body: Mapping[str, Any]
    told_by: UUID
    told_at: datetime
    state: str
    attempts: int
    next_attempt_at: datetime
    last_error: str
    delivered_at: datetime | None
    receipt: str


_LETTER = (
    "o.id, o.feed, o.record_id, o.kind, o.body::text, o.told_by, o.told_at, o.state, o.attempts, o.next_attempt_at, o.last_error,"
    " o.delivered_at, o.receipt"
)
_SEEN = "(o.record_id IS NULL OR r.id IS NOT NULL)"  # a letter about a record is seen with that record alone


def undelivered(*, viewer: Viewer, limit: int = 200) -> list[LetterRow]:
    """What has not been delivered, oldest first; what failed for good as well."""
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT {_LETTER} FROM sources_outbox o LEFT JOIN sources_record r ON r.id = o.record_id"
            f" WHERE {_SEEN} AND o.state <> 'delivered' ORDER BY o.told_at, o.id LIMIT %s",
            [limit],
        )
        return [_letter(row) for row in cursor.fetchall()]


def outbox_rows(*, viewer: Viewer, limit: int = 200) -> list[LetterRow]:
    """What was told to systems, whatever became of it: the undelivered first, then the newest."""
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT {_LETTER} FROM sources_outbox o LEFT JOIN sources_record r ON r.id = o.record_id"
            f" WHERE {_SEEN} ORDER BY o.state = 'delivered', o.told_at DESC, o.id LIMIT %s",
            [limit],
        )
        return [_letter(row) for row in cursor.fetchall()]


def letters_by_ids(ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, LetterRow]:
    """Those of these letters that the viewer may see, by id: how far each has come."""
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT {_LETTER} FROM sources_outbox o LEFT JOIN sources_record r ON r.id = o.record_id WHERE {_SEEN} AND o.id = ANY (%s::uuid[])",
            [sorted(set(ids))],
        )
        return {letter.id: letter for letter in map(_letter, cursor.fetchall())}


def _letter(row: tuple[Any, ...]) -> LetterRow:
    letter_id, feed, record_id, kind, body, *rest = row
    return LetterRow(letter_id, feed, record_id, kind, json.loads(body), *rest)
