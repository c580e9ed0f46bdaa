"""What several systems said of one event, as one happening; and the places and people to which more than one of them came. Pure.

Invariant: only what one viewer may see is given here, so that what is merged, and what is counted, is theirs alone. Order does not matter.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.vocabulary.identifiers import normalise_reference
from beatbook.vocabulary.postcodes import normalise_postcode

CRIME = "crime"
FEWEST = 2


@dataclass(frozen=True, slots=True)
class SaidEvent:
    """One record of an event: its numbers, its sort in words, when (London clock), where, and the keys of its address."""

    id: UUID
    event_type: str
    kind: str
    at: datetime | None
    until: datetime | None
    longitude: float | None
    latitude: float | None
    place: str
    addresses: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as all its records together say it: the crime's record leads, else the earliest."""

    lead: SaidEvent
    records: tuple[SaidEvent, ...]

    @property
    def ids(self) -> frozenset[UUID]:
        """Its records."""
        return frozenset(one.id for one in self.records)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A place or person with the happenings that came to it, newest first."""

    key: str
    name: str
    happenings: tuple[Happening, ...]


def happenings_of(said: Iterable[SaidEvent]) -> list[Happening]:
    """Each crime is one happening, with the call of which it came; calls that name one another's numbers are one too. By time, then id.

    A call that names several crimes goes with the earliest: it does not make them one.
    """
    events = sorted({one.id: one for one in said}.values(), key=lambda one: str(one.id))
    crimes = sorted((one for one in events if one.event_type == CRIME), key=_when)
    crime_of: dict[str, SaidEvent] = {}
    for crime in crimes:
        for number in _numbers(crime):
            crime_of.setdefault(number, crime)
    records: dict[UUID, list[SaidEvent]] = {one.id: [one] for one in crimes}
    for group in _together([one for one in events if one.event_type != CRIME]):
        named = [crime_of[number] for one in group for number in _numbers(one) if number in crime_of]
        lead = min(named, key=_when) if named else min(group, key=_when)
        records.setdefault(lead.id, []).extend(group)
    by_id = {one.id: one for one in events}
    return sorted((Happening(by_id[lead], tuple(found)) for lead, found in records.items()), key=lambda one: _when(one.lead))


def repeat_places(happenings: Sequence[Happening]) -> list[Repeat]:
    """Addresses to which at least two happenings came, by name; those written with and without a postcode are one."""
    full = _with_postcodes({key for one in happenings for record in one.records for key in record.addresses})
    of_key: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        for key in {full[key] for record in one.records for key in record.addresses}:
            of_key[key].append(one)
    places = [(key, found) for key, found in of_key.items() if len(found) >= FEWEST]
    repeats = [Repeat(key, _place(key, found, full), tuple(sorted(found, key=_newest))) for key, found in places]
    return sorted(repeats, key=lambda one: (one.name.casefold(), one.key))


def repeat_victims(
    happenings: Sequence[Happening], victims: Mapping[UUID, Collection[frozenset[UUID]]]
) -> dict[frozenset[UUID], list[Happening]]:
    """People who were victims in at least two happenings; `victims` names those of each record, each as the records of one person."""
    of_person: dict[frozenset[UUID], list[Happening]] = defaultdict(list)
    for one in happenings:
        for person in {person for record in one.ids for person in victims.get(record, ())}:
            of_person[person].append(one)
    return {person: found[::-1] for person, found in of_person.items() if len(found) >= FEWEST}


def _with_postcodes(keys: Collection[str]) -> dict[str, str]:
    """For each address key the one that stands for its place: where one postcode alone is known of it, that with the postcode."""
    of_line: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        line = _without_postcode(key)
        if line != key:
            of_line[line].add(key)
    return {key: next(iter(of_line[key])) if len(of_line.get(key, ())) == 1 else key for key in keys}


def _without_postcode(key: str) -> str:
    line, _, last = key.rpartition(" ")
    return line if line and normalise_postcode(last) == last else key


def _when(one: SaidEvent) -> tuple[bool, float, str]:
    return one.at is None, one.at.timestamp() if one.at else 0.0, str(one.id)


def _numbers(one: SaidEvent) -> set[str]:
    return {number for text in one.references if (number := normalise_reference(text))}


def _newest(one: Happening) -> tuple[bool, float, str]:
    unknown, moment, lead = _when(one.lead)
    return unknown, -moment, lead


def _place(key: str, found: Sequence[Happening], full: Mapping[str, str]) -> str:
    """How the place is most often written."""
    written = [record.place for one in found for record in one.records if record.place and any(full[k] == key for k in record.addresses)]
    return max(sorted(set(written)), key=written.count, default=key)


def _together(events: Sequence[SaidEvent]) -> list[list[SaidEvent]]:
    """Groups of events that share a number, or whose numbers lead to one another's."""
    leader = {one.id: one.id for one in events}

    def root(one: UUID) -> UUID:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    first: dict[str, UUID] = {}
    for one in events:
        for number in sorted(_numbers(one)):
            leader[root(one.id)] = root(first.setdefault(number, one.id))
    groups: dict[UUID, list[SaidEvent]] = defaultdict(list)
    for one in events:
        groups[root(one.id)].append(one)
    return list(groups.values())
