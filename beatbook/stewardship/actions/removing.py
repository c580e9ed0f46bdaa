"""Asks that records be removed for good, and decides on what others ask. What is agreed to is done in `carrying_out`.

Source of the order (list first, agreement to exactly that list, a limit to how much goes at once): the loss of records from the Police National
Computer in January 2021, when a program deleted more than anybody had agreed to.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, ProgrammingError, transaction

from beatbook.access.actions import join_markings
from beatbook.access.permissions import Tool, check_may_use
from beatbook.audit.actions import record_event
from beatbook.db.viewing import viewing
from beatbook.stewardship.actions.carrying_out import carry_out, check_share
from beatbook.stewardship.models import RemovalDecision, RemovalRequest
from beatbook.stewardship.queries.removals import named_in, refused_rows_naming, rows_of
from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.viewer import Viewer

FEWEST, LONGEST = 3, 1_000


class RemovalRefused(BeatbookError):
    """Nothing was removed; the message says what to mend, and `field` where."""

    def __init__(self, message: str, field: str = "ids") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Asked:
    """What would go: the request's id, the digest of exactly this list and this reason, and rows by table that whoever asks may see."""

    id: UUID
    digest: str
    rows: dict[str, int]


def digest_of(record_ids: Collection[UUID], reason: str) -> str:
    """Twelve hex digits that name this list and this reason, whatever the order of the list."""
    said = "\n".join([reason, *sorted(str(one) for one in record_ids)])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def ask_removal(record_ids: Collection[UUID], reason: str, *, viewer: Viewer) -> Asked:
    """Asks that these records, or refused rows, be removed, with the refused rows that name one of the records. Nothing is removed yet.

    Raises:
        NotPermitted: the viewer may not ask.
        RemovalRefused: no reason, an id that the viewer does not see, or more than may go at once.
    """
    check_may_use(viewer, Tool.REMOVE)
    wanted, reason = sorted(set(record_ids)), reason.strip()[:LONGEST]
    if len(reason) < FEWEST:
        raise RemovalRefused("Say why these records must go.", "reason")
    if not wanted:
        raise RemovalRefused("The list is empty.")
    found = named_in(wanted, viewer=viewer)
    if missing := [one for one in wanted if one not in found]:
        raise RemovalRefused(f"There is no record {missing[0]}. Nothing was asked.")
    found |= refused_rows_naming(wanted, viewer=viewer)
    wanted = sorted(found)
    with viewing(viewer) as cursor:
        too_many = check_share(cursor, len(wanted))
    if too_many:
        raise RemovalRefused(too_many)
    vis = join_markings({one.vis for one in found.values()})
    request, digest = uuid4(), digest_of(wanted, reason)
    with viewing(viewer):
        RemovalRequest.objects.create(id=request, record_ids=wanted, reason=reason, digest=digest, asked_by=viewer.user_id, vis=vis)
        record_event(viewer=viewer, kind="erasure-asked", route="remove ask", record_ids=wanted, detail={"digest": digest})
    return Asked(request, digest, rows_of(wanted, viewer=viewer))


def decide_removal(request_id: UUID, digest: str, *, agreed: bool, reason: str = "", viewer: Viewer) -> None:
    """Agrees to exactly the list that one has before one, or refuses the request. What is agreed to is carried out afterwards.

    Raises:
        NotPermitted: the viewer may not decide.
        RemovalRefused: no such open request, one's own, another digest, decided before, or a refusal without words.
    """
    check_may_use(viewer, Tool.REMOVE)
    with viewing(viewer):
        request = RemovalRequest.objects.filter(id=request_id, done_at__isnull=True).first()
    if request is None:
        raise RemovalRefused("There is no such open request.", "answer")
    if request.asked_by == viewer.user_id:
        raise RemovalRefused("Somebody else must agree to what you asked for.", "answer")
    if digest != request.digest or digest_of(request.record_ids, request.reason) != request.digest:
        raise RemovalRefused("That is not the digest of this request: read its list again.", "answer")
    if not agreed and len(reason.strip()) < FEWEST:
        raise RemovalRefused("Say why you refuse", "reason")
    said = {"agreed": agreed, "digest": digest, "reason": reason.strip()[:LONGEST], "decided_by": viewer.user_id, "vis": request.vis}
    try:
        with viewing(viewer), transaction.atomic():
            RemovalDecision.objects.create(request_id=request_id, **said)
    except (IntegrityError, ProgrammingError) as error:
        raise RemovalRefused("This was decided before.", "answer") from error


def agree_removal(request_id: UUID, digest: str, *, viewer: Viewer) -> dict[str, int] | None:
    """Agrees, and carries the request out at once: rows by table; None when it needs a third person's agreement first.

    Raises:
        NotPermitted, RemovalRefused: as `decide_removal`.
    """
    decide_removal(request_id, digest, agreed=True, viewer=viewer)
    return carry_out(request_id)
