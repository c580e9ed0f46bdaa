"""Reads of the audit room: the viewer's own task, and, for those whose work it is, who has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Now

from beatbook.audit.models import Event, Task
from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CurrentTask:
    """The purpose and reference under which somebody is looking now."""

    id: UUID
    purpose: str
    reference: str
    started_at: datetime


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
    with viewing(viewer):
        task = Task.objects.filter(user_id=viewer.user_id, ended_at__isnull=True, expires_at__gt=Now()).order_by("-started_at").first()
    return CurrentTask(task.id, task.purpose, task.reference, task.started_at) if task else None


def looks_at(record_ids: Iterable[UUID], *, viewer: Viewer, limit: int = 200) -> list[Look]:
    """Who has looked at any of these records, newest first; empty for a viewer whose role may not read the log."""
    with viewing(viewer, alias="audit_reader"):
        rows = Event.objects.using("audit_reader").filter(record_ids__overlap=list(record_ids)).order_by("-at")[:limit]
        return [Look(row.at, row.user_id, row.role, row.kind, row.purpose, row.reference, row.route) for row in rows]
