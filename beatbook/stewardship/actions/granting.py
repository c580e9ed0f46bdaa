"""Changes who may see what. What narrows works at once; what widens waits for somebody else. The database holds both rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, ProgrammingError, transaction

from beatbook.access.permissions import Tool, check_may_use
from beatbook.db.viewing import viewing
from beatbook.stewardship.models import AccessChange, AccessDecision
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

FEWEST, LONGEST = 3, 1_000


class AccessRefused(BeatbookError):
    """The change was not made: which field to mend is in `field`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to change: for a user (clearance, agreement, caveat) or, of kind `sharing`, an agreement with its facts."""

    kind: str
    code: str
    reason: str
    starts_on: date
    ends_on: date | None = None
    user_id: UUID | None = None
    taken: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def ask_change(wanted: Wanted, *, viewer: Viewer) -> bool:
    """Asks for a change; True when it has taken effect, False when it waits for somebody else.

    Raises:
        NotPermitted: the viewer does not manage access.
        AccessRefused: no reason, an end before the start, or access of one's own.
    """
    check_may_use(viewer, Tool.ACCESS)
    if len(wanted.reason.strip()) < FEWEST:
        raise AccessRefused("reason", "Say why, in a few words")
    if wanted.ends_on and wanted.ends_on < wanted.starts_on:
        raise AccessRefused("ends_on", "The last day must not be before the first")
    try:
        with viewing(viewer), transaction.atomic():
            made = AccessChange.objects.create(
                id=uuid4(),
                user_id=wanted.user_id,
                kind=wanted.kind,
                code=wanted.code,
                taken=wanted.taken,
                starts_on=wanted.starts_on,
                ends_on=wanted.ends_on,
                facts=dict(wanted.facts),
                reason=wanted.reason.strip()[:LONGEST],
                asked_by=viewer.user_id,
            )
            return not AccessChange.objects.get(id=made.id).widens
    except ProgrammingError as error:
        raise AccessRefused("code", "Nobody asks for access of their own; somebody else who manages access must ask for you") from error


def decide_change(change_id: UUID, *, agreed: bool, reason: str, viewer: Viewer) -> None:
    """Agrees to a change that waits, or refuses it.

    Raises:
        NotPermitted: the viewer does not manage access.
        AccessRefused: one's own request or access, already decided, or a refusal without words.
    """
    check_may_use(viewer, Tool.ACCESS)
    if not agreed and len(reason.strip()) < FEWEST:
        raise AccessRefused("reason", "Say why you refuse")
    try:
        with viewing(viewer), transaction.atomic():
            AccessDecision.objects.create(change_id=change_id, agreed=agreed, reason=reason.strip()[:LONGEST], decided_by=viewer.user_id)
    except ProgrammingError as error:
        raise AccessRefused("answer", "Somebody else must agree: not who asked, and not whose access it is") from error
    except IntegrityError as error:
        raise AccessRefused("answer", "Somebody has decided about this already") from error
