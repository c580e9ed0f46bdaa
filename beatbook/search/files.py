"""The results of a search as one table: people, events and things in the order of the page."""

from collections.abc import Sequence

from beatbook.pole.saying import Saying, address_line, event_words, name_of
from beatbook.search.queries import PersonResult, Results
from beatbook.web.takeaway import Sheet

COLUMNS = ("What", "Name or reference", "Born or happened", "Where", "Warnings", "Records", "Systems", "Marking")


def results_sheet(found: Results) -> Sheet:
    """One row for each result; a person has the warnings and systems of all records, and no marking or place of its own."""
    things = [*found.events, *found.things]
    rows = [*(_person(person) for person in found.people), *(_said(saying) for saying in things)]
    places = [*(None for _ in found.people), *(_place(saying) for saying in things)]
    marking = " / ".join(sorted({saying.marking for saying in things} | {marking for p in found.people for marking in p.markings}))
    return Sheet("Search results", f"“{found.typed}”", COLUMNS, rows, places, marking)


def _person(person: PersonResult) -> Sequence[str]:
    warnings, systems, markings = ("; ".join(words) for words in (person.warnings, person.systems, person.markings))
    return [
        "person",
        f"{person.name} (gave the name {person.gave})" if person.gave else person.name,
        person.born,
        person.address,
        warnings,
        str(person.records),
        systems,
        markings,
    ]


def _said(saying: Saying) -> Sequence[str]:
    when = saying.happened_at.strftime("%Y-%m-%d") if saying.happened_at else ""
    sort = event_words(saying.content) if saying.kind == "event" else saying.kind
    return [sort, name_of(saying), when, address_line(saying.content), "", "1", saying.system, saying.marking]


def _place(saying: Saying) -> tuple[float, float] | None:
    return (saying.longitude, saying.latitude) if saying.longitude is not None and saying.latitude is not None else None
