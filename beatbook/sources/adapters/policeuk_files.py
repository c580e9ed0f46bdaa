"""Files of data.police.uk: their names, when they were said, and rows made distinct that the publisher gave no key.

Invariant: a row's identity leaves out what a later publication may correct (outcome, census area, street name), so that a republished
month changes records instead of replacing them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import BinaryIO, NamedTuple

from beatbook.sources.adapters.fields import UNREADABLE, Fields
from beatbook.sources.adapters.text_files import read_csv
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import FileRefused, Row, RowRefused

IDENTITY, OCCURRENCE = "(identity)", "(occurrence)"
_NAME = re.compile(r"(?P<month>\d{4}-(?:0[1-9]|1[0-2]))-(?P<force>[a-z0-9-]+?)-(?P<sort>street|outcomes|stop-and-search)\.csv(?:\.gz)?$")
_ARCHIVE = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))[^/]*\.zip[/!]")


class File(NamedTuple):
    """One file: its month, its force as the publisher spells it, its sort, and the time at which it is taken to speak."""

    month: str
    force: str
    sort: str
    said_at: datetime


@lru_cache(maxsize=4096)
def file_of(name: str) -> File | None:
    """What a name tells, or None. A file in an archive speaks when the archive's last month ended; alone, when its own did."""
    found = _NAME.search(name.lower())
    if found is None:
        return None
    archive = _ARCHIVE.search(name.lower())
    sort = "stops" if found["sort"] == "stop-and-search" else found["sort"]
    return File(found["month"], found["force"], sort, month_after(archive.group(1) if archive else found["month"]))


def month_start(month: str) -> datetime:
    """The first moment of a month given as `2025-01`."""
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)


def month_after(month: str) -> datetime:
    """The first moment after a month given as `2025-01`."""
    year, number = int(month[:4]), int(month[5:])
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)


def read_rows(name: str, stream: BinaryIO, feed: Feed, identity: Sequence[str]) -> Iterator[Row]:
    """Rows of one CSV file with their identity and occurrence added.

    Raises:
        FileRefused: the name is none of the publisher's, or the columns are not that sort's.
    """
    if not identity:
        raise FileRefused(name, "is not named as data.police.uk names its files, e.g. 2025-01-northamptonshire-street.csv")
    seen: Counter[str] = Counter()
    for row in read_csv(name, stream, feed):
        if UNREADABLE not in row.fields:
            own = blake2b("\x1f".join([row.fields[column] for column in identity]).encode(), digest_size=10).hexdigest()
            seen[own] += 1
            row.fields[IDENTITY] = own  # type: ignore[index]
            row.fields[OCCURRENCE] = seen[own]  # type: ignore[index]
        yield row


def key_of(row: Row, fields: Fields, group: str) -> str:
    """The record's key: `group`, `#`, identity and, from the second on, occurrence."""
    occurrence = row.fields.get(OCCURRENCE, 1)
    return f"{group}#{row.fields[IDENTITY]}" + (f":{occurrence}" if occurrence > 1 else "")


def month_of(fields: Fields, file: File) -> datetime:
    """The row's month, which must be the file's."""
    month = fields.text("month")
    if month != file.month:
        raise RowRefused(fields.column("month"), f"“{month[:40]}” is not the file's month, {file.month}")
    return month_start(month)


def place_of(fields: Fields) -> tuple[float | None, float | None]:
    """Longitude and latitude, or neither; half a place is refused."""
    longitude, latitude = fields.degrees("longitude", 180), fields.degrees("latitude", 90)
    if (longitude is None) != (latitude is None):
        raise fields.refused("longitude", "is given without its other half")
    return longitude, latitude


def street_of(fields: Fields) -> str:
    """The street as published, or nothing: `No Location` and a bare `On or near` name no street."""
    street = fields.text("location")
    return "" if street in ("No Location", "No location", "On or near", "On or near No Location") else street


def truth_of(fields: Fields, name: str) -> bool | None:
    """True, False or None for empty."""
    value = fields.text(name).lower()
    if value not in ("", "true", "false"):
        raise fields.refused(name, f"“{value[:40]}” is neither True nor False")
    return None if not value else value == "true"
