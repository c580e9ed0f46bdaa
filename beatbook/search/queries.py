"""Reads of the search room: one box over every visible record, people shown as people."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import viewing
from beatbook.geography.queries import area_names
from beatbook.linkage.frequencies import Frequencies
from beatbook.linkage.queries import components_of, current_frequencies, keys_of_records, tokens_near
from beatbook.pole.facts import born, main_name
from beatbook.pole.markers import markers_of
from beatbook.pole.queries import sayings_of
from beatbook.pole.saying import Saying, address_line, own_words, person_name
from beatbook.search.asking import Asked, Sort
from beatbook.search.facets import Facet, Tally, facets_of, total_of
from beatbook.search.typed import How, Term, Way, read_typed
from beatbook.search.weighing import Answer, Seen, answers_of, bits_for, with_spellings
from beatbook.sources.queries import events_in_area, feed_systems, freshness
from beatbook.vocabulary.names import tokens_of
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock

MOST_RECORDS = 500
ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class PersonResult:
    """One person among the results; `alike` when a person above it may be the same; `gave` is the name of another that they gave, when only
    that answers what was typed. `bits` are those of the best of their records, and `answers` say where they come from."""

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
    bits: float = 0.0
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. `records` is how many records answer under every choice, `total` how many people, events and things the best
    MOST_RECORDS of them make; `more` when records beyond those answer too."""

    asked: Asked
    terms: tuple[Term, ...] = ()
    people: tuple[PersonResult, ...] = ()
    events: tuple[Saying, ...] = ()
    things: tuple[Saying, ...] = ()
    records: int = 0
    total: int = 0
    pages: int = 1
    more: bool = False
    facets: tuple[Facet, ...] = ()
    bits: Mapping[UUID, float] = field(default_factory=dict)
    answers: Mapping[UUID, tuple[Answer, ...]] = field(default_factory=dict)

    @property
    def typed(self) -> str:
        """What was typed, as far as it was read."""
        return self.asked.typed

    @property
    def fingerprint(self) -> str:
        """Changes with anything that the page shows."""
        return hashlib.sha256(repr((self.people, self.events, self.things, self.records, self.facets)).encode()).hexdigest()[:32]

    @property
    def record_ids(self) -> set[UUID]:
        """Every record from which something on this page is taken, for the log."""
        return {member for p in self.people for member in p.members} | {s.id for s in (*self.events, *self.things)}

    @property
    def result_ids(self) -> list[UUID]:
        """The results of this page by a record of each, people first: the same by page, API and command."""
        return [p.record_id for p in self.people] + [s.id for s in (*self.events, *self.things)]


@dataclass(frozen=True, slots=True)
class _Best:
    """One record that answers, and how well."""

    record_id: UUID
    bits: float


