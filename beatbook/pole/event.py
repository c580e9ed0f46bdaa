"""An event as one viewer may see it: what happened, who was in it and as what, which things, and other events of the same matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from beatbook.pole.markers import Marker, markers_of
from beatbook.pole.saying import Saying, address_line, name_of
from beatbook.pole.timeline import STANDING, Part

ORDER = ("suspect", "convicted", "victim", "witness", "other")


@dataclass(frozen=True, slots=True)
class Participant:
    """One person or thing in the event."""

    id: UUID
    kind: str
    name: str
    part: str
    standing: str
    opinion: bool
    saying: Saying
    markers: tuple[Marker, ...] = ()
    members: frozenset[UUID] = frozenset()

    @property
    def warnings(self) -> tuple[Marker, ...]:
        """Those that have not expired, whichever record of the person carries them."""
        return tuple(marker for marker in self.markers if not marker.expired)


@dataclass(frozen=True, slots=True)
class EventView:
    """What the event page shows."""

    event: Saying
    reference: str
    title: str
    address: str
    people: tuple[Participant, ...]
    things: tuple[Participant, ...]
    events: tuple[Participant, ...]

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log: also those from which a warning was taken."""
        shown = {self.event.id} | {p.id for p in (*self.people, *self.things, *self.events)}
        return shown | {member for p in self.people for member in p.members}


def event_view_of(
    event: Saying, parts: Sequence[Part], others: Mapping[UUID, Saying], persons: Mapping[UUID, Sequence[Saying]], today: date
) -> EventView:
    """The view; suspects, convicted, victims, witnesses and others apart, in that order. `persons` gives every record of each person in it."""
    found = {}
    for part in sorted(parts, key=lambda part: not part.opinion):
        if other := others.get(part.other_id):
            found[other.id, part.role] = _participant(part, other, persons.get(other.id) or (other,), today)
    everyone = sorted(found.values(), key=lambda p: (ORDER.index(p.standing), p.name, str(p.id), p.part))
    return EventView(
        event=event,
        reference=str(event.content.get("reference") or ""),
        title=str(event.content.get("title") or event.content.get("event_type") or "Event"),
        address=address_line(event.content),
        people=tuple(p for p in everyone if p.kind == "person"),
        things=tuple(p for p in everyone if p.kind in ("object", "location")),
        events=tuple(p for p in everyone if p.kind == "event"),
    )


def _participant(part: Part, saying: Saying, person: Sequence[Saying], today: date) -> Participant:
    standing = STANDING.get(part.role, "other")
    plain = Participant(saying.id, saying.kind, name_of(saying), part.role.capitalize(), standing, part.opinion, saying)
    if saying.kind != "person":
        return plain
    return replace(plain, markers=tuple(markers_of(person, today)), members=frozenset(member.id for member in person))
