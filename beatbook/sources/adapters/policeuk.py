"""data.police.uk: street crime, outcomes and stop and search, as published (single files, monthly folders or the archive zip)."""

from collections.abc import Iterator
from typing import BinaryIO

from beatbook.sources.adapters import policeuk_outcomes, policeuk_stops, policeuk_street
from beatbook.sources.adapters.policeuk_files import file_of
from beatbook.sources.adapters.policeuk_files import read_rows as read_rows_of
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Row, Statement

_OF_SORT = {"street": policeuk_street, "outcomes": policeuk_outcomes, "stops": policeuk_stops}


def sorts(file_name: str) -> str | None:
    """`street`, `outcomes` or `stops` by the publisher's naming, or None."""
    found = file_of(file_name)
    return found.sort if found else None


def scope_of(file_name: str) -> str:
    """One month of one force and sort: what a file of that name holds whole, however often it is published."""
    found = file_of(file_name)
    return f"{found.sort}:{found.month}:{found.force}" if found else file_name


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """Rows of one file, each with its identity and its occurrence number among rows of that identity.

    Raises:
        FileRefused: it is not one of the three sorts, or its columns are not that sort's.
    """
    found = file_of(name)
    identity = _OF_SORT[found.sort].IDENTITY if found else ()
    return read_rows_of(name, stream, feed, identity)


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one row says.

    Raises:
        RowRefused: a field cannot be read.
    """
    found = file_of(row.file)
    return _OF_SORT[found.sort].statements_of(row, feed, found) if found else []
