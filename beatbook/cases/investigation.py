"""One investigation as one viewer may see it: a pure function of visible events, people and things, the same from whichever event it was opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from beatbook.cases.matter import is_over
from beatbook.cases.victims_code import Notifiable
from beatbook.pole.facts import born, main_name
from beatbook.pole.markers import Marker, markers_of
from beatbook.pole.saying import Saying
from beatbook.pole.timeline import STANDING, Part
from beatbook.vocabulary.dates import london_date

RUI_REVIEW_DAYS = 28  # there is no limit in law for release under investigation; forces review after four weeks
ORDER = ("victim", "suspect", "convicted", "witness", "other")
NO_MORE = ("no further action", "not in the public interest", "evidential difficulties", "does not support", "declines", "no suspect")


@dataclass(frozen=True, slots=True)
class Found:
    """Everything visible from which an investigation is drawn: its events, the parts in each, the other ends, and every record of each person."""

    events: Mapping[UUID, Saying]
    parts: Mapping[UUID, Sequence[Part]]
    others: Mapping[UUID, Saying]
    persons: Mapping[UUID, Sequence[Saying]]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class RolePlayed:
    """One part in one event, fact or opinion."""

    role: str
    standing: str
    event: Saying
    opinion: bool


@dataclass(frozen=True, slots=True)
class CasePerson:
    """One person of the investigation, once, with every part that they play in it."""

    id: UUID
    name: str
    born: str
    roles: tuple[RolePlayed, ...]
    markers: tuple[Marker, ...]
    members: frozenset[UUID]
    record_ids: tuple[UUID, ...]

    @property
    def standing(self) -> str:
        """The first of their standings, victims before others."""
        return min((role.standing for role in self.roles), key=ORDER.index)

    def stands_as(self, standing: str) -> bool:
        """Do they play such a part in any event?"""
        return any(role.standing == standing for role in self.roles)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A thing in the investigation, as the system that owns it says."""

    saying: Saying
    role: str
    event: Saying


@dataclass(frozen=True, slots=True)
class Release:
    """How a person stands with custody: `due_on` is the bail date, or the day on which a release under investigation is to be reviewed."""

    event: Saying
    who: str
    how: str
    since: datetime
    due_on: date | None

    def days_left(self, today: date) -> int | None:
        """Days until then, negative once it has passed."""
        return (self.due_on - today).days if self.due_on else None


