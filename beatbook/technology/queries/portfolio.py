"""Applications, their threads, versions and tests, and what was submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from beatbook.access.queries import names_of_users
from beatbook.db.viewing import viewing
from beatbook.organisations.queries import visibilities
from beatbook.organisations.visibility import Visibility
from beatbook.technology import models
from beatbook.technology.facts import Application
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Held:
    """An application as it stands, how far it is seen, and how often it was said anew."""

    application: Application
    visibility: Visibility | None
    version: int
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """One thing said: by which organisation and whom, when, and the words."""

    organisation: str
    who: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A file or form that came in, and what became of it."""

    id: UUID
    owner: str
    kind: str
    name: str
    state: str
    said: str
    summary: dict[str, Any]
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A row that was refused, left out or noted."""

    sheet: str
    row: int
    column: str
    reason: str
    outcome: str
    content: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    """The result of one run of an export against a standard."""

    standard: str
    rows: int
    n_faults: int
    tested_at: datetime

    @property
    def passed(self) -> bool:
        """Did every row conform, of one or more?"""
        return self.rows > 0 and self.n_faults == 0


def applications(*, viewer: Viewer, owner: str | None = None) -> list[Application]:
    """Every application that the viewer may see, by force and name; of one force when `owner` is given."""
    with viewing(viewer):
        rows = models.Application.objects.order_by("owner", "name", "id")
        rows = rows.filter(owner=owner) if owner else rows
        return [models.facts_of(row) for row in rows.values(*models.FACT_COLUMNS)]


COMPARED = ("owner", "name", "capabilities", "product", "variant", "users", "annual_pence", "functional_fit", "technical_fit")


def applications_compared(*, viewer: Viewer) -> list[Application]:
    """The same applications with what sets them side by side alone: half the work where two thousand are read for one picture."""
    with viewing(viewer):
        rows = models.Application.objects.order_by("owner", "name", "id").values_list(*COMPARED)
        return [
            Application(
                owner,
                name,
                tuple(capabilities),
                product,
                variant,
                users=users,
                annual_pence=pence,
                functional_fit=does,
                technical_fit=is_sound,
            )
            for owner, name, capabilities, product, variant, users, pence, does, is_sound in rows
        ]


def application(identifier: UUID, *, viewer: Viewer) -> Held | None:
    """One application; None when there is none that the viewer may see."""
    seen = visibilities(viewer=viewer)
    with viewing(viewer):
        row = models.Application.objects.filter(id=identifier).first()
    return Held(models.application_facts(row), seen.get(row.vis), row.version, row.said_at) if row else None


def thread_of(identifier: UUID, *, viewer: Viewer) -> list[Thread]:
    """What was asked and answered about an application, the oldest first."""
    names = names_of_users(viewer=viewer)
    with viewing(viewer):
        rows = models.Question.objects.filter(application=identifier).order_by("said_at", "id")
        return [Thread(row.owner, names.get(str(row.said_by), ""), row.said_at, row.text) for row in rows]


def versions_of(identifier: UUID, *, viewer: Viewer) -> list[tuple[int, datetime, dict[str, Any]]]:
    """What the force said before and now, the newest first; empty for everybody but its own people and those who oversee it."""
    with viewing(viewer):
        rows = models.ApplicationVersion.objects.filter(application=identifier).order_by("-version")
        return [(row.version, row.said_at, row.content) for row in rows]


def runs_of(identifiers: Sequence[UUID], *, viewer: Viewer) -> dict[UUID, dict[str, RunLine]]:
    """The last run of each standard for each application."""
    found: dict[UUID, dict[str, RunLine]] = {}
    with viewing(viewer):
        rows = models.ConformanceTest.objects.filter(application__in=list(identifiers)).order_by("tested_at", "id")
        for row in rows:
            found.setdefault(row.application, {})[row.standard] = RunLine(row.standard, row.rows, row.n_faults, row.tested_at)
    return found


_SUBMISSION = ("id", "owner", "kind", "name", "state", "said", "summary", "submitted_at")


def submissions(*, viewer: Viewer, limit: int = 50) -> list[SubmissionLine]:
    """What came in, the newest first."""
    with viewing(viewer):
        rows = models.Submission.objects.order_by("-submitted_at", "id").values(*_SUBMISSION)[:limit]
        return [SubmissionLine(**row) for row in rows]


def submission(identifier: UUID, *, viewer: Viewer) -> SubmissionLine | None:
    """One submission, or None."""
    with viewing(viewer):
        row = models.Submission.objects.filter(id=identifier).values(*_SUBMISSION).first()
    return SubmissionLine(**row) if row else None


def left_rows(identifier: UUID, *, viewer: Viewer) -> list[LeftLine]:
    """The rows of a submission that were not taken as they stood, in the file's order."""
    with viewing(viewer):
        rows = models.LeftRow.objects.filter(submission=identifier).order_by("sheet", "row", "id")
        return [
            LeftLine(row.sheet, row.row, row.column, row.reason, row.outcome, tuple((str(a), str(b)) for a, b in row.content))
            for row in rows
        ]


def public_ids(*, viewer: Viewer) -> set[UUID]:
    """Applications that everybody may see, whoever asks."""
    public = [vis for vis, visibility in visibilities(viewer=viewer).items() if visibility is Visibility.PUBLIC]
    with viewing(viewer):
        return set(models.Application.objects.filter(vis__in=public).values_list("id", flat=True))
