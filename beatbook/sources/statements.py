"""What an adapter yields for each row of an export: mentions of things, and the ties that the system recorded between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import Marking

UNVERSIONED = -1  # below every true version: some systems count from 0


class Kind(StrEnum):
    """What a mention is of: the four entities of policing's POLE model."""

    PERSON = "person"
    OBJECT = "object"
    LOCATION = "location"
    EVENT = "event"


class Basis(StrEnum):
    """Fact, or somebody's assessment: kept apart as DPA 2018 s38(2) asks."""

    FACT = "fact"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of one thing by one system.

    `key` is the system's own key, unique within the feed; `version` rises with each change in the system, and UNVERSIONED means that it
    gives none, so that what was said last holds; `content` holds plain JSON values under the names of docs/reference/content.md; `marking`
    None means the feed's default; longitude and latitude are WGS 84 degrees. Text before a `#` in a key is its group.
    """

    kind: Kind
    key: str
    version: int
    said_at: datetime
    content: Mapping[str, Any]
    happened_at: datetime | None = None
    marking: Marking | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation that one system recorded between two of its own mentions, e.g. person `12-S1` is `suspect` in event `12`.

    `to_group` means that `to_key` is a group: the tie goes to each mention whose key is `to_key`, `#` and anything more.
    """

    from_key: str
    to_key: str
    role: str
    said_at: datetime
    basis: Basis = Basis.FACT
    to_group: bool = False


Statement = Mention | Tie


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one file, as read: where it stood and its fields by the file's own names."""

    file: str
    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)


class FileRefused(BeatbookError):
    """A whole file cannot be read (wrong encoding, wrong columns, not a zip): mend the file and load it again."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason


class RowRefused(BeatbookError):
    """One row cannot be taken: it is kept with file, row, column and reason, can be mended and replayed."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}" if column else reason)
        self.column, self.reason = column, reason
