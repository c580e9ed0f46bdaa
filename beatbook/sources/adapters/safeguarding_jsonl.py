"""Safeguarding and casework exported as JSON lines: risk assessments, notices, MARAC and MASH, missing episodes, and the tasks and exhibits of cases."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters import command_jsonl
from beatbook.sources.adapters.fields import Fields, compact, finished
from beatbook.sources.adapters.people import is_anybody, person_content
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import Basis, Kind, Mention, Row, Statement, Tie

NOT_TAKEN: dict[str, str] = {}
OPINIONS = ("risk-assessment",)  # what an assessor thinks of a person is no fact about them
EXHIBIT = "exhibit"


def sorts(file_name: str) -> str | None:
    """The product's own naming: `entries-2026.jsonl`."""
    return "entry" if fnmatchcase(file_name.lower(), "entries*.jsonl") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each line.

    Raises:
        FileRefused: empty, in UTF-16, or one JSON list instead of an object a line.
    """
    return command_jsonl.read_rows(name, stream, feed)


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one entry says: an event, or a thing when it is an exhibit, and the people in it.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    fields = Fields(row, feed, "entry")
    fields.refuse_unknown("entry", NOT_TAKEN)
    said_at, number, version = fields.said("updated"), fields.need("number"), fields.whole("version")
    caveats, crimes = _texts(fields, "caveats"), _texts(fields, "crimes")
    marking = fields.marking("marking", "", extra=tuple(caveats))
    sort = fields.code("kind", "kind")
    if not sort:
        raise fields.refused("kind", "is empty and must not be")
    if sort == EXHIBIT:
        thing = compact(object_type="property", description=fields.need("title"), serial_number=number, other_references=crimes)
        return finished([Mention(Kind.OBJECT, f"exhibit:{number}", version, said_at, thing, None, marking)], feed)
    until = fields.moment("until")
    content = compact(
        event_type=sort,
        reference=number,
        title=fields.need("title"),
        grade=fields.text("level"),
        status=fields.text("status"),
        outcome=fields.text("outcome"),
        summary=fields.text("text"),
        happened_until=until.isoformat() if until else "",
        expires_on=fields.day("due"),
        recorded_by=fields.text("owner"),
        other_references=crimes,
    )
    entry = f"entry:{number}"
    statements: list[Statement] = [Mention(Kind.EVENT, entry, version, said_at, content, fields.happened("at", said_at), marking)]
    basis = Basis.OPINION if sort in OPINIONS else Basis.FACT
    return finished([*statements, *_people(fields, entry, number, version, basis)], feed)


def _people(fields: Fields, entry: str, number: str, version: int, basis: Basis) -> list[Statement]:
    """Each person with their part; a child is tied to every adult of the entry of whom they are the child."""
    said_at, marking = fields.said("updated"), fields.marking("marking", "", extra=tuple(_texts(fields, "caveats")))
    statements: list[Statement] = []
    parents = []
    for person in fields.parts("people", "person"):
        content, role = person_content(person), person.code("role", "role", default="other") or "other"
        if not is_anybody(content):
            continue
        key = f"person:{number}:{person.whole('number')}"
        statements.append(Mention(Kind.PERSON, key, version, said_at, content, None, marking))
        statements.append(Tie(key, entry, role, said_at, basis if role == "subject" else Basis.FACT))
        if person.text("parent") == "yes":
            parents.append(key)
        if role == "child":
            statements += [Tie(key, parent, "child", said_at) for parent in parents]
    return statements


def _texts(fields: Fields, name: str) -> list[str]:
    found = fields.values.get(fields.column(name)) or []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise fields.refused(name, "should be a list of texts")
    return found
