"""Seals, what stands under each, and what was asked: for keepers. The database shows nobody else a row of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SealRow:
    """One seal: how many records it holds, and how many of them wait for a decision."""

    id: UUID
    name: str
    kind: str
    reason: str
    made_by: UUID
    made_at: datetime
    ended_at: datetime | None
    unguarded: int
    held: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One record, or refused row, under a seal: how it came there (chosen, found, arrived, tied) and what was decided."""

    record_id: UUID
    how: str
    state: str
    at: datetime
    decided_by: UUID | None
    refused_row: bool


@dataclass(frozen=True, slots=True)
class SealRequestRow:
    """One thing asked of another keeper: that a record be released, or (no record) that the seal be ended."""

    id: UUID
    record_id: UUID | None
    reason: str
    asked_by: UUID
    asked_at: datetime


_SEAL = (
    "s.id, s.name, s.kind, s.reason, s.made_by, s.made_at, s.ended_at, s.unguarded,"
    " (SELECT count(*) FROM sources_sealed z WHERE z.seal_id = s.id AND z.state <> 'released'),"
    " (SELECT count(*) FROM sources_sealed z WHERE z.seal_id = s.id AND z.state = 'waiting')"
)


def seals(*, viewer: Viewer) -> list[SealRow]:
    """Every seal that this keeper may see: those with something to decide first, then by name."""
    with viewing(viewer) as cursor:
        cursor.execute(f"SELECT {_SEAL} FROM sources_seal s")
        found = [SealRow(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda seal: (seal.ended_at is not None, -seal.waiting, seal.name.casefold(), str(seal.id)))


def seal_named(seal_id: UUID, *, viewer: Viewer) -> SealRow | None:
    """One seal, or None when there is none that this viewer may see."""
    with viewing(viewer) as cursor:
        cursor.execute(f"SELECT {_SEAL} FROM sources_seal s WHERE s.id = %s", [seal_id])
        row = cursor.fetchone()
    return SealRow(*row) if row else None


def sealed_under(seal_id: UUID, *, viewer: Viewer) -> list[SealedRow]:
    """What stands under a seal: what waits first, then what was decided last."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT z.record_id, z.how, z.state, z.at, z.decided_by, z.refused_row FROM sources_sealed z WHERE z.seal_id = %s"
            " ORDER BY z.state <> 'waiting', z.state, z.at DESC, z.record_id",
            [seal_id],
        )
        return [SealedRow(*row) for row in cursor.fetchall()]


def asked_of(seal_id: UUID, *, viewer: Viewer) -> list[SealRequestRow]:
    """What has been asked about a seal and waits for another keeper, oldest first."""
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT q.id, q.record_id, q.reason, q.asked_by, q.asked_at FROM sources_sealrequest q WHERE q.seal_id = %s AND q.state = 'open'"
            " ORDER BY q.asked_at, q.id",
            [seal_id],
        )
        return [SealRequestRow(*row) for row in cursor.fetchall()]


def arrivals_waiting(*, viewer: Viewer) -> int:
    """How many records under seals wait for a decision of this keeper."""
    with viewing(viewer) as cursor:
        cursor.execute("SELECT count(*) FROM sources_sealed z WHERE z.state = 'waiting'")
        return int(cursor.fetchone()[0])
