"""Takes what forces write about themselves. The only writer of the room's tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from beatbook.access.actions import intern_marking
from beatbook.neighbourhoods.documents import (
    SORTS,
    DocumentRefused,
    Gathering,
    Ground,
    Issue,
    Member,
    Presentation,
    Read,
    Refused,
    read_document,
)
from beatbook.neighbourhoods.models import Force, Meeting, Neighbourhood, Postcode, Priority, RefusedLine, TeamMember
from beatbook.vocabulary.markings import parse_marking
from beatbook.web.phrases import LONDON

USING = "ingest"
ENDINGS = (".toml", ".json", ".csv")
BATCH = 5000


@dataclass(slots=True)
class Taken:
    """What was taken, by sort, and what was not."""

    counts: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def add(self, sort: str, number: int) -> None:
        """Counts parts of one sort."""
        if number:
            self.counts[sort] = self.counts.get(sort, 0) + number


def load_neighbourhoods(paths: Iterable[Path]) -> Taken:
    """Takes every document and table at these paths (folders of them too). Each replaces what it said before; the same again changes nothing.

    Raises:
        DocumentRefused: a whole file cannot be used; then nothing of any is taken.
    """
    reads = [read_document(path.name, _text(path)) for path in _files(paths)]
    if not reads:
        raise DocumentRefused("No TOML, JSON or CSV file was found there.")
    taken = Taken()
    with transaction.atomic(using=USING):
        for read in sorted(reads, key=lambda one: one.force is None):  # documents before tables, which add to them
            _take(read, taken)
    return taken


def _take(read: Read, taken: Taken) -> None:
    origin = read.file
    if read.force is not None:
        _take_force(read.force, read)
        taken.add("forces", 1)
        taken.add("neighbourhoods", len(read.grounds))
    for table in (TeamMember, Priority, Meeting):
        table.objects.using(USING).filter(origin=origin).delete()
    TeamMember.objects.using(USING).bulk_create(_member(origin, place, *one) for place, one in enumerate(read.members))
    Priority.objects.using(USING).bulk_create(_priority(origin, place, *one) for place, one in enumerate(read.issues))
    Meeting.objects.using(USING).bulk_create(_meeting(origin, place, *one) for place, one in enumerate(read.gatherings))
    _take_postcodes(read)
    RefusedLine.objects.using(USING).filter(file=origin).delete()
    RefusedLine.objects.using(USING).bulk_create(
        RefusedLine(file=origin, row=one.row, column_name=one.column, reason=one.reason, raw=one.raw.replace("\0", "\ufffd"))
        for one in read.refused
    )
    counts = (len(read.members), len(read.issues), len(read.gatherings), len(read.postcodes))
    for sort, count in zip(SORTS, counts, strict=True):
        taken.add(sort, count)
    taken.refused += read.refused


def _take_force(force: Presentation, read: Read) -> None:
    facts = force.model_dump(exclude={"id", "marking"})
    Force.objects.using(USING).update_or_create(code=force.id, defaults=facts | {"vis": _vis(force.marking)})
    Neighbourhood.objects.using(USING).filter(force=force.id).exclude(code__in=[code for _, code in read.grounds]).delete()
    Neighbourhood.objects.using(USING).bulk_create(
        [_neighbourhood(force.id, ground) for ground in read.grounds.values()],
        update_conflicts=True,
        unique_fields=["force", "code"],
        update_fields=["name", "area", "description", "population", "deprivation", "url", "contact", "links", "locations", "vis"],
    )


def _take_postcodes(read: Read) -> None:
    if not read.postcodes:
        return
    vis = _vis("PUBLIC")
    rows = {_squeezed(one.postcode): one for one in read.postcodes}
    Postcode.objects.using(USING).bulk_create(
        [Postcode(code=code, longitude=one.longitude, latitude=one.latitude, vis=vis) for code, one in sorted(rows.items())],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["longitude", "latitude", "vis"],
    )


def _neighbourhood(force: str, ground: Ground) -> Neighbourhood:
    facts: dict[str, Any] = ground.model_dump(exclude={"id", "marking"})
    return Neighbourhood(id=_id(force, ground.id), force=force, code=ground.id, vis=_vis(ground.marking), **facts)


def _member(origin: str, place: int, force: str, ground: str, member: Member) -> TeamMember:
    facts = member.model_dump(exclude={"marking"})
    return TeamMember(
        id=_id(origin, "team", place), force=force, neighbourhood=ground, place=place, origin=origin, vis=_vis(member.marking), **facts
    )


def _priority(origin: str, place: int, force: str, ground: str, issue: Issue) -> Priority:
    deeds = [{"on": deed.on.isoformat(), "said": deed.said} for deed in sorted(issue.deeds, key=lambda deed: deed.on)]
    return Priority(
        id=_id(origin, "priority", place), force=force, neighbourhood=ground, issue=issue.issue, raised_on=issue.raised, deeds=deeds,
        closed_on=issue.closed, origin=origin, vis=_vis(issue.marking),
    )  # fmt: skip


def _meeting(origin: str, place: int, force: str, ground: str, gathering: Gathering) -> Meeting:
    return Meeting(
        id=_id(force, ground, gathering.title, gathering.start.isoformat(), place), force=force, neighbourhood=ground, title=gathering.title,
        kind=gathering.type, description=gathering.description, address=gathering.address, contact=gathering.contact,
        starts_at=_moment(gathering.start), ends_at=_moment(gathering.end) if gathering.end else None, origin=origin, vis=_vis(gathering.marking),
    )  # fmt: skip


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=LONDON) if value.tzinfo is None else value


def _vis(marking: str) -> int:
    return intern_marking(parse_marking(marking), using=USING)


def _id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "beatbook:neighbourhoods:" + "\x1f".join(str(part) for part in parts))


def _squeezed(postcode: str) -> str:
    return "".join(postcode.split()).upper()


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(one for one in path.rglob("*") if one.suffix in ENDINGS) if path.is_dir() else [path]
    return files


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentRefused(f"{path.name} cannot be read as UTF-8 text.") from error
