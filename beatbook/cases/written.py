"""What people here wrote about an investigation, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One thing written: what sort, its words and the reason for it, by whom and when."""

    id: UUID
    sort: str
    words: str
    why: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of the plan; the newest is the plan."""

    id: UUID
    text: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact with a victim or an attempt."""

    record_id: UUID
    about_id: UUID
    at: datetime
    method: str
    reached: bool
    words: str
    told: tuple[str, ...]
    by: UUID


@dataclass(frozen=True, slots=True)
class NeedsRow:
    """One assessment of a victim's needs."""

    id: UUID
    record_id: UUID
    about_id: UUID
    grounds: tuple[str, ...]
    method: str
    every_days: int | None
    words: str
    support: str
    statement: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralStep:
    """One step of a referral between teams."""

    record_id: UUID
    referral_id: UUID
    from_team: str
    to_team: str
    state: str
    words: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has the investigation and when it is reviewed next; None where nobody here has said."""

    officer: UUID | None = None
    given_at: datetime | None = None
    review_on: date | None = None
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another investigation, and why it belongs with this one."""

    event_id: UUID
    why: str
    by: UUID
    at: datetime
