"""The purposes for which somebody may look, asked once per task. Source: College of Policing APP, information management; force practice."""

from enum import StrEnum


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