@dataclass(frozen=True, slots=True)
class Investigation:
    """What the page of an investigation shows of what systems said. `lead` gives it its name and number."""

    lead: Saying
    events: tuple[Saying, ...]
    people: tuple[CasePerson, ...]
    exhibits: tuple[Exhibit, ...]
    tasks: tuple[Saying, ...]
    releases: tuple[Release, ...]
    outcomes: tuple[Saying, ...]
    is_over: bool
    is_cut: bool

    @property
    def systems(self) -> tuple[str, ...]:
        """Which systems know of it."""
        things = [exhibit.saying for exhibit in self.exhibits]
        return tuple(sorted({said.system for said in (*self.events, *self.outcomes, *self.tasks, *things)}))

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log."""
        shown = {event.id for event in self.events} | {exhibit.saying.id for exhibit in self.exhibits}
        return shown | {member for person in self.people for member in person.members}

    @property
    def victims(self) -> tuple[CasePerson, ...]:
        """Those to whom something is owed."""
        return tuple(person for person in self.people if person.stands_as("victim"))

    @property
    def reported_on(self) -> date:
        """The day on which the lead event was reported."""
        return reported_on(self.lead)

    @property
    def officer(self) -> str:
        """The officer whom the system names for the lead event."""
        return str(self.lead.content.get("recorded_by") or "")


def investigation_of(found: Found, today: date) -> Investigation:
    """The view; events newest first, people by standing and name."""
    events = sorted(found.events.values(), key=_when, reverse=True)
    lead = min((e for e in events), key=lambda e: (_rank(e), *_when(e)))
    return Investigation(
        lead=lead,
        events=tuple(e for e in events if _sort(e) not in ("task", "outcome")),
        people=tuple(_people(found, today)),
        exhibits=tuple(_exhibits(found)),
        tasks=tuple(e for e in events if _sort(e) == "task"),
        releases=tuple(sorted(filter(None, (release_of(e, _detained(e, found)) for e in events)), key=_due)),
        outcomes=tuple(e for e in events if _sort(e) == "outcome"),
        is_over=is_over(str(e.content.get("status") or "") for e in events if _sort(e) in ("crime", "asb-case")),
        is_cut=found.is_cut,
    )


def release_of(event: Saying, who: str) -> Release | None:
    """How a detention ended, when it left somebody on bail or under investigation; None for any other event."""
    outcome = str(event.content.get("outcome") or "")
    if _sort(event) != "custody" or outcome not in ("Released under investigation", "Released on bail"):
        return None
    since = _moment(event.content.get("happened_until")) or event.happened_at or event.said_at
    bail = _day(event.content.get("bail_date"))
    due = bail if outcome == "Released on bail" else london_date(since) + timedelta(days=RUI_REVIEW_DAYS)
    return Release(event, who, "Bail" if outcome == "Released on bail" else "Released under investigation", since, due)


def notifiable(investigation: Investigation) -> list[Notifiable]:
    """What a victim must be told of, oldest first: arrests, releases and what was decided."""
    told = []
    for event in sorted((*investigation.events, *investigation.outcomes), key=_when):
        outcome, on = str(event.content.get("outcome") or ""), london_date(event.happened_at or event.said_at)
        if _sort(event) == "custody":
            told.append(Notifiable(f"arrest:{event.id}", "an arrest", on))
            if outcome and (until := _moment(event.content.get("happened_until"))):
                told.append(Notifiable(f"released:{event.id}", _lower_first(outcome), london_date(until), ends=_ends(outcome)))
        elif _sort(event) == "outcome":
            day = _day(event.content.get("decided_on")) or on
            told.append(
                Notifiable(
                    f"outcome:{event.id}",
                    _lower_first(outcome or str(event.content.get("title") or "an outcome")),
                    day,
                    ends=_ends(outcome),
                )
            )
    return told


def reported_on(event: Saying) -> date:
    """The day, in London, on which a crime was reported, else happened, else was first said."""
    return london_date(_moment(event.content.get("reported_at")) or event.happened_at or event.said_at)


def _people(found: Found, today: date) -> list[CasePerson]:
    together: dict[UUID, list[tuple[UUID, RolePlayed]]] = {}
    for event_id, parts in found.parts.items():
        for part in sorted(parts, key=lambda part: not part.opinion):
            other = found.others.get(part.other_id)
            if event_id in found.events and other is not None and other.kind == "person":
                members = found.persons.get(other.id) or (other,)
                role = RolePlayed(part.role, STANDING.get(part.role, "other"), found.events[event_id], part.opinion)
                together.setdefault(min(m.id for m in members), []).append((other.id, role))
    people = [_person(roles, found, today) for roles in together.values()]
    return sorted(people, key=lambda p: (ORDER.index(p.standing), p.name, str(p.id)))


def _person(roles: Sequence[tuple[UUID, RolePlayed]], found: Found, today: date) -> CasePerson:
    own = tuple(sorted({record_id for record_id, _ in roles}))
    members = found.persons.get(own[0]) or (found.others[own[0]],)
    each = {(role.role, role.event.id): role for _, role in roles}
    return CasePerson(
        id=own[0],
        name=main_name(members),
        born=born(members, today)[0],
        roles=tuple(sorted(each.values(), key=lambda r: (ORDER.index(r.standing), *_when(r.event), r.role))),
        markers=tuple(m for m in markers_of(members, today) if not m.expired),
        members=frozenset(m.id for m in members),
        record_ids=own,
    )


def _exhibits(found: Found) -> list[Exhibit]:
    things: dict[tuple[UUID, UUID], Exhibit] = {}
    for event_id, parts in found.parts.items():
        for part in parts:
            other = found.others.get(part.other_id)
            if event_id in found.events and other is not None and other.kind == "object":
                things[other.id, event_id] = Exhibit(other, part.role, found.events[event_id])
    return sorted(things.values(), key=lambda e: (e.saying.system, e.saying.source_key, str(e.event.id)))


def _detained(event: Saying, found: Found) -> str:
    names = [
        main_name(found.persons.get(part.other_id) or (found.others[part.other_id],))
        for part in found.parts.get(event.id, ())
        if part.role == "detained" and part.other_id in found.others
    ]
    return sorted(names)[0] if names else ""


def _due(release: Release) -> tuple[date, str]:
    return release.due_on or date.max, str(release.event.id)


def _rank(event: Saying) -> int:
    order = ("crime", "asb-case", "incident")
    return order.index(_sort(event)) if _sort(event) in order else len(order)


def _sort(event: Saying) -> str:
    return str(event.content.get("event_type") or "")


def _when(event: Saying) -> tuple[datetime, str]:
    return event.happened_at or event.said_at, str(event.id)


def _ends(outcome: str) -> bool:
    return any(words in outcome.casefold() for words in NO_MORE)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
