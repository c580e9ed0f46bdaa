"""A person as one viewer may see them: a pure function of visible records, ties and links, the same by every road to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from beatbook.pole.facts import Choice, Fact, born, facts_of, main_name
from beatbook.pole.markers import Marker, markers_of
from beatbook.pole.neighbours import Neighbour, neighbours_of, places_of
from beatbook.pole.protection import Protection, protection_of
from beatbook.pole.saying import Saying, address_line, own_words
from beatbook.pole.timeline import Entry, Part, standings, timeline_of
from beatbook.vocabulary.dates import age_years


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything visible to the viewer from which a person is drawn. `parts` are those of all member records together."""

    sayings: Sequence[Saying]
    parts: Sequence[Part]
    others: Mapping[UUID, Saying]
    event_parts: Mapping[UUID, Sequence[Part]]
    same_person: Mapping[UUID, UUID]
    choices: Mapping[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the person page shows, but for the reasons why records are joined, which the linkage room explains."""

    name: str
    born: str
    age: int | None
    address: str
    address_said_at: datetime | None
    systems: tuple[str, ...]
    standings: tuple[str, ...]
    markers: tuple[Marker, ...]
    facts: tuple[Fact, ...]
    timeline: tuple[Entry, ...]
    neighbours: tuple[Neighbour, ...]
    sayings: tuple[Saying, ...]
    protection: Protection = field(default_factory=Protection)

    @property
    def current_markers(self) -> tuple[Marker, ...]:
        """Warnings that have not expired: those of the banner."""
        return tuple(marker for marker in self.markers if not marker.expired)

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log: the members and all that the page names."""
        shown = {s.id for s in self.sayings} | {e.event_id for e in self.timeline} | {n.id for n in self.neighbours}
        return shown | {child.id for child in self.protection.children}


def person_view_of(evidence: Evidence, today: date) -> PersonView:
    """The view, in an order that depends on what was said and when, never on which record was opened."""
    sayings = sorted(evidence.sayings, key=lambda s: (s.said_at, str(s.id)), reverse=True)
    entries = timeline_of(evidence.parts, evidence.others)
    own = frozenset(s.id for s in sayings)
    neighbours = places_of(own_words(sayings)) + neighbours_of(
        own, evidence.parts, evidence.event_parts, evidence.others, evidence.same_person
    )
    facts = facts_of(sayings, evidence.choices)
    chosen = {fact.label: fact.values[0] for fact in facts if fact.choice}
    birth, age = born(sayings, today)
    if "Date of birth" in chosen:
        birth = chosen["Date of birth"].text
        age = age_years(date.fromisoformat(birth), today) if len(birth) == len("2000-01-01") else None
    housed = next((s for s in own_words(sayings) if address_line(s.content)), None)
    home = (chosen["Address"].text, chosen["Address"].latest) if "Address" in chosen else None
    return PersonView(
        name=main_name(sayings),
        born=birth,
        age=age,
        address=home[0] if home else address_line(housed.content) if housed else "",
        address_said_at=home[1] if home else housed.said_at if housed else None,
        systems=tuple(sorted({s.system for s in sayings})),
        standings=tuple(standings(entries)),
        markers=tuple(markers_of(sayings, today)),
        facts=tuple(facts),
        timeline=tuple(entries),
        neighbours=tuple(neighbours),
        sayings=tuple(sayings),
        protection=protection_of(entries, own, evidence.parts, evidence.event_parts, evidence.others, evidence.same_person, today),
    )
