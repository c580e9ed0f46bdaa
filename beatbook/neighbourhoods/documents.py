"""What a force writes about itself, read strictly: one TOML or JSON document a force, or a CSV table of team, priorities, events or postcodes.

A part that cannot be taken is named by file, row and column and left out; all else is taken.
"""

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from beatbook.vocabulary.errors import BeatbookError
from beatbook.vocabulary.markings import parse_marking

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$", max_length=2000)]
SORTS = ("team", "priorities", "events", "postcodes")


class DocumentRefused(BeatbookError):
    """A whole file cannot be used: the message names the file and, where there is one, the line."""


class Strict(BaseModel):
    """A form that knows its fields: an unknown one is refused by name, lest a slip of spelling is lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Form = TypeVar("Form", bound=Strict)


class Marked(Strict):
    """Something that may wait for its day: only what is PUBLIC is published."""

    marking: str = "PUBLIC"

    @model_validator(mode="after")
    def _known(self) -> "Marked":
        try:
            parse_marking(self.marking)
        except BeatbookError as error:
            raise ValueError(str(error)) from None
        return self


class Link(Strict):
    """A page elsewhere."""

    title: Words
    url: Address
    description: str = ""
    type: str = ""


class Location(Strict):
    """A station or other place at which the team can be met."""

    name: Words
    type: str = ""
    address: str = ""
    postcode: str = ""
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    description: str = ""
    telephone: str = ""


class Member(Marked):
    """Somebody of the team, or a chief officer."""

    name: Words
    rank: str = ""
    bio: str = ""
    contact: dict[str, str] = {}


class Deed(Strict):
    """What was done, and when."""

    on: date
    said: Words


class Issue(Marked):
    """A priority and what was done about it."""

    issue: Words
    raised: date
    closed: date | None = None
    deeds: list[Deed] = []


class Gathering(Marked):
    """A meeting or other event; times are London's where they name no zone."""

    title: Words
    start: datetime
    end: datetime | None = None
    type: str = "meeting"
    description: str = ""
    address: str = ""
    contact: dict[str, str] = {}

    @model_validator(mode="after")
    def _in_order(self) -> "Gathering":
        if self.end is not None and self.end.replace(tzinfo=None) < self.start.replace(tzinfo=None):
            raise ValueError("ends before it starts")
        return self


class Ground(Marked):
    """A neighbourhood, without its team, priorities and events."""

    id: Code
    name: Words
    area: str | None = None
    description: str = ""
    population: int | None = Field(None, ge=0)
    deprivation: int | None = Field(None, ge=1, le=10)
    url: str = ""
    contact: dict[str, str] = {}
    links: list[Link] = []
    locations: list[Location] = []


class Presentation(Marked):
    """A force as it presents itself."""

    id: Code
    name: Words
    url: str = ""
    telephone: str = ""
    description: str = ""
    engagement: list[Link] = []


class Middle(Strict):
    """The middle of a postcode."""

    postcode: Words
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


@dataclass(frozen=True, slots=True)
class Refused:
    """A part that was not taken. `row` is a line of a table or a place in a document (`neighbourhood 3, event 1`)."""

    file: str
    row: str
    column: str
    reason: str
    raw: str

    def sentence(self) -> str:
        """For whoever must mend it."""
        return f"{self.file}, {self.row}{f', {self.column}' if self.column else ''}: {self.reason}"


@dataclass(slots=True)
class Read:
    """What one file holds. Team, priorities and events stand under (force, neighbourhood); chief officers under (force, "")."""

    file: str
    force: Presentation | None = None
    grounds: dict[tuple[str, str], Ground] = field(default_factory=dict)
    members: list[tuple[str, str, Member]] = field(default_factory=list)
    issues: list[tuple[str, str, Issue]] = field(default_factory=list)
    gatherings: list[tuple[str, str, Gathering]] = field(default_factory=list)
    postcodes: list[Middle] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def read_document(file: str, text: str) -> Read:
    """What a TOML or JSON document, or a CSV table named `<force>-team.csv`, `-priorities.csv`, `-events.csv` or `postcodes.csv`, says.

    Raises:
        DocumentRefused: it is none of these, or cannot be read at all.
    """
    if file.endswith(".csv"):
        return _read_table(file, text)
    try:
        document = tomllib.loads(text) if file.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentRefused(f"{file} cannot be read: {error}.") from error
    if not isinstance(document, dict) or not isinstance(document.get("force"), dict):
        raise DocumentRefused(f"{file} has no part “force”, which must give at least its id and name.")
    return _read_force(file, document)


