"""A vehicle, phone, e-mail or address as one viewer may see it: the people beside it with their warnings, what happened, and other things."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from beatbook.pole.facts import born, main_name
from beatbook.pole.markers import Marker, markers_of
from beatbook.pole.neighbours import made, note_of
from beatbook.pole.saying import Saying, address_line, name_of, person_name
from beatbook.pole.timeline import Entry, Part, timeline_of
from beatbook.vocabulary.identifiers import normalise_plate, written_plate
from beatbook.vocabulary.postcodes import written_postcode

SORTS = {"plate": "vehicle", "phone": "phone", "email": "e-mail", "address": "address", "postcode": "postcode", "record": "record"}
OBJECT_FIELDS = ("registration", "make", "model", "colour", "description", "serial_number")


@dataclass(frozen=True, slots=True)
class Around:
    """Everything visible to the viewer from which the view is drawn. `parts` are those of each record that names the thing;
    `persons` gives, for each person record among them and their other ends, every record of that person."""

    sayings: Sequence[Saying]
    parts: Mapping[UUID, Sequence[Part]]
    others: Mapping[UUID, Saying]
    persons: Mapping[UUID, Sequence[Saying]]

    @property
    def everything(self) -> dict[UUID, Saying]:
        """Records that name the thing and their other ends."""
        return {**self.others, **{s.id: s for s in self.sayings}}


@dataclass(frozen=True, slots=True)
class PersonBeside:
    """One person beside the thing, once, with every way in which they are and every warning that any of their records carries."""

    id: UUID
    name: str
    born: str
    hows: tuple[str, ...]
    markers: tuple[Marker, ...]
    systems: tuple[str, ...]
    said_at: datetime
    members: frozenset[UUID]

    @property
    def warnings(self) -> tuple[Marker, ...]:
        """Those that have not expired."""
        return tuple(marker for marker in self.markers if not marker.expired)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that names the thing, or one in which a person who names it played a part; then `who` says which."""

    entry: Entry
    who: str


@dataclass(frozen=True, slots=True)
class ThingBeside:
    """Another thing that came up with this one."""

    id: UUID
    name: str
    note: str
    how: str
    saying: Saying


@dataclass(frozen=True, slots=True)
class ThingView:
    """What the page of a thing shows."""

    title: str
    sort: str
    people: tuple[PersonBeside, ...]
    timeline: tuple[Happening, ...]
    things: tuple[ThingBeside, ...]
    sayings: tuple[Saying, ...]
    details: tuple[tuple[str, str], ...]

    @property
    def record_ids(self) -> set[UUID]:
        """Every record on the page, for the log: also those from which a warning or a name was taken."""
        own = {s.id for s in self.sayings} | {member for p in self.people for member in p.members}
        return own | {h.entry.event_id for h in self.timeline} | {t.id for t in self.things}

    @property
    def caution(self) -> str:
        """What sharing it does not mean, for a phone or e-mail beside several people; empty for anything else."""
        if self.sort not in (SORTS["phone"], SORTS["email"]) or len(self.people) < 2:
            return ""
        thing = "number" if self.sort == SORTS["phone"] else "address"
        return f"Several people are recorded with this {thing}: households share one, and one given up goes to somebody else. It makes nobody one person."

    @property
    def warned(self) -> tuple[PersonBeside, ...]:
        """People beside it who carry a current warning: what an officer at the door must know first."""
        return tuple(p for p in self.people if p.warnings)


def thing_view_of(value: str, sort: str, around: Around, today: date) -> ThingView:
    """The view; people with warnings first, then newest first; each person, event and thing once."""
    return ThingView(
        title=title_of(value, sort, around.sayings),
        sort=_sort_words(sort, around.sayings),
        people=tuple(_people(sort, around, today)),
        timeline=tuple(_happenings(around)),
        things=tuple(_things(around)),
        sayings=tuple(sorted(around.sayings, key=_newest, reverse=True)),
        details=tuple(_details(around.sayings)),
    )


def title_of(value: str, sort: str, sayings: Sequence[Saying]) -> str:
    """The thing as a person would write it: an address as the newest record writes it, a plate and a phone with their spaces."""
    newest = sorted(sayings, key=_newest, reverse=True)
    if sort == "address":
        lines = {address_line(s.content): str(s.content.get("address", "")) for s in reversed(newest) if s.content.get("address")}
        postcodes = {str(s.content["postcode"]) for s in newest if s.content.get("postcode")}
        last = list(lines)[-1] if lines else value
        return lines[last] if lines and len(postcodes) > 1 else last
    if sort == "postcode":
        return written_postcode(value) or value
    if sort == "plate":
        return written_plate(value)
    if sort == "phone" and value.startswith("44") and len(value) == 12:
        return f"0{value[2:6]} {value[6:]}"
    return name_of(newest[0]) if sort == "record" and newest else value


