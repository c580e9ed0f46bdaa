"""What people may say of a place, and what of it stands on a day. Pure.

The three aspects are those of community tension assessments: what is experienced, what is evidenced, what could yet come. Each is shown by itself:
the highest level that stands, and since when. Nothing adds them up. Grades are those of the 3x5x2 intelligence report.
Source: College of Policing, intelligence report (3x5x2); community tension assessment as forces publish it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from beatbook.vocabulary.dates import NotADate, read_uk_date

ASPECTS = {
    "experienced": "Experienced: what people here say and feel",
    "potential": "Potential: what could raise tension, such as an event or a verdict",
    "evidenced": "Evidenced: why a count misleads",
}
LEVELS = {1: "1, calm", 2: "2", 3: "3, uneasy", 4: "4", 5: "5, tense", 6: "6, disorder is near or here"}
SOURCES = {"1": "1, reliable", "2": "2, untested", "3": "3, not reliable"}
INFORMATION = {
    "A": "A, known directly", "B": "B, known indirectly and corroborated", "C": "C, known indirectly", "D": "D, not known", "E": "E, suspected false",
}  # fmt: skip
HANDLING = {"P": "P, may lawfully be shared", "C": "C, may be shared on conditions"}
LONGEST_DAYS = 92
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """One assessment as kept. `level` 0 only ends another; `about` is the signal whose count is set right."""

    id: UUID
    area: str
    aspect: str
    about: str
    theme: str
    level: int
    reason: str
    grade: str
    action: str
    until: date
    written_on: date
    written_by: UUID
    ends: UUID | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One aspect of one area: the highest level that stands, and the day since which one as high has stood without a day between; None: nothing is said."""

    level: int | None
    since: date | None


def standing_on(said: Sequence[Said], day: date) -> list[Said]:
    """Those that stand on a day, newest first: not ended or followed by another, and not past their last day."""
    ended = {one.ends for one in said if one.ends is not None and one.written_on <= day}
    held = [one for one in said if one.level and one.id not in ended and one.written_on <= day <= one.until]
    return sorted(held, key=lambda one: (one.written_on, str(one.id)), reverse=True)


def level_on(said: Sequence[Said], aspect: str, day: date) -> Standing:
    """The visible rule: the highest level that stands on the day, and how long one as high has stood."""
    ends = {one.ends: one.written_on for one in said if one.ends is not None}
    mine = [one for one in said if one.aspect == aspect]
    here = [one.level for one in standing_on(mine, day)]
    if not here:
        return Standing(None, None)
    spans = [(one.written_on, min(one.until, ends.get(one.id, date.max))) for one in mine if one.level >= max(here)]
    since = day
    while earlier := [first for first, last in spans if first < since <= last + timedelta(days=1)]:
        since = min(earlier)
    return Standing(max(here), since)


def what_is_wrong(typed: dict[str, str], *, today: date) -> dict[str, str]:
    """Errors by field of a form, in words that say what to do."""
    errors = {}
    if typed["aspect"] not in ASPECTS:
        errors["aspect"] = "Say which of the three it is"
    if typed["aspect"] == "evidenced" and not typed["about"]:
        errors["about"] = "Choose the count that misleads"
    for field, known, words in (
        ("level", [str(level) for level in LEVELS], "Choose a level from 1 to 6"),
        ("source_grade", SOURCES, "Say how reliable the source is"),
        ("information_grade", INFORMATION, "Say how it is known"),
        ("handling", HANDLING, "Say whether it may be shared"),
    ):
        if typed[field] not in known:
            errors[field] = words
    for field, least, words in (
        ("theme", 3, "Name the community or matter, never a person"),
        ("reason", 10, "Say why, in at least a few words"),
        ("action", 3, "Say what is done about it, or “none” and why"),
    ):
        if len(typed[field].strip()) < least:
            errors[field] = words
    if wrong := _wrong_day(typed["until"], today):
        errors["until"] = wrong
    return errors


def _wrong_day(text: str, today: date) -> str:
    try:
        day = read_uk_date(text)
    except NotADate:
        return f"Enter the last day on which it holds, for example {today + timedelta(days=14):%d/%m/%Y}"
    if not today <= day <= today + timedelta(days=LONGEST_DAYS):
        return f"Choose a day from today to {LONGEST_DAYS} days ahead: then somebody looks again"
    return ""
