"""Fields of one row, read strictly: a value, its absence, or a refusal that names the system's own column.

Invariant: a column is named as the file names it, so that the refused row can be mended in the file.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from beatbook.sources.feeds import Feed, corrected
from beatbook.sources.statements import Mention, Row, RowRefused, Statement
from beatbook.vocabulary.dates import (
    LONDON,
    NotADate,
    local_to_utc,
    read_birth_date,
    read_iso_date,
    read_iso_moment,
    read_uk_date,
    read_uk_moment,
)
from beatbook.vocabulary.errors import MarkingRefused
from beatbook.vocabulary.markings import Marking, parse_marking

UNREADABLE = "(unreadable)"
MAX_FIELD = 1_000_000  # characters; the longest true free text we know of is a statement of some 60,000
YEARS = range(1900, 2101)  # in which a system of ours can have recorded something; beyond them a clock or a hand was wrong
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def unreadable(file: str, number: int, column: str, reason: str, raw: str = "") -> Row:
    """A row that the reader could not take apart: `statements_of` will refuse it with this column and reason."""
    return Row(file, number, {UNREADABLE: reason, "column": column, "raw": raw[:2000]})


class Fields:
    """One row's fields, asked for by the adapter's words and found under the feed's columns."""

    __slots__ = ("columns", "feed", "said_on", "values")

    def __init__(self, row: Row, feed: Feed, sort: str) -> None:
        if UNREADABLE in row.fields:
            raise RowRefused(str(row.fields.get("column", "")), str(row.fields[UNREADABLE]))
        self.feed, self.values = feed, row.fields
        self.columns: Mapping[str, str] = feed.columns.get(sort, {})
        self.said_on = date.max

    def column(self, name: str) -> str:
        """The file's own word for a field."""
        return self.columns.get(name, name)

    def refused(self, name: str, reason: str) -> RowRefused:
        """A refusal that names the file's own column."""
        return RowRefused(self.column(name), reason)

    def text(self, name: str) -> str:
        """The field without outer space, or an empty string when it is absent."""
        value = self.values.get(self.columns.get(name, name))
        if value is None:
            return ""
        if not isinstance(value, str):
            value = str(value)
        if len(value) > MAX_FIELD:
            raise self.refused(name, f"is {len(value):,} characters long; the most is {MAX_FIELD:,}")
        if "\0" in value:
            raise self.refused(name, "holds a NUL byte")
        return value.strip()

    def need(self, name: str) -> str:
        """The field, which must not be empty."""
        value = self.text(name)
        if not value:
            raise self.refused(name, "is empty and must not be")
        return value

    def code(self, name: str, codes: str, *, default: str | None = None) -> str:
        """The field put through one of the feed's lists of codes; empty stays empty; unknown is refused or takes the default."""
        value = self.text(name)
        if not value:
            return ""
        meant = self.feed.codes.get(codes, {}).get(value, default)
        if meant is None:
            raise self.refused(name, f"“{value[:40]}” is not in the feed's list codes.{codes}")
        return meant

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.text(name)
        if not value and default is not None:
            return default
        if not value.isascii() or not value.isdigit() or len(value) > 18:
            raise self.refused(name, f"“{value[:40]}” is not a whole number")
        return int(value)

    def pence(self, name: str) -> int | None:
        """Pounds, as `£1,234.50` or `1234.5`, in whole pence."""
        value = self.text(name)
        if not value:
            return None
        pounds, _, pence = value.removeprefix("£").replace(",", "").partition(".")
        if not (pounds + pence).isdigit() or len(pence) > 2 or len(pounds) > 12:
            raise self.refused(name, f"“{value[:40]}” is not a sum of money")
        return int(pounds or "0") * 100 + int(pence.ljust(2, "0"))

    def degrees(self, name: str, limit: float) -> float | None:
        """A coordinate in degrees within plus or minus `limit`."""
        value = self.text(name)
        if not value:
            return None
        try:
            angle = float(value)
        except ValueError:
            raise self.refused(name, f"“{value[:40]}” is not a coordinate") from None
        if not -limit <= angle <= limit:
            raise self.refused(name, f"{value[:40]} is beyond {limit:g} degrees")
        return angle

    def day(self, name: str) -> str:
        """A date in UK or ISO order as ISO text, or empty."""
        value = self.text(name)
        if not value:
            return ""
        try:
            return (read_uk_date(value) if "/" in value else read_iso_date(value)).isoformat()
        except NotADate as refusal:
            raise self.refused(name, str(refusal)) from None

    def day_start(self, name: str) -> datetime | None:
        """The first moment in London of a day, for what is known by its date alone; not after the record was said."""
        day = self.day(name)
        if not day:
            return None
        if date.fromisoformat(day) > self.said_on:
            raise self.refused(name, f"“{self.text(name)}” is after the record was last changed")
        return local_to_utc(datetime.fromisoformat(day))

    def parts(self, name: str, sort: str) -> list["Fields"]:
        """The repeated parts of a nested record, each with the feed's columns for its sort."""
        values = self.values.get(self.columns.get(name, name)) or []
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in values):
            raise self.refused(name, "should be a list of records")
        return [self.part(each, sort) for each in values]

    def part(self, values: Mapping[str, Any], sort: str) -> "Fields":
        """One part of a nested record."""
        fields = object.__new__(Fields)
        fields.feed, fields.values, fields.said_on = self.feed, values, self.said_on
        fields.columns = self.feed.columns.get(sort, {})
        fields.refuse_unknown(sort)
        return fields

    def refuse_unknown(self, sort: str, not_taken: Mapping[str, str] | None = None) -> None:
        """Refuse a nested record with a field that the feed neither takes nor says why not."""
        known = {*self.columns.values(), *self.feed.not_taken, *(not_taken or ())}
        for field in self.values:
            if field not in known and self.values[field] not in ("", None):
                raise RowRefused(field, f"feed {self.feed.code} neither takes it nor says why not (sort {sort})")

    def born(self, name: str) -> str:
        """A date of birth, whole or partial, as ISO text, or empty."""
        value = self.text(name)
        if not value:
            return ""
        try:
            return read_birth_date(value, self.said_on)
        except NotADate as refusal:
            raise self.refused(name, str(refusal)) from None

    def moment(self, name: str) -> datetime | None:
        """A moment in UTC, from UK or ISO order, or None."""
        value = self.text(name)
        if not value:
            return None
        try:
            moment = read_uk_moment(value) if "/" in value else read_iso_moment(value)
        except (NotADate, OverflowError) as refusal:
            raise self.refused(name, str(refusal)) from None
        if moment.year not in YEARS:
            raise self.refused(name, f"“{value}” is not of our time")
        return moment

    def said(self, name: str) -> datetime:
        """When the system last changed the record: needed, and the day against which dates of birth are judged."""
        self.need(name)
        moment = self.moment(name)
        assert moment is not None
        self.said_on = moment.astimezone(LONDON).date()
        return moment

    def happened(self, name: str, said_at: datetime) -> datetime | None:
        """When it happened; refused when that is after the system said it."""
        moment = self.moment(name)
        if moment is not None and moment > said_at:
            raise self.refused(name, f"“{self.text(name)}” is after the record was last changed")
        return moment

    def marking(self, level: str, caveats: str, *, extra: tuple[str, ...] = ()) -> Marking | None:
        """The row's own marking joined to the feed's; None when the row says nothing beyond the feed."""
        words, marks = self.text(level), self.text(caveats)
        if not words and not marks and not extra:
            return None
        default = self.feed.marking
        try:
            own = parse_marking(words, default.agreements, [*default.caveats, *marks.split(), *extra]) if words else default
        except MarkingRefused as refusal:
            raise self.refused(level, str(refusal)) from None
        own = replace(own, caveats=default.caveats | frozenset(marks.split()) | frozenset(extra))
        return None if own == default else replace(own, classification=max(own.classification, default.classification))


def compact(**content: Any) -> dict[str, Any]:
    """Content without its empty values, as the content reference asks: absent rather than null."""
    return {name: value for name, value in content.items() if value not in ("", None, [], {})}


def milliseconds(moment: datetime) -> int:
    """A version for a system that keeps none: when it last changed the record, in milliseconds since 1970."""
    return round((moment - _EPOCH).total_seconds() * 1000)


def finished(statements: list[Statement], feed: Feed) -> list[Statement]:
    """The statements with the feed's corrections made."""
    if not feed.corrections:
        return statements
    return [
        replace(each, content=corrected(dict(each.content), feed, each.said_at.date())) if isinstance(each, Mention) else each
        for each in statements
    ]
