"""“Record names A, concerns B”: a record whose details are another's belongs to the person whom it concerns, and is evidence for nobody.

Invariant: the answer is a partition and does not depend on any order. Persons are grouped as if the moved records did not exist; then each joins the
person whom it concerns. So its details neither join nor part anybody, and undoing the judgement gives back exactly what there was before.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beatbook.linkage.persons import Decision, Link

Group = Callable[[Collection[UUID], list[Link], list[Decision]], list[frozenset[UUID]]]


@dataclass(frozen=True, slots=True)
class Concern:
    """What one person decided: the details of record `a` are another's, and it concerns the person of record `b`. `undoes` names one that this ends."""

    id: UUID
    a: UUID
    b: UUID
    reason: str
    reference: str
    decided_by: UUID
    decided_at: datetime
    undoes: UUID | None = None


def standing_concerns(concerns: Iterable[Concern]) -> tuple[Concern, ...]:
    """The one that stands for each record: the latest that has not been undone; oldest first."""
    made = sorted(concerns, key=lambda one: (one.decided_at, one.id))
    undone = {one.undoes for one in made}
    latest = {one.a: one for one in made if one.undoes is None and one.id not in undone}
    return tuple(sorted(latest.values(), key=lambda one: (one.decided_at, one.id)))


def moved_by(concerns: Iterable[Concern]) -> dict[UUID, UUID]:
    """For each record that concerns another's person, the record whose person it joins."""
    return anchors({one.a: one.b for one in standing_concerns(concerns)})


def anchors(steps: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Each record's last step. Records that name one another in a ring are each other's person: the smallest id stands for them."""
    found: dict[UUID, UUID] = {}
    for start in steps:
        path = [start]
        while path[-1] in steps and steps[path[-1]] not in path:
            path.append(steps[path[-1]])
        last = path[-1]
        found[start] = min(path[path.index(steps[last]) :]) if last in steps else last
    return found


def group_with_concerns(
    members: Collection[UUID], links: Iterable[Link], decisions: Iterable[Decision], moved: Mapping[UUID, UUID], group: Group
) -> list[frozenset[UUID]]:
    """The partition of `members` into persons, moved records with the person whom they concern; `group` does it for the others."""
    here = {one: anchor for one, anchor in moved.items() if one in members and anchor in members}
    rest = [one for one in members if one not in here]
    kept = [link for link in links if link.a not in here and link.b not in here]
    decided = [decision for decision in decisions if decision.a not in here and decision.b not in here]
    return attached(group(rest, kept, decided), here)


def attached(persons: Iterable[frozenset[UUID]], moved: Mapping[UUID, UUID]) -> list[frozenset[UUID]]:
    """Persons with their moved records; one whose anchor is in no person given makes one with it."""
    joining: dict[UUID, set[UUID]] = {}
    for one, anchor in moved.items():
        joining.setdefault(anchor, set()).update((one, anchor))
    found = []
    for person in persons:
        more = [joining.pop(member) for member in sorted(person) if member in joining]
        found.append(person.union(*more))
    return sorted([*found, *(frozenset(left) for left in joining.values())], key=min)
