"""Persons from links: which records are one person, as a pure function of the records, links and judgements that a viewer may see.

Invariant: the answer is the same in whatever order members, links and judgements are given, and it is a partition: A's person holds B exactly when
B's person holds A. Only what hangs together by links that are followed (following.py) can be one person. In it groups merge strongest evidence first;
two groups merge when half the best and half the mean weight between them is at least the threshold, where a pair without a link counts as
`ABSENT_BITS`, and never across a conflict, nor when more of their records clash on a fact (two forenames, two birth dates, two sexes, two phones of
their own) than agree on it. A group that fits either of two groups in conflict about equally well joins neither: it stays alone, and may be shown as
possibly the same person. Ties fall to the smaller ids.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from beatbook.linkage.following import STRONG_BITS, parts_of
from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.merging import MOST_MEMBERS, Merging, speakers_of
from beatbook.linkage.places import PlaceLink, Verdict
from beatbook.linkage.vectors import facts_of, is_conflict, is_of_crowd, may_clash

__all__ = ["MOST_MEMBERS", "Decision", "Link", "PlaceLink", "Verdict", "group", "group_all", "group_places", "link_of", "told_by"]


@dataclass(frozen=True, slots=True)
class Link:
    """The weight in bits between two records; `conflict` when hard facts speak against it (generations, two PNC ids).

    `facts` counts on which personal facts the two agree or clash (vectors.facts_of). `crowd`: the two say the same, and one speaks for the other.
    """

    a: UUID
    b: UUID
    weight_bits: float
    conflict: bool = False
    facts: int = 0
    crowd: bool = False


def link_of(a: UUID, b: UUID, weight_bits: float, levels: bytes) -> Link:
    """A stored link, with what its level vector says."""
    return Link(a, b, weight_bits, *told_by(levels))


@lru_cache(maxsize=100_000)  # vectors repeat: few values in each of nine fields
def told_by(levels: bytes) -> tuple[bool, int, bool]:
    """What a level vector says of its pair: `conflict`, `facts` and `crowd` of a link."""
    return is_conflict(levels), facts_of(levels), is_of_crowd(levels)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict that stands for a pair of records."""

    a: UUID
    b: UUID
    verdict: Verdict


def group(
    members: Collection[UUID], links: Iterable[Link], judgements: Iterable[Decision] = (), *, threshold_bits: float = JOIN_BITS
) -> list[frozenset[UUID]]:
    """Partition of `members` into persons, each a frozen set, sorted by their smallest id. Links to others are not regarded."""
    ids = sorted(set(members))
    place = {member: at for at, member in enumerate(ids)}
    known = (d for d in sorted(judgements, key=lambda d: d.verdict) if d.a in place and d.b in place)
    verdicts = {_pair(place[d.a], place[d.b]): d.verdict for d in known}
    persons = group_places(len(ids), _strongest(links, place), verdicts, threshold_bits)
    return [frozenset(ids[at] for at in person) for person in persons]


def group_places(n: int, links: Sequence[PlaceLink], verdicts: Mapping[tuple[int, int], Verdict], threshold_bits: float) -> list[list[int]]:
    """Partition of the places 0 to n - 1 into persons, by their smallest places; each pair is linked once at most, the smaller place first."""
    if not verdicts and _is_whole(n, links, threshold_bits):
        return [list(range(n))]
    part = parts_of(links, verdicts, threshold_bits)
    links = [link for link in links if part.get(link.a, -1) == part.get(link.b, -2)]
    first = _speakers(links, verdicts, threshold_bits)
    merging = Merging((place for place in range(n) if first.get(place, place) == place), threshold_bits)
    for (a, b), verdict in verdicts.items():
        if verdict == Verdict.DIFFERENT:
            merging.part(first.get(a, a), first.get(b, b))
    for a, b, weight, conflict, facts, _ in links:
        x, y = first.get(a, a), first.get(b, b)
        if x != y:
            same = bool(verdicts) and verdicts.get((a, b)) == Verdict.SAME
            merging.link(x, y, weight, 0 if same else facts)
            if conflict and not same:
                merging.part(x, y)
    merging.join((first.get(a, a), first.get(b, b)) for (a, b), verdict in sorted(verdicts.items()) if verdict == Verdict.SAME)
    merging.merge()
    spoken_for: dict[int, list[int]] = {}
    for place, speaker in first.items():
        spoken_for.setdefault(speaker, []).append(place)
    whole = [sorted(one for place in found for one in spoken_for.get(place, [place])) for found in merging.groups.values()]
    return sorted(whole, key=min)


