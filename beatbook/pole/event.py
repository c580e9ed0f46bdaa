"""An event as one viewer may see it: what happened, who was in it and as what, which things, and other events of the same matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

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
        """Every record on the page, for the log."""
        return {self.event.id} | {p.id for p in (*self.people, *self.things, *self.events)}


def event_view_of(event: Saying, parts: Sequence[Part], others: Mapping[UUID, Saying]) -> EventView:
    """The view; suspects, convicted, victims, witnesses and others apart, in that order."""
    found = {(part.other_id, part.role): _participant(part, others[part.other_id]) for part in parts if part.other_id in others}
    everyone = sorted(found.values(), key=lambda p: (ORDER.index(p.standing), p.name, str(p.id)))
    return EventView(
        event=event,
        reference=str(event.content.get("reference") or ""),
        title=str(event.content.get("title") or event.content.get("event_type") or "Event"),
        address=address_line(event.content),
        people=tuple(p for p in everyone if p.kind == "person"),
        things=tuple(p for p in everyone if p.kind in ("object", "location")),
        events=tuple(p for p in everyone if p.kind == "event"),
    )


def _participant(part: Part, saying: Saying) -> Participant:
    standing = STANDING.get(part.role, "other")
    return Participant(saying.id, saying.kind, name_of(saying), part.role.capitalize(), standing, part.opinion, saying)
