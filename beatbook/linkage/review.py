"""Which pairs of records people should decide first, and why, in words: harm before help, help by how open the question is and how much it settles.

Invariant: the order is a pure function of the pairs given, the day and the size. Whoever gives pairs that a viewer may see learns nothing of others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from hashlib import sha256
from itertools import pairwise
from math import log2
from typing import Any
from uuid import UUID

from beatbook.linkage.following import STRONG_BITS

DEFAULT_SIZE = 20
MOST_SIZE = 200
SAMPLE_ONE_IN = 10  # of a day's list: confident links, to learn whether confidence is deserved
BLIND_ONE_IN = 8  # of all pairs: two people decide, neither told what the other said
BRIDGE_BITS = 3.0  # how far above the threshold a link is still weak; no less than what makes one strong enough to be followed
_CODES = {"DA": "domestic", "DV": "domestic", "FI": "firearms", "FA": "firearms", "SG": "firearms", "WE": "firearms"}
_WORDS = (("domestic", "domestic"), ("firearm", "firearms"), ("shotgun", "firearms"), ("weapon", "firearms"))


class Harm(IntEnum):
    """What may go wrong soonest if two records are wrongly joined or kept apart, worst first."""

    CUSTODY = 1
    DOMESTIC = 2
    FIREARMS = 3
    WARNING = 4
    NONE = 5


class Kind(StrEnum):
    """Why a pair waits for a person at all."""

    NEAR = "near"
    KEPT_APART = "kept-apart"
    BRIDGE = "bridge"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pair that waits: weight in bits and the threshold, how many records each person has, other waiting pairs that the answer settles too."""

    a: UUID
    b: UUID
    kind: Kind
    weight_bits: float
    threshold_bits: float
    harm: Harm = Harm.NONE
    sizes: tuple[int, int] = (1, 1)
    settles: int = 0

    @property
    def closeness(self) -> float:
        """1 on the threshold, a half one bit from it: how open the question is."""
        return 1.0 / (1.0 + abs(self.weight_bits - self.threshold_bits))

    @property
    def help(self) -> float:
        """How much a decision helps: openness times the doublings of record pairs that it joins or parts."""
        return self.closeness * log2(1 + self.sizes[0] * self.sizes[1] + self.settles)


def harm_of(contents: Iterable[Mapping[str, Any]], caveats: Collection[str] = ()) -> Harm:
    """The worst harm that the visible records of a pair, and the caveats on them, speak of."""
    found = {Harm.DOMESTIC} if "DA" in caveats else {Harm.NONE}
    for content in contents:
        if content.get("custody_number"):
            found.add(Harm.CUSTODY)
        for warning in content.get("warnings") or ():
            found.add(_harm_of_warning(str(warning.get("code", "")), str(warning.get("label", ""))))
    return min(found)


def _harm_of_warning(code: str, label: str) -> Harm:
    said = _CODES.get(code.upper()) or next((harm for word, harm in _WORDS if word in label.casefold()), "")
    return {"domestic": Harm.DOMESTIC, "firearms": Harm.FIREARMS}.get(said, Harm.WARNING)


def drawn(day: str, a: UUID, b: UUID) -> int:
    """A number that nobody chooses: of the day and the pair alone, so that a sample cannot be steered."""
    return int.from_bytes(sha256(f"{day} {min(a, b)} {max(a, b)}".encode()).digest()[:8], "big")


def is_blind(a: UUID, b: UUID) -> bool:
    """Is this pair given to two people, apart?"""
    return drawn("blind", a, b) % BLIND_ONE_IN == 0


def in_order(waiting: Iterable[Waiting], day: str) -> list[Waiting]:
    """Worst harm first, then what helps most; what is equal in both falls by the day's draw."""
    return sorted(waiting, key=lambda one: (one.harm, -one.help, drawn(day, one.a, one.b)))


