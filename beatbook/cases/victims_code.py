"""What a victim is owed, by when, and whether it was done: the Victims' Code as a pure function of what happened and what was written.

Source: Code of Practice for Victims of Crime in England and Wales (2021), rights 3, 4, 6 and 7: updates within 5 working days, or 1 with enhanced
rights, of an arrest, charge, release, bail, caution or decision to take no further action; referral to support within 2 working days of the report.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from beatbook.cases.working_days import after_working_days, working_day_on_or_after

UPDATE_DAYS, ENHANCED_UPDATE_DAYS, SUPPORT_DAYS = 5, 1, 2
GROUNDS = {
    "serious": "Victim of the most serious crime",
    "persistent": "Persistently targeted",
    "vulnerable": "Vulnerable (under 18, or disability, or mental health)",
    "intimidated": "Intimidated (fear or distress about giving evidence)",
}
"""Each of which gives enhanced rights."""
SUPPORT = {"referred": "Referred to victim support", "declined": "Declined a referral"}
STATEMENT = {"taken": "Taken", "offered": "Offered, not yet made", "declined": "Offered and declined"}


@dataclass(frozen=True, slots=True)
class Notifiable:
    """Something of which the victim must be told. `key` is the same for everybody who sees the event; `ends` when nothing further will be done."""

    key: str
    words: str
    on: date
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """Needs as last assessed. `every_days` None: how often was not agreed; a day None: not yet referred, not yet offered."""

    on: date
    grounds: Collection[str] = ()
    every_days: int | None = None
    support_on: date | None = None
    statement_on: date | None = None

    @property
    def enhanced(self) -> bool:
        """Does any ground give enhanced rights?"""
        return bool(self.grounds)


@dataclass(frozen=True, slots=True)
class Told:
    """One contact: the day, whether the victim was reached, and the duties that it met."""

    on: date
    reached: bool
    keys: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is owed. `due_on` None: without delay, but by no counted day. `met_on` None: not yet done."""

    key: str
    words: str
    due_on: date | None
    met_on: date | None

    @property
    def is_open(self) -> bool:
        """Is it still to be done?"""
        return self.met_on is None

    def days_late(self, today: date) -> int:
        """Calendar days past the due day on which it was done or, while open, today; 0 when in time."""
        return max(0, ((self.met_on or today) - self.due_on).days) if self.due_on else 0


def duties_of(
    reported_on: date, events: Sequence[Notifiable], assessment: Assessment | None, contacts: Sequence[Told], *, is_over: bool
) -> list[Duty]:
    """Everything owed to one victim, the most pressing first: open before done, dated before undated, earlier before later."""
    within = ENHANCED_UPDATE_DAYS if assessment and assessment.enhanced else UPDATE_DAYS
    duties = [
        Duty("acknowledged", "Acknowledge the report in writing", None, _met("acknowledged", contacts)),
        Duty("needs", "Assess needs", None, assessment.on if assessment else None),
        Duty("statement", "Offer a victim personal statement", None, assessment.statement_on if assessment else None),
        Duty("support", "Refer to support", after_working_days(reported_on, SUPPORT_DAYS), assessment.support_on if assessment else None),
    ]
    for event in events:
        due = after_working_days(event.on, within)
        duties.append(Duty(event.key, f"Tell of: {event.words}", due, _met(event.key, contacts)))
        if event.ends:
            key = f"reasons:{event.key}"
            duties.append(Duty(key, "Give reasons for no further action, and the right to review", due, _met(key, contacts)))
    if assessment and assessment.every_days and not is_over:
        duties.append(_routine(reported_on, assessment.every_days, contacts))
    return sorted(duties, key=lambda d: (not d.is_open, d.due_on is None, d.due_on or date.max, d.key))


def _routine(reported_on: date, every_days: int, contacts: Sequence[Told]) -> Duty:
    last = max((told.on for told in contacts if told.reached), default=reported_on)
    return Duty("routine", "Keep in touch as agreed", working_day_on_or_after(last + timedelta(days=every_days)), None)


def _met(key: str, contacts: Sequence[Told]) -> date | None:
    """The first day on which the victim was reached and told; an attempt meets nothing."""
    return min((told.on for told in contacts if told.reached and key in told.keys), default=None)


def most_pressing(duties: Sequence[Duty]) -> Duty | None:
    """The open duty that is due first, or None when no dated one is open."""
    return next((duty for duty in duties if duty.is_open and duty.due_on), None)
