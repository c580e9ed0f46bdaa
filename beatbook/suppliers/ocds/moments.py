"""Dates as publishers write them, as the standard wants them: RFC 3339, with a zone. A time without a zone is London's."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BRITISH = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")
FIRST_YEAR, LAST_YEAR = 1950, 2150
DOT_NET = re.compile(r"/Date\((-?\d{1,14})(?:[+-]\d{4})?\)/\Z")


def moment_of(said: object) -> str | None:
    """The moment as the standard writes it, unchanged where it is already; None where no calendar has it or it is a filler such as year 1."""
    words = str(said).strip()
    found = _read(words)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    if words == said and "T" in words and found.tzinfo:
        return words
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).isoformat()


def _read(words: str) -> datetime | None:
    if milliseconds := DOT_NET.match(words):
        return datetime.fromtimestamp(int(milliseconds[1]) / 1000, tz=LONDON) if abs(int(milliseconds[1])) < 10**13 else None
    if re.match(r"\d{4}-\d{2}", words):
        try:
            return datetime.fromisoformat(words)
        except ValueError:
            return None
    for form in BRITISH:
        try:
            return datetime.strptime(words, form).replace(tzinfo=LONDON)
        except ValueError:
            continue
    return None
