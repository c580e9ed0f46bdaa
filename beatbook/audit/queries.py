"""Reads of the audit room: the viewer's own task, and, for those whose work it is, who has looked."""

from binascii import unhexlify
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connections, transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber, TruncDate

from beatbook.audit.heads import Head, read_anchor_line
from beatbook.audit.models import Event
from beatbook.audit.purposes import CurrentTask
from beatbook.audit.tasks import copied_lines
from beatbook.audit.verification import GONE, Findings, SealedEvent, StoredSeal, check_log
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import prepared_rows, viewing
from beatbook.vocabulary.viewer import Viewer

LOOKS = ("consultation", "search", "export")
NO_SCREENS = ("denial", "failure", "sign-in", "sign-in-refused", "sign-out")
MOST_OF_A_DAY = 100


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the log: who, why, what and when."""

    at: datetime
    user_id: UUID | None
    role: str
    kind: str
    purpose: str
    reference: str
    route: str


def current_task(*, viewer: Viewer) -> CurrentTask | None:
    """The viewer's open task, or None when a purpose must be asked first."""
    with viewing(viewer) as cursor:
        found = prepared_rows(cursor, load_sql(__file__, "open_task"), {"user_id": viewer.user_id})
    return CurrentTask(*found[0]) if found else None


def looks_at(record_ids: Iterable[UUID], *, viewer: Viewer, limit: int = 200) -> list[Look]:
    """Who has looked at any of these records, newest first; empty for a viewer whose role may not read the log."""
    with viewing(viewer, alias="audit_reader"):
        rows = Event.objects.using("audit_reader").filter(record_ids__overlap=list(record_ids)).order_by("-at")[:limit]
        return [Look(row.at, row.user_id, row.role, row.kind, row.purpose, row.reference, row.route) for row in rows]


@dataclass(frozen=True, slots=True)
class LookLine:
    """One line of the log with all that it showed; `typed` is what was searched for."""

    id: UUID
    at: datetime
    user_id: UUID
    role: str
    kind: str
    purpose: str
    reference: str
    route: str
    record_ids: tuple[UUID, ...]
    typed: str


def looks_between(
    since: datetime, until: datetime, *, viewer: Viewer, user_id: UUID | None = None, kinds: Sequence[str] = LOOKS, limit: int = 2_000
) -> list[LookLine]:
    """Looks of everybody, or of one user, newest first; one's own are left out, except for professional standards. Empty for other roles.

    Of everybody, the newest hundred of each person's day: nobody pushes others' looks, or their own of other days, out of sight by making many.
    """
    with viewing(viewer, alias="audit_reader"):
        rows = Event.objects.using("audit_reader").filter(at__gte=since, at__lt=until, kind__in=kinds, user_id__isnull=False)
        if user_id is not None:
            rows = rows.filter(user_id=user_id)
        else:
            day = Window(RowNumber(), partition_by=[F("user_id"), TruncDate("at")], order_by=[F("at").desc(), F("id")])
            rows = rows.alias(place=day).filter(place__lte=MOST_OF_A_DAY)
        return [
            LookLine(
                row.id,
                row.at,
                row.user_id,
                row.role,
                row.kind,
                row.purpose,
                row.reference,
                row.route,
                tuple(row.record_ids),
                str(row.detail.get("typed", "")),
            )
            for row in rows.order_by("-at", "id")[:limit]
        ]


@dataclass(frozen=True, slots=True)
class Screen:
    """One page that somebody was shown, with all that it takes to show it again; `seen` is empty where the log does not say which moment it was."""

    id: UUID
    at: datetime
    user_id: UUID
    role: str
    kind: str
    purpose: str
    reference: str
    task_id: UUID | None
    path: str
    query: str
    seen: str
    status: int
    record_ids: tuple[UUID, ...]


def screen(event_id: UUID, *, viewer: Viewer) -> Screen | None:
    """The page of one event that the viewer may read; None for all else, and for what was no page of a person's."""
    with viewing(viewer, alias="audit_reader"):
        row = Event.objects.using("audit_reader").filter(_SHOWN, id=event_id).first()
        return _screen(row) if row else None


def screens_before(user_id: UUID, at: datetime, *, viewer: Viewer, limit: int) -> list[Screen]:
    """The pages that a user was shown last up to a moment, newest first."""
    with viewing(viewer, alias="audit_reader"):
        rows = Event.objects.using("audit_reader").filter(_SHOWN, user_id=user_id, at__lte=at).order_by("-at", "id")[:limit]
        return [_screen(row) for row in rows]


_SHOWN = Q(user_id__isnull=False, detail__has_key="path") & ~Q(kind__in=NO_SCREENS) & ~Q(detail__has_key="method")


def _screen(row: Event) -> Screen:
    said = row.detail
    return Screen(
        row.id,
        row.at,
        row.user_id,
        row.role,
        row.kind,
        row.purpose,
        row.reference,
        row.task_id,
        str(said.get("path", "")),
        str(said.get("query", "")),
        str(said.get("seen", "")),
        int(said.get("status", 0)),
        tuple(row.record_ids),
    )


def verify_log(anchors: Sequence[str], key: Ed25519PublicKey) -> Findings:
    """Checks the whole log against itself and against files of anchored heads; what it reads is one moment of the database.

    Raises:
        AnchorUnreadable: a line of an anchor is no head.
    """
    said = {place: _anchored(Path(place)) for place in anchors}
    with transaction.atomic(using="sealer"), connections["sealer"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT number, count, upto::text, root, chained, signature FROM audit_seal ORDER BY number")
        seals = [StoredSeal(Head(row[0], row[1], int(row[2]), bytes(row[3]), bytes(row[4])), bytes(row[5])) for row in cursor.fetchall()]
        findings = check_log(seals, _sealed_events(cursor), said, key)
        findings.faults += [f"The anchor {place} is missing or empty." for place, heads in said.items() if seals and not heads]
        cursor.execute(load_sql(__file__, "events_behind_seals"))
        findings.faults += [f"Event {event_id} was put in behind the last seal." for (event_id,) in cursor.fetchall()]
    return findings


def _sealed_events(cursor: Any) -> Iterator[SealedEvent]:
    for line in copied_lines(cursor, load_sql(__file__, "sealed_events")):
        seal, leaf, event_id, content = line.split(b"\t", 3)
        yield SealedEvent(int(seal), unhexlify(leaf), event_id.decode(), None if content.startswith(GONE) else content)


def _anchored(path: Path) -> list[tuple[Head, bytes]]:
    return [read_anchor_line(line) for line in path.read_text().splitlines() if line.strip()] if path.exists() else []
