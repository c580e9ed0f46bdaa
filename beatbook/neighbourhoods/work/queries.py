"""What a team did and agreed, as one viewer may see it; and what the force publishes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.neighbourhoods.models import BeatVisit, PartnerTask, PublishedCount, ReviewRequest, ReviewStep, TaskStep
from beatbook.neighbourhoods.work.thresholds import Complaint, counts_towards, is_met
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.phrases import counted, number

MOST_VISITS = 100


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit."""

    kind: str
    minutes: int
    words: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the last that was said of it: `state` is open, done or not done; `due_on` is the day as it stands."""

    id: UUID
    area: str
    problem_id: UUID | None
    action: str
    owner: str
    due_on: date
    shared_by: str
    by: UUID
    at: datetime
    state: str
    steps: tuple[tuple[str, str, date | None, UUID, datetime], ...]

    def is_late(self, today: date) -> bool:
        """Is it open and its day over?"""
        return self.state == "open" and self.due_on < today


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A case review: its complaints, each with whether it counts, and its steps in order of their days."""

    id: UUID
    area: str
    asked_on: date
    complaints: tuple[tuple[Complaint, bool], ...]
    is_met: bool
    harm: str
    shared_by: str
    by: UUID
    steps: tuple[tuple[str, date, str, UUID], ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """Figures that a force publishes for one period."""

    area: str
    period: str
    figures: dict[str, int]

    @property
    def words(self) -> str:
        """What the public is told of visits in a month."""
        month = date.fromisoformat(f"{self.period}-01")
        return f"{month:%B %Y}: {counted(self.figures['visits'], 'visit')}, {number(self.figures['minutes'] / 60, 1)} hours"


def visits_of(area: str, since: datetime, *, viewer: Viewer) -> list[VisitRow]:
    """Visits of an area since a moment, newest first."""
    with viewing(viewer):
        rows = BeatVisit.objects.filter(area=area, written_at__gte=since).order_by("-written_at", "id")[:MOST_VISITS]
        return [VisitRow(row.kind, row.minutes, row.words, row.written_by, row.written_at) for row in rows]


def tasks_of(area: str | None = None, *, viewer: Viewer, problem_id: UUID | None = None) -> list[TaskRow]:
    """Tasks of an area, of a problem, or all; open ones first, then by their day."""
    with viewing(viewer):
        found = PartnerTask.objects.all()
        found = found if area is None else found.filter(area=area)
        rows = list(found if problem_id is None else found.filter(problem_id=problem_id))
        tasks = _with_steps(rows)
    return sorted(tasks, key=lambda one: (one.state != "open", one.due_on, one.at, str(one.id)))


def task_named(task_id: UUID, *, viewer: Viewer) -> TaskRow | None:
    """One task, or None."""
    with viewing(viewer):
        return next(iter(_with_steps(list(PartnerTask.objects.filter(id=task_id)))), None)


def reviews_of(area: str | None = None, *, viewer: Viewer, review_id: UUID | None = None) -> list[ReviewRow]:
    """Case reviews, the newest first."""
    with viewing(viewer):
        found = ReviewRequest.objects.order_by("-asked_on", "-written_at", "id")
        found = found if area is None else found.filter(area=area)
        rows = list(found if review_id is None else found.filter(id=review_id))
        steps: dict[UUID, list[tuple[str, date, str, UUID]]] = {}
        for step in ReviewStep.objects.filter(request_id__in=[row.id for row in rows]).order_by("on", "written_at", "id"):
            steps.setdefault(step.request_id, []).append((step.step, step.on, step.words, step.written_by))
    return [_review(row, steps.get(row.id, [])) for row in rows]


def published_counts(force: str, sort: str, area: str = "", *, viewer: Viewer) -> list[CountRow]:
    """What a force publishes of its own work, the newest period first."""
    with viewing(viewer):
        rows = PublishedCount.objects.filter(force=force, sort=sort, area=area).order_by("-period")
        return [CountRow(row.area, row.period, dict(row.figures)) for row in rows]


def _with_steps(rows: Sequence[PartnerTask]) -> list[TaskRow]:
    steps: dict[UUID, list[tuple[str, str, date | None, UUID, datetime]]] = {}
    for step in TaskStep.objects.filter(task_id__in=[row.id for row in rows]).order_by("written_at", "id"):
        steps.setdefault(step.task_id, []).append((step.state, step.words, step.due_on, step.written_by, step.written_at))
    return [_task(row, steps.get(row.id, [])) for row in rows]


def _task(row: PartnerTask, steps: list[tuple[str, str, date | None, UUID, datetime]]) -> TaskRow:
    moved = [due for state, _, due, _, _ in steps if state == "moved" and due]
    ended = steps[-1][0] if steps and steps[-1][0] != "moved" else "open"
    return TaskRow(
        row.id, row.area, row.problem_id, row.action, row.owner, moved[-1] if moved else row.due_on, row.shared_by, row.written_by,
        row.written_at, ended, tuple(steps),
    )  # fmt: skip


def _review(row: ReviewRequest, steps: list[tuple[str, date, str, UUID]]) -> ReviewRow:
    complaints = [_complaint(one) for one in row.complaints]
    counted = tuple((one, counts_towards(one, row.asked_on)) for one in complaints)
    return ReviewRow(
        row.id, row.area, row.asked_on, counted, is_met(complaints, row.asked_on), row.harm, row.shared_by, row.written_by, tuple(steps)
    )


def _complaint(said: dict[str, Any]) -> Complaint:
    return Complaint(date.fromisoformat(said["happened_on"]), date.fromisoformat(said["reported_on"]), said["to"], said["reference"])
