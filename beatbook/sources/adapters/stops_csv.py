"""Stop and search exported as CSV: police.uk's columns with the person, the vehicle and the companion beside them."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters.fields import Fields, compact, finished, milliseconds
from beatbook.sources.adapters.people import is_anybody, person_content, vehicle_content
from beatbook.sources.adapters.text_files import read_csv
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Kind, Mention, Row, Statement, Tie

NOT_TAKEN: dict[str, str] = {}


def sorts(file_name: str) -> str | None:
    """The product's own naming: `searches.csv`."""
    return "search" if fnmatchcase(file_name.lower(), "searches*.csv") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each search.

    Raises:
        FileRefused: empty, not CSV in the feed's encoding, or its columns are not the feed's.
    """
    return read_csv(name, stream, feed, not_taken=frozenset(NOT_TAKEN))


def _search(fields: Fields, number: str) -> dict[str, object]:
    sought, linked, outer = fields.text("object"), fields.text("outcome_linked"), fields.text("outer_clothing")
    return compact(
        event_type="stop-search",
        reference=number,
        title=f"{fields.need('type')}: {sought[:1].lower()}{sought[1:]}" if sought else fields.need("type"),
        outcome=fields.text("outcome"),
        summary=fields.text("grounds"),
        address=fields.text("location"),
        postcode=fields.text("place_postcode"),
        legislation=fields.text("legislation"),
        object_of_search=sought,
        operation=fields.text("operation"),
        outcome_linked=None if not linked else linked == "True",
        outer_clothing=None if not outer else outer == "True",
        age_range=fields.text("age_range"),
        officer_defined_ethnicity=fields.text("officer_defined"),
        recorded_by=fields.text("officer"),
    )


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one search says.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    fields = Fields(row, feed, "search")
    said_at, number = fields.said("updated"), fields.need("number")
    version = milliseconds(said_at)
    stop, searched, companion, vehicle = (f"{sort}:{number}" for sort in ("stop", "searched", "companion", "vehicle"))
    point = fields.degrees("longitude", 180), fields.degrees("latitude", 90)
    statements: list[Statement] = [
        Mention(Kind.EVENT, stop, version, said_at, _search(fields, number), fields.happened("happened", said_at), None, *point)
    ]
    person = person_content(fields)
    if is_anybody(person):
        statements += [Mention(Kind.PERSON, searched, version, said_at, person), Tie(searched, stop, "searched", said_at)]
    if fields.text("registration"):
        statements += [
            Mention(Kind.OBJECT, vehicle, version, said_at, vehicle_content(fields)),
            Tie(vehicle, stop, "searched", said_at),
        ]
        if is_anybody(person) and fields.text("vehicle_role") == "DRIVER":
            statements.append(Tie(searched, vehicle, "driver", said_at))
    other = person_content(fields, prefix="with_")
    if is_anybody(other):
        statements += [Mention(Kind.PERSON, companion, version, said_at, other), Tie(companion, stop, "other", said_at)]
        if is_anybody(person):
            statements.append(Tie(searched, companion, "associate", said_at))
    return finished(statements, feed)
