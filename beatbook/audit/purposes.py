"""The purposes for which somebody may look, asked once per task. Source: College of Policing APP, information management; force practice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from beatbook.vocabulary.errors import BeatbookError

PURPOSE_HEADER, REFERENCE_HEADER = "Beatbook-Purpose", "Beatbook-Reference"


class Purpose(StrEnum):
    """Why a person is looking, in the words of the form."""

    CALL = "Responding to a call or incident"
    INVESTIGATION = "Investigating a crime"
    VICTIM = "Looking after a victim or witness"
    CUSTODY = "Custody or bail"
    NEIGHBOURHOOD = "Neighbourhood work or problem solving"
    SAFEGUARDING = "Safeguarding somebody at risk"
    INTELLIGENCE = "Intelligence research"
    LICENSING = "Licensing or vetting"
    QUALITY = "Data quality or crime recording"
    REVIEW = "Supervision, audit or a complaint"


NEEDS_REFERENCE = frozenset(Purpose) - {Purpose.NEIGHBOURHOOD, Purpose.QUALITY}
"""Purposes that are always about something with a number of its own: log, crime, custody, report or complaint."""


class PurposeIncomplete(BeatbookError):
    """The purpose or the reference is missing: choose a purpose, and give the number of the log, crime or report."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class CurrentTask:
    """The purpose and reference under which somebody is looking now; a program states them with each call, and then there is no id or time."""

    id: UUID | None
    purpose: str
    reference: str
    started_at: datetime | None = None


def check_purpose(purpose: str, reference: str) -> None:
    """Is this a purpose, with a reference where it needs one?

    Raises:
        PurposeIncomplete: which field to mend is in `field`.
    """
    if purpose not in list(Purpose):
        raise PurposeIncomplete("purpose", "Choose why you need to look")
    if Purpose(purpose) in NEEDS_REFERENCE and not reference.strip():
        raise PurposeIncomplete("reference", "Enter the number of the log, crime, custody record or report")


def said_in(headers: Mapping[str, str]) -> tuple[str, str]:
    """Purpose and reference as a program states them, the reference cut to what the log keeps."""
    return headers.get(PURPOSE_HEADER, "").strip(), headers.get(REFERENCE_HEADER, "").strip()[:100]


def stated_task(headers: Mapping[str, str]) -> CurrentTask | None:
    """The task that a program states with its call, or None when it states none or an incomplete one."""
    purpose, reference = said_in(headers)
    try:
        check_purpose(purpose, reference)
    except PurposeIncomplete:
        return None
    return CurrentTask(None, purpose, reference)
