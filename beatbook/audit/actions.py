"""Writes the log and keeps the task for which somebody looks. An event is committed before the answer that it describes leaves."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models.functions import Now

from beatbook.audit.models import Task
from beatbook.audit.purposes import CurrentTask, check_purpose
from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import prepared_rows, viewing
from beatbook.vocabulary.viewer import Viewer

TASK_HOURS = 8  # a shift: the longest that one stated purpose can honestly cover


def start_task(*, viewer: Viewer, purpose: str, reference: str = "", note: str = "") -> None:
    """Begins a task; the one before it, if any, ends.

    Raises:
        PurposeIncomplete: which field to mend is in `field`.
    """
    check_purpose(purpose, reference)
    with viewing(viewer):
        end_task(viewer=viewer)
        Task.objects.create(
            user_id=viewer.user_id,
            purpose=purpose,
            reference=reference.strip()[:100],
            note=note.strip()[:500],
            expires_at=Now() + timedelta(hours=TASK_HOURS),
        )


def end_task(*, viewer: Viewer) -> None:
    """Ends the viewer's open task."""
    with viewing(viewer):
        Task.objects.filter(user_id=viewer.user_id, ended_at__isnull=True).update(ended_at=Now())


def record_event(
    *,
    viewer: Viewer,
    kind: str,
    route: str,
    task: CurrentTask | None = None,
    record_ids: Iterable[UUID] = (),
    detail: dict[str, Any] | None = None,
    alias: str = "default",
) -> None:
    """Adds one event. On alias `default` it shares the transaction of the read; on `audit_writer` it has one of its own."""
    with connections[alias].cursor() as cursor:
        prepared_rows(
            cursor,
            load_sql(__file__, "add_event"),
            {
                "kind": kind,
                "user_id": viewer.user_id,
                "role": viewer.role,
                "task_id": task.id if task else None,
                "purpose": task.purpose if task else "",
                "reference": task.reference if task else "",
                "route": route,
                "record_ids": sorted(set(record_ids)),
                "detail": json.dumps(detail or {}),
            },
        )