def list_for_day(waiting: Iterable[Waiting], day: str, size: int) -> list[Waiting]:
    """The day's list: at most `size`, in order, a tenth of it confident links drawn for calibration; what one sort lacks the other fills."""
    given = list(waiting)
    open_ones = in_order((one for one in given if one.kind != Kind.SAMPLE), day)
    samples = sorted((one for one in given if one.kind == Kind.SAMPLE), key=lambda one: drawn(day, one.a, one.b))
    n_samples = min(len(samples), max(size // SAMPLE_ONE_IN, size - len(open_ones)))
    return in_order([*open_ones[: size - n_samples], *samples[:n_samples]], day)


def one_per_question(waiting: Iterable[Waiting], persons: Mapping[UUID, frozenset[UUID]]) -> list[Waiting]:
    """Of all pairs between the same two persons, the heaviest asks for all; it says how many others it settles. Sizes are those of the persons."""
    asked: dict[tuple[UUID, UUID], list[Waiting]] = {}
    for one in waiting:
        first, second = sorted((min(persons[one.a]), min(persons[one.b])))
        asked.setdefault((first, second) if first != second else (one.a, one.b), []).append(one)
    found = []
    for same in asked.values():
        best = max(same, key=lambda one: (one.weight_bits, one.a, one.b))
        sizes = (len(persons[best.a]), len(persons[best.b]))
        found.append(Waiting(best.a, best.b, best.kind, best.weight_bits, best.threshold_bits, best.harm, sizes, len(same) - 1))
    return sorted(found, key=lambda one: (one.a, one.b))


def weak_below(threshold_bits: float) -> float:
    """The weight in bits below which a link that joins is worth a question."""
    return max(threshold_bits + BRIDGE_BITS, STRONG_BITS)


def weak_bridges(links: Sequence[tuple[UUID, UUID]], asked: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of the pairs asked about without which their person would fall apart, given every link that joins within it."""
    around: dict[UUID, set[UUID]] = {}
    for a, b in links:
        around.setdefault(a, set()).add(b)
        around.setdefault(b, set()).add(a)
    return {(a, b) for a, b in asked if not _reaches(around, a, b)}


def _reaches(around: Mapping[UUID, set[UUID]], a: UUID, b: UUID) -> bool:
    seen, edge = {a}, [a]
    while edge:
        here = edge.pop()
        onward = around.get(here, set()) - seen - ({b} if here == a else set())
        if b in onward:
            return True
        seen |= onward
        edge += onward
    return False


_HARM_WORDS = {
    Harm.CUSTODY: "First because one of the records is from custody.",
    Harm.DOMESTIC: "Early because domestic abuse is recorded.",
    Harm.FIREARMS: "Early because firearms or weapons are recorded.",
    Harm.WARNING: "Early because one of the records bears a warning.",
    Harm.NONE: "",
}
_KIND_WORDS = {
    Kind.NEAR: "It is a near thing: what is known falls just short of joining them.",
    Kind.KEPT_APART: "Much speaks for joining them, but other things speak against it, so they are kept apart.",
    Kind.BRIDGE: "Only this weak link holds the two halves of a person together.",
    Kind.SAMPLE: "A random check of links that are taken for certain.",
}


def words_of(one: Waiting) -> list[str]:
    """Why this pair is here and stands where it does, in sentences."""
    said = [_HARM_WORDS[one.harm], _KIND_WORDS[one.kind]]
    if one.kind != Kind.SAMPLE and sum(one.sizes) > 2:
        small, large = sorted(one.sizes)
        said.append(
            f"“Same” would join {_records(small)} with {_records(large)}."
            if one.kind != Kind.BRIDGE
            else f"The person has {_records(large)}."
        )
    if one.settles:
        said.append(f"The answer settles {one.settles} other pair{'' if one.settles == 1 else 's'} of the same two persons.")
    return [sentence for sentence in said if sentence]


def _records(number: int) -> str:
    return f"{number} record{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Band:
    """Of judged pairs that the model gave a chance from `low` up to `high`: how many, and how many people said “same”."""

    low: float
    high: float
    judged: int
    same: int


EDGES = (0.0, 0.1, 0.5, 0.9, 0.99, 1.0)


def agreement(judged: Iterable[tuple[float, bool]]) -> list[Band]:
    """Share of “same” by the chance that the model gave; `judged` is (weight in bits, said same)."""
    known = [(1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, weight))), same) for weight, same in judged]
    bands = []
    for low, high in pairwise(EDGES):
        inside = [same for chance, same in known if low <= chance < high or chance == high == 1.0]
        bands.append(Band(low, high, len(inside), sum(inside)))
    return bands


def doubly_judged(verdicts: Iterable[tuple[UUID, UUID, UUID, str]]) -> tuple[int, int]:
    """(pairs that two people judged, pairs on which they agree); `verdicts` is (a, b, who, verdict), oldest first; each person's last one counts."""
    by_pair: dict[tuple[UUID, UUID], dict[UUID, str]] = {}
    for a, b, who, verdict in verdicts:
        by_pair.setdefault((a, b), {})[who] = verdict
    twice = [set(said.values()) for said in by_pair.values() if len(said) > 1]
    return len(twice), sum(len(said) == 1 for said in twice)
