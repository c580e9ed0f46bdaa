"""A link chart that is walked outward: which boxes stand in which column, and what ties them. A pure function of what each opened box is linked to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

MOST_STEPS = 4  # columns beyond the first: as many as a page is wide
MOST_IN_COLUMN = 14


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing to which an opened thing is linked. `id` stands for the thing, the same by whichever record it was reached; `how` says the tie.

    `records` are all by whose words it is named, which the log holds: a person's name may stand on any of their records.
    """

    id: UUID
    name: str
    note: str
    kind: str
    how: str
    recorded: bool
    may_open: bool
    href: str
    records: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Spot:
    """A box: `step` is how many ties from the start, `is_open` whether its own links are drawn."""

    thing: Beside
    step: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class WalkTie:
    """A line between two boxes, as the thing at `a` was found linked to that at `b`."""

    a: UUID
    b: UUID
    how: str
    recorded: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """What is drawn, and how many links were left out for want of room."""

    spots: tuple[Spot, ...]
    ties: tuple[WalkTie, ...]
    left_out: int

    @property
    def columns(self) -> list[list[Spot]]:
        """Boxes by step from the start."""
        steps = sorted({spot.step for spot in self.spots})
        return [[spot for spot in self.spots if spot.step == step] for step in steps]


def walk_of(start: Beside, opened: Sequence[UUID], around: Callable[[UUID], Sequence[Beside]]) -> Walk:
    """The chart from `start` with these boxes opened; one that cannot be reached from the start through opened ones is not drawn."""
    wanted, left_out = {start.id, *opened}, 0
    spots: dict[UUID, Spot] = {start.id: Spot(start, 0, True)}
    ties: dict[tuple[UUID, UUID, bool], WalkTie] = {}
    edge = [start.id]
    for step in range(1, MOST_STEPS + 1):
        fresh: list[UUID] = []
        for one in edge:
            for thing in around(one):
                if thing.id not in spots:
                    if len(fresh) == MOST_IN_COLUMN:
                        left_out += 1
                        continue
                    may_open = thing.may_open and thing.id in wanted and step < MOST_STEPS
                    spots[thing.id] = Spot(thing, step, may_open)
                    fresh.append(thing.id)
                _tie(ties, one, thing)
        edge = [one for one in fresh if spots[one].is_open]
    return Walk(tuple(spots.values()), tuple(ties.values()), left_out)


def _tie(ties: dict[tuple[UUID, UUID, bool], WalkTie], one: UUID, thing: Beside) -> None:
    """Keeps one line for each pair and certainty, as it was first met."""
    first, second = sorted((one, thing.id))
    if one != thing.id:
        ties.setdefault((first, second, thing.recorded), WalkTie(one, thing.id, thing.how, thing.recorded))


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a way: from a thing by a tie to the next."""

    a: UUID
    b: UUID
    how: str


def shortest_path(
    start: UUID, goal: UUID, ties_of: Callable[[frozenset[UUID]], Mapping[UUID, Sequence[Leg]]], *, most_steps: int, most_things: int
) -> tuple[Leg, ...] | None:
    """The shortest way over ties, the one with the lowest ids where several are as short; None when there is none within the limits.

    `ties_of` gives, for each of some things, the legs that leave it. Breadth first from the start, whole steps at a time.
    """
    came: dict[UUID, Leg | None] = {start: None}
    edge = frozenset([start])
    for _ in range(most_steps):
        if goal in came or not edge or len(came) > most_things:
            break
        fresh: dict[UUID, Leg] = {}
        legs = ties_of(edge)
        for leg in sorted((leg for one in edge for leg in legs.get(one, ())), key=lambda leg: (leg.b, leg.a, leg.how)):
            if leg.b not in came:
                fresh.setdefault(leg.b, leg)
        came |= fresh
        edge = frozenset(fresh)
    return _back(came, goal) if goal in came else None


def _back(came: Mapping[UUID, Leg | None], goal: UUID) -> tuple[Leg, ...]:
    way: list[Leg] = []
    leg = came[goal]
    while leg is not None:
        way.append(leg)
        leg = came[leg.a]
    return tuple(reversed(way))
