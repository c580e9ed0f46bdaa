"""Calls of the search room: the one box, for programs."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.saying import Saying, address_line, name_of
from beatbook.search.queries import PersonResult, Results, search

router = Router(tags=["Search"])


class PersonFound(Schema):
    """One person among the results, as every visible record together describes them."""

    id: UUID = Field(description="Any record of this person; the address of the person")
    name: str
    born: str = Field(description="Date of birth as its systems say it, year first; empty when none says")
    age: int | None
    address: str
    systems: list[str]
    records: int = Field(description="How many records that you may see are this person's")
    warnings: list[str]
    may_be_the_same: bool = Field(description="May be the same person as one further up")
    gave_the_name: str = Field(description="Another's name that this person gave, when only that answers")


class ThingFound(Schema):
    """One event, vehicle, object or place among the results, as one system said it."""

    id: UUID
    kind: str
    name: str
    happened_at: datetime | None
    address: str
    system: str
    marking: str


class Found(Schema):
    """What answers, best first. The same set, in the same order, as the page of the same address shows to the same viewer."""

    total: int = Field(description="How many results there are: people, events and things")
    more: bool = Field(description="More records answer than were read: add a date of birth, a postcode or a house number")
    people: list[PersonFound]
    events: list[ThingFound]
    things: list[ThingFound]


@router.get("/search", response=Found, summary="Search everything", url_name="api-search")
@needs(Tool.SEARCH, task=True)
def search_everything(request: HttpRequest, q: str = Query(..., description="What would be typed into the box")) -> Found:
    """Names, dates, addresses, phones, plates, numbers and words, alone or together, in any order."""
    found = search(" ".join(q.split()), viewer=request.viewer, today=timezone.localdate())
    note(request, "search", found.record_ids, typed=q[:200], total=found.total)
    return as_found(found)


def as_found(found: Results) -> Found:
    """Results as the API gives them."""
    return Found(
        total=found.total,
        more=found.more,
        people=[_person(one) for one in found.people],
        events=[_thing(one) for one in found.events],
        things=[_thing(one) for one in found.things],
    )


def _person(person: PersonResult) -> PersonFound:
    return PersonFound(
        id=person.record_id,
        name=person.name,
        born=person.born,
        age=person.age,
        address=person.address,
        systems=list(person.systems),
        records=person.records,
        warnings=list(person.warnings),
        may_be_the_same=person.alike,
        gave_the_name=person.gave,
    )


def _thing(saying: Saying) -> ThingFound:
    return ThingFound(
        id=saying.id,
        kind=saying.kind,
        name=name_of(saying),
        happened_at=saying.happened_at,
        address=address_line(saying.content),
        system=saying.system,
        marking=saying.marking,
    )
