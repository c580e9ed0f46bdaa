"""Persons from links: which records are one person, as a pure function of the records, links and judgements that a viewer may see.

Invariant: the answer is the same in whatever order members, links and judgements are given, and it is a partition: A's person holds B exactly when
B's person holds A. Groups merge strongest evidence first; two groups merge when half the best and half the mean weight between them is at least
the threshold, where a pair without a link counts as `ABSENT_BITS`, and never across a conflict, nor when more of their records clash on a fact (two
forenames, two birth dates, two sexes, two phones of their own) than agree on it. A group that fits either of two groups in conflict about equally well
joins neither: it stays alone, and may be shown as possibly the same person. Ties fall to the smaller ids.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from beatbook.linkage.levels import JOIN_BITS
from beatbook.linkage.vectors import clash, facts_of, is_conflict, is_of_crowd

# Of -4, -6, -8, -10, -12 and -14 tried with truth in view. Beside -10, -8 gains .003 of F1 on historical_50k, fake_1000 and febrl3, and costs .0004 of
# F1 and .001 of precision on two made-up counties.
ABSENT_BITS = -8.0
MOST_BITS = 30.0
APART_BITS = -1e9

# By how much the evidence for one of two groups in conflict must exceed that for the other. Of 2, 3, 4, 6 and 10 tried on two made-up counties
# (seeds 21 and 22) with historical_50k, fake_1000 and febrl3 beside them: more costs recall on most, less leaves more fathers joined with their sons.
CLEAR_MARGIN_BITS = 4.0
MOST_MEMBERS = 400


class Verdict(StrEnum):
    """What a person decided about two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


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
    return Link(a, b, weight_bits, *_told_by(levels))


