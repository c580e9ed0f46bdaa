"""Text files as rows: CSV and lines, streamed, with each bad row kept apart from its neighbours.

Invariant: a row that cannot be read costs only itself; an unclosed quotation mark costs only the line it stands on.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from beatbook.sources.adapters.fields import MAX_FIELD, unreadable
from beatbook.sources.feeds import Feed
from beatbook.sources.statements import FileRefused, Row

_MAX_LINES = 200  # physical lines in one quoted field; beyond this a quotation mark was left open
_STRAY = re.compile("[\udc80-\udcff]")
csv.field_size_limit(MAX_FIELD)


@contextmanager
def text_of(stream: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The stream as text; bytes that the encoding does not have become lone surrogates, which `stray` finds. The stream stays open."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="surrogateescape", newline="")
    try:
        yield text
    finally:
        if not stream.closed:
            text.detach()


def stray(text: str) -> bool:
    """Whether bytes in the text were not of the feed's encoding."""
    return not text.isascii() and _STRAY.search(text) is not None


class Lines:
    """Physical lines of a text, which can be put back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.back, self.taken = text, deque[str](), list[str]()
        self.header_lines = 1

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.back.popleft() if self.back else next(self.text)
        self.taken.append(line)
        if len(self.taken) > _MAX_LINES:
            raise csv.Error("a quotation mark is opened and never closed")
        return line

    def recover(self) -> str:
        """Give up the first line of the record being read and put the rest back."""
        first, *rest = self.taken
        self.back.extendleft(reversed(rest))
        return first


def _header(name: str, lines: Lines, feed: Feed, sort: str, not_taken: frozenset[str]) -> list[str]:
    try:
        header = [column.strip() for column in next(csv.reader(lines))]
    except StopIteration:
        raise FileRefused(name, "is empty: not even a line of column names") from None
    except csv.Error as refusal:
        raise FileRefused(name, f"its line of column names cannot be read: {refusal}") from None
    check_columns(name, header, feed, sort, not_taken)
    lines.header_lines = len(lines.taken)
    return header


def check_columns(name: str, header: list[str], feed: Feed, sort: str, not_taken: frozenset[str]) -> None:
    """Every column the feed names is there once, and every other is one that the adapter or the feed says it does not take.

    Raises:
        FileRefused: naming the columns that are missing, twice there, or unknown.
    """
    if any(stray(column) or "\0" in column for column in header):
        raise FileRefused(name, f"its line of column names is not in {feed.encoding}")
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise FileRefused(name, f"has a column more than once: {', '.join(twice)}")
    wanted = set(feed.columns.get(sort, {}).values())
    missing = sorted(wanted - set(header))
    if missing:
        raise FileRefused(name, f"lacks the column {', '.join(missing)} (it has {', '.join(header)[:300]})")
    unknown = sorted(set(header) - wanted - not_taken - set(feed.not_taken))
    if unknown:
        raise FileRefused(name, f"has a column that feed {feed.code} neither takes nor says why not: {', '.join(unknown)}")


def read_csv(name: str, stream: BinaryIO, feed: Feed, *, not_taken: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Rows of a CSV file with a line of column names, numbered as lines of the file from 2.

    Raises:
        FileRefused: empty, wrong encoding in the column names, or wrong, missing or repeated columns.
    """
    sort = feed.sort_of(name)
    if sort is None:
        raise FileRefused(name, f"its name is none that feed {feed.code} knows")
    with text_of(stream, feed.encoding) as text:
        yield from _csv_rows(name, Lines(text), feed, sort, not_taken)


def _csv_rows(name: str, lines: Lines, feed: Feed, sort: str, not_taken: frozenset[str]) -> Iterator[Row]:
    header = _header(name, lines, feed, sort, not_taken)
    reader = csv.reader(lines, strict=True)
    number, width = lines.header_lines, len(header)
    while True:
        lines.taken.clear()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as refusal:
            yield unreadable(name, number, "", f"cannot be read as CSV: {refusal}", lines.recover())
            reader = csv.reader(lines, strict=True)
            continue
        first, span = number, len(lines.taken)
        if len(cells) != width:
            if not cells:
                continue
            if span > 1:
                lines.recover()
                span = 1
                reader = csv.reader(lines, strict=True)
            yield unreadable(name, first, "", f"has {len(cells)} columns, not {width}", ",".join(cells))
            continue
        number += span - 1
        raw = lines.taken[0] if span == 1 else "".join(lines.taken)
        if not raw.isascii() and stray(raw):
            column = next(column for column, cell in zip(header, cells, strict=True) if stray(cell))
            yield unreadable(name, first, column, f"holds bytes that are not {feed.encoding}", raw.encode("ascii", "replace").decode())
            continue
        yield Row(name, first, dict(zip(header, cells, strict=True)))


def read_lines(name: str, stream: BinaryIO, feed: Feed) -> Iterator[tuple[int, str]]:
    """Numbered lines of a text file without their ends, from 1; blank lines are left out.

    Raises:
        FileRefused: the file is empty.
    """
    number = 0
    with text_of(stream, feed.encoding) as text:
        for number, line in enumerate(text, 1):
            if line := line.rstrip("\r\n"):
                yield number, line
    if number == 0:
        raise FileRefused(name, "is empty")
