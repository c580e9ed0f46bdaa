"""Reads of the cases room: one investigation from every system that knows of it, as this viewer may see it. Filter first, merge second."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from beatbook.cases.investigation import Found, Investigation, investigation_of, notifiable
from beatbook.cases.matter import MOST_EVENTS, carries, hangs, numbers_in
from beatbook.cases.models import CaseLink
from beatbook.cases.queries.rows import contacts_of, latest_standing, lines_of, needs_of, plan_versions, referrals_of, standings_of
from beatbook.cases.victims_code import Assessment, Duty, Told, duties_of
from beatbook.cases.written import ContactRow, Line, LinkedCase, NeedsRow, PlanVersion, ReferralStep, Standing
from beatbook.db.viewing import viewing
from beatbook.linkage.queries import records_with_keys
from beatbook.pole.contact import Safe, newest
from beatbook.pole.queries import parts_of, persons_among, safe_contact, sayings_of
from beatbook.pole.saying import Saying
from beatbook.pole.timeline import Part
from beatbook.vocabulary.dates import london_date
from beatbook.vocabulary.viewer import Viewer

MOST_LINKED = 20


@dataclass(frozen=True, slots=True)
class VictimCare:
    """One victim: needs as last assessed, contacts newest first, what is owed, and how they may safely be reached."""

    record_id: UUID
    name: str
    members: frozenset[UUID]
    needs: NeedsRow | None
    contacts: tuple[ContactRow, ...]
    duties: tuple[Duty, ...]
    safe: Safe | None


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Another investigation in which somebody of this one plays a part."""

    event: Saying
    who: str
    role: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of an investigation shows: what systems said, and what people here wrote beside it."""

    investigation: Investigation
    lines: tuple[Line, ...]
    plan: tuple[PlanVersion, ...]
    standing: Standing
    referrals: tuple[ReferralStep, ...]
    linked: tuple[tuple[LinkedCase, Saying], ...]
    also_in: tuple[AlsoIn, ...]
    victims: tuple[VictimCare, ...]

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log."""
        return self.investigation.record_ids | {event.id for _, event in self.linked} | {also.event.id for also in self.also_in}


def case_page(record_id: UUID, *, viewer: Viewer, today: date) -> CasePage | None:
    """The investigation to which this event belongs, or None when the viewer sees no such event."""
    with viewing(viewer):
        found = matter_of(record_id, viewer=viewer)
        if found is None:
            return None
        investigation = investigation_of(found, today)
        ids = sorted(found.events)
        return CasePage(
            investigation=investigation,
            lines=tuple(lines_of(ids, viewer=viewer)),
            plan=tuple(plan_versions(ids, viewer=viewer)),
            standing=latest_standing(standings_of(ids, viewer=viewer)),
            referrals=tuple(referrals_of(ids, viewer=viewer)),
            linked=tuple(_linked(ids, viewer=viewer)),
            also_in=tuple(_also_in(investigation, found, viewer=viewer)),
            victims=tuple(victims_care(investigation, found, viewer=viewer)),
        )


def matter_of(record_id: UUID, *, viewer: Viewer) -> Found | None:
    """Every visible event of the matter to which an event belongs, with people and things; None for what is no such event."""
    with viewing(viewer):
        own = sayings_of([record_id], viewer=viewer).get(record_id)
        if own is None or own.kind != "event" or not (carries(own.content) or hangs(own.content)):
            return None
        start = own if carries(own.content) else _carrier_of(own, viewer=viewer)
        events, is_cut = _reached(start, viewer=viewer)
        parts = parts_of(sorted(events), viewer=viewer)
        others = sayings_of({part.other_id for ends in parts.values() for part in ends} - events.keys(), viewer=viewer)
        parts, others = _with_things(events, parts, others, viewer=viewer)
        return Found(events, parts, others, persons_among(others.values(), viewer=viewer), is_cut)


def _carrier_of(own: Saying, *, viewer: Viewer) -> Saying:
    """The crime, log or case on which an arrest or outcome hangs, the earliest first; itself when there is none."""
    near = [saying for saying in _near([own], viewer=viewer).values() if carries(saying.content)]
    return min(near, key=lambda s: (s.content.get("event_type") != "crime", s.happened_at or s.said_at, str(s.id)), default=own)


def _reached(start: Saying, *, viewer: Viewer) -> tuple[dict[UUID, Saying], bool]:
    """Events of the matter, whole steps at a time, and whether there were more than may be shown."""
    events, edge = {start.id: start}, [start]
    while edge and len(events) <= MOST_EVENTS:
        near = {one: saying for one, saying in _near(edge, viewer=viewer).items() if one not in events}
        events |= near
        edge = [saying for saying in near.values() if carries(saying.content)]
    kept = sorted(events.values(), key=lambda s: (s.id != start.id, s.happened_at or s.said_at, str(s.id)))[:MOST_EVENTS]
    return {saying.id: saying for saying in kept}, len(events) > len(kept)


