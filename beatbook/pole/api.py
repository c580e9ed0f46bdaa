"""Calls of the pole room: a person, an event, a thing or a record as its page shows it to the same viewer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.event import EventView, Participant
from beatbook.pole.facts import Fact
from beatbook.pole.queries import PersonPage, event_page, person_page, sayings_of, thing_page, things_alike, things_named
from beatbook.pole.saying import Saying
from beatbook.web import clock

router = Router(tags=["People, events and things"])


class Said(Schema):
    """One record: what one system said, with its marking."""

    id: UUID
    kind: str
    system: str
    source_key: str
    said_at: datetime
    happened_at: datetime | None
    marking: str
    content: dict[str, Any] = Field(description="As the system said it, under the names of the reference of content")


class Warning(Schema):
    """One warning marker with its source and dates."""

    label: str
    source: str
    given_on: date | None
    expires_on: date | None
    expired: bool


class ValueSaid(Schema):
    """One value of a detail, and which systems say it."""

    text: str
    systems: list[str]


class Detail(Schema):
    """One detail of a person; `disagree` when systems say different things."""

    label: str
    disagree: bool
    values: list[ValueSaid]


class Happened(Schema):
    """One part that the person played in one event; opinion is told apart from fact."""

    event_id: UUID
    at: datetime
    part: str
    standing: str
    opinion: bool
    system: str
    marking: str


class LinkedTo(Schema):
    """One thing linked to the person: recorded by a system, or inferred from one event."""

    id: UUID
    kind: str
    name: str
    how: str
    recorded: bool
    opinion: bool
    system: str


class Person(Schema):
    """One person: the visible records that are theirs, put together at this moment for this viewer."""

    id: UUID
    name: str
    born: str
    age: int | None
    address: str
    systems: list[str]
    standings: list[str]
    warnings: list[Warning]
    details: list[Detail]
    timeline: list[Happened]
    linked_to: list[LinkedTo]
    complete: bool = Field(description="False when more records hang together than are read at once: some of this person's may be missing")
    records: list[Said]
    may_be_the_same: list[Said] = Field(description="Records of others that may be this person's")


class TakesPart(Schema):
    """A person or thing in an event."""

    id: UUID
    kind: str
    name: str
    part: str
    standing: str
    opinion: bool
    warnings: list[str]


class Event(Schema):
    """One event and everyone and everything in it that the viewer may see."""

    reference: str
    title: str
    address: str
    record: Said
    people: list[TakesPart]
    things: list[TakesPart]
    events: list[TakesPart]


class Thing(Schema):
    """A vehicle, phone, e-mail, address or postcode: every visible record that names it."""

    title: str
    sort: str
    records: list[Said]


@router.get("/people/{uuid:record_id}", response=Person, summary="A person", url_name="api-person")
@needs(Tool.SEARCH, task=True)
def get_person(request: HttpRequest, record_id: UUID) -> Person:
    """The person of whom this record speaks, with every detail's sources; any record of theirs is their address."""
    page = person_page(record_id, viewer=request.viewer, today=clock.today())
    if page is None:
        raise Http404
    note(request, "consultation", page.view.record_ids | {record_id} | {other.id for other in page.possible})
    return _person(record_id, page)


@router.get("/events/{uuid:record_id}", response=Event, summary="An event", url_name="api-event")
@needs(Tool.SEARCH, task=True)
def get_event(request: HttpRequest, record_id: UUID) -> Event:
    """One event with suspects, convicted, victims, witnesses and others told apart."""
    view = event_page(record_id, viewer=request.viewer, today=clock.today())
    if view is None:
        raise Http404
    note(request, "consultation", view.record_ids)
    return _event(view)


@router.get(
    "/things/{slug:sort}/{str:value}", response=Thing, summary="A vehicle, phone, e-mail, address or postcode", url_name="api-thing"
)
@needs(Tool.SEARCH, task=True)
def get_thing(request: HttpRequest, sort: str, value: str) -> Thing:
    """By its normal form, such as plate and ZZ19ABC; what is taken as one with it is there too."""
    named = things_named(sort, value, viewer=request.viewer)
    joined = things_alike(sort, value, viewer=request.viewer).joined_ids if named else frozenset[UUID]()
    view = thing_page(value, sort, [*named, *joined], viewer=request.viewer, today=clock.today())
    if view is None:
        raise Http404
    note(request, "consultation", {saying.id for saying in view.sayings})
    return Thing(title=view.title, sort=view.sort, records=[_said(saying) for saying in view.sayings])


@router.get("/records/{uuid:record_id}", response=Said, summary="A record", url_name="api-record")
@needs(Tool.SEARCH, task=True)
def get_record(request: HttpRequest, record_id: UUID) -> Said:
    """What one system said about one thing."""
    saying = sayings_of([record_id], viewer=request.viewer).get(record_id)
    if saying is None:
        raise Http404
    note(request, "consultation", {record_id})
    return _said(saying)


def _said(saying: Saying) -> Said:
    return Said(
        id=saying.id,
        kind=saying.kind,
        system=saying.system,
        source_key=saying.source_key,
        said_at=saying.said_at,
        happened_at=saying.happened_at,
        marking=saying.marking,
        content=dict(saying.content),
    )


def _person(record_id: UUID, page: PersonPage) -> Person:
    view = page.view
    return Person(
        id=record_id,
        name=view.name,
        born=view.born,
        age=view.age,
        address=view.address,
        systems=list(view.systems),
        standings=list(view.standings),
        warnings=[
            Warning(label=m.label, source=m.source, given_on=m.given_on, expires_on=m.expires_on, expired=m.expired) for m in view.markers
        ],
        details=[_detail(fact) for fact in view.facts],
        timeline=[
            Happened(
                event_id=e.event_id,
                at=e.at,
                part=e.part,
                standing=e.standing,
                opinion=e.opinion,
                system=e.event.system,
                marking=e.event.marking,
            )
            for e in view.timeline
        ],
        linked_to=[
            LinkedTo(id=n.id, kind=n.kind, name=n.name, how=n.how, recorded=n.recorded, opinion=n.opinion, system=n.system)
            for n in view.neighbours
        ],
        complete=page.component.complete,
        records=[_said(saying) for saying in view.sayings],
        may_be_the_same=[_said(saying) for saying in page.possible],
    )


def _detail(fact: Fact) -> Detail:
    values = [ValueSaid(text=value.text, systems=sorted({source.system for source in value.sources})) for value in fact.values]
    return Detail(label=fact.label, disagree=fact.disagree, values=values)


def _event(view: EventView) -> Event:
    return Event(
        reference=view.reference,
        title=view.title,
        address=view.address,
        record=_said(view.event),
        people=[_part(one) for one in view.people],
        things=[_part(one) for one in view.things],
        events=[_part(one) for one in view.events],
    )


def _part(one: Participant) -> TakesPart:
    return TakesPart(
        id=one.id,
        kind=one.kind,
        name=one.name,
        part=one.part,
        standing=one.standing,
        opinion=one.opinion,
        warnings=[marker.label for marker in one.warnings],
    )
