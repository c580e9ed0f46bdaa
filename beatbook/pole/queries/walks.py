"""Walking outward from a person over visible ties, and the shortest way between two people. What is hidden is on no way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.linkage.queries import components_of
from beatbook.pole.facts import main_name
from beatbook.pole.neighbours import note_of
from beatbook.pole.queries.reading import parts_of, sayings_of
from beatbook.pole.saying import Saying, event_words, name_of
from beatbook.pole.walking import Beside, Leg, Walk, shortest_path, walk_of
from beatbook.vocabulary.viewer import Viewer

MOST_OPENED = 8
MOST_TIES = 6
MOST_THINGS = 4_000  # reached on the way: beyond it the two are not near in any sense that helps


@dataclass(frozen=True, slots=True)
class PathStep:
    """One thing on the way, and by which tie it was reached; the first by none. `records` are all by whose words it is named."""

    saying: Saying
    name: str
    how: str
    records: frozenset[UUID]


def walk_from(record_id: UUID, opened: Sequence[UUID], *, viewer: Viewer) -> Walk | None:
    """The chart from the person of this record with up to eight boxes opened, or None when the viewer sees no such person."""
    with viewing(viewer):
        members = components_of([record_id], viewer=viewer).get(record_id)
        if members is None:
            return None
        start = _things(sayings_of(members, viewer=viewer), {record_id: "start"}, viewer=viewer)[0]
        return walk_of(start, list(opened)[:MOST_OPENED], lambda one: _around(one, viewer=viewer))


def _around(one: UUID, *, viewer: Viewer) -> list[Beside]:
    """What a person, event or thing is tied to, people as persons; events newest first, then people, then things."""
    own = components_of([one], viewer=viewer).get(one, frozenset([one]))
    parts = [part for ends in parts_of(sorted(own), viewer=viewer).values() for part in ends if part.other_id not in own]
    hows: dict[UUID, str] = {}
    for part in sorted(parts, key=lambda part: (part.opinion, part.role)):
        hows.setdefault(part.other_id, f"{part.role}{' (opinion)' if part.opinion else ''}")
    return _things(sayings_of(hows, viewer=viewer), hows, viewer=viewer)


def _things(sayings: Mapping[UUID, Saying], hows: Mapping[UUID, str], *, viewer: Viewer) -> list[Beside]:
    people = components_of([one for one, s in sayings.items() if s.kind == "person"], viewer=viewer)
    members = sayings_of({member for person in people.values() for member in person}, viewer=viewer)
    found: dict[UUID, Beside] = {}
    for one, saying in sorted(sayings.items(), key=lambda item: _newest(item[1])):
        if one in hows:
            person = [members[m] for m in sorted(people.get(one, ())) if m in members]
            thing = _beside(saying, person, hows[one])
            found.setdefault(thing.id, thing)
    return list(found.values())


def _newest(saying: Saying) -> tuple[float, str]:
    return -(saying.happened_at or saying.said_at).timestamp(), str(saying.id)


def _beside(saying: Saying, person: Sequence[Saying], how: str) -> Beside:
    recorded = not how.endswith("(opinion)")
    if saying.kind == "person":
        whole = person or [saying]
        records = frozenset(s.id for s in whole)
        stands = min(records)
        return Beside(stands, main_name(whole), "person", "person", how, recorded, True, f"/people/{stands}", records)
    own = frozenset([saying.id])
    if saying.kind == "event":
        title = str(saying.content.get("title") or event_words(saying.content))
        return Beside(saying.id, title, name_of(saying), "event", how, recorded, True, f"/events/{saying.id}", own)
    return Beside(saying.id, name_of(saying), note_of(saying), saying.kind, how, recorded, True, f"/records/{saying.id}", own)


def path_between(first: UUID, second: UUID, *, viewer: Viewer) -> list[PathStep] | None:
    """The shortest way from one person to another over ties that the viewer may see; None when either is not there for them or there is no way."""
    with viewing(viewer):
        people = components_of([first, second], viewer=viewer)
        if first not in people or second not in people:
            return None
        start, goal = min(people[first]), min(people[second])
        way = shortest_path(start, goal, lambda edge: _legs(edge, viewer=viewer), most_steps=MOST_TIES, most_things=MOST_THINGS)
        return None if way is None else _steps(start, way, viewer=viewer)


def _legs(edge: frozenset[UUID], *, viewer: Viewer) -> dict[UUID, list[Leg]]:
    """Ties that leave each of these things; a person stands for all their records, by the lowest id."""
    people = components_of(edge, viewer=viewer)
    owner = {member: one for one in edge for member in people.get(one, (one,))}
    parts = parts_of(sorted(owner), viewer=viewer)
    others = {part.other_id for ends in parts.values() for part in ends}
    stands = {one: min(person) for one, person in components_of(others, viewer=viewer).items()}
    seen = sayings_of(others, viewer=viewer)
    legs: dict[UUID, list[Leg]] = {one: [] for one in edge}
    for member, ends in parts.items():
        for part in ends:
            if part.other_id in seen and part.other_id not in owner:
                legs[owner[member]].append(Leg(owner[member], stands.get(part.other_id, part.other_id), part.role))
    return legs


def _steps(start: UUID, way: Sequence[Leg], *, viewer: Viewer) -> list[PathStep]:
    ids = [start, *(leg.b for leg in way)]
    people = components_of(ids, viewer=viewer)
    sayings = sayings_of({*ids, *(member for person in people.values() for member in person)}, viewer=viewer)
    names = {one: main_name([sayings[m] for m in sorted(person) if m in sayings]) for one, person in people.items()}
    hows = ["", *(leg.how for leg in way)]
    return [
        PathStep(sayings[one], names.get(one) or name_of(sayings[one]), how, people.get(one, frozenset([one])))
        for one, how in zip(ids, hows, strict=True)
    ]
