"""Keeps what an officer did of what was planned: how long, and what; or why not."""

from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.forecasts.models import PlannedVisit, Visit
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

DONE = (
    "Walked and talked to people",
    "Visited premises",
    "Checked on a repeat victim",
    "Reported a fault to the council",
    "Other problem solving",
)
NOT_DONE = "Not visited"
MOST_MINUTES = 60
LONGEST = 500


class VisitRefused(BeatbookError):
    """What was written of a visit cannot be kept; `field` says where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def record_visit(planned_id: UUID, *, minutes: str, did: str, why_not: str, viewer: Viewer) -> bool:
    """Keeps a visit, or an override with its reason; False where the viewer sees no such planned visit.

    Raises:
        VisitRefused: what was done is not on the list, minutes are no number from 1 to 60, or no reason is given.
    """
    if did not in (*DONE, NOT_DONE):
        raise VisitRefused("did", "Say what you did, or that you did not go.")
    stayed = 0 if did == NOT_DONE else _minutes(minutes)
    reason = why_not.strip()[:LONGEST]
    if did == NOT_DONE and not reason:
        raise VisitRefused("why_not", "Say why you did not go. You know the ground; your reason is kept with the plan.")
    with viewing(viewer):
        planned = PlannedVisit.objects.filter(id=planned_id).first()
        if planned is None:
            return False
        Visit.objects.create(planned_id=planned_id, vis=planned.vis, written_by=viewer.user_id, minutes=stayed, did=did, why_not=reason)
    return True


def _minutes(text: str) -> int:
    if not text.strip().isdigit() or not 1 <= int(text) <= MOST_MINUTES:
        raise VisitRefused("minutes", f"Say how many minutes you stayed, from 1 to {MOST_MINUTES}.")
    return int(text)
