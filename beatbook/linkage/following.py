"""Which links lead from record to record on the way to a person, so that weak ones do not chain a thousand strangers together.

A link of `STRONG_BITS` or more is followed. A weaker one is followed unless both of its records have a strong link: between two groups that are held
together by better evidence, weak links seldom join anybody, but many of them reach across a county. Invariant: a function of the links alone, in
whatever order; what is followed from A to B is followed from B to A.
"""

from collections.abc import Collection, Iterable, Mapping

from beatbook.linkage.merging import speakers_of
from beatbook.linkage.places import PlaceLink, Verdict

STRONG_BITS = 5.0


def parts_of(links: Collection[PlaceLink], verdicts: Mapping[tuple[int, int], Verdict], threshold_bits: float) -> Mapping[int, int]:
    """The smallest place that is reached from each place, over links that are followed and pairs that people say are one; a place alone is left out."""
    rich = _rich(links, verdicts)
    joins = [(a, b) for a, b, weight, *_ in links if weight >= threshold_bits and (weight >= STRONG_BITS or a not in rich or b not in rich)]
    return speakers_of([*joins, *(pair for pair, verdict in verdicts.items() if verdict == Verdict.SAME)])


def _rich(links: Iterable[PlaceLink], verdicts: Mapping[tuple[int, int], Verdict]) -> set[int]:
    # Places with a strong link: not one against which hard facts or people speak.
    strong = [(a, b) for a, b, weight, conflict, *_ in links if weight >= STRONG_BITS and not conflict]
    if verdicts:
        strong = [pair for pair in strong if verdicts.get(pair) != Verdict.DIFFERENT]
    return {place for pair in strong for place in pair}
