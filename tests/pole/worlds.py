"""Small worlds for the tests of this room: records with few different values, so that ties and disagreements are common."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from beatbook.pole.person import Evidence
from beatbook.pole.saying import Saying
from beatbook.pole.timeline import Part

TODAY = date(2026, 11, 22)
SYSTEMS = ("Crime system", "Custody system", "Contact desk")
ROLES = ("suspect", "convicted", "victim", "witness", "searched", "caller")


def said(number: int, kind: str = "person", *, day: int = 1, system: str = SYSTEMS[0], **content: Any) -> Saying:
    """One record, said on a day of November 2026; an event happened on the day on which it was said."""
    at = datetime(2026, 11, day, 12, tzinfo=UTC)
    return Saying(UUID(int=number), system, f"{kind}:{number}", kind, at, at if kind == "event" else None, content, "OFFICIAL")


def part(role: str, other: int, *, opinion: bool = False, day: int = 1) -> Part:
    """A tie to the record of that number."""
    return Part(role, UUID(int=other), opinion, datetime(2026, 11, day, tzinfo=UTC), True)


def by_id(*sayings: Saying) -> dict[UUID, Saying]:
    """Records by their ids."""
    return {saying.id: saying for saying in sayings}


warnings = st.lists(
    st.fixed_dictionaries(
        {"label": st.sampled_from(["Violent", "VIOLENT", "Weapons"])},
        optional={"expires": st.sampled_from(["2026-11-21", "2026-11-22", "2027-01-01", "no date"])},
    ),
    max_size=2,
)
people: st.SearchStrategy[Mapping[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "forenames": st.sampled_from(["Jordan", "JORDAN", "Jordan Ellis"]),
        "surname": st.sampled_from(["Marsh", "MARSH"]),
        "date_of_birth": st.sampled_from(["1994-03-14", "1994-04-13", "1994"]),
        "address": st.sampled_from(["12 Foundry Row", "12 FOUNDRY ROW", "4 Priory Court"]),
        "postcode": st.just("ZZ1 4FR"),
        "phones": st.lists(st.sampled_from(["07700 900614", "07700900614"]), max_size=2),
        "warnings": warnings,
    },
)


@st.composite
def person_records(draw: st.DrawFn, first: int = 1, most: int = 4) -> list[Saying]:
    """Some records of people, several of the same minute and system."""
    contents = draw(st.lists(people, min_size=1, max_size=most))
    days, systems = st.integers(1, 2), st.sampled_from(SYSTEMS)
    return [said(first + n, day=draw(days), system=draw(systems), **content) for n, content in enumerate(contents)]


@st.composite
def parts_in(draw: st.DrawFn, numbers: range) -> list[Part]:
    """Some ties to records of these numbers; the same one may be said twice, as fact and as opinion."""
    some = st.builds(part, st.sampled_from(ROLES), st.sampled_from(list(numbers)), opinion=st.booleans(), day=st.integers(1, 2))
    return draw(st.lists(some, max_size=6))


EVENTS = range(100, 103)
OTHERS = range(200, 203)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """Everything that one viewer may see of one person: records, ties, events and the people in them."""
    events = [said(n, "event", day=draw(st.integers(1, 2)), title=f"Event {n}", event_type="crime") for n in EVENTS]
    others = [said(n, forenames="Sam", surname=f"Okoro{n % 2}") for n in OTHERS]
    same = {UUID(int=n): UUID(int=draw(st.sampled_from(list(OTHERS)))) for n in OTHERS}
    return Evidence(
        sayings=draw(person_records()),
        parts=draw(parts_in(range(100, 203, 50))),
        others=by_id(*events, *others),
        event_parts={UUID(int=n): draw(parts_in(OTHERS)) for n in EVENTS},
        same_person=same,
    )


def shuffled(evidence: Evidence, draw: st.DataObject) -> Evidence:
    """The same evidence as it would come by another road: every list and mapping in another order."""

    def mixed(things: Any) -> list[Any]:
        return draw.draw(st.permutations(list(things)))

    return Evidence(
        mixed(evidence.sayings),
        mixed(evidence.parts),
        dict(mixed(evidence.others.items())),
        {event: mixed(ends) for event, ends in mixed(evidence.event_parts.items())},
        dict(mixed(evidence.same_person.items())),
    )
