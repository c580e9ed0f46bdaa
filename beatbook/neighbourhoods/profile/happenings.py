"""What several systems said of one event, as one happening; and the places and people to which more than one of them came. Pure.

Invariant: only what one viewer may see is given here, so that what is merged, and what is counted, is theirs alone. Order does not matter.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from beatbook.vocabulary.identifiers import normalise_reference
from beatbook.vocabulary.postcodes import normalise_postcode

CRIME = "crime"
FEWEST = 2
Thing = TypeVar("Thing", bound=Hashable)


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
    """One event as all its records together say it: the crime's record leads, else the first by id."""

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
    """Records that name one another's numbers are one happening: a call's log and the crime it became. By time, then id."""
    events = sorted({one.id: one for one in said}.values(), key=lambda one: str(one.id))
    of_number: dict[str, list[UUID]] = defaultdict(list)
    for one in events:
        for number in {normalise_reference(text) for text in one.references} - {"", None}:
            of_number[str(number)].append(one.id)
    groups = _together([one.id for one in events], of_number.values())
    by_id = {one.id: one for one in events}
    found = []
    for group in groups:
        records = sorted((by_id[one] for one in group), key=lambda one: (one.event_type != CRIME, str(one.id)))
        found.append(Happening(records[0], tuple(records)))
    return sorted(found, key=_oldest)


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


def _oldest(one: Happening) -> tuple[bool, float, str]:
    return one.lead.at is None, one.lead.at.timestamp() if one.lead.at else 0.0, str(one.lead.id)


def _newest(one: Happening) -> tuple[bool, float, str]:
    unknown, moment, lead = _oldest(one)
    return unknown, -moment, lead


def _place(key: str, found: Sequence[Happening], full: Mapping[str, str]) -> str:
    """How the place is most often written."""
    written = [record.place for one in found for record in one.records if record.place and any(full[k] == key for k in record.addresses)]
    return max(sorted(set(written)), key=written.count, default=key)


def _together(things: Sequence[Thing], bonds: Iterable[Sequence[Thing]]) -> list[list[Thing]]:
    """Connected groups."""
    leader = {one: one for one in things}

    def root(one: Thing) -> Thing:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for bond in bonds:
        for one in bond[1:]:
            leader[root(one)] = root(bond[0])
    groups: dict[Thing, list[Thing]] = defaultdict(list)
    for one in things:
        groups[root(one)].append(one)
    return list(groups.values())
