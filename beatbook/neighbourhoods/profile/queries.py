"""A neighbourhood as one viewer may see it: events first, then what they add up to. Filter first, merge second."""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import numpy as np

from beatbook.db.viewing import viewing
from beatbook.forecasts.queries import ForecastRow, ScoreRow, forecasts, scores_of
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.geography.queries import populations
from beatbook.linkage.keys import address_of
from beatbook.linkage.queries import components_of
from beatbook.measures.errors import UnknownMeasure
from beatbook.measures.figures import Figure
from beatbook.measures.queries import latest_year, value_of
from beatbook.measures.where import Where
from beatbook.neighbourhoods.models import LastRead, Neighbourhood
from beatbook.neighbourhoods.profile.happenings import CRIME, Happening, Repeat, SaidEvent, happenings_of, repeat_places, repeat_victims
from beatbook.neighbourhoods.profile.hot_times import HotTimes, hot_times
from beatbook.neighbourhoods.profile.knox import FEWEST, MOST, NearRepeats, near_repeats
from beatbook.neighbourhoods.profile.named_sql import sql
from beatbook.neighbourhoods.public_feeds import public_feeds
from beatbook.pole.facts import main_name
from beatbook.pole.queries import parts_of, sayings_of
from beatbook.sources.queries import current_watermark
from beatbook.vocabulary.dates import local_to_utc
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.phrases import in_london

SORTS = ("crime", "incident", "asb-case")
NOT_DEMAND = ("Contact on police business",)
DAYS, NEAR_DAYS = 365, 730
WITHIN_M, WITHIN_DAYS = 200.0, 14.0
METRES_A_DEGREE = 111_320.0
HARM, RECORDED = "H1", "D1"
MOST_CHANGES = 50
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Victim:
    """Somebody who was a victim in more than one happening; `record_id` leads to their page."""

    record_id: UUID
    name: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class NearRow:
    """The Knox test of one kind of crime; `found` None: too few."""

    kind: str
    crimes: int
    found: NearRepeats | None


@dataclass(frozen=True, slots=True)
class Change:
    """An event that was said, or said otherwise, since the viewer last read."""

    record_id: UUID
    event_type: str
    kind: str
    reference: str
    place: str
    happened_at: datetime | None
    said_at: datetime
    version: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class People:
    """How many live there, by the force's own page or the newest count, and the tenth of England for deprivation (1 the most deprived), where given."""

    number: float | None
    year: int | None
    deprivation: int | None


def happened_in(area: str, since: date, *, viewer: Viewer) -> list[Happening]:
    """Crimes, calls and council cases of an area from a day on, each once however many systems speak of it."""
    with viewing(viewer) as cursor:
        begin = local_to_utc(datetime.combine(since, time()))
        cursor.execute(sql("events_of_area"), {"area": area, "since": begin, "sorts": list(SORTS), "public": public_feeds()})
        return happenings_of(_said(*row) for row in cursor.fetchall() if row[2] not in NOT_DEMAND)


def times_of(happenings: Sequence[Happening]) -> HotTimes:
    """At which hours of the week these happened."""
    return hot_times((one.lead.at, one.lead.until) for one in happenings)


def places_of(happenings: Sequence[Happening]) -> list[Repeat]:
    """Places to which more than one came, those with the most first."""
    return sorted(repeat_places(happenings), key=lambda one: (-len(one.happenings), one.name.casefold(), one.key))


def victims_of(happenings: Sequence[Happening], *, viewer: Viewer) -> list[Victim]:
    """People who were victims more than once, as this viewer may know them, those most often first."""
    with viewing(viewer):
        parts = parts_of({one for happening in happenings for one in happening.ids}, viewer=viewer)
        victims = {event: {part.other_id for part in found if part.role == "victim"} for event, found in parts.items()}
        person_of = _persons_of(sorted({one for found in victims.values() for one in found}), viewer)
        persons = {event: {person_of[one] for one in found if one in person_of} for event, found in victims.items()}
        repeats = repeat_victims(happenings, persons)
        sayings = sayings_of({one for person in repeats for one in person}, viewer=viewer)
    found = [
        Victim(min(person), main_name([sayings[one] for one in sorted(person) if one in sayings]), tuple(them))
        for person, them in repeats.items()
        if any(one in sayings for one in person)
    ]
    return sorted(found, key=lambda one: (-len(one.happenings), one.name.casefold(), one.record_id))


