"""Reads of the pole room: a person, object, location or event as this viewer may see it. Filter first, merge second."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from beatbook.access.queries import marking_words
from beatbook.db.viewing import prepared_rows, viewing
from beatbook.linkage.queries import (
    PersonComponent,
    borrowed_among,
    components_of,
    keys_of_records,
    person_members,
    records_with_key_prefix,
    records_with_keys,
)
from beatbook.linkage.things import Match, alike, keys_near_plate, prefix_of_part
from beatbook.linkage.things_addresses import Address, addresses_of, compare_addresses, keys_of_address, read_address
from beatbook.linkage.things_vehicles import Vehicle, compare_vehicles, vehicle_of
from beatbook.pole.contact import Safe, newest
from beatbook.pole.event import EventView, event_view_of
from beatbook.pole.facts import Choice
from beatbook.pole.named_sql import sql
from beatbook.pole.person import Evidence, PersonView, person_view_of
from beatbook.pole.saying import Saying
from beatbook.pole.timeline import Part
from beatbook.pole.whereabouts import SORTS, Around, ThingView, thing_view_of
from beatbook.sources.queries import Record, TieRow, feed_systems, freshness, records_by_ids, ties_of
from beatbook.sources.spoken import SpokenSource, expected_systems, spoken_sources
from beatbook.vocabulary.identifiers import normalise_plate
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock

MOST_POSSIBLE = 10


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person's view and the links that join its records."""

    view: PersonView
    component: PersonComponent
    possible: tuple[Saying, ...]
    lent: tuple[Saying, ...] = ()
    safe: Safe | None = None


def person_page(record_id: UUID, *, viewer: Viewer, today: date) -> PersonPage | None:
    """The person of whom this record speaks, or None when the viewer sees no such record: hidden and absent answer alike."""
    with viewing(viewer):
        component = person_members(record_id, viewer=viewer)
        if component is None:
            return None
        said = sayings_of([*component.members, *component.possible, *component.lent], viewer=viewer)
        sayings = {saying.id: saying for saying in _among(said, component.members)}
        parts = _parts(ties_of(component.members, viewer=viewer), frozenset(component.members))
        others = sayings_of({p.other_id for ps in parts.values() for p in ps}, viewer=viewer)
        events = [identifier for identifier, other in others.items() if other.kind == "event"]
        event_parts = _parts(ties_of(events, viewer=viewer), frozenset(events))
        beside = {p.other_id for ps in event_parts.values() for p in ps} - others.keys() - sayings.keys()
        others |= sayings_of(beside, viewer=viewer)
        people = [identifier for identifier, other in others.items() if other.kind == "person"]
        same_person = {one: min(person) for one, person in components_of(people, viewer=viewer).items()}
        evidence = Evidence(
            list(sayings.values()),
            [p for ps in parts.values() for p in ps],
            others,
            event_parts,
            same_person,
            value_choices(component.members, viewer=viewer),
        )
        safe = newest(list(safe_contact(component.members, viewer=viewer).values()))
    possible, lent = _among(said, component.possible), _among(said, component.lent)
    return PersonPage(person_view_of(evidence, today), component, possible, lent, safe)


def _among(said: Mapping[UUID, Saying], ids: Collection[UUID]) -> tuple[Saying, ...]:
    """Those of these records that were read, by id."""
    return tuple(said[one] for one in sorted(set(ids)) if one in said)


def event_page(record_id: UUID, *, viewer: Viewer, today: date) -> EventView | None:
    """One event with everyone and everything in it, or None."""
    with viewing(viewer):
        own = sayings_of([record_id], viewer=viewer).get(record_id)
        if own is None or own.kind != "event":
            return None
        parts = _parts(ties_of([record_id], viewer=viewer), frozenset([record_id])).get(record_id, [])
        others = sayings_of({part.other_id for part in parts}, viewer=viewer)
        return event_view_of(own, parts, others, persons_among(others.values(), viewer=viewer), today)


