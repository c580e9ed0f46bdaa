"""Public protection on the page of a person: domestic abuse and its risk, missing episodes, MARAC and MASH, children. From visible records alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from beatbook.pole.saying import Saying, person_name
from beatbook.pole.timeline import Entry, Part
from beatbook.vocabulary.dates import age_years

ADULT_YEARS = 18
ABUSE_CAVEAT = "DA"
ABUSE_EVENTS = ("crime", "incident", "custody")
MEETINGS = ("marac", "mash", "protection-notice")


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the person, or one whom an entry about the person concerns; `age` None when no whole date of birth is stated."""

    id: UUID
    name: str
    born: str
    age: int | None
    how: str
    system: str


@dataclass(frozen=True, slots=True)
class Protection:
    """Each list newest first. Empty lists say only that the viewer sees nothing."""

    risks: tuple[Entry, ...] = ()
    abuse: tuple[Entry, ...] = ()
    meetings: tuple[Entry, ...] = ()
    missing: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Is there nothing to show?"""
        return not (self.risks or self.abuse or self.meetings or self.missing or self.children)

    @property
    def level(self) -> str:
        """The level of risk as last assessed, or an empty text."""
        return str(self.risks[0].event.content.get("grade") or "") if self.risks else ""


def protection_of(
    timeline: Sequence[Entry],
    own: frozenset[UUID],
    parts: Sequence[Part],
    event_parts: Mapping[UUID, Sequence[Part]],
    others: Mapping[UUID, Saying],
    same_person: Mapping[UUID, UUID],
    today: date,
) -> Protection:
    """What the person's visible events and ties say of public protection; `timeline` is newest first."""
    once = list({entry.event_id: entry for entry in reversed(timeline)}.values())[::-1]
    return Protection(
        risks=tuple(entry for entry in once if _sort(entry) == "risk-assessment"),
        abuse=tuple(entry for entry in once if _is_abuse(entry)),
        meetings=tuple(entry for entry in once if _sort(entry) in MEETINGS),
        missing=tuple(entry for entry in once if _sort(entry) == "missing-episode"),
        children=tuple(_children(own, parts, event_parts, others, same_person, today)),
    )


def _is_abuse(entry: Entry) -> bool:
    """Marked as domestic abuse by its system, or called a domestic incident by it."""
    marked = ABUSE_CAVEAT in entry.event.marking.split(", ")
    named = "domestic" in str(entry.event.content.get("title") or "").casefold()
    return _sort(entry) in ABUSE_EVENTS and (marked or named)


def _children(
    own: frozenset[UUID],
    parts: Sequence[Part],
    event_parts: Mapping[UUID, Sequence[Part]],
    others: Mapping[UUID, Saying],
    same_person: Mapping[UUID, UUID],
    today: date,
) -> list[Child]:
    found: dict[UUID, Child] = {}
    named = [(part.other_id, "Child") for part in parts if (part.role, part.outward) in (("child", False), ("parent", True))]
    concerned = [
        (part.other_id, f"In {others[event_id].content.get('reference') or 'an entry'}")
        for event_id, ends in sorted(event_parts.items())
        if event_id in others
        for part in ends
        if part.role == "child"
    ]
    for one, how in (*named, *concerned):
        saying = others.get(one)
        if saying is None or saying.kind != "person" or one in own:
            continue
        child = _child(saying, how, today)
        if child.age is None or child.age < ADULT_YEARS:
            found.setdefault(same_person.get(one, one), child)
    return sorted(found.values(), key=lambda child: (child.born, child.name, str(child.id)))


def _child(saying: Saying, how: str, today: date) -> Child:
    born = str(saying.content.get("date_of_birth") or "")
    age = age_years(date.fromisoformat(born), today) if len(born) == len("2000-01-01") else None
    return Child(saying.id, person_name(saying.content), born, age, how, saying.system)


def _sort(entry: Entry) -> str:
    return str(entry.event.content.get("event_type") or "")