def near_repeats_of(happenings: Sequence[Happening], area: str) -> list[NearRow]:
    """For each kind of crime whether one is followed by others near by more than chance brings. The same happenings, the same answer."""
    by_kind: dict[str, list[SaidEvent]] = defaultdict(list)
    for one in happenings:
        lead = one.lead
        if lead.event_type == CRIME and lead.at and lead.longitude is not None and lead.latitude is not None:
            by_kind[lead.kind].append(lead)
    return [_near(kind, found[-MOST:], area) for kind, found in sorted(by_kind.items())]


def people_of(area: str, *, viewer: Viewer) -> People:
    """Who lives there, in numbers."""
    with viewing(viewer):
        row = Neighbourhood.objects.filter(area=area).order_by("code").first()
        year, number = populations(NEIGHBOURHOOD).get(area, (None, None))
    return People(number if number is not None else row.population if row else None, year, row.deprivation if row else None)


def harm_of(area: str, *, viewer: Viewer) -> list[Figure]:
    """The harm of recorded crime beside its number, over the newest twelve months; nothing where neither measure is adopted."""
    found = []
    for code in (HARM, RECORDED):
        where = Where(neighbourhood=area)
        try:
            year = latest_year(code, where, viewer=viewer)
        except UnknownMeasure:
            continue
        if year:
            found.append(value_of(code, where, year, viewer=viewer))
    return found


def forecasts_of(area: str, *, viewer: Viewer) -> list[tuple[ForecastRow, ScoreRow]]:
    """What forecasts that may be used expect here in their present week."""
    found = []
    for one in forecasts(viewer=viewer):
        here = [score for score in scores_of(one.id, viewer=viewer) if score.area == area] if one.state == "on" else []
        found += [(one, score) for score in here[:1]]
    return found


def last_read(area: str, *, viewer: Viewer) -> tuple[str, datetime] | None:
    """Up to where this viewer has read what changed in an area, and when; None: never."""
    with viewing(viewer):
        row = LastRead.objects.filter(area=area, written_by=viewer.user_id).order_by("-written_at", "-id").first()
    return (row.watermark, row.written_at) if row else None


def changed_since(watermark: str, area: str, *, viewer: Viewer) -> list[Change]:
    """Events of an area that changed since, as this viewer may see them, newest first; at most one more than are shown."""
    with viewing(viewer) as cursor:
        upto = str(current_watermark(viewer=viewer))
        asked = {"area": area, "watermark": watermark, "upto": upto, "public": public_feeds(), "most": MOST_CHANGES + 1}
        cursor.execute(sql("changed_in_area"), asked)
        return [Change(*row) for row in cursor.fetchall()]


def _persons_of(ids: Sequence[UUID], viewer: Viewer) -> dict[UUID, frozenset[UUID]]:
    """The person of each record. Asked in turns: so many people at once would reach past the most records that one question answers."""
    found: dict[UUID, frozenset[UUID]] = {}
    for start in range(0, len(ids), AT_ONCE):
        found |= components_of(ids[start : start + AT_ONCE], viewer=viewer)
    return found


def _near(kind: str, found: Sequence[SaidEvent], area: str) -> NearRow:
    if len(found) < FEWEST:
        return NearRow(kind, len(found), None)
    longitude, latitude = (np.array([getattr(one, name) for one in found], dtype=np.float64) for name in ("longitude", "latitude"))
    days = np.array([one.at.timestamp() / 86_400 for one in found if one.at], dtype=np.float64)
    x = longitude * METRES_A_DEGREE * np.cos(np.radians(latitude.mean()))
    seed = zlib.crc32(f"{area} {kind}".encode())
    return NearRow(
        kind, len(found), near_repeats(x, latitude * METRES_A_DEGREE, days, within_m=WITHIN_M, within_days=WITHIN_DAYS, seed=seed)
    )


def _said(
    record_id: UUID, sort: str, kind: str, at: datetime | None, until: str | None, longitude: float | None, latitude: float | None,
    address: str, postcode: str, reference: str, others: str,
) -> SaidEvent:  # fmt: skip
    place = address_of(address, postcode)
    numbers: Collection[str] = [one for one in (reference, *json.loads(others)) if one]
    return SaidEvent(
        record_id, sort, kind, in_london(at) if at else None, in_london(datetime.fromisoformat(until)) if until else None, longitude, latitude,
        ", ".join(part for part in (address, postcode) if part), (place,) if place else (), tuple(numbers),
    )  # fmt: skip