def _is_whole(n: int, links: Sequence[PlaceLink], threshold_bits: float) -> bool:
    # Every two are joined and nothing is said against it, so that every two groups of them would merge: one person, without a closer look.
    if n > MOST_MEMBERS or len(links) != n * (n - 1) // 2:
        return False
    least = max(threshold_bits, STRONG_BITS)
    return all(weight >= least and not conflict and not may_clash(facts) for _, _, weight, conflict, facts, _ in links)


def _speakers(links: Iterable[PlaceLink], verdicts: Mapping[tuple[int, int], Verdict], threshold_bits: float) -> dict[int, int]:
    # Members of a crowd count as one, its first, which alone is linked with others; but for those that people say are not of it.
    joins = [(link.a, link.b) for link in links if link.crowd and link.weight_bits >= threshold_bits and not link.conflict]
    if not joins:
        return {}
    first = dict(speakers_of(joins))
    for (a, b), verdict in sorted(verdicts.items()):
        if verdict == Verdict.DIFFERENT and a in first and first.get(b) == first[a] != b:
            del first[b]
    return first


def group_all(
    links: Collection[Link], judgements: Collection[Decision] = (), *, threshold_bits: float = JOIN_BITS
) -> list[frozenset[UUID]]:
    """Persons among all records that a link at the threshold or a judgement joins; each component is grouped on its own, with the same result."""
    joins = [(link.a, link.b) for link in links if link.weight_bits >= threshold_bits]
    joins += [(decision.a, decision.b) for decision in judgements if decision.verdict == Verdict.SAME]
    ids = sorted({one for pair in joins for one in pair})
    place = {one: at for at, one in enumerate(ids)}
    roots = speakers_of((place[a], place[b]) for a, b in joins)
    root_of = {one: roots[at] for one, at in place.items()}
    members: dict[int, list[UUID]] = {}
    inside: dict[int, tuple[list[Link], list[Decision]]] = {}
    for record_id, root in root_of.items():
        members.setdefault(root, []).append(record_id)
        inside.setdefault(root, ([], []))
    for link in links:
        if link.a in root_of and root_of[link.a] == root_of.get(link.b):
            inside[root_of[link.a]][0].append(link)
    for decision in judgements:
        if decision.a in root_of and root_of[decision.a] == root_of.get(decision.b):
            inside[root_of[decision.a]][1].append(decision)
    found = [person for root, ids in members.items() for person in group(ids, *inside[root], threshold_bits=threshold_bits)]
    return sorted(found, key=min)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a <= b else (b, a)


def _strongest(links: Iterable[Link], place: Mapping[UUID, int]) -> list[PlaceLink]:
    # A pair may be given in both directions; a conflict stands whichever side states it.
    found: dict[tuple[int, int], PlaceLink] = {}
    for link in links:
        x, y = place.get(link.a), place.get(link.b)
        if x is None or y is None or x == y:
            continue
        a, b = pair = _pair(x, y)
        before = found.get(pair)
        if before is None:
            found[pair] = PlaceLink(a, b, link.weight_bits, link.conflict, link.facts, link.crowd)
        else:
            weight, facts = max(before.weight_bits, link.weight_bits), max(before.facts, link.facts)
            found[pair] = PlaceLink(a, b, weight, before.conflict or link.conflict, facts, before.crowd or link.crowd)
    return list(found.values())
