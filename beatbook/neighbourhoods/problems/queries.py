"""Problems and what they taught, as one viewer may see them; and counts of published records, the same for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.measures.where import Period
from beatbook.neighbourhoods.models import Lesson, Problem, ProblemStep
from beatbook.neighbourhoods.problems.named_sql import sql
from beatbook.neighbourhoods.problems.sara import Grounds, Place, box_about, from_kept, grounds_of, months_around, stage_of
from beatbook.neighbourhoods.public_feeds import public_feeds
from beatbook.neighbourhoods.queries.recorded import months_counted, points_in
from beatbook.vocabulary.viewer import Viewer

MOST_POINTS = 12


@dataclass(frozen=True, slots=True)
class StepRow:
    """One stage as it was written. `grounds` None: it holds no counts."""

    stage: str
    words: str
    response: str
    begins: date | None
    beside: tuple[str, ...]
    grounds: Grounds | None
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A problem with its stages, oldest first."""

    id: UUID
    force: str
    area: str
    title: str
    kinds: tuple[str, ...]
    places: tuple[Place, ...]
    radius_m: int
    words: str
    by: UUID
    at: datetime
    steps: tuple[StepRow, ...]

    @property
    def stage(self) -> str:
        """Where it stands."""
        return stage_of([step.stage for step in self.steps])

    @property
    def response(self) -> StepRow | None:
        """What was done about it."""
        return next((step for step in self.steps if step.stage == "response"), None)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """What an ended problem taught."""

    id: UUID
    problem_id: UUID
    force: str
    title: str
    kinds: tuple[str, ...]
    response: str
    words: str
    begins: date
    grounds: Grounds
    at: datetime


def problems_of(area: str | None = None, *, viewer: Viewer) -> list[ProblemRow]:
    """Problems of an area, or all; open ones first, then the newest."""
    with viewing(viewer):
        found = Problem.objects.order_by("-written_at", "id")
        rows = _with_steps(list(found if area is None else found.filter(area=area)))
    return sorted(rows, key=lambda one: one.stage == "ended")


def problem_named(problem_id: UUID, *, viewer: Viewer) -> ProblemRow | None:
    """One problem, or None."""
    with viewing(viewer):
        return next(iter(_with_steps(list(Problem.objects.filter(id=problem_id)))), None)


def lessons(typed: str = "", *, viewer: Viewer) -> list[LessonRow]:
    """What ended problems of every force taught, by response and title; with words typed, those that hold them all."""
    with viewing(viewer):
        rows = [_lesson(row) for row in Lesson.objects.order_by("response", "title", "id")]
    wanted = typed.casefold().split()
    return [one for one in rows if all(word in _text(one) for word in wanted)]


def counts_about(
    problem: ProblemRow, begins: date, beside: Sequence[str], *, viewer: Viewer, published_to: date | None = None
) -> Grounds | None:
    """Published crimes of the problem's kinds by month at its places, near them and in the comparison areas; None: no month after is published."""
    held = months_counted(problem.force, viewer=viewer)
    around = months_around(begins, min(published_to or held.last, held.last)) if held else None
    if around is None:
        return None
    first, last = around
    asked = {
        "feeds": public_feeds(),
        "kinds": list(problem.kinds),
        "first": f"{first:%Y-%m}",
        "last": f"{last:%Y-%m}",
        "areas": list(beside),
    }
    with viewing(viewer) as cursor:
        cursor.execute(sql("published_about"), asked | box_about(problem.places, 2 * problem.radius_m))
        rows = cursor.fetchall()
    return grounds_of(rows, problem.places, radius_m=problem.radius_m, beside=beside, first=first, begins=begins, last=last)


def map_points_of(force: str, area: str, *, viewer: Viewer) -> list[tuple[Place, int]]:
    """The published map points of an area with the most crimes and incidents of the newest twelve months."""
    held = months_counted(force, viewer=viewer)
    if held is None:
        return []
    found = sorted(points_in(area, _year(held), viewer=viewer), key=lambda one: (-one.count, one.street, one.longitude, one.latitude))
    return [(Place(one.longitude, one.latitude, one.street), one.count) for one in found[:MOST_POINTS]]


def _year(held: Period) -> Period:
    first = date(held.last.year - 1, held.last.month, 1)
    return Period(max(held.first, first), held.last)


def _with_steps(rows: Sequence[Problem]) -> list[ProblemRow]:
    steps: dict[UUID, list[StepRow]] = {}
    for one in ProblemStep.objects.filter(problem_id__in=[row.id for row in rows]).order_by("written_at", "id"):
        grounds = from_kept(one.figures) if one.figures else None
        steps.setdefault(one.problem_id, []).append(
            StepRow(one.stage, one.words, one.response, one.begins, tuple(one.beside), grounds, one.written_by, one.written_at)
        )
    return [_problem(row, steps.get(row.id, [])) for row in rows]


def _problem(row: Problem, steps: Sequence[StepRow]) -> ProblemRow:
    places = tuple(Place(*place) for place in row.places)
    return ProblemRow(
        row.id,
        row.force,
        row.area,
        row.title,
        tuple(row.kinds),
        places,
        row.radius_m,
        row.words,
        row.written_by,
        row.written_at,
        tuple(steps),
    )


def _lesson(row: Any) -> LessonRow:
    return LessonRow(
        row.id,
        row.problem_id,
        row.force,
        row.title,
        tuple(row.kinds),
        row.response,
        row.words,
        row.begins,
        from_kept(row.figures),
        row.written_at,
    )


def _text(lesson: LessonRow) -> str:
    return " ".join((lesson.title, lesson.words, lesson.response, lesson.force, *lesson.kinds)).casefold()