@lru_cache(maxsize=100_000)  # vectors repeat: few values in each of nine fields
def _told_by(levels: bytes) -> tuple[bool, int, bool]:
    return is_conflict(levels), facts_of(levels), is_of_crowd(levels)


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict that stands for a pair of records."""

    a: UUID
    b: UUID
    verdict: Verdict


@dataclass(slots=True)
class _Between:
    # Evidence between two groups: sum of weights of the linked pairs, how many, the best of them, and on which facts they agree or clash.
    total: float
    n: int
    best: float
    facts: int

    def joined(self, other: "_Between") -> "_Between":
        return _Between(self.total + other.total, self.n + other.n, max(self.best, other.best), self.facts + other.facts)


def group(
    members: Collection[UUID], links: Iterable[Link], judgements: Iterable[Decision] = (), *, threshold_bits: float = JOIN_BITS
) -> list[frozenset[UUID]]:
    """Partition of `members` into persons, each a frozen set, sorted by their smallest id. Links to others are not regarded."""
    decisions = {_pair(d.a, d.b): d.verdict for d in sorted(judgements, key=lambda d: (_pair(d.a, d.b), d.verdict))}
    links = list(links)
    first = _speakers(set(members), links, decisions, threshold_bits)
    state = _Groups(sorted(set(members)), first, threshold_bits)
    state.take(_strongest(links), decisions)
    state.merge()
    spoken_for: dict[UUID, list[UUID]] = {}
    for member, speaker in first.items():
        spoken_for.setdefault(speaker, []).append(member)
    whole = [frozenset(one for member in found for one in spoken_for.get(member, [member])) for found in state.groups.values()]
    return sorted(whole, key=min)


def _speakers(
    members: set[UUID], links: Iterable[Link], decisions: Mapping[tuple[UUID, UUID], Verdict], threshold_bits: float
) -> dict[UUID, UUID]:
    # Members of a crowd count as one, its first, which alone is linked with others; but for those that people say are not of it.
    joins = [
        (link.a, link.b)
        for link in links
        if link.crowd and link.weight_bits >= threshold_bits and not link.conflict and link.a in members and link.b in members
    ]
    if not joins:
        return {}
    first = _components(joins)
    for (a, b), verdict in decisions.items():
        if verdict == Verdict.DIFFERENT and a in first and first.get(b) == first[a] != b:
            del first[b]
    return first


def group_all(
    links: Collection[Link], judgements: Collection[Decision] = (), *, threshold_bits: float = JOIN_BITS
) -> list[frozenset[UUID]]:
    """Persons among all records that a link at the threshold or a judgement joins; each component is grouped on its own, with the same result."""
    joins = [(link.a, link.b) for link in links if link.weight_bits >= threshold_bits]
    joins += [(decision.a, decision.b) for decision in judgements if decision.verdict == Verdict.SAME]
    root_of = _components(joins)
    members: dict[UUID, list[UUID]] = {}
    inside: dict[UUID, tuple[list[Link], list[Decision]]] = {}
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


def _components(joins: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    parent: dict[UUID, UUID] = {}

    def root(record_id: UUID) -> UUID:
        parent.setdefault(record_id, record_id)
        while parent[record_id] != record_id:
            parent[record_id] = parent[parent[record_id]]
            record_id = parent[record_id]
        return record_id

    for a, b in joins:
        x, y = root(a), root(b)
        if x != y:
            parent[max(x, y)] = min(x, y)
    return {record_id: root(record_id) for record_id in list(parent)}


def _pair(a: UUID, b: UUID) -> tuple[UUID, UUID]:
    return (a, b) if a <= b else (b, a)


def _strongest(links: Iterable[Link]) -> Mapping[tuple[UUID, UUID], tuple[float, bool, int]]:
    # A pair may be given in both directions; a conflict stands whichever side states it.
    found: dict[tuple[UUID, UUID], tuple[float, bool, int]] = {}
    for link in links:
        if link.a == link.b:
            continue
        pair = _pair(link.a, link.b)
        before = found.get(pair)
        weight = link.weight_bits if before is None else max(before[0], link.weight_bits)
        conflict = link.conflict or (before is not None and before[1])
        found[pair] = (weight, conflict, link.facts if before is None else max(before[2], link.facts))
    return found


class _Groups:
    def __init__(self, members: list[UUID], first: Mapping[UUID, UUID], threshold_bits: float) -> None:
        alone = {member: place for place, member in enumerate(members) if first.get(member, member) == member}
        self.groups: dict[int, list[UUID]] = {place: [member] for member, place in alone.items()}
        self.place = {member: alone[first.get(member, member)] for member in members}
        self.between: dict[int, dict[int, _Between]] = {place: {} for place in self.groups}
        self.apart: dict[int, set[int]] = {place: set() for place in self.groups}
        self.threshold = threshold_bits
        self.first = {place: place for place in self.groups}
        self.heap: list[tuple[float, int, int, int, int]] = []

    def take(self, links: Mapping[tuple[UUID, UUID], tuple[float, bool, int]], decisions: Mapping[tuple[UUID, UUID], Verdict]) -> None:
        for (a, b), verdict in decisions.items():
            if verdict == Verdict.DIFFERENT and a in self.place and b in self.place:
                self._part(self.place[a], self.place[b])
        for (a, b), (weight, conflict, facts) in links.items():
            x, y = self.place.get(a), self.place.get(b)
            if x is not None and y is not None and x != y:
                capped = max(min(weight, MOST_BITS), ABSENT_BITS)  # at least as much as no link, so that a stored score can only sink
                self.between[x][y] = self.between[y][x] = _Between(capped, 1, capped, 0 if decisions.get((a, b)) == Verdict.SAME else facts)
                if conflict and decisions.get((a, b)) != Verdict.SAME:
                    self._part(x, y)
        same = sorted(pair for pair, verdict in decisions.items() if verdict == Verdict.SAME)
        self._join_same([(self.place[a], self.place[b]) for a, b in same if a in self.place and b in self.place])

    def _part(self, x: int, y: int) -> None:
        self.apart[x].add(y)
        self.apart[y].add(x)

    def _join_same(self, pairs: list[tuple[int, int]]) -> None:
        where = {place: place for place in self.groups}
        for x, y in pairs:
            p, q = where[x], where[y]
            if p != q and q not in self.apart[p]:
                kept = self._unite(p, q)
                gone = q if kept == p else p
                for place, at in where.items():
                    if at == gone:
                        where[place] = kept

    def score(self, x: int, y: int) -> float:
        found = self.between[x][y]
        if found.facts and clash(found.facts):
            return APART_BITS
        n_pairs = len(self.groups[x]) * len(self.groups[y])
        mean = (found.total + (n_pairs - found.n) * ABSENT_BITS) / n_pairs
        return 0.5 * (found.best + mean)

    def _offer(self, x: int, y: int) -> None:
        self._push(self.score(x, y), x, y)

    def _push(self, score: float, x: int, y: int) -> None:
        if score >= self.threshold:
            p, q = self.first[x], self.first[y]
            heapq.heappush(self.heap, (-score, min(p, q), max(p, q), x, y))

    def merge(self) -> None:
        """Strongest pair of groups first. A stored score may have sunk since a group grew: then it is put back with what it is now."""
        for x, around in self.between.items():
            for y in around:
                if x < y:
                    self._offer(x, y)
        while self.heap:
            offered, _, _, x, y = heapq.heappop(self.heap)
            if x not in self.groups or y not in self.groups or y in self.apart[x]:
                continue
            if len(self.groups[x]) + len(self.groups[y]) > MOST_MEMBERS:
                continue
            score = self.score(x, y)
            if -score != offered:
                if score < -offered:
                    self._push(score, x, y)
                continue
            if self._settle_rivals(x, y, score):
                continue
            kept = self._unite(x, y)
            for z in self.touched:
                self._offer(kept, z)

    def _settle_rivals(self, x: int, y: int, score: float) -> bool:
        # A group that would join either of two that cannot be one person, about as well, is kept apart from both: a father and a son of one name.
        torn = [(one, other, rival) for one, other in ((x, y), (y, x)) for rival in self.apart[other] if self._fits(one, rival, score)]
        for one, other, rival in torn:
            self._part(one, other)
            self._part(one, rival)
        return bool(torn)

    def _fits(self, one: int, rival: int, score: float) -> bool:
        if rival not in self.between[one] or rival in self.apart[one]:
            return False
        return self.score(one, rival) >= max(self.threshold, score - CLEAR_MARGIN_BITS)

    def _unite(self, x: int, y: int) -> int:
        # The group with fewer neighbours moves into the other, which keeps the whole work near linear; `first`, the smallest member, decides ties.
        if len(self.between[x]) < len(self.between[y]):
            x, y = y, x
        kept, gone = x, y
        self.first[kept] = min(self.first[kept], self.first[gone])
        self.groups[kept] += self.groups.pop(gone)
        moved = self.between.pop(gone)
        moved.pop(kept, None)
        self.between[kept].pop(gone, None)
        for z, found in moved.items():
            del self.between[z][gone]
            before = self.between[kept].get(z)
            self.between[kept][z] = self.between[z][kept] = found if before is None else before.joined(found)
        for z in self.apart.pop(gone):
            self.apart[z].discard(gone)
            self._part(kept, z)
        self.touched = list(moved)
        return kept