def _sort_words(sort: str, sayings: Sequence[Saying]) -> str:
    if sort == "record" and sayings:
        return str(sayings[0].content.get("object_type") or sayings[0].kind)
    return SORTS.get(sort, sort)


def _newest(saying: Saying) -> tuple[datetime, str]:
    return saying.said_at, str(saying.id)


def _beside(sort: str, around: Around) -> Iterator[tuple[Saying, str]]:
    """Person records beside the thing and how: their own word, an event that names the thing, or a tie to the thing itself."""
    everything = around.everything
    for saying in around.sayings:
        if saying.kind == "person":
            yield saying, f"{'Gave this as their' if saying.borrowed else 'Recorded as their'} {SORTS.get(sort, 'own')}"
    for owner_id, parts in around.parts.items():
        owner = everything.get(owner_id)
        for part in parts:
            other = everything.get(part.other_id)
            if owner and other and other.kind == "person" and owner.kind != "person":
                words = f" in {owner.content.get('reference') or 'an event'}" if owner.kind == "event" else ""
                yield other, part.role.capitalize() + words + (" (opinion)" if part.opinion else "")


def _people(sort: str, around: Around, today: date) -> list[PersonBeside]:
    found: dict[UUID, tuple[Sequence[Saying], dict[str, None], UUID]] = {}
    for saying, how in sorted(_beside(sort, around), key=lambda pair: (*_newest(pair[0]), pair[1]), reverse=True):
        members = around.persons.get(saying.id) or (saying,)
        _, hows, _ = found.setdefault(min(m.id for m in members), (members, {}, saying.id))
        hows[how] = None
    people = [_person(members, tuple(hows), record_id, today) for members, hows, record_id in found.values()]
    return sorted(people, key=lambda p: (not p.warnings, -p.said_at.timestamp(), str(p.id)))


def _person(members: Sequence[Saying], hows: tuple[str, ...], record_id: UUID, today: date) -> PersonBeside:
    return PersonBeside(
        id=record_id,
        name=main_name(members),
        born=born(members, today)[0],
        hows=hows,
        markers=tuple(markers_of(members, today)),
        systems=tuple(sorted({m.system for m in members})),
        said_at=max(m.said_at for m in members),
        members=frozenset(m.id for m in members),
    )


def _happenings(around: Around) -> list[Happening]:
    everything = around.everything
    named = [Part("", s.id, False, s.said_at, False) for s in around.sayings if s.kind == "event"]
    found = {(entry.event_id, "", ""): Happening(entry, "") for entry in timeline_of(named, everything)}
    direct = {event_id for event_id, _, _ in found}
    for owner_id, parts in around.parts.items():
        owner = everything.get(owner_id)
        if owner is None or owner.kind == "event":
            continue
        who = _whose(owner, around) if owner.kind == "person" else ""
        for entry in timeline_of(parts, everything):
            known = found.get((entry.event_id, entry.part, who))
            if entry.event_id not in direct and (known is None or known.entry.opinion):
                found[entry.event_id, entry.part, who] = Happening(entry, who)
    return sorted(found.values(), key=lambda h: (h.entry.at, str(h.entry.event_id), h.entry.part, h.who), reverse=True)


def _whose(owner: Saying, around: Around) -> str:
    return main_name(around.persons.get(owner.id) or (owner,)) if owner.borrowed else person_name(owner.content)


def _things(around: Around) -> list[ThingBeside]:
    own, everything = {s.id for s in around.sayings}, around.everything
    found: dict[tuple[str, str], ThingBeside] = {}
    for owner_id, parts in around.parts.items():
        owner = everything.get(owner_id)
        for part in parts:
            other = around.others.get(part.other_id)
            if owner is None or other is None or other.kind != "object" or other.id in own:
                continue
            whose = _whose(owner, around) if owner.kind == "person" else str(owner.content.get("reference") or "")
            how = ", ".join(word for word in (part.role.capitalize(), whose) if word)
            beside = ThingBeside(other.id, name_of(other), note_of(other), how, other)
            found[beside.name, how] = min(beside, found.get((beside.name, how), beside), key=lambda thing: thing.id)
    return sorted(found.values(), key=lambda t: (t.name, t.how, str(t.id)))


def _details(sayings: Sequence[Saying]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for saying in sorted(sayings, key=_newest):
        if saying.kind == "object":
            for name in OBJECT_FIELDS:
                if name == "registration" and (plate := normalise_plate(str(saying.content.get(name) or ""))):
                    ways = {*found.get("Registration", "").split(", "), written_plate(plate)} - {""}
                    found["Registration"] = ", ".join(sorted(ways))
                elif value := saying.content.get(name):
                    found[name.replace("_", " ").capitalize()] = made(str(value)) if name in ("make", "model", "colour") else str(value)
    return list(found.items())