def _read_force(file: str, document: Mapping[str, Any]) -> Read:
    read = Read(file)
    facts = dict(document["force"])
    people = facts.pop("people", [])
    read.force = _take(Presentation, facts, read, "force")
    if read.force is None:
        raise DocumentRefused(read.refused[0].sentence())
    for unknown in sorted(set(document) - {"force", "neighbourhood"}):
        read.refused.append(Refused(file, "document", unknown, "is not a part that a force's document has", unknown))
    for number, one in enumerate(_rows(people), start=1):
        if member := _take(Member, one, read, f"force, person {number}"):
            read.members.append((read.force.id, "", member))
    for number, one in enumerate(_rows(document.get("neighbourhood", [])), start=1):
        _read_ground(one, read.force.id, read, f"neighbourhood {number}")
    return read


def _read_ground(facts: Mapping[str, Any], force: str, read: Read, where: str) -> None:
    facts = dict(facts)
    parts = {name: _rows(facts.pop(name, [])) for name in ("team", "priority", "event")}
    ground = _take(Ground, facts, read, where)
    if ground is None:
        return
    if (force, ground.id) in read.grounds or ground.id == "neighbourhoods":
        read.refused.append(Refused(read.file, where, "id", f"“{ground.id}” stands there twice or is kept for the interface", ground.id))
        return
    read.grounds[force, ground.id] = ground
    for number, one in enumerate(parts["team"], start=1):
        if member := _take(Member, one, read, f"{where}, team {number}"):
            read.members.append((force, ground.id, member))
    for number, one in enumerate(parts["priority"], start=1):
        if issue := _take(Issue, one, read, f"{where}, priority {number}"):
            read.issues.append((force, ground.id, issue))
    for number, one in enumerate(parts["event"], start=1):
        if gathering := _take(Gathering, one, read, f"{where}, event {number}"):
            read.gatherings.append((force, ground.id, gathering))


def _read_table(file: str, text: str) -> Read:
    stem = file.rsplit("/", 1)[-1].removesuffix(".csv")
    force, _, sort = stem.rpartition("-")
    if sort not in SORTS or (not force and sort != "postcodes"):
        raise DocumentRefused(f"{file} is not named as a table of ours: <force>-team.csv, -priorities.csv, -events.csv or postcodes.csv.")
    read = Read(file)
    for number, line in _lines(file, text):
        if None in line:
            read.refused.append(Refused(file, f"row {number}", "", "has more fields than the heading", str(line)[:500]))
        else:
            _read_line(sort, force, {name: value for name, value in line.items() if value}, read, f"row {number}")
    return read


def _lines(file: str, text: str) -> Iterator[tuple[int, dict[Any, Any]]]:
    lines = csv.DictReader(io.StringIO(text), strict=True)
    try:
        for line in lines:
            yield lines.line_num, line
    except csv.Error as error:
        raise DocumentRefused(f"{file}, row {lines.line_num}: {error}.") from error


def _read_line(sort: str, force: str, line: dict[str, Any], read: Read, where: str) -> None:
    if sort == "postcodes":
        if middle := _take(Middle, line, read, where):
            read.postcodes.append(middle)
        return
    ground = str(line.pop("neighbourhood", "")).strip()
    if not ground and sort != "team":
        read.refused.append(Refused(read.file, where, "neighbourhood", "is empty", str(line)[:500]))
        return
    contact = {name: line.pop(name) for name in ("email", "telephone", "mobile", "web", "twitter", "facebook") if name in line}
    if sort == "team":
        if member := _take(Member, line | {"contact": contact}, read, where):
            read.members.append((force, ground, member))
    elif sort == "events":
        if gathering := _take(Gathering, line | {"contact": contact}, read, where):
            read.gatherings.append((force, ground, gathering))
    else:
        done = {"on": line.pop("done_on"), "said": line.pop("done", "")} if line.get("done_on") else None
        if issue := _take(Issue, line | {"deeds": [done] if done else []}, read, where):
            read.issues.append((force, ground, issue))


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [one if isinstance(one, Mapping) else {"": one} for one in value] if isinstance(value, list) else [{"": value}]


def _take(form: type[Form], facts: Mapping[str, Any], read: Read, where: str) -> Form | None:
    try:
        return form.model_validate(dict(facts))
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(part) for part in first["loc"])
        read.refused.append(Refused(read.file, where, column, first["msg"].removeprefix("Value error, "), str(dict(facts))[:2000]))
        return None
