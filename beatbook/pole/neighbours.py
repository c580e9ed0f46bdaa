"""What a thing is linked to: recorded by a system, or inferred from the same event; the list and the chart are drawn from one value."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from beatbook.linkage.keys import address_of
from beatbook.pole.saying import GIVEN, Saying, address_line, event_words, name_of
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
    place: str = ""


def places_of(sayings: Sequence[Saying]) -> list[Neighbour]:
    """Where systems say that a person lives, newest first; each address once, by the record that said it last."""
    newest: dict[str, Neighbour] = {}
    for saying in sorted(sayings, key=lambda s: (s.said_at, str(s.id))):
        line = str(saying.content.get("address") or "")
        if key := address_of(line, str(saying.content.get("postcode") or "")):
            where = address_line(saying.content)
            newest[key] = Neighbour(saying.id, "location", line, "address", "Lives at", True, False, saying.system, saying.said_at, where)
    return sorted(newest.values(), key=lambda n: (n.at, n.name, str(n.id)), reverse=True)


def neighbours_of(
    own: frozenset[UUID],
    parts: Sequence[Part],
    event_parts: Mapping[UUID, Sequence[Part]],
    others: Mapping[UUID, Saying],
    same_person: Mapping[UUID, UUID],
) -> list[Neighbour]:
    """The other ends of recorded ties, then people in the same small events; each thing once, with every way in which it is linked.

    `same_person` gives, for records of other people, one record that stands for the person to whom they belong.
    """
    recorded = [_recorded(part, others[part.other_id]) for part in parts if part.other_id in others and part.other_id not in own]
    inferred = [
        _inferred(part, others[part.other_id], others[event_id])
        for event_id, ends in event_parts.items()
        if event_id in others and _people_among(ends, others) <= INFERRED_FROM_AT_MOST
        for part in ends
        if part.other_id in others and others[part.other_id].kind == "person" and part.other_id not in own
    ]
    return _merged(recorded, same_person) + _merged(inferred, same_person, leave_out={_who(n, same_person) for n in recorded})


def _people_among(ends: Sequence[Part], others: Mapping[UUID, Saying]) -> int:
    return len({part.other_id for part in ends if part.other_id in others and others[part.other_id].kind == "person"})


def _recorded(part: Part, other: Saying) -> Neighbour:
    at = other.happened_at or part.said_at
    how = part.role.capitalize()
    return Neighbour(other.id, other.kind, name_of(other), note_of(other), how, True, part.opinion, other.system, at)


def _inferred(part: Part, person: Saying, event: Saying) -> Neighbour:
    """Seen together, which is no proof that they know one another."""
    how = f"Same {event_words(event.content)}, as {part.role}"
    return Neighbour(person.id, "person", name_of(person), "person", how, False, False, event.system, event.happened_at or event.said_at)


def _merged(found: Sequence[Neighbour], same_person: Mapping[UUID, UUID], leave_out: Collection[UUID] = ()) -> list[Neighbour]:
    newest_first = sorted(found, key=lambda n: (n.at, n.name, str(n.id), n.how), reverse=True)
    together: dict[UUID, list[Neighbour]] = {}
    for neighbour in newest_first:
        if _who(neighbour, same_person) not in leave_out:
            together.setdefault(_who(neighbour, same_person), []).append(neighbour)
    return [_one(group) for group in together.values()]


def _who(neighbour: Neighbour, same_person: Mapping[UUID, UUID]) -> UUID:
    return same_person.get(neighbour.id, neighbour.id)


def _one(group: Sequence[Neighbour]) -> Neighbour:
    named = max(group, key=lambda n: (not n.name.endswith(GIVEN), len(n.name), n.at, str(n.id)))
    hows = dict.fromkeys(n.how for n in group)
    facts = [n for n in group if not n.opinion]
    how = "; ".join(hows)
    return replace(group[0], name=named.name, how=how[:1] + how[1:].lower(), opinion=not facts, system=(facts or group)[0].system)


def note_of(saying: Saying) -> str:
    """A word or two under the name: what sort of thing it is."""
    content = saying.content
    if saying.kind == "event":
        return str(content.get("offence") or event_words(content))
    if saying.kind == "object":
        words = (str(content.get("colour") or "").lower(), *(made(str(content.get(name) or "")) for name in ("make", "model")))
        return " ".join(word for word in words if word) or str(content.get("object_type") or "object")
    return "person" if saying.kind == "person" else "address"


def made(word: str) -> str:
    """A make or model in title case where the system shouts or whispers; BMW and A3 stay as they are."""
    return word.title() if len(word) > 3 and (word.isupper() or word.islower()) else word
