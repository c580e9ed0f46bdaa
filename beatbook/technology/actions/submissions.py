"""One road in: a file or a form is put down by the web, which can do no more, and taken by the loader. The command line enters by the same action.

Invariant: a submission is taken whole in one transaction, once; its body is emptied with it. The same content again changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction
from django.utils import timezone

from beatbook.db.viewing import viewing
from beatbook.organisations.actions import figure_vis
from beatbook.organisations.queries import figure_vis_seen
from beatbook.organisations.visibility import Visibility
from beatbook.technology.actions.taking import TAKERS, Outcome, Taking
from beatbook.technology.models import LeftRow, Submission
from beatbook.technology.reading.sheets import FileUnreadable
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

USING = "ingest"
MOST_BYTES = 8_000_000
CHANNEL = "beatbook_inbox"


class SubmissionRefused(BeatbookError):
    """The file is empty or larger than eight megabytes, or what it is for is not known: choose another."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one submission did: its id, whether it could be read, and one sentence."""

    id: UUID
    state: str
    said: str
    summary: Mapping[str, Any]


def submit(kind: str, name: str, body: bytes, options: Mapping[str, Any], *, viewer: Viewer) -> UUID:
    """Puts a file or a form down for the loader, in the name of the viewer's own organisation.

    Raises:
        SubmissionRefused: see there. NotYours: the viewer's organisation keeps no figures here.
    """
    if kind not in TAKERS or not body or len(body) > MOST_BYTES:
        raise SubmissionRefused("Choose a file of up to eight megabytes that is not empty.")
    identifier = uuid4()
    vis = figure_vis_seen(viewer.organisation, Visibility.OWNER, viewer=viewer)
    values = [identifier, viewer.organisation, vis, kind, name[:200], body, json.dumps(dict(options)), viewer.user_id]
    with viewing(viewer) as cursor:
        cursor.execute(
            "INSERT INTO technology_submission (id, owner, vis, kind, name, body, options, submitted_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            values,
        )
        cursor.execute(f"NOTIFY {CHANNEL}")
    return identifier


def take_submissions() -> list[Taken]:
    """Takes everything that waits, the oldest first. One that fails for a reason nobody foresaw is set aside, said and raised; others go on next time."""
    done = []
    while (
        waiting := Submission.objects.using(USING)
        .filter(state="waiting")
        .order_by("submitted_at", "id")
        .values_list("id", flat=True)
        .first()
    ):
        taken = _take_one(waiting)
        if taken:
            done.append(taken)
    return done


def take_file(kind: str, owner: str, name: str, body: bytes, options: Mapping[str, Any]) -> Taken:
    """Takes a file from the command line, where no viewer is: the same road from here on."""
    vis = figure_vis(owner, Visibility.OWNER)
    made = Submission.objects.using(USING).create(
        owner=owner, vis=vis, kind=kind, name=name, body=body, options=dict(options), submitted_by=UUID(int=0), submitted_at=timezone.now()
    )
    taken = _take_one(made.id)
    if taken is None:
        raise SubmissionRefused(f"{name} was taken by another process.")
    return taken


def _take_one(identifier: UUID) -> Taken | None:
    try:
        with transaction.atomic(using=USING):
            found = Submission.objects.using(USING).select_for_update(skip_locked=True).filter(id=identifier, state="waiting").first()
            return _take(found) if found else None
    except Exception:  # set aside, so that it does not stand in the way of the others; the face that called says what failed
        Submission.objects.using(USING).filter(id=identifier).update(
            state="failed", said="It could not be read. The fault is ours.", body=b""
        )
        raise


def _take(found: Submission) -> Taken:
    taking = Taking(found.owner, found.name, bytes(found.body), found.options, found.id, found.submitted_by)
    try:
        outcome = TAKERS[found.kind](taking)
        state = "taken"
    except FileUnreadable as error:
        outcome, state = Outcome(str(error)), "refused"
    LeftRow.objects.using(USING).bulk_create(
        LeftRow(
            owner=found.owner,
            vis=found.vis,
            submission=found.id,
            sheet=left.sheet,
            row=left.row,
            column=left.column,
            reason=left.reason,
            outcome=left.outcome,
            content=[list(pair) for pair in left.content],
        )
        for left in outcome.left
    )
    Submission.objects.using(USING).filter(id=found.id).update(
        state=state, said=outcome.said, summary=outcome.summary, body=b"", taken_at=timezone.now()
    )
    with connections[USING].cursor() as cursor:
        cursor.execute("NOTIFY beatbook_changed")
    return Taken(found.id, state, outcome.said, outcome.summary)
