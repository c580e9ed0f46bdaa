"""A feed: what one system sends and how it is to be read, kept as a TOML file so that a force changes words, not code.

Invariant: a feed holds only keys this module knows; an unknown or missing one is refused by name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

from beatbook.vocabulary.errors import BeatbookError, MarkingRefused
from beatbook.vocabulary.markings import Marking, held_by, parse_marking


class FeedRefused(BeatbookError):
    """A feed's TOML file cannot be used: the message names the file and the key to mend."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


@dataclass(frozen=True, slots=True)
class FilePattern:
    """Which sort of file a name is: `crimes*.csv` is `crime`."""

    glob: str
    sort: str


@dataclass(frozen=True, slots=True)
class Normal:
    """What an ordinary load looks like. None for `newest_within_days` asks nothing of its age."""

    min_rows: int
    max_refused_share: float
    newest_within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A known fault of the system, put right on the way in: content field `field` saying `said` becomes `meant`, until a day."""

    field: str
    said: str
    meant: str
    owner: str
    until: date


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom to ask about the feed."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """The road back to the system: `file` drops into the folder `target`, `http` posts to the address `target`."""

    method: str
    target: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One system's feed. `columns`, `codes` and `widths` are by sort of file or name of list, then by the adapter's own words.

    `by_public` are the kinds of offence in it that victims or the public report: the only ones that may be forecast.
    """

    code: str
    name: str
    system: str
    force: str
    adapter: str
    files: tuple[FilePattern, ...]
    marking: Marking
    retention_group: int
    data_regime: str
    dpia: str
    ropa: str
    normal: Normal
    owner: Owner
    republish: str
    refresh_minutes: int
    encoding: str = "utf-8"
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    widths: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    not_taken: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    outbox: Outbox | None = None
    by_public: tuple[str, ...] = ()

    @property
    def marking_columns(self) -> frozenset[str]:
        """Columns in which a row says how it is itself marked; none when every row bears the feed's marking."""
        names = ("marking", "caveats", "compartment", "handling")
        return frozenset(columns[name] for columns in self.columns.values() for name in names if name in columns)

    def sort_of(self, file_name: str) -> str | None:
        """The sort of a file by its last name, letter case aside, or None when the feed does not know it."""
        last = PurePath(file_name).name.lower()
        return next((pattern.sort for pattern in self.files if fnmatchcase(last, pattern.glob.lower())), None)

    def file_order(self, file_name: str) -> tuple[int, str]:
        """Where a file stands in the order of loading: by the feed's list of sorts, then by name."""
        sorts = [pattern.sort for pattern in self.files]
        sort = self.sort_of(file_name)
        return (sorts.index(sort) if sort is not None else len(sorts), file_name)


_REGIMES = ("part-3", "uk-gdpr")
_REPUBLISH = ("snapshot", "incremental")
_METHODS = ("file", "http")


class _Table:
    """One TOML table being read: every key is asked for once, and what nobody asked for is refused."""

    def __init__(self, file: str, path: str, values: Any) -> None:
        self.file, self.path = file, path
        if not isinstance(values, dict):
            raise FeedRefused(file, path, "should be a table")
        self.values: dict[str, Any] = dict(values)

    def refused(self, key: str, reason: str) -> FeedRefused:
        return FeedRefused(self.file, f"{self.path}.{key}" if self.path else key, reason)

    def take(self, key: str, sort: type, default: Any = ...) -> Any:
        """A value of one type; `...` as default means that it must be there."""
        if key not in self.values:
            if default is ...:
                raise self.refused(key, "is missing")
            return default
        value = self.values.pop(key)
        if sort is float and type(value) is int:
            value = float(value)
        if type(value) is not sort:
            raise self.refused(key, f"should be {sort.__name__}, not {type(value).__name__}")
        return value

    def choice(self, key: str, among: tuple[str, ...], default: Any = ...) -> str:
        value: str = self.take(key, str, default)
        if value not in among:
            raise self.refused(key, f"“{value}” should be one of {', '.join(among)}")
        return value

    def table(self, key: str, default: Any = ...) -> "_Table":
        path = f"{self.path}.{key}" if self.path else key
        return _Table(self.file, path, self.take(key, dict, default))

    def tables(self, key: str) -> list["_Table"]:
        return [_Table(self.file, f"{key}[{number}]", one) for number, one in enumerate(self.take(key, list, []), 1)]

    def two_deep(self, key: str, sort: type) -> dict[str, dict[str, Any]]:
        outer = self.table(key, {})
        result = {}
        for name in list(outer.values):
            inner = outer.table(name)
            result[name] = {each: inner.take(each, sort) for each in list(inner.values)}
        return result

    def finish(self) -> None:
        for key in self.values:
            raise self.refused(key, "is not a key of a feed")