def thing_page(value: str, sort: str, record_ids: Iterable[UUID], *, viewer: Viewer, today: date) -> ThingView | None:
    """A vehicle, phone, e-mail or address: every visible record that names it, the people beside it as persons, and the events behind them."""
    with viewing(viewer):
        sayings = sayings_of(record_ids, viewer=viewer)
        if not sayings:
            return None
        parts = _parts(ties_of(list(sayings), viewer=viewer), frozenset(sayings))
        others = sayings_of({p.other_id for ps in parts.values() for p in ps} - sayings.keys(), viewer=viewer)
        persons = persons_among([*others.values(), *sayings.values()], viewer=viewer)
        return thing_view_of(value, sort, Around(list(sayings.values()), parts, others, persons), today)


def parts_of(record_ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, list[Part]]:
    """Visible ties of these records, seen from each of them, by its id."""
    return _parts(ties_of(record_ids, viewer=viewer), frozenset(record_ids)) if record_ids else {}


def persons_among(sayings: Iterable[Saying], *, viewer: Viewer) -> dict[UUID, tuple[Saying, ...]]:
    """For each person record among these, every visible record of that person: a warning may stand on any of them."""
    components = components_of([saying.id for saying in sayings if saying.kind == "person"], viewer=viewer)
    members = sayings_of({member for person in components.values() for member in person}, viewer=viewer)
    return {one: tuple(members[m] for m in sorted(person) if m in members) for one, person in components.items()}


def things_named(sort: str, value: str, *, viewer: Viewer) -> list[UUID]:
    """Visible records that name this phone, plate, e-mail, address or postcode; for `record`, that record alone."""
    if sort == "record":
        return _ids(value)
    if sort not in SORTS:
        return []
    found = records_with_keys([f"{sort}:{value}"], viewer=viewer)
    if sort == "address":  # typed without its postcode: every postcode under which the line stands
        found += records_with_key_prefix(f"address:{value} ", viewer=viewer)
    return [record_id for _, record_id in found]


@dataclass(frozen=True, slots=True)
class Alike:
    """Other ways in which a vehicle or address is written: those that are taken as one with it, those that may be, and the records that name either."""

    joined: tuple[tuple[str, Match], ...] = ()
    possible: tuple[tuple[str, Match], ...] = ()
    joined_ids: frozenset[UUID] = frozenset()
    possible_ids: frozenset[UUID] = frozenset()


def things_alike(sort: str, value: str, *, viewer: Viewer) -> Alike:
    """Vehicles or addresses that are, or may be, the one of this value, among visible records alone; likeliest first."""
    if sort not in ("plate", "address"):
        return Alike()
    with viewing(viewer):
        if sort == "plate":
            joined, possible = alike(value, lambda values: _vehicles_near(values, viewer=viewer), compare_vehicles)
        else:
            joined, possible = alike(value, lambda values: _addresses_near(values, viewer=viewer), compare_addresses)
            possible = {other: match for other, match in possible.items() if not other.startswith(value + " ")}  # shown as one already
        likeliest = _likeliest(possible)[:MOST_POSSIBLE]
        keys = {f"{sort}:{other}": other for other in (*joined, *(other for other, _ in likeliest))}
        found = records_with_keys(keys, viewer=viewer)
    own = frozenset(record_id for key, record_id in found if keys[key] in joined)
    return Alike(tuple(_likeliest(joined)), tuple(likeliest), own, frozenset(record_id for _, record_id in found) - own)


def _likeliest(found: Mapping[str, Match]) -> list[tuple[str, Match]]:
    return sorted(found.items(), key=lambda item: (-item[1].bits, item[0]))


def _vehicles_near(plates: Iterable[str], *, viewer: Viewer) -> dict[str, Vehicle]:
    """These vehicles and all that may match them, each from every visible record that names it and the people beside those."""
    plates = list(plates)
    found = records_with_keys({key for plate in plates for key in (f"plate:{plate}", *keys_near_plate(plate))}, viewer=viewer)
    for prefix in filter(None, map(prefix_of_part, plates)):
        found += records_with_key_prefix(prefix, viewer=viewer)
    sayings = sayings_of({record_id for _, record_id in found}, viewer=viewer)
    by_plate: dict[str, list[Saying]] = {}
    for saying in sayings.values():
        if plate := normalise_plate(str(saying.content.get("registration") or "")):
            by_plate.setdefault(plate, []).append(saying)
    parts = _parts(ties_of(list(sayings), viewer=viewer), frozenset(sayings))
    persons = components_of({part.other_id for ends in parts.values() for part in ends}, viewer=viewer)
    return {
        plate: vehicle_of(
            plate,
            [saying.content for saying in own],
            frozenset(min(persons[part.other_id]) for saying in own for part in parts.get(saying.id, ()) if part.other_id in persons),
        )
        for plate, own in by_plate.items()
    }


