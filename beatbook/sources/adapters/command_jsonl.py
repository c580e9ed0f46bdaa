"""Command and control exported as JSON, one incident a line: the same shape in a month's file and in a live message."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters.fields import Fields, compact, finished, unreadable
from beatbook.sources.adapters.nested import flat_json
from beatbook.sources.adapters.people import person_content, place_line, vehicle_content
from beatbook.sources.adapters.text_files import read_lines, stray
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import FileRefused, Kind, Mention, Row, Statement, Tie

NOT_TAKEN = {
    "location/beat": "the product's own beat; Beatbook places an incident by its point",
    "closing_code": "repeats the type when the log closes",
}


def sorts(file_name: str) -> str | None:
    """The product's own naming: `incidents-2026-11.jsonl`, `messages.jsonl`."""
    return "incident" if fnmatchcase(file_name.lower(), "*.jsonl") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each line.

    Raises:
        FileRefused: empty, in UTF-16, or one JSON list instead of an object a line.
    """
    for position, (number, line) in enumerate(read_lines(name, stream, feed)):
        if position == 0 and line.lstrip().startswith("["):
            raise FileRefused(name, "is one JSON list; this product writes one JSON object a line")
        yield _row(name, number, line)


def _row(name: str, number: int, line: str) -> Row:
    if stray(line):
        return unreadable(name, number, "", "holds bytes that are not utf-8", line.encode("ascii", "replace").decode())
    if "\0" in line:
        return unreadable(name, number, "", "holds a NUL byte", line)
    try:
        value = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as refusal:
        return unreadable(name, number, "", f"is not JSON that can be read: {str(refusal)[:200]}", line)
    if not isinstance(value, dict):
        return unreadable(name, number, "", "is not a JSON object", line)
    return Row(name, number, flat_json(value))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of which no field is given twice: of two values neither would be what the system said."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a field is given twice among {', '.join(name for name, _ in pairs)[:100]}")
    return found


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one message says.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    fields = Fields(row, feed, "incident")
    fields.refuse_unknown("incident", NOT_TAKEN)
    said_at, number, version = fields.said("updated"), fields.need("number"), fields.whole("version")
    caveats = fields.values.get(fields.column("caveats")) or []
    if not isinstance(caveats, list) or not all(isinstance(each, str) for each in caveats):
        raise fields.refused("caveats", "should be a list of caveats")
    marking = fields.marking("marking", "", extra=tuple(caveats))
    incident, other, crime = f"incident:{number}", fields.text("duplicate_of"), fields.text("crime")
    content = compact(
        event_type="incident",
        reference=number,
        title=fields.code("type", "incident_type"),
        grade=fields.code("grade", "grade"),
        status=fields.code("status", "status"),
        summary=fields.text("text"),
        address=place_line(fields, "address", "town"),
        postcode=fields.text("postcode"),
        other_references=[crime] if crime else [],
        recorded_by=fields.text("operator"),
    )
    point = fields.degrees("longitude", 180), fields.degrees("latitude", 90)
    happened = fields.happened("created", said_at)
    statements: list[Statement] = [Mention(Kind.EVENT, incident, version, said_at, content, happened, marking, *point)]
    if other:
        statements.append(Tie(incident, f"incident:{other}", "log of", said_at))
    for party in fields.parts("parties", "party"):
        key = f"party:{number}:{party.whole('number')}"
        statements.append(Mention(Kind.PERSON, key, version, said_at, person_content(party), None, marking))
        statements.append(Tie(key, incident, party.code("role", "role", default="other") or "other", said_at))
    for place, vehicle in enumerate(fields.parts("vehicles", "vehicle"), 1):
        key = f"vehicle:{number}:{place}"
        statements.append(Mention(Kind.OBJECT, key, version, said_at, vehicle_content(vehicle), None, marking))
        statements.append(Tie(key, incident, "involved", said_at))
    return finished(statements, feed)
