"""What a thing is linked to: recorded by a system, or inferred from the same event; the list and the chart are drawn from one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.pole.saying import Saying, name_of
from beatbook.pole.timeline import Part

INFERRED_FROM_AT_MOST = 6  # people in one event; a public disorder with fifty names links nobody


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One thing at the other end: what it is, how it is linked, who says so, and whether that was recorded or inferred."""

    id: UUID
    kind: str
    name: str
    note: str
    how: str
    recorded: bool
    opinion: bool
    system: str
    at: datetime
    marking: str = ""


def recorded_neighbours(parts: Sequence[Part], others: Mapping[UUID, Saying]) -> list[Neighbour]:
    """The other ends of recorded ties, newest first; one line per thing and role."""
    found: dict[tuple[UUID, str], Neighbour] = {}
    for part in parts:
        if other := others.get(part.other_id):
            found[other.id, part.role] = Neighbour(
                id=other.id,
                kind=other.kind,
                name=name_of(other),
                note=note_of(other),
                how=part.role.capitalize(),
                recorded=True,
                opinion=part.opinion,
                system=other.system,
                at=other.happened_at or part.said_at,
                marking=other.marking,
            )
    return sorted(found.values(), key=lambda n: (n.at, n.name, str(n.id)), reverse=True)


def inferred_neighbours(
    own: frozenset[UUID], event_parts: Mapping[UUID, Sequence[Part]], people: Mapping[UUID, Saying], events: Mapping[UUID, Saying]
) -> list[Neighbour]:
    """Other people in the same small event: seen together, which is no proof that they know one another."""
    found: dict[UUID, Neighbour] = {}
    for event_id, parts in event_parts.items():
        ends = [part for part in parts if part.other_id in people]
        event = events.get(event_id)
        if event is None or len(ends) > INFERRED_FROM_AT_MOST:
            continue
        for part in ends:
            person = people[part.other_id]
            if part.other_id not in own:
                at = event.happened_at or event.said_at
                how = f"Same {event.content.get('event_type') or 'event'}, as {part.role}".replace("-", " ")
                found[person.id] = Neighbour(
                    person.id, "person", name_of(person), "person", how, False, False, event.system, at, event.marking
                )
    return sorted(found.values(), key=lambda n: (n.at, n.name, str(n.id)), reverse=True)


def note_of(saying: Saying) -> str:
    """A word or two under the name: what sort of thing it is."""
    content = saying.content
    if saying.kind == "event":
        return str(content.get("offence") or content.get("event_type") or "event").replace("-", " ")
    if saying.kind == "object":
        words = [content.get("colour"), content.get("make"), content.get("model")]
        return " ".join(str(word) for word in words if word) or str(content.get("object_type") or "object")
    return "person" if saying.kind == "person" else "address"