def _addresses_near(values: Iterable[str], *, viewer: Viewer) -> dict[str, Address]:
    """These addresses and all visible ones that may match them."""
    values = list(values)
    wanted = {key for value in values for key in (f"address:{value}", *keys_of_address(value))}
    found = {record_id for _, record_id in records_with_keys(wanted, viewer=viewer)}
    near = addresses_of(keys_of_records(found, viewer=viewer).values())
    uprns = {f"uprn:{near[value].uprn}" for value in values if value in near and near[value].uprn}
    known = {record_id for _, record_id in records_with_keys(uprns, viewer=viewer)} - found if uprns else set()
    return {value: read_address(value) for value in values} | near | addresses_of(keys_of_records(known, viewer=viewer).values())


def _ids(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []


def sayings_of(record_ids: Iterable[UUID], *, viewer: Viewer) -> dict[UUID, Saying]:
    """Visible records with the words for their system and marking, by id."""
    ids = sorted(set(record_ids))
    if not ids:
        return {}
    with viewing(viewer):
        systems = feed_systems(viewer=viewer)
        marks = marking_words(viewer=viewer)
        borrowed = borrowed_among(ids, viewer=viewer)
        return {record.id: _saying(record, systems, marks, record.id in borrowed) for record in records_by_ids(ids, viewer=viewer)}


def _saying(record: Record, systems: Mapping[str, str], marks: Mapping[int, str], borrowed: bool) -> Saying:
    return Saying(
        id=record.id,
        system=systems.get(record.feed, record.feed),
        source_key=record.source_key,
        kind=record.kind,
        said_at=record.said_at,
        happened_at=record.happened_at,
        content=record.content,
        marking=marks[record.vis],
        area=record.area,
        longitude=record.longitude,
        latitude=record.latitude,
        borrowed=borrowed,
    )


def _parts(ties: Sequence[TieRow], own: frozenset[UUID]) -> dict[UUID, list[Part]]:
    """Ties seen from each of the things in `own`, by its id."""
    parts: dict[UUID, list[Part]] = {}
    for tie in ties:
        for here, there, outward in ((tie.from_id, tie.to_id, True), (tie.to_id, tie.from_id, False)):
            if here in own:
                parts.setdefault(here, []).append(Part(tie.role, there, tie.basis == "opinion", tie.said_at, outward))
    return parts


def safe_contact(record_ids: Collection[UUID], *, viewer: Viewer) -> dict[UUID, Safe]:
    """How to be in touch safely, as last written about each of these records; records about which nothing was written are left out."""
    with viewing(viewer) as cursor:
        rows = prepared_rows(cursor, sql("safe_contacts_of_records"), {"ids": list(record_ids)})
    return {row[1]: Safe(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows}


def value_choices(record_ids: Collection[UUID], *, viewer: Viewer) -> dict[str, Choice]:
    """By detail of one person: which value was last chosen to be shown first; details for which no choice stands are left out."""
    with viewing(viewer) as cursor:
        found = {row[0]: Choice(*row) for row in prepared_rows(cursor, sql("value_choices_of_records"), {"ids": list(record_ids)})}
    return {label: choice for label, choice in found.items() if choice.key}


def sources_line(*, viewer: Viewer) -> list[SpokenSource]:
    """How fresh each source is, for the line near the top of every page."""
    expected = expected_systems(Path(settings.BEATBOOK_FEEDS) / "expected-systems.txt")
    return spoken_sources(freshness(viewer=viewer), expected, clock.now())
