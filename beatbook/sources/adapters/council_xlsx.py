"""Anti-social behaviour casework exported as a workbook: one case a row, dates as the spreadsheet's own, a name in one cell."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from beatbook.sources.adapters.fields import Fields, compact, finished, milliseconds, unreadable
from beatbook.sources.adapters.people import place_line
from beatbook.sources.adapters.text_files import check_columns
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import FileRefused, Kind, Mention, Row, Statement, Tie

NOT_TAKEN: dict[str, str] = {}
_MAX_UNPACKED = 500_000_000  # bytes; a workbook that unpacks to more is a trap, not casework


def sorts(file_name: str) -> str | None:
    """The product's own naming: `asb-cases.xlsx`."""
    return "case" if fnmatchcase(file_name.lower(), "*.xlsx") else None


def read_rows(name: str, stream: BinaryIO, feed: Feed) -> Iterator[Row]:
    """One row for each case of the first sheet, numbered as the spreadsheet numbers them.

    Raises:
        FileRefused: empty, not a workbook, or its columns are not the feed's.
    """
    sort = feed.sort_of(name)
    if sort is None:
        raise FileRefused(name, f"its name is none that feed {feed.code} knows")
    seekable = stream if stream.seekable() else io.BytesIO(stream.read())
    rows = _sheet(name, seekable)
    try:
        header = [str(cell).strip() if cell is not None else "" for cell in next(rows)]
    except StopIteration:
        raise FileRefused(name, "is empty: not even a row of column names") from None
    while header and not header[-1]:
        header.pop()
    check_columns(name, header, feed, sort, frozenset(NOT_TAKEN))
    number = 1
    try:
        for number, cells in enumerate(rows, 2):
            if any(cell is not None for cell in cells):
                yield _row(name, number, header, cells)
    except (ParseError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as refusal:
        yield unreadable(name, number + 1, "", f"the sheet cannot be read further: {str(refusal)[:200]}")


def _load_openpyxl() -> Any:
    """The reader of workbooks, which takes most of a second to import: only where a workbook is read."""
    return import_module("openpyxl")


def _sheet(name: str, stream: BinaryIO) -> Iterator[tuple[Any, ...]]:
    openpyxl = _load_openpyxl()
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
                raise FileRefused(name, f"unpacks to more than {_MAX_UNPACKED:,} bytes")
        stream.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which an export's reader has no use for
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (zipfile.BadZipFile, KeyError, IndexError, TypeError, ValueError, ParseError, OSError) as refusal:
        stream.seek(0)
        if not stream.read(1):
            raise FileRefused(name, "is empty") from None
        raise FileRefused(name, f"is not a whole workbook (.xlsx): {str(refusal)[:200]}") from None
    return iter(sheet.iter_rows(values_only=True))


def _row(name: str, number: int, header: list[str], cells: tuple[Any, ...]) -> Row:
    extra = [str(cell) for cell in cells[len(header) :] if cell is not None]
    if extra:
        return unreadable(name, number, "", f"has {len(header) + len(extra)} columns, not {len(header)}", ", ".join(map(str, cells)))
    return Row(name, number, {column: _text(cell) for column, cell in zip(header, cells, strict=False)})


def _text(cell: Any) -> str | None:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%dT%H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return None if cell is None else str(cell)


def split_name(text: str) -> tuple[str, str]:
    """(forenames, surname) of a name in one cell: `Marsh, Jordan` or `Jordan Marsh`."""
    if "," in text:
        last, _, first = text.partition(",")
        return first.strip(), last.strip()
    first, _, last = text.strip().rpartition(" ")
    return first, last


def _person(fields: Fields, part: str) -> dict[str, Any]:
    first, last = split_name(fields.text(f"{part}_name"))
    phone, email = fields.text(f"{part}_phone"), fields.text(f"{part}_email")
    return compact(
        forenames=first,
        surname=last,
        date_of_birth=fields.born(f"{part}_born"),
        phones=[phone] if phone else [],
        emails=[email] if email else [],
        address=fields.text(f"{part}_address"),
        postcode=fields.text(f"{part}_postcode"),
    )


def statements_of(row: Row, feed: Feed) -> list[Statement]:
    """What one case says: who complained is a fact, of whom is what they say.

    Raises:
        RowRefused: a field cannot be read; it is named.
    """
    fields = Fields(row, feed, "case")
    said_at, number = fields.said("updated"), fields.need("number")
    version, case = milliseconds(said_at), f"case:{number}"
    closed = fields.day("closed") if len(fields.text("closed")) == 10 else fields.text("closed")[:10]
    content = compact(
        event_type="asb-case",
        reference=number,
        title=fields.need("problem"),
        tags=[fields.text("category")] if fields.text("category") else [],
        status=fields.text("status"),
        summary=fields.text("notes"),
        address=place_line(fields, "address", "town"),
        postcode=fields.text("postcode"),
        closed_on=closed,
        recorded_by=fields.text("officer"),
    )
    point = fields.degrees("longitude", 180), fields.degrees("latitude", 90)
    statements: list[Statement] = [Mention(Kind.EVENT, case, version, said_at, content, fields.happened("opened", said_at), None, *point)]
    for part in ("complainant", "subject"):
        person = _person(fields, part)
        if "surname" in person:
            key = f"{part}:{number}"
            statements += [Mention(Kind.PERSON, key, version, said_at, person), Tie(key, case, part, said_at)]
    return finished(statements, feed)
