"""Turns statements into lines of PostgreSQL's COPY format, checking each on the way.

Invariant: a statement that PostgreSQL would refuse is refused here first, so that one bad row never spoils a batch.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite

from beatbook.sources.feeds import Feed
from beatbook.sources.identity import canonical_json, content_hash, record_id_bytes
from beatbook.sources.quality import Tally
from beatbook.sources.statements import UNVERSIONED, Mention, Row, RowRefused, Statement, Tie
from beatbook.vocabulary.markings import Marking, held_by

COLUMNS = [
    "load_id",
    "seq",
    "tie",
    "id",
    "kind",
    "source_key",
    "version",
    "said_at",
    "happened_at",
    "longitude",
    "latitude",
    "content",
    "content_hash",
    "vis",
    "scope",
    "from_id",
    "to_id",
    "to_group",
    "role",
    "basis",
    "file",
    "row_number",
    "area",
]
FIELD_LIMIT = 1_000_000  # bytes of one content: above it a row is refused, not stored
KEY_LIMIT = 500  # a longer key would not fit an index entry beside its feed
_NONE = "\\N"
_BIGINT = 2**63


@dataclass
class Batch:
    """Lines waiting to be copied, without their last cell; `placed` says which of them have a place, and where."""

    lines: list[str] = field(default_factory=list)
    placed: list[int] = field(default_factory=list)
    longitudes: list[float] = field(default_factory=list)
    latitudes: list[float] = field(default_factory=list)

    def text(self, place: Callable[[list[float], list[float]], list[str | None]]) -> str:
        """The batch as COPY text, each placed line ending with the code of its area."""
        areas = [_NONE] * len(self.lines)
        for line, area in zip(self.placed, place(self.longitudes, self.latitudes), strict=True):
            areas[line] = escaped(area) if area else _NONE
        return "".join([f"{line}\t{area}\n" for line, area in zip(self.lines, areas, strict=True)])


class Stager:
    """Makes the lines of one load. `vis_of` interns a marking; `seq` counts statements over the whole load."""

    def __init__(self, feed: Feed, load_id: str, key: bytes, vis_of: Callable[[Marking], int], seq: int, tally: Tally) -> None:
        self.feed, self.load_id, self.key, self.vis_of, self.seq, self.tally = feed, load_id, key, vis_of, seq, tally
        self.batch = Batch()
        self._vis: dict[Marking, tuple[str, str]] = {}
        self._oldest: datetime | None = None
        self._newest: datetime | None = None

    def take(self, row: Row, statements: Iterable[Statement], scope: str | None) -> None:
        """Adds the statements of one row, all of them or none.

        Raises:
            RowRefused: one of them cannot be stored.
        """
        made = [self._mention(one, row, scope) if isinstance(one, Mention) else self._tie(one, row) for one in statements]
        for line, mention in made:
            if mention is not None:
                if mention.longitude is not None and mention.latitude is not None:
                    self.batch.placed.append(len(self.batch.lines))
                    self.batch.longitudes.append(mention.longitude)
                    self.batch.latitudes.append(mention.latitude)
                self.tally.add(mention)
                self._widen(mention.said_at)
            self.seq += 1
            self.batch.lines.append(f"{self.load_id}\t{self.seq}\t{line}")

    def drain(self) -> Batch:
        """The batch so far; a new one begins."""
        batch, self.batch = self.batch, Batch()
        if self._oldest is not None and self._newest is not None:
            self.tally.said(self._oldest.astimezone(UTC).isoformat())
            self.tally.said(self._newest.astimezone(UTC).isoformat())
        return batch

    def _widen(self, said_at: datetime) -> None:
        if self._newest is None or said_at > self._newest:
            self._newest = said_at
        if self._oldest is None or said_at < self._oldest:
            self._oldest = said_at

    def _mention(self, said: Mention, row: Row, scope: str | None) -> tuple[str, Mention]:
        json_text = _json(said.content)
        happened = _time(said.happened_at) if said.happened_at else _NONE
        place = _place(said)
        marking, vis = self._marking(said.marking or self.feed.marking)
        digest = content_hash(json_text, marking, happened, place)
        if not UNVERSIONED <= said.version < _BIGINT:
            raise RowRefused("", f"version {said.version} is not a count")
        cells = (
            "f",
            self._id(said.key),
            said.kind,
            escaped(said.key),
            str(said.version),
            _time(said.said_at),
            happened,
            place,
            escaped(json_text),
            "\\\\x" + digest.hex(),
            vis,
            escaped(scope) if scope else _NONE,
            "\\N\t\\N\t\\N\t\\N\t\\N",
            escaped(row.file),
            str(row.number),
        )
        return "\t".join(cells), said

    def _tie(self, said: Tie, row: Row) -> tuple[str, None]:
        start = self._id(said.from_key)
        _checked(said.to_key, "to_key")
        end, group = (_NONE, escaped(said.to_key)) if said.to_group else (self._id(said.to_key), _NONE)
        own = hashlib.blake2b(f"{start}\0{end}\0{group}\0{said.role}".encode(), digest_size=16).hexdigest()
        empty = "\t".join([_NONE] * 3)
        rest = "\t".join([_NONE] * 7)
        cells = (
            "t",
            own,
            empty,
            _time(said.said_at),
            rest,
            start,
            end,
            group,
            escaped(_checked(said.role, "role")),
            said.basis,
            escaped(row.file),
            str(row.number),
        )
        return "\t".join(cells), None

    def _id(self, key: str) -> str:
        return record_id_bytes(self.key, self.feed.code, _checked(key, "key")).hex()

    def _marking(self, marking: Marking) -> tuple[str, str]:
        known = self._vis.get(marking)
        if known is None:
            held = held_by(marking, self.feed.force)
            known = self._vis[marking] = (held.text(), str(self.vis_of(held)))
        return known


def escaped(text: str) -> str:
    """Text as one cell of COPY: backslash, tab and line ends escaped."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if text.isprintable():
        return text
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(content: object) -> str:
    try:
        text = canonical_json(content)  # type: ignore[arg-type]
        size = len(text) if text.isascii() else len(text.encode())
    except (TypeError, ValueError) as error:
        raise RowRefused("", f"cannot be written as JSON in UTF-8 ({type(error).__name__})") from None
    if "\\u0000" in text and "\\u0000" in text.replace("\\\\", ""):  # a written-out backslash is doubled in JSON
        raise RowRefused(_column_with_nul(content), "holds a NUL byte")
    if size > FIELD_LIMIT:
        raise RowRefused(_longest_column(content), f"the row holds {size:,} bytes; the most that is taken is {FIELD_LIMIT:,}")
    return text


def _checked(key: str, column: str) -> str:
    if not key or len(key) > KEY_LIMIT or "\0" in key:
        raise RowRefused(column, "a key is empty, too long or holds a NUL byte")
    try:
        key.encode()
    except UnicodeEncodeError:
        raise RowRefused(column, "a key cannot be written in UTF-8") from None
    return key


def _column_with_nul(content: object) -> str:
    items = content.items() if isinstance(content, dict) else ()
    return next((str(name) for name, value in items if "\\x00" in repr(value)), "")


def _longest_column(content: object) -> str:
    items = content.items() if isinstance(content, dict) else ()
    return str(max(items, key=lambda item: len(str(item[1])), default=("", ""))[0])


def _place(said: Mention) -> str:
    if said.longitude is None or said.latitude is None:
        return "\\N\t\\N"
    if not (isfinite(said.longitude) and isfinite(said.latitude) and abs(said.longitude) <= 180 and abs(said.latitude) <= 90):
        raise RowRefused("longitude, latitude", f"{said.longitude}, {said.latitude} is not a place on the globe")
    return f"{said.longitude!r}\t{said.latitude!r}"


@lru_cache(maxsize=65_536)
def _time(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise RowRefused("", "a time has no zone")
    return moment.isoformat()
