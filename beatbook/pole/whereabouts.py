"""A vehicle, phone, e-mail or address as one viewer may see it: the records that name it, the people beside it, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from beatbook.pole.saying import Saying, person_name
from beatbook.pole.timeline import Entry, Part, timeline_of

SORTS = {"plate": "vehicle", "phone": "phone", "email": "e-mail", "address": "address", "postcode": "postcode"}


@dataclass(frozen=True, slots=True)
class PersonBeside:
    """One person mentioned with the thing: by a record of their own or by a tie."""

    id: UUID
    name: str
    how: str
    saying: Saying


@dataclass(frozen=True, slots=True)
class ThingView:
    """What the page of a thing shows."""

    title: str
    sort: str
    people: tuple[PersonBeside, ...]
    timeline: tuple[Entry, ...]
    sayings: tuple[Saying, ...]
    details: tuple[tuple[str, str], ...]

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log."""
        return {s.id for s in self.sayings} | {p.id for p in self.people} | {e.event_id for e in self.timeline}

    @property
    def warned(self) -> tuple[PersonBeside, ...]:
        """People beside it who carry a warning: what an officer at the door must know first."""
        return tuple(p for p in self.people if p.saying.content.get("warnings"))


def thing_view_of(title: str, sort: str, sayings: Sequence[Saying], parts: Sequence[Part], others: Mapping[UUID, Saying]) -> ThingView:
    """The view, newest first; each person record and each event once."""
    everything = {**others, **{s.id: s for s in sayings}}
    people = {s.id: PersonBeside(s.id, person_name(s.content), f"Own {SORTS.get(sort, sort)}", s) for s in sayings if s.kind == "person"}
    for part in parts:
        other = others.get(part.other_id)
        if other is not None and other.kind == "person":
            people.setdefault(other.id, PersonBeside(other.id, person_name(other.content), part.role.capitalize(), other))
    direct = [Part("", s.id, False, s.said_at, False) for s in sayings if s.kind == "event"]
    ordered = sorted(people.values(), key=lambda p: (p.saying.said_at, str(p.id)), reverse=True)
    return ThingView(
        title=title,
        sort=SORTS.get(sort, sort),
        people=tuple(ordered),
        timeline=tuple(timeline_of([*direct, *parts], everything)),
        sayings=tuple(sorted(sayings, key=lambda s: (s.said_at, str(s.id)), reverse=True)),
        details=tuple(_details(sayings)),
    )


def _details(sayings: Sequence[Saying]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for saying in sorted(sayings, key=lambda s: (s.said_at, str(s.id))):
        if saying.kind == "object":
            for name in ("registration", "make", "model", "colour", "description", "serial_number"):
                if value := saying.content.get(name):
                    found[name.replace("_", " ").capitalize()] = str(value)
    return list(found.items())
