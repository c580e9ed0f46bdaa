"""What is reported of a model: accuracy, calibration, fairness by group, and how its persons differ from another model's.

Invariant: pure functions of persons, links and what is known to be true; nothing is counted that was not handed in.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from uuid import UUID

from beatbook.linkage.accuracy import Accuracy, clustered
from beatbook.linkage.persons import Decision, Verdict

Pair = tuple[UUID, UUID]
Groups = Mapping[str, Mapping[UUID, str]]  # by what people are grouped, such as sex: the group of each record
BINS = 10
MOST_EXAMPLES = 10
MOST_RECORDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Linked:
    """What one model makes of the records: weights of its links, `a` before `b`; the weight from which they join; persons of two records or more."""

    weights: Mapping[Pair, float]
    threshold_bits: float
    persons: Sequence[frozenset[UUID]]

    @property
    def joins(self) -> set[Pair]:
        """Pairs that weigh at least the threshold."""
        return {pair for pair, weight in self.weights.items() if weight >= self.threshold_bits}


def against_truth(linked: Linked, truth: Mapping[UUID, Hashable], groups: Groups) -> dict[str, Any]:
    """Accuracy of persons, fairness and calibration where the person of each record is known."""
    same = [(weight, truth[a] == truth[b]) for (a, b), weight in linked.weights.items() if a in truth and b in truth]
    whole = clustered(linked.persons, truth)
    by_group = {
        (kind, name): clustered(linked.persons, {one: truth[one] for one, of in group.items() if of == name and one in truth})
        for kind, group in groups.items()
        for name in sorted(set(group.values()))
    }
    return _figures("truth", whole, by_group, same)


def against_judgements(linked: Linked, judged: Iterable[Decision], groups: Groups) -> dict[str, Any]:
    """The same over the pairs that people have judged. Judgements must not have shaped `linked`, or they would agree with themselves."""
    decided = [one for one in judged if one.verdict != Verdict.UNSURE]
    person_of = {member: place for place, person in enumerate(linked.persons) for member in person}

    def accuracy(pairs: Collection[Decision]) -> Accuracy:
        joined = [one for one in pairs if person_of.get(one.a, -1) == person_of.get(one.b, -2)]
        right = sum(one.verdict == Verdict.SAME for one in joined)
        return Accuracy(right, len(joined), sum(one.verdict == Verdict.SAME for one in pairs))

    by_group = {
        (kind, name): accuracy([one for one in decided if group.get(one.a) == name])
        for kind, group in groups.items()
        for name in sorted({group[one.a] for one in decided if one.a in group})
    }
    weighed = [(linked.weights.get((one.a, one.b)), one.verdict == Verdict.SAME) for one in decided]
    found = _figures("judgements", accuracy(decided), by_group, [(weight, same) for weight, same in weighed if weight is not None])
    agreed = sum((person_of.get(one.a, -1) == person_of.get(one.b, -2)) == (one.verdict == Verdict.SAME) for one in decided)
    return found | {"judged": len(decided), "agreed": agreed}


def calibration(weighed: Iterable[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Links in ten bins by the chance that the model gives them: how many, that chance, the share that is one person and its 95 % interval.

    Source: reliability diagram, Murphy 1973; interval, Wilson 1927.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for weight, same in weighed:
        chance = _chance(weight)
        bins[min(BINS - 1, int(chance * BINS))].append((chance, same))
    return [
        {
            "from": place / BINS,
            "to": (place + 1) / BINS,
            "pairs": len(found),
            "predicted": round(sum(chance for chance, _ in found) / len(found), 4),
            "same": round(sum(same for _, same in found) / len(found), 4),
            "interval": list(wilson_interval(sum(same for _, same in found), len(found))),
        }
        for place, found in enumerate(bins)
        if found
    ]


def wilson_interval(n_same: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share that was found n_same times in n, n at least 1."""
    z = 1.959964
    share = n_same / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return round(max(0.0, (middle - half) / whole), 4), round(min(1.0, (middle + half) / whole), 4)


def compared(before: Linked, after: Linked) -> dict[str, Any]:
    """How the second model's links and persons differ from the first's, with examples by record id."""
    split = _parted(before.persons, after.persons)
    joined = _parted(after.persons, before.persons)
    return {
        "links_before": len(before.joins),
        "links_after": len(after.joins),
        "links_gained": len(after.joins - before.joins),
        "links_lost": len(before.joins - after.joins),
        "persons_before": len(before.persons),
        "persons_after": len(after.persons),
        "persons_split": len(split),
        "persons_joined": len(joined),
        "split_examples": _examples(split),
        "joined_examples": _examples(joined),
    }


def _parted(persons: Sequence[frozenset[UUID]], others: Sequence[frozenset[UUID]]) -> list[list[frozenset[UUID]]]:
    # Each person whose records are not all one person among the others, as the parts into which it falls.
    person_of = {member: place for place, person in enumerate(others) for member in person}
    found = []
    for person in persons:
        parts: dict[Any, set[UUID]] = {}
        for member in person:
            parts.setdefault(person_of.get(member, member), set()).add(member)
        if len(parts) > 1:
            found.append(sorted((frozenset(part) for part in parts.values()), key=min))
    return sorted(found, key=lambda parts: min(parts[0]))


def _examples(found: list[list[frozenset[UUID]]]) -> list[list[list[str]]]:
    return [[[str(one) for one in sorted(part)[:MOST_RECORDS_SHOWN]] for part in parts] for parts in found[:MOST_EXAMPLES]]


def _figures(
    source: str, whole: Accuracy, by_group: Mapping[tuple[str, str], Accuracy], weighed: list[tuple[float, bool]]
) -> dict[str, Any]:
    rates = _rates(whole)
    return {
        "source": source,
        "accuracy": {"precision": whole.precision, "recall": whole.recall, "f1": whole.f1, **rates},
        "fairness": [
            {"by": kind, "group": name, **_rates(one), **_ratios(_rates(one), rates)}
            for (kind, name), one in by_group.items()
            if one.joined or one.true
        ],
        "calibration": calibration(weighed),
    }


def _rates(one: Accuracy) -> dict[str, Any]:
    return {
        "joined": one.joined,
        "true": one.true,
        "false_join_rate": round(1.0 - one.precision, 6),
        "missed_join_rate": round(1.0 - one.recall, 6),
    }


def _ratios(group: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    # None where the whole has none of the error: no ratio can be given.
    return {
        f"{name}_ratio": round(group[f"{name}_rate"] / whole[f"{name}_rate"], 3) if whole[f"{name}_rate"] else None
        for name in ("false_join", "missed_join")
    }


def _chance(weight_bits: float) -> float:
    return 1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, weight_bits)))