def search(asked: Asked, *, viewer: Viewer, today: date, whole: bool = False) -> Results:
    """What the viewer may see that answers, one page of it or, when `whole`, all that the best MOST_RECORDS records make."""
    with viewing(viewer) as cursor:
        known = current_frequencies(viewer=viewer)
        names = area_names(viewer=viewer)
        terms = _terms(asked.typed, names, viewer=viewer, today=today)
        if not terms:
            return Results(asked)
        systems = feed_systems(viewer=viewer)
        best, tallies = _answering(cursor, terms, asked, systems, known)
        entries = _entries([one.record_id for one in best], viewer=viewer)
        shown = entries if whole else entries[(asked.page - 1) * ON_A_PAGE : asked.page * ON_A_PAGE]
        found = Results(
            asked,
            tuple(terms),
            records=total_of(tallies, asked),
            total=len(entries),
            pages=max(1, -(-len(entries) // ON_A_PAGE)),
            more=total_of(tallies, asked) > len(best),
            facets=tuple(facets_of(tallies, asked, names)),
            bits={one.record_id: one.bits for one in best},
        )
        return _with_words(found, shown, known, viewer=viewer, today=today)


def everything_by_kind_and_system(*, viewer: Viewer) -> list[tuple[str, str, int]]:
    """How many records of each kind and feed the viewer may see, over everything: kind, feed, records."""
    with viewing(viewer) as cursor:
        cursor.execute(load_sql(__file__, "everything_by_kind"))
        return [(str(kind), str(feed), int(count)) for kind, feed, count in cursor.fetchall()]


def records_answering(asked: Asked, *, viewer: Viewer, today: date) -> list[UUID]:
    """The best records that answer, best first, without their words: what a saved search and an open page compare."""
    with viewing(viewer) as cursor:
        terms = _terms(asked.typed, area_names(viewer=viewer), viewer=viewer, today=today)
        if not terms:
            return []
        best, _ = _answering(cursor, terms, asked, feed_systems(viewer=viewer), current_frequencies(viewer=viewer))
    return [one.record_id for one in best]


def events_since(area: str, since: datetime, *, viewer: Viewer) -> list[Saying]:
    """Visible events in one area from `since` on, newest first."""
    with viewing(viewer):
        found = events_in_area(area, since, viewer=viewer)
        sayings = sayings_of([record.id for record in found], viewer=viewer)
    return [sayings[record.id] for record in found if record.id in sayings]


def newest_said(*, viewer: Viewer) -> datetime:
    """When any system last said something that this viewer may know of: what is new is counted back from here."""
    said = [feed.last_said_at for feed in freshness(viewer=viewer) if feed.last_said_at]
    return min(max(said, default=clock.now()), clock.now())


def _terms(typed: str, names: Mapping[str, str], *, viewer: Viewer, today: date) -> list[Term]:
    """The terms typed, with the names that lie a slip from them among those visible, and the areas that they name."""
    terms = read_typed(typed, today)
    near = tokens_near([term.token for term in terms if term.token], viewer=viewer)
    areas: dict[str, list[str]] = {}
    for code, name in names.items():
        for token in tokens_of(name):
            areas.setdefault(token, []).append(code)
    return [
        replace(term, ways=(*term.ways, *(Way(code, How.AREA) for code in sorted(areas.get(term.token, ()))))) if term.token else term
        for term in with_spellings(terms, near)
    ]


def _answering(
    cursor: Any, terms: Sequence[Term], asked: Asked, systems: Mapping[str, str], known: Frequencies | None
) -> tuple[list[_Best], list[Tally]]:
    cursor.execute(load_sql(__file__, "answering_records"), _parameters(terms, asked, systems, known))
    best, tallies = [], []
    for record_id, bits, kind, feed, area, year, records in cursor.fetchall():
        if record_id is not None:
            best.append(_Best(record_id, bits))
        else:
            tallies.append(Tally(kind, systems.get(feed, feed), area or "", year or 0, records))
    return best, tallies


def _parameters(terms: Sequence[Term], asked: Asked, systems: Mapping[str, str], known: Frequencies | None) -> dict[str, Any]:
    """Ways as columns. A time or an area is looked for among what keys find, unless nothing else was typed."""
    alone = all(term.span for term in terms)
    keyed = [(place, way, bits_for(term, way, known)) for place, term in enumerate(terms) for way in term.ways if way.how != How.AREA]
    keyed = [one for one in keyed if alone or terms[one[0]].span is None]
    spans = [(place, "", term.span, bits_for(term, term.ways[0], known)) for place, term in enumerate(terms) if term.span]
    areas = [(p, way.low, None, bits_for(term, way, known)) for p, term in enumerate(terms) for way in term.ways if way.how == How.AREA]
    probes = [*([] if alone else spans), *areas]
    return {
        "places": [place for place, _, _ in keyed],
        "lows": [way.low for _, way, _ in keyed],
        "highs": [way.high for _, way, _ in keyed],
        "bits": [bits for _, _, bits in keyed],
        "keys": sorted({way.low for _, way, _ in keyed if not way.high}),
        "probe_places": [place for place, _, _, _ in probes],
        "areas": [area for _, area, _, _ in probes],
        "sinces": [span.since if span else "" for _, _, span, _ in probes],
        "untils": [span.until if span else "" for _, _, span, _ in probes],
        "ages": [bool(span and span.ages) for _, _, span, _ in probes],
        "probe_bits": [bits for _, _, _, bits in probes],
        "probes": bool(probes),
        "probed": len({place for place, _, _, _ in probes}),
        "area_drives": bool(areas) and len([term for term in terms if term.span is None]) == 1,
        "kind": asked.kind_meant,
        "feeds": ([code for code, system in systems.items() if system == asked.system] or [""]) if asked.system else [],
        "area": asked.area,
        "year": asked.year,
        "newest": asked.sort == Sort.NEWEST,
        "most": MOST_RECORDS,
    }


def _entries(best: Sequence[UUID], *, viewer: Viewer) -> list[tuple[UUID, frozenset[UUID]]]:
    """One entry a person, event or thing, in the order of its best record: that record, and all records of the person."""
    persons = components_of(best, viewer=viewer)
    seen: set[UUID] = set()
    entries = []
    for record_id in best:
        if record_id not in seen:
            members = persons.get(record_id, frozenset([record_id]))
            seen |= members
            entries.append((record_id, members))
    return entries


def _with_words(
    found: Results, shown: Sequence[tuple[UUID, frozenset[UUID]]], known: Frequencies | None, *, viewer: Viewer, today: date
) -> Results:
    sayings = sayings_of({member for _, members in shown for member in members}, viewer=viewer)
    shown = [(record_id, members) for record_id, members in shown if record_id in sayings]
    keys = keys_of_records([record_id for record_id, _ in shown], viewer=viewer)
    answers = {one: tuple(answers_of(_seen(sayings[one], keys.get(one, ())), found.terms, known)) for one, _ in shown}
    people: list[PersonResult] = []
    names: set[tuple[str, str]] = set()
    for record_id, members in shown:
        if sayings[record_id].kind != "person":
            continue
        result = _person(sayings[record_id], [sayings[one] for one in sorted(members) if one in sayings], names, today)
        if not any(one in found.bits and not sayings[one].borrowed for one in members if one in sayings):
            result = replace(result, gave=person_name(sayings[record_id].content))
        names.add((result.name.casefold(), result.born))
        people.append(replace(result, bits=found.bits[record_id], answers=answers[record_id]))
    rest = [sayings[record_id] for record_id, _ in shown if sayings[record_id].kind != "person"]
    return replace(
        found,
        people=tuple(people),
        events=tuple(s for s in rest if s.kind == "event"),
        things=tuple(s for s in rest if s.kind in ("object", "location")),
        answers=answers,
    )


def _seen(saying: Saying, keys: Collection[str]) -> Seen:
    happened = timezone.localtime(saying.happened_at).strftime("%Y-%m-%d") if saying.happened_at else ""
    return Seen(sorted(keys), saying.area or "", happened, str(saying.content.get("date_of_birth") or ""))


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
