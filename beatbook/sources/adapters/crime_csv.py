"""Crime recording exported as related CSV files: crimes, parties, vehicles, outcomes and property.

One crime is an event; each party is a mention of a person of its own, so that suspect, convicted, victim and witness stay apart.
"""

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.people import person_content, place_line, vehicle_content, warnings_in
from beatbook.sources.adapters.text_files import read_csv
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Kind, Mention, Row, RowRefused, Statement, Tie

NOT_TAKEN = {"PRINT_BATCH": "the number of a printing run; it says nothing of the crime"}
_SORTS = ("crimes", "parties", "vehicles", "outcomes", "property")


def sorts(file_name: str) -> str | None:
    """The product's own naming: `crimes.csv`, `parties_2026.csv`."""
    return next((sort for sort in _SORTS if fnmatchcase(file_name.lower(), f"{sort}*.csv")), None)


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """Rows of one of the files.

    Raises:
        FileRefused: empty, not CSV in the feed's encoding, or its columns are not the feed's.
    """
    return read_csv(name, stream, feed, not_taken=frozenset(NOT_TAKEN))


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one row says.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    sort = feed.sort_of(row.file)
    if sort is None or sort not in _READERS:
        raise RowRefused("", f"“{row.file}” is no file of crime recording")
    return finished(_READERS[sort](Fields(row, feed, sort)), feed)


def _crime(fields: Fields) -> list[Statement]:
    said_at, number = fields.said("updated"), fields.need("number")
    happened = fields.happened("happened_from", said_at)
    reported, until = fields.happened("reported", said_at), fields.happened("happened_until", said_at)
    log = fields.text("log")
    content = compact(
        event_type="crime",
        reference=number,
        title=fields.need("offence"),
        offence=fields.text("offence"),
        offence_code=fields.text("offence_code"),
        status=fields.text("status"),
        outcome=fields.code("outcome", "outcome"),
        summary=fields.text("summary"),
        address=place_line(fields, "address", "town"),
        postcode=fields.text("postcode"),
        reported_at=reported.isoformat() if reported else "",
        happened_until=until.isoformat() if until else "",
        other_references=[log] if log else [],
        recorded_by=fields.text("officer"),
    )
    return [
        Mention(
            Kind.EVENT, f"crime:{number}", fields.whole("version"), said_at, content, happened or reported,
            fields.marking("marking", "caveats"), fields.degrees("longitude", 180), fields.degrees("latitude", 90),
        )
    ]  # fmt: skip


def _party(fields: Fields) -> list[Statement]:
    said_at, number = fields.said("updated"), fields.need("number")
    key = f"party:{number}:{fields.whole('party')}"
    role = fields.code("role", "role")
    if not role:
        raise fields.refused("role", "is empty and must not be")
    content = compact(**person_content(fields), warnings=warnings_in(fields, "warnings"))
    return [
        Mention(Kind.PERSON, key, fields.whole("version"), said_at, content, None, fields.marking("marking", "caveats")),
        Tie(key, f"crime:{number}", role, said_at),
    ]


def _vehicle(fields: Fields) -> list[Statement]:
    said_at, number = fields.said("updated"), fields.need("number")
    key = f"vehicle:{number}:{fields.whole('vehicle')}"
    role = fields.code("role", "vehicle_role", default="involved")
    marking = fields.marking("marking", "caveats")
    statements: list[Statement] = [
        Mention(Kind.OBJECT, key, fields.whole("version"), said_at, vehicle_content(fields), None, marking),
        Tie(key, f"crime:{number}", role, said_at),
    ]
    if fields.text("keeper"):
        statements.append(Tie(f"party:{number}:{fields.whole('keeper')}", key, "keeper", said_at))
    return statements


def _outcome(fields: Fields) -> list[Statement]:
    said_at, number = fields.said("updated"), fields.need("number")
    key, day = f"outcome:{number}:{fields.whole('outcome_number')}", fields.day("decided")
    outcome = fields.code("outcome", "outcome")
    content = compact(
        event_type="outcome", reference=number, title=f"Outcome: {outcome}", outcome=outcome, summary=fields.text("note"), decided_on=day
    )
    marking = fields.marking("marking", "caveats")
    statements: list[Statement] = [
        Mention(Kind.EVENT, key, fields.whole("version"), said_at, content, fields.day_start("decided"), marking),
        Tie(key, f"crime:{number}", "outcome of", said_at),
    ]
    if fields.text("suspect"):
        statements.append(Tie(f"party:{number}:{fields.whole('suspect')}", key, "subject", said_at))
    return statements


def _property(fields: Fields) -> list[Statement]:
    said_at, number = fields.said("updated"), fields.need("number")
    key = f"property:{number}:{fields.whole('item')}"
    kind = fields.text("kind")
    content = compact(
        object_type={"phone": "phone", "weapon": "weapon"}.get(kind, "property"),
        description=fields.text("description"),
        serial_number=fields.text("serial"),
        value_pence=fields.pence("value"),
        tags=[kind] if kind else [],
    )
    return [
        Mention(Kind.OBJECT, key, fields.whole("version"), said_at, content, None, fields.marking("marking", "caveats")),
        Tie(key, f"crime:{number}", fields.code("status", "property_status", default="involved") or "involved", said_at),
    ]


_READERS: dict[str, Callable[[Fields], list[Statement]]] = {
    "crimes": _crime, "parties": _party, "vehicles": _vehicle, "outcomes": _outcome, "property": _property,
}  # fmt: skip
