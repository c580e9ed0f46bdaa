"""What happened, newest first, across systems: one entry per part that the person played, fact apart from opinion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.pole.saying import Saying

PARTS = {
    "suspect": "Named as suspect",
    "convicted": "Convicted",
    "victim": "Victim",
    "witness": "Witness",
    "caller": "Called the police",
    "detained": "Detained",
    "searched": "Stopped and searched",
    "subject": "Subject of",
    "complainant": "Complained",
    "licensee": "Licence holder",
    "missing person": "Missing",
    "child": "Child whom it concerns",
}
STANDING = {
    "suspect": "suspect",
    "detained": "suspect",
    "searched": "suspect",
    "convicted": "convicted",
    "victim": "victim",
    "complainant": "victim",
    "witness": "witness",
}
"""How each part counts for the duty to tell suspects, convicted, victims, witnesses and others apart. Source: DPA 2018 s38(3)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A tie seen from the thing whose page this is: the other end, and the role of whichever end the source named."""

    role: str
    other_id: UUID
    opinion: bool
    said_at: datetime
    outward: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    event_id: UUID
    at: datetime
    part: str
    standing: str
    opinion: bool
    event: Saying

    @property
    def heading(self) -> str:
        """What to print as the link: the person's part and the event in a few words."""
        title = str(self.event.content.get("title") or self.event.content.get("event_type") or "event")
        return f"{self.part}: {title}" if self.part else title


def timeline_of(parts: Sequence[Part], others: Mapping[UUID, Saying]) -> list[Entry]:
    """Entries for the events among the other ends, newest first; the same part in the same event once, as fact when anybody says so as fact."""
    entries = {}
    for part in sorted(parts, key=lambda part: not part.opinion):
        event = others.get(part.other_id)
        if event is None or event.kind != "event":
            continue
        words = PARTS.get(part.role, part.role.capitalize())
        standing = STANDING.get(part.role, "other")
        entries[event.id, part.role] = Entry(event.id, event.happened_at or event.said_at, words, standing, part.opinion, event)
    return sorted(entries.values(), key=lambda entry: (entry.at, str(entry.event_id), entry.part), reverse=True)


def standings(entries: Sequence[Entry]) -> list[str]:
    """How the person stands across events, each once, in the order of the Act; opinions do not count."""
    order = ("suspect", "convicted", "victim", "witness")
    found = {entry.standing for entry in entries if not entry.opinion}
    return [standing for standing in order if standing in found]


def filtered(entries: Sequence[Entry], *, sort: str = "", system: str = "") -> list[Entry]:
    """Entries whose event is of this sort and from this system; an empty text asks for every one."""
    return [e for e in entries if sort in ("", str(e.event.content.get("event_type") or "")) and system in ("", e.event.system)]
