"""Keeps what a team did, what was agreed with partners and what became of it. Added, never changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from beatbook.access.actions import intern_marking
from beatbook.access.queries import agreements_held, markings
from beatbook.db.viewing import viewing
from beatbook.neighbourhoods.models import BeatVisit, PartnerTask, PublishedCount, ReviewRequest, ReviewStep, TaskStep
from beatbook.neighbourhoods.models.written import REVIEW_STEPS, TASK_STATES
from beatbook.neighbourhoods.work.thresholds import Complaint
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Classification, Marking
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.phrases import LONDON

VISITS = (
    "Walked and talked to people",
    "Called on a repeat victim",
    "Looked at a repeat place",
    "Visited a business",
    "Meeting or surgery",
    "School or youth club",
)
MINUTES = (5, 15, 30, 60, 120)
LONGEST, SHORTEST = 2_000, 3
VISITED, REVIEWED = "visits", "case reviews"
USING = "ingest"


class NotKept(BeatbookError):
    """It was not kept: `field` says what is missing or wrong in the form."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def record_visit(area: str, kind: str, minutes: str, words: str, *, viewer: Viewer) -> UUID:
    """Keeps one visit of the viewer's, made just now.

    Raises:
        NotKept: a kind or length that is not offered.
    """
    if kind not in VISITS:
        raise NotKept("kind", "Choose what you did.")
    if minutes not in [str(one) for one in MINUTES]:
        raise NotKept("minutes", "Choose how long it took.")
    return add_row(BeatVisit, {"area": area, "kind": kind, "minutes": int(minutes), "words": words.strip()[:500]}, viewer=viewer)


def agree_task(
    area: str, action: str, owner: str, due_on: date | None, shared_by: str, *, viewer: Viewer, problem_id: UUID | None = None
) -> UUID:
    """Keeps what somebody agreed to do. With `shared_by`, an agreement that the viewer holds, its partners see it and may say that it is done.

    Raises:
        NotKept: no words, nobody to do it, no day, or an agreement that the viewer does not hold.
    """
    facts: dict[str, Any] = {
        "action": words_of(action, "action", "Say what is to be done."),
        "owner": words_of(owner, "owner", "Say who does it.")[:200],
    }
    if due_on is None:
        raise NotKept("due", "Give a day, such as 14/3/2027.")
    facts |= {"area": area, "due_on": due_on, "shared_by": shared_by, "problem_id": problem_id}
    return add_row(PartnerTask, facts, viewer=viewer, shared_by=shared_by)


def step_task(task_id: UUID, state: str, words: str, due_on: date | None, *, viewer: Viewer) -> UUID:
    """Keeps what became of a task that the viewer may see, at its own marking.

    Raises:
        NotKept: no such task, a state that there is not, or moved to no day.
    """
    if state not in TASK_STATES:
        raise NotKept("state", "Say whether it is done.")
    if state == "moved" and due_on is None:
        raise NotKept("due", "Give the new day, such as 14/3/2027.")
    with viewing(viewer):
        task = PartnerTask.objects.filter(id=task_id).first()
        if task is None:
            raise NotKept("state", "There is no such task.")
        facts = {"task_id": task_id, "state": state, "words": words.strip()[:LONGEST], "due_on": due_on if state == "moved" else None}
        return add_row(TaskStep, facts, viewer=viewer, vis=task.vis)


def ask_review(area: str, asked_on: date, complaints: Sequence[Complaint], harm: str, shared_by: str, *, viewer: Viewer) -> UUID:
    """Keeps a request for a case review.

    Raises:
        NotKept: no complaint, or an agreement that the viewer does not hold.
    """
    if not complaints:
        raise NotKept("complaint1", "Give at least one complaint: when it happened and when it was reported.")
    listed = [
        {"happened_on": one.happened_on.isoformat(), "reported_on": one.reported_on.isoformat(), "to": one.to, "reference": one.reference}
        for one in complaints
    ]
    facts = {"area": area, "asked_on": asked_on, "complaints": listed, "harm": harm.strip()[:LONGEST], "shared_by": shared_by}
    return add_row(ReviewRequest, facts, viewer=viewer, shared_by=shared_by)


