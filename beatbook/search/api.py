"""Calls of the search room: the one box, for programs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.saying import Saying, address_line, name_of
from beatbook.search.asking import read_asked
from beatbook.search.facets import Facet
from beatbook.search.queries import PersonResult, Results, search
from beatbook.search.weighing import Answer
from beatbook.web import clock

router = Router(tags=["Search"])


class AnswerGiven(Schema):
    """How one result answers one term that was typed."""

    typed: str
    answered_by: str = Field(description="The value that answers; empty for a sound or a shape")
    how: str
    bits: float = Field(description="What it is worth, in bits, by how common the value is")


class PersonFound(Schema):
    """One person among the results, as every visible record together describes them."""

    id: UUID = Field(description="A record of this person; the address of the person")
    name: str
    born: str = Field(description="Date of birth as its systems say it, year first; empty when none says")
    age: int | None
    address: str
    systems: list[str]
    records: int = Field(description="How many records that you may see are this person's")
    warnings: list[str]
    may_be_the_same: bool = Field(description="May be the same person as one further up")
    gave_the_name: str = Field(description="Another's name that this person gave, when only that answers")
    bits: float = Field(description="How well it answers; what the order follows")
    answers: list[AnswerGiven] = Field(description="Why it stands where it does")


class ThingFound(Schema):
    """One event, vehicle, object or place among the results, as one system said it."""

    id: UUID
    kind: str
    name: str
    happened_at: datetime | None
    address: str
    system: str
    marking: str
    bits: float
    answers: list[AnswerGiven]


class ValueCounted(Schema):
    """One value of a facet; choosing it gives as many records."""

    value: str
    label: str
    records: int
    chosen: bool


class FacetCounted(Schema):
    """Records that answer, by one of kind, system, area and year, under the choices made in the others."""

    name: str
    values: list[ValueCounted]


class Found(Schema):
    """One page of what answers, best first. The same set, in the same order, as the page of the same address shows to the same viewer."""

    records: int = Field(description="How many records that you may see answer")
    total: int = Field(description="How many people, events and things the best of them make")
    more: bool = Field(description="More records answer than are shown: add a date of birth, a postcode or a house number")
    page: int
    pages: int
    people: list[PersonFound]
    events: list[ThingFound]
    things: list[ThingFound]
    facets: list[FacetCounted]


@router.get("/search", response=Found, summary="Search everything", url_name="api-search")
@needs(Tool.SEARCH, task=True)
def search_everything(
    request: HttpRequest,
    q: str = Query(..., max_length=10_000, description="What would be typed into the box; what is beyond 200 signs is not read"),
    kind: str = Query("", description="Only people (person), events (event), vehicles and things (object) or places (location)"),
    system: str = Query("", description="Only what this system says, by its name"),
    area: str = Query("", description="Only what lies in the area of this code"),
    year: int = Query(0, ge=0, le=9999, description="Only what happened in this year"),
    sort: str = Query("best", description="best or newest"),
    page: int = Query(1, ge=1, le=1000),
) -> Found:
    """Names, dates, ages, addresses, phones, plates, numbers and words, alone or together, in any order."""
    asked = read_asked({"q": q, "kind": kind, "system": system, "area": area, "year": str(year), "sort": sort, "page": str(page)})
    found = search(asked, viewer=request.viewer, today=clock.today())
    note(request, "search", found.record_ids, typed=asked.typed, query=asked.query(), total=found.records)
    return as_found(found)


def as_found(found: Results) -> Found:
    """Results as the API gives them."""
    return Found(
        records=found.records,
        total=found.total,
        more=found.more,
        page=found.asked.page,
        pages=found.pages,
        people=[_person(one) for one in found.people],
        events=[_thing(one, found) for one in found.events],
        things=[_thing(one, found) for one in found.things],
        facets=[_facet(one) for one in found.facets],
    )


def _facet(facet: Facet) -> FacetCounted:
    values = [ValueCounted(value=one.value, label=one.label, records=one.records, chosen=one.chosen) for one in facet.values]
    return FacetCounted(name=facet.name, values=values)


def _answers(answers: Sequence[Answer]) -> list[AnswerGiven]:
    return [AnswerGiven(typed=one.words, answered_by=one.value, how=one.how, bits=round(one.bits, 4)) for one in answers]


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
        bits=round(person.bits, 4),
        answers=_answers(person.answers),
    )


def _thing(saying: Saying, found: Results) -> ThingFound:
    return ThingFound(
        id=saying.id,
        kind=saying.kind,
        name=name_of(saying),
        happened_at=saying.happened_at,
        address=address_line(saying.content),
        system=saying.system,
        marking=saying.marking,
        bits=round(found.bits[saying.id], 4),
        answers=_answers(found.answers[saying.id]),
    )