def _near(events: Sequence[Saying], *, viewer: Viewer) -> dict[UUID, Saying]:
    """Events tied to one of these, or bearing a number that one of these bears or names."""
    numbers = {number for event in events for number in numbers_in(event.content)}
    ids = {record_id for _, record_id in records_with_keys(numbers, viewer=viewer)} if numbers else set()
    ids |= {part.other_id for ends in parts_of([event.id for event in events], viewer=viewer).values() for part in ends}
    found = sayings_of(ids - {event.id for event in events}, viewer=viewer)
    return {one: s for one, s in found.items() if s.kind == "event" and (carries(s.content) or hangs(s.content))}


def _with_things(
    events: Mapping[UUID, Saying], parts: Mapping[UUID, list[Part]], others: dict[UUID, Saying], *, viewer: Viewer
) -> tuple[dict[UUID, list[Part]], dict[UUID, Saying]]:
    """Adds exhibits that another system holds under the number of one of these events."""
    carrying = [events[one] for one in sorted(events) if carries(events[one].content)]
    numbers = {number: event for event in carrying for number in numbers_in({"reference": event.content.get("reference")})}
    ids = {record_id: numbers[key] for key, record_id in records_with_keys(numbers, viewer=viewer)} if numbers else {}
    things = {one: s for one, s in sayings_of(ids.keys() - others.keys() - events.keys(), viewer=viewer).items() if s.kind == "object"}
    more = {event_id: list(ends) for event_id, ends in parts.items()}
    for one, thing in things.items():
        more.setdefault(ids[one].id, []).append(Part("exhibit", one, False, thing.said_at, False))
    return more, others | things


def victims_care(investigation: Investigation, found: Found, *, viewer: Viewer) -> list[VictimCare]:
    """What is owed to each victim, from the visible events of the matter and what was written about it."""
    with viewing(viewer):
        written = Written(
            contacts_of(sorted(found.events), viewer=viewer),
            needs_of(sorted(found.events), viewer=viewer),
            safe_contact({member for victim in investigation.victims for member in victim.members}, viewer=viewer),
        )
    return cares_of(investigation, written)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written about victims, newest first, and how each record's person may safely be reached."""

    contacts: Sequence[ContactRow]
    needs: Sequence[NeedsRow]
    safe: Mapping[UUID, Safe]


def cares_of(investigation: Investigation, written: Written) -> list[VictimCare]:
    """What is owed to each victim of one investigation, of what was written about it."""
    events, cares = notifiable(investigation), []
    for victim in investigation.victims:
        own = [contact for contact in written.contacts if contact.about_id in victim.members]
        assessed = [row for row in written.needs if row.about_id in victim.members]
        told = [Told(london_date(c.at), c.reached, c.told) for c in own]
        duties = duties_of(investigation.reported_on, events, assessment_of(assessed), told, is_over=investigation.is_over)
        ways = [written.safe[member] for member in victim.members if member in written.safe]
        cares.append(VictimCare(victim.id, victim.name, victim.members, _first(assessed), tuple(own), tuple(duties), newest(ways)))
    return cares


def _first(rows: Sequence[NeedsRow]) -> NeedsRow | None:
    return rows[0] if rows else None


def assessment_of(rows: Sequence[NeedsRow]) -> Assessment | None:
    """The newest of these assessments (newest first), with the days on which support and a statement were first settled."""
    if not rows:
        return None
    support = [london_date(row.at) for row in rows if row.support]
    statement = [london_date(row.at) for row in rows if row.statement]
    first, last = rows[-1], rows[0]
    return Assessment(london_date(first.at), last.grounds, last.every_days, min(support, default=None), min(statement, default=None))


def _linked(ids: Collection[UUID], *, viewer: Viewer) -> list[tuple[LinkedCase, Saying]]:
    """Investigations that people linked with this one, whichever of the two they had open."""
    own = set(ids)
    rows = [*CaseLink.objects.filter(record_id__in=ids), *CaseLink.objects.filter(about_id__in=ids)]
    links = {
        (row.about_id if row.record_id in own else row.record_id): row for row in sorted(rows, key=lambda r: (r.written_at, str(r.id)))
    }
    events = sayings_of(links.keys() - own, viewer=viewer)
    return [
        (LinkedCase(one, row.why, row.written_by, row.written_at), events[one])
        for one, row in sorted(links.items(), key=lambda item: (item[1].written_at, str(item[1].id)), reverse=True)
        if one in events
    ]


def _also_in(investigation: Investigation, found: Found, *, viewer: Viewer) -> list[AlsoIn]:
    """Crimes in which the suspects and victims of this investigation play a part, newest first."""
    people = {
        member: person
        for person in investigation.people
        if person.standing in ("victim", "suspect", "convicted")
        for member in person.members
    }
    parts = parts_of(sorted(people), viewer=viewer)
    events = sayings_of({part.other_id for ends in parts.values() for part in ends} - found.events.keys(), viewer=viewer)
    also = {
        (event.id, people[member].name): AlsoIn(event, people[member].name, part.role)
        for member, ends in sorted(parts.items())
        for part in ends
        if (event := events.get(part.other_id)) is not None and event.content.get("event_type") in ("crime", "asb-case")
    }
    latest = sorted(also.values(), key=lambda a: (a.event.happened_at or a.event.said_at, str(a.event.id), a.who), reverse=True)
    return latest[:MOST_LINKED]
