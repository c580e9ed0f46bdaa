"""Reads of the search room: one box over every visible record, people shown as people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from beatbook.db.viewing import viewing
from beatbook.linkage.queries import components_of, records_with_key_prefix, records_with_keys, similar_tokens
from beatbook.linkage.things import keys_of_plate, prefix_of_part
from beatbook.pole.facts import born, main_name
from beatbook.pole.markers import markers_of
from beatbook.pole.queries import sayings_of
from beatbook.pole.saying import Saying, address_line, own_words, person_name
from beatbook.search.ranking import Hit, rank
from beatbook.search.typed import PREFIX, TYPO, Term, read_typed
from beatbook.sources.queries import events_in_area, freshness
from beatbook.vocabulary.viewer import Viewer

MOST_RECORDS = 300
SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class PersonResult:
    """One person among the results; `alike` when a person above it may be the same; `gave` is the name of another that they gave, when only
    that answers what was typed."""

    record_id: UUID
    name: str
    born: str
    age: int | None
    address: str
    systems: tuple[str, ...]
    markings: tuple[str, ...]
    records: int
    warnings: tuple[str, ...]
    alike: bool
    members: frozenset[UUID]
    gave: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, grouped as people, events and things; `more` when records beyond the best MOST_RECORDS answer too."""

    typed: str
    terms: tuple[Term, ...]
    people: tuple[PersonResult, ...]
    events: tuple[Saying, ...]
    things: tuple[Saying, ...]
    more: bool

    @property
    def total(self) -> int:
        """How many results there are."""
        return len(self.people) + len(self.events) + len(self.things)

    @property
    def record_ids(self) -> set[UUID]:
        """Every record from which something in the results is taken, for the log."""
        return {member for p in self.people for member in p.members} | {s.id for s in (*self.events, *self.things)}


def search(typed: str, *, viewer: Viewer, today: date) -> Results:
    """What the viewer may see that answers what was typed; the same set by page, address and command."""
    terms = read_typed(typed)
    with viewing(viewer):
        every_hit = _hits(terms, viewer=viewer)
        hits = every_hit[:MOST_RECORDS]
        sayings = sayings_of([hit.record_id for hit in hits], viewer=viewer)
        years = [term.year for term in terms if term.year]
        ordered = [sayings[hit.record_id] for hit in hits if hit.record_id in sayings and _in_year(sayings[hit.record_id], years)]
        people = _people([s for s in ordered if s.kind == "person"], viewer=viewer, today=today)
    return Results(
        typed,
        tuple(terms),
        tuple(people),
        tuple(s for s in ordered if s.kind == "event"),
        tuple(s for s in ordered if s.kind in ("object", "location")),
        more=len(every_hit) > len(hits),
    )


def events_since(area: str, since: datetime, *, viewer: Viewer) -> list[Saying]:
    """Visible events in one area from `since` on, newest first."""
    with viewing(viewer):
        found = events_in_area(area, since, viewer=viewer)
        sayings = sayings_of([record.id for record in found], viewer=viewer)
    return [sayings[record.id] for record in found if record.id in sayings]


def newest_said(*, viewer: Viewer) -> datetime:
    """When any system last said something that this viewer may know of: what is new is counted back from here."""
    said = [feed.last_said_at for feed in freshness(viewer=viewer) if feed.last_said_at]
    return min(max(said, default=timezone.now()), timezone.now())


def _hits(terms: Sequence[Term], *, viewer: Viewer) -> list[Hit]:
    qualities: dict[int, dict[str, float]] = {}
    found: list[tuple[str, UUID]] = []
    for place, term in enumerate(terms):
        keys = dict(term.keys)
        if term.token:
            keys |= {f"name:{token}": TYPO for token in similar_tokens(term.token, viewer=viewer) if f"name:{token}" not in keys}
            if len(term.token) >= SHORTEST_PREFIX:
                for key, record_id in records_with_key_prefix(f"name:{term.token}", viewer=viewer):
                    keys.setdefault(key, PREFIX)
                    found.append((key, record_id))
        if term.sort == "plate":
            plate = term.keys[0][0].removeprefix("plate:")
            keys |= {key: TYPO for key in keys_of_plate(plate) if key.startswith("platenear:")}
            if prefix := prefix_of_part(plate):
                for key, record_id in records_with_key_prefix(prefix, viewer=viewer):
                    keys.setdefault(key, PREFIX)
                    found.append((key, record_id))
                keys |= {f"plateend:{plate[-3:]}": PREFIX}
        if term.sort == "address":
            for key, record_id in records_with_key_prefix(term.keys[0][0], viewer=viewer):
                keys.setdefault(key, 1.0)
                found.append((key, record_id))
        qualities[place] = keys
    found += records_with_keys(sorted({key for keys in qualities.values() for key in keys}), viewer=viewer)
    return rank(terms, found, qualities)


def _in_year(saying: Saying, years: Sequence[str]) -> bool:
    stated = str(saying.content.get("date_of_birth") or saying.happened_at or saying.said_at)
    return all(stated.startswith(year) for year in years)


def _people(found: Sequence[Saying], *, viewer: Viewer, today: date) -> list[PersonResult]:
    components = components_of([saying.id for saying in found], viewer=viewer)
    members = sayings_of({identifier for component in components.values() for identifier in component}, viewer=viewer)
    results: list[PersonResult] = []
    seen: set[UUID] = set()
    names: set[tuple[str, str]] = set()
    answering = {saying.id for saying in found if not saying.borrowed}
    for saying in found:
        if saying.id in seen:
            continue
        component = components.get(saying.id, frozenset([saying.id]))
        seen |= component
        own = [members.get(identifier, saying) for identifier in sorted(component)]
        result = _person(saying, own, names, today)
        if not answering & component:
            result = replace(result, gave=person_name(saying.content))
        names.add((result.name.casefold(), result.born))
        results.append(result)
    return results


def _person(saying: Saying, own: Sequence[Saying], names: set[tuple[str, str]], today: date) -> PersonResult:
    birth, age = born(own, today)
    name = main_name(own)
    housed = max((s for s in own_words(own) if address_line(s.content)), key=lambda s: (s.said_at, str(s.id)), default=None)
    return PersonResult(
        record_id=saying.id,
        name=name,
        born=birth,
        age=age,
        address=address_line(housed.content) if housed else "",
        systems=tuple(sorted({s.system for s in own})),
        markings=tuple(sorted({s.marking for s in own})),
        records=len(own),
        warnings=tuple(marker.label for marker in markers_of(own, today) if not marker.expired),
        alike=(name.casefold(), birth) in names,
        members=frozenset(s.id for s in own) | {saying.id},
    )
