"""What hangs together with some records, as one statement brings it (sql/person_view.sql), and the persons in it.

Invariant: a pure function of what was brought; members are known by their places in the order of their ids, which makes a large tangle quick.
"""

import struct
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from uuid import UUID

from beatbook.linkage.concerns import group_with_concerns
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.persons import Decision, PlaceLink, group, group_places, link_of, told_by

_LINK = struct.Struct(">ii16sd20s")
_ID = 16


class Inside(NamedTuple):
    """A link between two members by their places, the smaller one first: weight in bits, level vector."""

    a: int
    b: int
    weight_bits: float
    levels: bytes


class Outside(NamedTuple):
    """A link of a member, by its place, with a record that is not one."""

    a: int
    other: UUID
    weight_bits: float
    levels: bytes


@dataclass(frozen=True, slots=True)
class Reached:
    """Members by their ids in order, links between them and with others, and whether any judgement or concern names a member."""

    model: str
    threshold_bits: float
    ids: tuple[UUID, ...]
    inside: tuple[Inside, ...]
    outside: tuple[Outside, ...]
    is_judged: bool
    is_concerned: bool


def read_reached(
    model: str | None, threshold_bits: float | None, members: bytes | None, links: bytes | None, is_judged: bool, is_concerned: bool
) -> Reached:
    """The one row of the statement. Nothing is joined before the first linking."""
    raw = members or b""
    ids = tuple(UUID(bytes=raw[at : at + _ID]) for at in range(0, len(raw), _ID))
    inside, outside = [], []
    for a, b, other, weight, levels in _LINK.iter_unpack(links or b""):
        if b >= 0:
            inside.append(Inside(a, b, weight, levels))
        else:
            outside.append(Outside(a, UUID(bytes=other), weight, levels))
    threshold = JOIN_BITS if threshold_bits is None else threshold_bits
    return Reached(model or "", threshold, ids, tuple(inside), tuple(outside), is_judged, is_concerned)


def persons_in(reached: Reached, decisions: Collection[Decision], moved: Mapping[UUID, UUID]) -> list[frozenset[UUID]]:
    """The partition of the members into persons; `moved` are records that concern the person of another."""
    ids = reached.ids
    if moved:
        links = [link_of(ids[link.a], ids[link.b], link.weight_bits, link.levels) for link in reached.inside]
        return group_with_concerns(ids, links, decisions, moved, partial(group, threshold_bits=reached.threshold_bits))
    place = {one: at for at, one in enumerate(ids)} if decisions else {}
    known = sorted((d for d in decisions if d.a in place and d.b in place), key=lambda one: one.verdict)
    verdicts = {(min(place[d.a], place[d.b]), max(place[d.a], place[d.b])): d.verdict for d in known}
    links_by_place = [PlaceLink(link.a, link.b, link.weight_bits, *told_by(link.levels)) for link in reached.inside]
    return [frozenset(map(ids.__getitem__, person)) for person in group_places(len(ids), links_by_place, verdicts, reached.threshold_bits)]


def lent_to(person: Collection[UUID], reached: Reached, moved: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    """Records of others that gave this person's details: they would have joined by a link, and concern somebody else."""
    if not moved:
        return ()
    ids = reached.ids
    joins = [(ids[link.a], ids[link.b]) for link in reached.inside if link.weight_bits >= reached.threshold_bits]
    return tuple(sorted({a for a, b in _both_ways(joins) if a in moved and a not in person and b in person and b not in moved}))


def _both_ways(pairs: Iterable[tuple[UUID, UUID]]) -> Iterable[tuple[UUID, UUID]]:
    for a, b in pairs:
        yield a, b
        yield b, a
