"""Vehicles and addresses that may be one though they are written differently: the keys by which they meet, and why they match.

Invariant: a match is a pure, symmetric function of two things; nothing here reads data. A thing joins others by the links between what one viewer sees.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from beatbook.vocabulary.identifiers import plate_as_misread

T = TypeVar("T")

THINGS_JOIN_BITS = 6.6  # ninety-nine chances in a hundred: a wrong vehicle stopped costs more than a second page read
THINGS_POSSIBLE_BITS = -3.3  # one chance in eleven, as for persons
MOST_ALIKE = 12
_WHOLE_PLATE = 5
_PART = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the weighing: what was compared, what was found in words, and what it is worth in bits."""

    label: str
    words: str
    bits: float


@dataclass(frozen=True, slots=True)
class Match:
    """Two things weighed. `joins` when they are treated as one; when not, and `is_possible`, the reader is told."""

    bits: float
    reasons: tuple[Reason, ...]
    joins: bool

    @property
    def is_possible(self) -> bool:
        """Whether it is worth a reader's time."""
        return self.bits >= THINGS_POSSIBLE_BITS

    @property
    def probability(self) -> float:
        """The posterior that they are one."""
        return 1.0 / (1.0 + 2.0 ** -max(min(self.bits, 60.0), -60.0))


def weighed(prior_bits: float, reasons: Iterable[Reason], *, may_join: bool) -> Match:
    """A match from its reasons; it joins at the threshold, and only where it may."""
    found = tuple(reasons)
    bits = prior_bits + sum(reason.bits for reason in found)
    return Match(bits, found, may_join and bits >= THINGS_JOIN_BITS)


def plate_variants(plate: str) -> list[str]:
    """Forms that two plates share when one sign of one is misread, lost, added or exchanged with its neighbour; none for a part of a plate."""
    signs = plate_as_misread(plate)
    if len(signs) < _WHOLE_PLATE:
        return []
    return sorted({signs, *(signs[:place] + signs[place + 1 :] for place in range(len(signs)))})


def keys_of_plate(plate: str) -> list[str]:
    """Keys kept with a record of this plate, by which plates near to it find it."""
    ends = [f"plateend:{plate[-_PART:]}"] if len(plate) >= _WHOLE_PLATE else []
    return [f"platenear:{variant}" for variant in plate_variants(plate)] + ends


def keys_near_plate(plate: str) -> list[str]:
    """Keys that records of a plate near to this one hold: plates a slip away, parts of this plate, and whole plates that end as this part does."""
    parts = {plate[:size] for size in range(_PART, len(plate) - 1)} | {plate[-size:] for size in range(_PART, len(plate) - 1)}
    ends = [f"plateend:{plate[-_PART:]}"] if _PART <= len(plate) <= _WHOLE_PLATE else []
    return [f"platenear:{variant}" for variant in plate_variants(plate)] + sorted(f"plate:{part}" for part in parts) + ends


def prefix_of_part(plate: str) -> str | None:
    """The beginning of a key for the whole plates of which this may be the first part; None for a whole plate."""
    return f"plate:{plate}" if _PART <= len(plate) <= _WHOLE_PLATE else None


def alike(
    value: str, near: Callable[[Iterable[str]], Mapping[str, T]], compare: Callable[[T, T], Match]
) -> tuple[dict[str, Match], dict[str, Match]]:
    """Other things that are one with this one, over links from thing to thing, and those that only may be; each with its best match.

    `near` gives, for some values, those things themselves and all that may match them. Symmetric as long as no more than `MOST_ALIKE` join.
    """
    joined: dict[str, Match] = {}
    possible: dict[str, Match] = {}
    asked: set[str] = set()
    frontier = [value]
    while frontier:
        things = near(frontier)
        pairs = [(here, there) for here in frontier if here in things for there in sorted(things.keys() - {here, value})]
        for here, there in pairs:
            match = compare(things[here], things[there])
            kept = joined if match.joins else possible
            if (match.joins or match.is_possible) and (there not in kept or match.bits > kept[there].bits):
                kept[there] = match
        asked.update(frontier)
        frontier = [other for other in sorted(joined) if other not in asked] if len(joined) <= MOST_ALIKE else []
    return joined, {other: match for other, match in possible.items() if other not in joined}
