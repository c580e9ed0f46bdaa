"""Groups that merge, strongest evidence first: the heart of `persons`, on places 0, 1, 2… in the order of the records' ids.

Invariant: the answer does not depend on the order in which links, conflicts and judgements are given; ties fall to the smaller places.
"""

import heapq
from collections.abc import Iterable, Mapping

from beatbook.linkage.vectors import clash, may_clash

# Of -4, -6, -8, -10, -12 and -14 tried with truth in view. Beside -10, -8 gains .003 of F1 on historical_50k, fake_1000 and febrl3, and costs .0004 of
# F1 and .001 of precision on two made-up counties.
ABSENT_BITS = -8.0
MOST_BITS = 30.0
APART_BITS = -1e9

# By how much the evidence for one of two groups in conflict must exceed that for the other. Of 2, 3, 4, 6 and 10 tried on two made-up counties
# (seeds 21 and 22) with historical_50k, fake_1000 and febrl3 beside them: more costs recall on most, less leaves more fathers joined with their sons.
CLEAR_MARGIN_BITS = 4.0
MOST_MEMBERS = 400

# Evidence between two groups: sum of weights of the linked pairs in bits, how many, the best of them, and on which facts they agree or clash. A plain
# tuple, as are the offers below: a person of a hundred records makes ten thousand of each.
Between = tuple[float, int, float, int]


def capped(weight_bits: float) -> float:
    """A weight as it counts between groups: no more than `MOST_BITS`, and at least as much as no link, so that a stored score can only sink."""
    return max(min(weight_bits, MOST_BITS), ABSENT_BITS)


class Merging:
    """Groups of places, each at first a single one, and the evidence between them."""

    def __init__(self, places: Iterable[int], threshold_bits: float) -> None:
        self.groups: dict[int, list[int]] = {place: [place] for place in places}
        self._between: dict[int, dict[int, Between]] = {place: {} for place in self.groups}
        self._apart: dict[int, set[int]] = {place: set() for place in self.groups}
        self._first = {place: place for place in self.groups}
        self._threshold = threshold_bits
        self._heap: list[tuple[float, int, int, int, int]] = []

    def link(self, x: int, y: int, weight_bits: float, facts: int) -> None:
        """Evidence between two places, given once."""
        weight = capped(weight_bits)
        self._between[x][y] = self._between[y][x] = (weight, 1, weight, facts)

    def part(self, x: int, y: int) -> None:
        """Whatever else is said, these two groups never merge."""
        self._apart[x].add(y)
        self._apart[y].add(x)

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Pairs of places that are one, but where that has been ruled out."""
        where = {place: place for place in self.groups}
        for x, y in pairs:
            p, q = where[x], where[y]
            if p != q and q not in self._apart[p]:
                kept, _ = self._unite(p, q)
                gone = q if kept == p else p
                for place, at in where.items():
                    if at == gone:
                        where[place] = kept

    def merge(self) -> None:
        """Strongest pair of groups first. A stored score may have sunk since a group grew: then it is put back with what it is now."""
        self._heap = [offer for x, around in self._between.items() for y in around if x < y for offer in self._offers(x, (y,))]
        heapq.heapify(self._heap)
        groups, apart = self.groups, self._apart
        while self._heap:
            offered, _, _, x, y = heapq.heappop(self._heap)
            if x not in groups or y not in groups or y in apart[x] or len(groups[x]) + len(groups[y]) > MOST_MEMBERS:
                continue
            score = self._score(x, y)
            if -score != offered:
                if score < -offered:
                    self._offer(x, (y,))
                continue
            if (apart[x] or apart[y]) and self._settle_rivals(x, y, score):
                continue
            self._offer(*self._unite(x, y))

    def _score(self, x: int, y: int) -> float:
        total, n, best, facts = self._between[x][y]
        if may_clash(facts) and clash(facts):
            return APART_BITS
        n_pairs = len(self.groups[x]) * len(self.groups[y])
        return 0.5 * (best + (total + (n_pairs - n) * ABSENT_BITS) / n_pairs)

    def _offers(self, x: int, others: Iterable[int]) -> Iterable[tuple[float, int, int, int, int]]:
        around, size, groups, first, p = self._between[x], len(self.groups[x]), self.groups, self._first, self._first[x]
        for y in others:
            total, n, best, facts = around[y]
            if best < self._threshold or (may_clash(facts) and clash(facts)):
                continue  # half the best and half the mean is never more than the best
            n_pairs = size * len(groups[y])
            score = 0.5 * (best + (total + (n_pairs - n) * ABSENT_BITS) / n_pairs)
            if score >= self._threshold:
                q = first[y]
                yield (-score, p, q, x, y) if p < q else (-score, q, p, x, y)

    def _offer(self, x: int, others: Iterable[int]) -> None:
        for offer in self._offers(x, others):
            heapq.heappush(self._heap, offer)

    def _settle_rivals(self, x: int, y: int, score: float) -> bool:
        # A group that would join either of two that cannot be one person, about as well, is kept apart from both: a father and a son of one name.
        torn = [(one, other, rival) for one, other in ((x, y), (y, x)) for rival in self._apart[other] if self._fits(one, rival, score)]
        for one, other, rival in torn:
            self.part(one, other)
            self.part(one, rival)
        return bool(torn)

    def _fits(self, one: int, rival: int, score: float) -> bool:
        if rival not in self._between[one] or rival in self._apart[one]:
            return False
        return self._score(one, rival) >= max(self._threshold, score - CLEAR_MARGIN_BITS)

    def _unite(self, x: int, y: int) -> tuple[int, list[int]]:
        """The group that is left, and the neighbours to which it has more evidence now.

        The group with fewer neighbours moves into the other, which keeps the whole work near linear; `first`, the smallest member, decides ties.
        """
        if len(self._between[x]) < len(self._between[y]):
            x, y = y, x
        kept, gone = x, y
        self._first[kept] = min(self._first[kept], self._first[gone])
        self.groups[kept] += self.groups.pop(gone)
        between, around = self._between, self._between[kept]
        moved = between.pop(gone)
        moved.pop(kept, None)
        around.pop(gone, None)
        for z, found in moved.items():
            others = between[z]
            del others[gone]
            before = around.get(z)
            if before is not None:
                found = (before[0] + found[0], before[1] + found[1], before[2] if before[2] > found[2] else found[2], before[3] + found[3])
            around[z] = others[kept] = found
        for z in self._apart.pop(gone):
            self._apart[z].discard(gone)
            self.part(kept, z)
        return kept, list(moved)


def speakers_of(joins: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    """The smallest place that hangs together with each of those that are named."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        parent.setdefault(place, place)
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for a, b in joins:
        x, y = root(a), root(b)
        if x != y:
            parent[max(x, y)] = min(x, y)
    return {place: root(place) for place in list(parent)}
