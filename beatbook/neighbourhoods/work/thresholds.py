"""Whether the threshold of a case review of anti-social behaviour is met. Pure.

Source: Anti-social Behaviour, Crime and Policing Act 2014, sections 104 and 105: a complaint counts when it was made within a month of the behaviour
and the review is asked for within six months of the complaint; three that count meet the threshold, or fewer where the local procedure says so.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

THRESHOLD = 3
REPORTED_WITHIN, ASKED_WITHIN = 1, 6  # months


@dataclass(frozen=True, slots=True)
class Complaint:
    """One report of the behaviour: when it happened, when and to whom it was reported, under which number."""

    happened_on: date
    reported_on: date
    to: str = ""
    reference: str = ""


def counts_towards(complaint: Complaint, asked_on: date) -> bool:
    """Was it reported in time, and is the review asked for in time?"""
    in_order = complaint.happened_on <= complaint.reported_on <= asked_on
    reported = complaint.reported_on < months_after(complaint.happened_on, REPORTED_WITHIN)
    asked = asked_on < months_after(complaint.reported_on, ASKED_WITHIN)
    return in_order and reported and asked


def is_met(complaints: Sequence[Complaint], asked_on: date, *, threshold: int = THRESHOLD) -> bool:
    """Do enough complaints count? Where not, people may still hold a review: for persistence, harm, or how it was answered."""
    return sum(counts_towards(one, asked_on) for one in complaints) >= threshold


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month: a period of a month that begins on a day ends before it."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
