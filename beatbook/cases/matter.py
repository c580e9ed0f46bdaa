"""Which events hang together as one investigation: those that systems tied to one another, and those that bear one another's number.

Invariant: crimes, logs and cases carry an investigation; what hangs on them (an arrest, an outcome, a task, a risk assessment) joins no two of them,
so that one arrest for two crimes does not make them one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from beatbook.vocabulary.identifiers import normalise_reference

MOST_EVENTS = 60  # more than this is no investigation but an operation; it is cut, and the page says so
CARRYING = ("crime", "incident", "asb-case")
HANGING = ("custody", "outcome", "task", "risk-assessment", "protection-notice", "marac", "mash", "missing-episode")


def numbers_in(content: Mapping[str, Any]) -> set[str]:
    """Lookup keys of every crime, custody or log number that an event or thing bears or names."""
    named = [content.get("reference"), *(content.get("other_references") or [])]
    return {f"ref:{number}" for text in named if isinstance(text, str) and (number := normalise_reference(text))}


def carries(content: Mapping[str, Any]) -> bool:
    """Is it a crime, a log or a case?"""
    return content.get("event_type") in CARRYING


def hangs(content: Mapping[str, Any]) -> bool:
    """Is it something that hangs on one? Intelligence and searches stand beside an investigation, and never in it."""
    return content.get("event_type") in HANGING


def is_over(statuses: Iterable[str]) -> bool:
    """Do all systems that state one say that the investigation is closed? With no status it is open."""
    said = [status.casefold() for status in statuses if status]
    return bool(said) and all(status.startswith(("closed", "filed", "cancelled")) for status in said)
