"""What was recorded in short and what intelligence was handed in, with how far each has come on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from beatbook.cases.models import FormStart, MinorOffence, Submission, SubmissionOwner
from beatbook.cases.short_form import Times, times_of
from beatbook.db.viewing import viewing
from beatbook.pole.queries import sayings_of
from beatbook.pole.saying import Saying
from beatbook.sources.queries import letters_by_ids
from beatbook.vocabulary.viewer import Viewer

MOST_SHOWN = 50
DELIVERY = {"waiting": "On its way", "prepared": "On its way", "delivered": "Delivered", "failed": "Could not be delivered"}


@dataclass(frozen=True, slots=True)
class SentForm:
    """One short form: who sent it, when, how long it took, and whether the records system has it."""

    id: UUID
    by: UUID
    at: datetime
    offence: str
    facts: dict[str, Any]
    seconds: int
    delivery: str


@dataclass(frozen=True, slots=True)
class Handed:
    """One submission of intelligence: the contact that carried it, and who owns it; nobody until it is acknowledged."""

    id: UUID
    event: Saying
    words: str
    grade: str
    by: UUID
    at: datetime
    delivery: str
    owner: UUID | None
    owned_at: datetime | None


def sent_forms(*, viewer: Viewer, form: UUID | None = None) -> list[SentForm]:
    """Short forms that the viewer may see, newest first; with `form`, that one alone."""
    with viewing(viewer):
        rows = MinorOffence.objects.filter(**({"id": form} if form else {})).order_by("-sent_at", "-id")[:MOST_SHOWN]
        letters = letters_by_ids([row.letter for row in rows], viewer=viewer)
        return [
            SentForm(
                r.id,
                r.written_by,
                r.sent_at,
                r.offence,
                r.facts,
                r.seconds,
                DELIVERY[letters[r.letter].state] if r.letter in letters else "",
            )
            for r in rows
        ]


def form_times(*, viewer: Viewer, offence: str = "") -> Times:
    """How long the short form took, over all that the viewer may see."""
    with viewing(viewer):
        sent = MinorOffence.objects.filter(**({"offence": offence} if offence else {}))
        started = FormStart.objects.count()
        return times_of(list(sent.values_list("seconds", flat=True)), 0 if offence else started)


def submissions(*, viewer: Viewer, submission: UUID | None = None) -> list[Handed]:
    """Intelligence handed in: what nobody owns yet first, oldest first, then the rest, newest first."""
    with viewing(viewer):
        rows = list(Submission.objects.filter(**({"id": submission} if submission else {})).order_by("written_at", "id"))
        owners = {row.submission_id: row for row in SubmissionOwner.objects.order_by("written_at", "id")}
        letters = letters_by_ids([row.letter for row in rows], viewer=viewer)
        events = sayings_of([row.record_id for row in rows], viewer=viewer)
    found = [
        Handed(
            r.id, events[r.record_id], r.words, r.source_grade + r.information_grade, r.written_by, r.written_at,
            DELIVERY[letters[r.letter].state] if r.letter in letters else "", *_owner(owners.get(r.id)),
        )
        for r in rows
        if r.record_id in events
    ]  # fmt: skip
    return _waiting_first(found)[: 4 * MOST_SHOWN]


def _owner(row: SubmissionOwner | None) -> tuple[UUID | None, datetime | None]:
    return (row.written_by, row.written_at) if row else (None, None)


def _waiting_first(found: Sequence[Handed]) -> list[Handed]:
    return [one for one in found if one.owner is None] + [one for one in reversed(found) if one.owner is not None]