def step_review(request_id: UUID, step: str, on: date | None, words: str, *, viewer: Viewer) -> UUID:
    """Keeps what was decided of a request that the viewer may see, at its own marking.

    Raises:
        NotKept: no such request, a step that there is not, no day, or no reason.
    """
    if step not in REVIEW_STEPS:
        raise NotKept("step", "Choose what was decided or done.")
    if on is None:
        raise NotKept("on", "Give the day, such as 14/3/2027.")
    with viewing(viewer):
        asked = ReviewRequest.objects.filter(id=request_id).first()
        if asked is None:
            raise NotKept("step", "There is no such request.")
        facts = {"request_id": request_id, "step": step, "on": on, "words": words_of(words, "words", "Say why, or what was agreed.")}
        return add_row(ReviewStep, facts, viewer=viewer, vis=asked.vis)


def add_row(model: Any, facts: Mapping[str, Any], *, viewer: Viewer, shared_by: str = "", vis: int | None = None) -> UUID:
    """One row in the viewer's name: at `vis`, or OFFICIAL for their own organisation and, if shared, for whoever is party to the agreement.

    Raises:
        NotKept: shared by an agreement that the viewer does not hold or that is out of date.
    """
    if shared_by and shared_by not in agreements_held(viewer=viewer):
        raise NotKept("shared_by", "Choose an agreement that you hold.")
    opens = frozenset({viewer.organisation, *([shared_by] if shared_by else [])})
    number = intern_marking(Marking(Classification.OFFICIAL, opens)) if vis is None else vis
    with viewing(viewer):
        if number not in markings(viewer=viewer):
            raise NotKept("shared_by", "You could not read this yourself.")
        made = model.objects.create(id=uuid4(), written_by=viewer.user_id, vis=number, **facts)
    return UUID(str(made.id))


def words_of(text: str, field: str, otherwise: str) -> str:
    """What was typed, or what must be.

    Raises:
        NotKept: nothing was.
    """
    found = text.strip()[:LONGEST]
    if len(found) < SHORTEST:
        raise NotKept(field, otherwise)
    return found


def publish_counts(force: str) -> int:
    """Publishes the force's visits of each area and month, and its case reviews of each year, as the law asks for these. How many figures.

    Source: Anti-social Behaviour, Crime and Policing Act 2014, section 104: requests, threshold not met, reviews held, recommendations made.
    """
    vis, own = intern_marking(Marking(Classification.PUBLIC)), _of_force(force)
    rows = [*_visits(own), *_reviews(own)]
    with transaction.atomic(using=USING):
        PublishedCount.objects.using(USING).filter(force=force).delete()
        PublishedCount.objects.using(USING).bulk_create(PublishedCount(force=force, vis=vis, **row) for row in rows)
    return len(rows)


def _of_force(force: str) -> list[UUID]:
    with connections[USING].cursor() as cursor:
        cursor.execute("SELECT id FROM access_user WHERE organisation_id = %s", [force])
        return [row[0] for row in cursor.fetchall()]


def _visits(own: Sequence[UUID]) -> list[dict[str, Any]]:
    month = TruncMonth("written_at", tzinfo=LONDON)
    found = BeatVisit.objects.using(USING).filter(written_by__in=own).values("area", month=month)
    return [
        {
            "area": row["area"],
            "sort": VISITED,
            "period": f"{row['month']:%Y-%m}",
            "figures": {"visits": row["n"], "minutes": row["minutes"]},
        }
        for row in found.annotate(n=Count("id"), minutes=Sum("minutes")).order_by("area", "month")
    ]


def _reviews(own: Sequence[UUID]) -> list[dict[str, Any]]:
    steps: dict[UUID, set[str]] = {}
    for request_id, step in ReviewStep.objects.using(USING).values_list("request_id", "step"):
        steps.setdefault(request_id, set()).add(step)
    years: dict[int, dict[str, int]] = {}
    for request_id, asked_on in ReviewRequest.objects.using(USING).filter(written_by__in=own).values_list("id", "asked_on"):
        year = years.setdefault(asked_on.year, dict.fromkeys(("asked", "threshold not met", "review held", "recommendations made"), 0))
        year["asked"] += 1
        for step in steps.get(request_id, set()) & year.keys():
            year[step] += 1
    return [{"area": "", "sort": REVIEWED, "period": str(year), "figures": figures} for year, figures in sorted(years.items())]