def _marking(table: _Table) -> Marking:
    level = table.take("classification", str)
    try:
        marking = parse_marking(level, table.take("agreements", list, []), table.take("caveats", list, []))
    except MarkingRefused as refusal:
        raise table.refused("classification", str(refusal)) from None
    table.finish()
    return marking


def _normal(table: _Table) -> Normal:
    normal = Normal(table.take("min_rows", int), table.take("max_refused_share", float), table.take("newest_within_days", int, None))
    if not 0 <= normal.max_refused_share <= 1:
        raise table.refused("max_refused_share", "should be between 0 and 1")
    table.finish()
    return normal


def _correction(table: _Table) -> Correction:
    correction = Correction(
        table.take("field", str), table.take("from", str), table.take("to", str), table.take("owner", str), table.take("until", date)
    )
    table.finish()
    return correction


def _owner(table: _Table) -> Owner:
    owner = Owner(table.take("name", str), table.take("email", str))
    table.finish()
    return owner


def _by_public(table: _Table) -> tuple[str, ...]:
    kinds = tuple(table.take("by_public", list))
    if not all(isinstance(kind, str) for kind in kinds):
        raise table.refused("by_public", "should be a list of kinds of offence")
    table.finish()
    return kinds


def _outbox(table: _Table) -> Outbox:
    outbox = Outbox(table.choice("method", _METHODS), table.take("target", str))
    table.finish()
    return outbox


def _files(table: _Table) -> tuple[FilePattern, ...]:
    patterns = tuple(FilePattern(glob, table.take(glob, str)) for glob in list(table.values))
    if not patterns:
        raise FeedRefused(table.file, table.path, "should name at least one file pattern and its sort")
    return patterns


def feed_from(values: Mapping[str, Any], file: str) -> Feed:
    """A feed from parsed TOML; `file` names it in refusals.

    Raises:
        FeedRefused: a key is missing, unknown, of the wrong type, or a marking is above OFFICIAL.
    """
    table = _Table(file, "", dict(values))
    not_taken = table.table("not_taken", {})
    force = table.take("force", str)
    feed = Feed(
        code=table.take("code", str),
        name=table.take("name", str),
        system=table.take("system", str),
        force=force,
        adapter=table.take("adapter", str),
        encoding=table.take("encoding", str, "utf-8"),
        files=_files(table.table("files")),
        columns=table.two_deep("columns", str),
        codes=table.two_deep("codes", str),
        widths=table.two_deep("widths", int),
        not_taken={column: not_taken.take(column, str) for column in list(not_taken.values)},
        marking=held_by(_marking(table.table("marking")), force),
        retention_group=table.take("retention_group", int),
        data_regime=table.choice("data_regime", _REGIMES),
        dpia=table.take("dpia", str),
        ropa=table.take("ropa", str),
        normal=_normal(table.table("normal")),
        corrections=tuple(_correction(each) for each in table.tables("corrections")),
        owner=_owner(table.table("owner")),
        outbox=_outbox(table.table("outbox")) if "outbox" in table.values else None,
        by_public=_by_public(table.table("reported")) if "reported" in table.values else (),
        republish=table.choice("republish", _REPUBLISH),
        refresh_minutes=table.take("refresh_minutes", int),
    )
    table.finish()
    return feed


def read_feed(path: Path) -> Feed:
    """The feed in a TOML file.

    Raises:
        FeedRefused: the file is no TOML, or a key in it cannot be used.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as refusal:
        raise FeedRefused(str(path), "file", f"is not TOML in UTF-8: {refusal}") from None
    except OSError as refusal:
        raise FeedRefused(str(path), "file", f"cannot be read: {refusal.strerror}") from None
    return feed_from(values, str(path))


def read_feeds(folder: Path) -> dict[str, Feed]:
    """Every feed under a folder (`<force>/<feed>.toml`), by code, in order of code.

    Raises:
        FeedRefused: one of them cannot be used, or two have one code.
    """
    feeds: dict[str, Feed] = {}
    for path in sorted(folder.rglob("*.toml")):
        feed = read_feed(path)
        if feed.code in feeds:
            raise FeedRefused(str(path), "code", f"“{feed.code}” is the code of another feed")
        feeds[feed.code] = feed
    return dict(sorted(feeds.items()))


def corrected(content: dict[str, Any], feed: Feed, said_on: date) -> dict[str, Any]:
    """The content with the feed's corrections made that are still in date when it was said."""
    for correction in feed.corrections:
        if said_on <= correction.until and content.get(correction.field) == correction.said:
            content = {**content, correction.field: correction.meant}
    return content
