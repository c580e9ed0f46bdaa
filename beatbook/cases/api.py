"""Calls of the cases room: an investigation as its page shows it to the same viewer."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.cases.investigation import CasePerson
from beatbook.cases.queries import case_page
from beatbook.cases.queries.case import CasePage, VictimCare
from beatbook.cases.views.asking import number_of, title_of
from beatbook.pole.saying import Saying
from beatbook.web import clock

router = Router(tags=["Investigations"])


class CaseEvent(Schema):
    """One event of the investigation, as one system said it."""

    id: UUID
    kind: str
    title: str
    number: str
    at: datetime
    system: str
    marking: str


class CaseRole(Schema):
    """One part that a person plays, and in which event; opinion is told apart from fact."""

    role: str
    standing: str
    opinion: bool
    event_id: UUID


class CaseMember(Schema):
    """One person of the investigation with all their parts."""

    id: UUID
    name: str
    born: str
    roles: list[CaseRole]
    warnings: list[str]


class CaseExhibit(Schema):
    """One thing, read from the system that holds it."""

    id: UUID
    role: str
    system: str
    event_id: UUID


class CaseRelease(Schema):
    """Bail, or release under investigation, and until when."""

    who: str
    how: str
    since: datetime
    due_on: date | None
    system: str


class WrittenLine(Schema):
    """What somebody here wrote beside it: a decision, a review, an allocation."""

    sort: str
    words: str
    why: str
    by: str
    at: datetime


class Owed(Schema):
    """One thing that the Victims' Code gives a victim: by when, and when it was done."""

    what: str
    due_on: date | None
    met_on: date | None


class CaseVictim(Schema):
    """One victim: what is owed, and how they may safely be reached; no safe way may be known."""

    id: UUID
    name: str
    safe_ways: list[str]
    safe_words: str
    owed: list[Owed]
    contacts: int = Field(description="How many contacts the viewer may read of")


class AlsoThere(Schema):
    """Another investigation, linked by a person here or by somebody who is in both."""

    event_id: UUID
    title: str
    number: str
    why: str


class Case(Schema):
    """One investigation from every system that knows of it, put together at this moment for this viewer."""

    id: UUID
    title: str
    number: str
    is_over: bool
    complete: bool = Field(description="False when more events hang together than are shown")
    events: list[CaseEvent]
    people: list[CaseMember]
    exhibits: list[CaseExhibit]
    tasks: list[CaseEvent]
    releases: list[CaseRelease]
    outcomes: list[CaseEvent]
    plan: str
    written: list[WrittenLine]
    victims: list[CaseVictim]
    linked: list[AlsoThere]
    also_in: list[AlsoThere]


@router.get("/cases/{uuid:record_id}", response=Case, summary="An investigation", url_name="api-case")
@needs(Tool.SEARCH, task=True)
def get_case(request: HttpRequest, record_id: UUID) -> Case:
    """The investigation to which this event belongs; any of its events is its address."""
    page = case_page(record_id, viewer=request.viewer, today=clock.today())
    if page is None:
        raise Http404
    note(request, "consultation", page.record_ids | {record_id})
    return _case(record_id, page, names_of_users(viewer=request.viewer))


def _case(record_id: UUID, page: CasePage, names: dict[str, str]) -> Case:
    found = page.investigation
    return Case(
        id=record_id,
        title=title_of(found.lead),
        number=number_of(found.lead),
        is_over=found.is_over,
        complete=not found.is_cut,
        events=[_event(event) for event in found.events],
        people=[_member(person) for person in found.people],
        exhibits=[CaseExhibit(id=x.saying.id, role=x.role, system=x.saying.system, event_id=x.event.id) for x in found.exhibits],
        tasks=[_event(task) for task in found.tasks],
        releases=[CaseRelease(who=r.who, how=r.how, since=r.since, due_on=r.due_on, system=r.event.system) for r in found.releases],
        outcomes=[_event(outcome) for outcome in found.outcomes],
        plan=page.plan[0].text if page.plan else "",
        written=[WrittenLine(sort=x.sort, words=x.words, why=x.why, by=names.get(str(x.by), "Unknown"), at=x.at) for x in page.lines],
        victims=[_victim(victim) for victim in page.victims],
        linked=[_also(event, link.why) for link, event in page.linked],
        also_in=[_also(also.event, f"{also.who}: {also.role}") for also in page.also_in],
    )


def _event(event: Saying) -> CaseEvent:
    return CaseEvent(
        id=event.id,
        kind=str(event.content.get("event_type") or event.kind),
        title=title_of(event),
        number=number_of(event),
        at=event.happened_at or event.said_at,
        system=event.system,
        marking=event.marking,
    )


def _member(person: CasePerson) -> CaseMember:
    roles = [CaseRole(role=r.role, standing=r.standing, opinion=r.opinion, event_id=r.event.id) for r in person.roles]
    return CaseMember(id=person.id, name=person.name, born=person.born, roles=roles, warnings=[marker.label for marker in person.markers])


def _victim(victim: VictimCare) -> CaseVictim:
    return CaseVictim(
        id=victim.record_id,
        name=victim.name,
        safe_ways=list(victim.safe.safe) if victim.safe else [],
        safe_words=victim.safe.words if victim.safe else "",
        owed=[Owed(what=duty.words, due_on=duty.due_on, met_on=duty.met_on) for duty in victim.duties],
        contacts=len(victim.contacts),
    )


def _also(event: Saying, why: str) -> AlsoThere:
    return AlsoThere(event_id=event.id, title=title_of(event), number=number_of(event), why=why)
