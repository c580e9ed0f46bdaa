"""Licensing exported as lines of fixed width in Windows-1252: premises, personal, taxi, firearm and shotgun licences."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import BinaryIO

from beatbook.sources.adapters.fields import MAX_FIELD, Fields, compact, finished, unreadable
from beatbook.sources.adapters.people import is_anybody, person_content, vehicle_content
from beatbook.sources.adapters.text_files import read_lines, stray
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import FileRefused, Kind, Mention, Row, RowRefused, Statement, Tie
from beatbook.vocabulary.dates import NotADate, read_iso_moment

NOT_TAKEN = {"batch": "the number of a printing run", "title": "Mr or Ms, which the sex of the record repeats"}


def sorts(file_name: str) -> str | None:
    """The product's own naming: `licences.dat`."""
    return "licence" if fnmatchcase(file_name.lower(), "licen*.dat") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each line, cut by the feed's widths.

    Raises:
        FileRefused: empty, or the feed gives no widths.
    """
    widths = feed.widths.get("licence", {})
    if not widths:
        raise FileRefused(name, f"feed {feed.code} gives no widths.licence")
    total = sum(widths.values())
    for number, line in read_lines(name, stream, feed):
        if number == 1 and line.startswith(("\ufeff", "ï»¿", "ÿþ")):
            raise FileRefused(name, f"begins with a mark of UTF-8 or UTF-16; this feed is read in {feed.encoding}")
        yield _row(name, number, line, widths, total, feed)


def _row(name: str, number: int, line: str, widths: object, total: int, feed: Feed) -> Row:
    if len(line) != total:
        return unreadable(name, number, "", f"is {len(line):,} characters long, not {total}", line[:MAX_FIELD])
    if stray(line):
        return unreadable(name, number, "", f"holds bytes that are not {feed.encoding}", line.encode("ascii", "replace").decode())
    if "\0" in line:
        return unreadable(name, number, "", "holds a NUL byte", line)
    fields, start = {}, 0
    for column, width in feed.widths["licence"].items():
        fields[column] = line[start : start + width].strip()
        start += width
    return Row(name, number, fields)


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one line says.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    fields = Fields(row, feed, "licence")
    number, changed = fields.need("number"), fields.need("changed")
    try:
        said_at = read_iso_moment(f"{changed[:4]}-{changed[4:6]}-{changed[6:8]}T{changed[8:10]}:{changed[10:]}")
    except NotADate:
        raise RowRefused("changed", f"“{changed}” is not a date and time as yyyymmddhhmm") from None
    fields.said_on = said_at.date()
    version = int(changed)
    kind = fields.code("type", "licence_type")
    licence, licensee, premises, thing = (f"{sort}:{number}" for sort in ("licence", "licensee", "premises", "object"))
    content = compact(
        event_type="licence",
        reference=number,
        title=f"{kind} licence",
        status=fields.code("status", "status"),
        summary=fields.text("remarks"),
        premises_name=fields.text("premises"),
        address=fields.text("premises_address"),
        postcode=fields.text("premises_postcode"),
        expires_on=fields.day("expires"),
        fee_pence=fields.pence("fee"),
    )
    statements: list[Statement] = [Mention(Kind.EVENT, licence, version, said_at, content, fields.day_start("granted"))]
    person = person_content(fields)
    if is_anybody(person):
        statements += [Mention(Kind.PERSON, licensee, version, said_at, person), Tie(licensee, licence, "licensee", said_at)]
    if fields.text("premises"):
        place = compact(
            address=fields.text("premises_address"), postcode=fields.text("premises_postcode"), premises_name=fields.text("premises")
        )
        statements += [Mention(Kind.LOCATION, premises, version, said_at, place), Tie(premises, licence, "premises", said_at)]
    held = _object(fields)
    if held:
        statements += [Mention(Kind.OBJECT, thing, version, said_at, held), Tie(thing, licence, "involved", said_at)]
        if is_anybody(person):
            statements.append(Tie(licensee, thing, "keeper", said_at))
    return finished(statements, feed)


def _object(fields: Fields) -> dict[str, object]:
    if fields.text("registration"):
        return vehicle_content(fields)
    if fields.text("weapon"):
        return compact(object_type="weapon", description=fields.text("weapon"), serial_number=fields.text("serial"))
    return {}
