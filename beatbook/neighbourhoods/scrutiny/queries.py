"""Packs for the panel, and the searches from which they are drawn, as one viewer may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from beatbook.access.actions import intern_marking
from beatbook.db.viewing import viewing
from beatbook.geography.queries import area_names
from beatbook.measures.where import Period, month_plus
from beatbook.neighbourhoods.models import PanelDecision, ScrutinyPack
from beatbook.neighbourhoods.scrutiny.named_sql import sql
from beatbook.neighbourhoods.scrutiny.redaction import PanelRecord, panel_record
from beatbook.pole.queries import parts_of, persons_among, sayings_of
from beatbook.pole.saying import Saying
from beatbook.sources.actions import known_feeds
from beatbook.vocabulary.dates import local_to_utc
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.phrases import in_london

ADAPTERS = ("stops_csv",)
NAMING = ("forenames", "surname", "other_names", "name", "aliases", "nicknames", "address", "town", "recorded_by")


@dataclass(frozen=True, slots=True)
class Drawn:
    """The searches from which a pack is drawn: their ids, and the markings that they bear."""

    ids: tuple[UUID, ...]
    vis: frozenset[int]


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack, with what the panel decided of each record, by its number from 1, oldest first."""

    id: UUID
    title: str
    chosen: str
    drawn_from: int
    records: tuple[PanelRecord, ...]
    by: UUID
    at: datetime
    decisions: Mapping[int, Sequence[tuple[str, str, UUID, datetime]]]


def searches_between(period: Period, *, viewer: Viewer, area: str = "", young: bool = False, outer: bool = False) -> Drawn:
    """The searches of the viewer's force in whole months that may be drawn."""
    feeds = {one.code: one for one in known_feeds().values() if one.force == viewer.organisation and one.adapter in ADAPTERS}
    asked = {
        "feeds": sorted(feeds),
        "vis": [intern_marking(feed.marking) for feed in feeds.values()],
        "since": local_to_utc(datetime.combine(period.first, time())),
        "until": local_to_utc(datetime.combine(month_plus(period.last, 1), time())),
        "area": area,
        "young": "yes" if young else "",
        "outer": "yes" if outer else "",
    }
    with viewing(viewer) as cursor:
        cursor.execute(sql("searches_of_force"), asked)
        rows = cursor.fetchall()
    return Drawn(tuple(row[0] for row in rows), frozenset(row[1] for row in rows))


def panel_records(ids: Sequence[UUID], *, viewer: Viewer) -> list[PanelRecord]:
    """These searches as the panel may read them. Every name of everybody tied to one, on any record of theirs that is seen, is taken out of its text."""
    with viewing(viewer):
        searches = sayings_of(ids, viewer=viewer)
        parts = parts_of(list(searches), viewer=viewer)
        others = sayings_of({part.other_id for found in parts.values() for part in found}, viewer=viewer)
        persons = persons_among(others.values(), viewer=viewer)
        places = area_names(viewer=viewer)
    records = []
    for one in ids:
        if search := searches.get(one):
            tied = [others[part.other_id] for part in parts.get(one, []) if part.other_id in others]
            known = [record for saying in tied for record in (saying, *persons.get(saying.id, ()))]
            at = in_london(search.happened_at) if search.happened_at else None
            records.append(panel_record(search.content, at, places.get(search.area or "", ""), _names([search, *known])))
    return records


def packs(*, viewer: Viewer) -> list[PackRow]:
    """Every pack, the newest first."""
    with viewing(viewer):
        return [_pack(row, {}) for row in ScrutinyPack.objects.order_by("-written_at", "id")]


def pack_named(pack_id: UUID, *, viewer: Viewer) -> PackRow | None:
    """One pack with what was decided, or None."""
    with viewing(viewer):
        row = ScrutinyPack.objects.filter(id=pack_id).first()
        decisions: dict[int, list[tuple[str, str, UUID, datetime]]] = {}
        for one in PanelDecision.objects.filter(pack_id=pack_id).order_by("written_at", "id"):
            decisions.setdefault(one.number, []).append((one.decision, one.words, one.written_by, one.written_at))
    return _pack(row, decisions) if row else None


def _pack(row: ScrutinyPack, decisions: Mapping[int, Sequence[tuple[str, str, UUID, datetime]]]) -> PackRow:
    records = tuple(PanelRecord(**record) for record in row.records)
    return PackRow(row.id, row.title, row.chosen, row.drawn_from, records, row.written_by, row.written_at, decisions)


def _names(sayings: Collection[Saying]) -> list[str]:
    """Whatever names anybody or where they live on these records."""
    return [
        text
        for saying in sayings
        for field in NAMING
        for text in _texts(saying.content.get(field))
        if field != "address" or saying.kind == "person"
    ]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list | tuple) else []
