"""Whether two registrations are one vehicle, one of them misread: weighed by the misreading, make, model, colour and the people beside it.

Invariant: symmetric; shares are frozen here, so that a match never depends on what else is recorded. A misread plate alone never joins.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import log2

from beatbook.linkage.things import Match, Reason, weighed
from beatbook.vocabulary.names import fold

PRIOR_BITS = -16.0  # one vehicle in sixty-five thousand: those that a force names in a few years
BEYOND_BITS = 6.0  # what make, model, colour and people must say before a misread plate joins


class Misread(Enum):
    """How one plate may have become another, with what it is worth in bits: log2 of how often a plate is so misread over how often another is so near.

    About 3 in 100 plates written by hand or read by a camera are wrong. Of some five million plates that may turn up in a county, about 8 differ
    from a given one by signs that look alike, 6 by two neighbours exchanged, and 120 by one sign of any other kind.
    """

    SAME = 30.0
    LOOKS_ALIKE = 14.0
    EXCHANGED = 13.0
    ONE_SIGN = 8.0
    LOST = 12.0
    END = 7.0
    BEGINNING = -1.0
    FAR = -30.0


_ALIKE = frozenset(
    frozenset(pair)
    for pair in "0O 0Q 0D OQ OD DQ 1I 1L IL 17 1T 7T 2Z 5S 56 6G CG 38 3B 8B BR EF PR UV VY VW MN MW HN KX 4A 1J IJ 89 09 6B".split()
)
_WORDS = {
    Misread.SAME: "The same registration.",
    Misread.LOOKS_ALIKE: "Registrations that differ by signs that look alike",
    Misread.EXCHANGED: "Registrations with two neighbouring signs exchanged.",
    Misread.ONE_SIGN: "Registrations that differ by one sign",
    Misread.LOST: "One registration lacks one sign of the other.",
    Misread.END: "One is the end of the other's registration.",
    Misread.BEGINNING: "One is the beginning of the other's registration.",
    Misread.FAR: "Different registrations.",
}
# Rounded shares of cars on British roads; a make or colour not named here is taken as one in a hundred.
_MAKES = {
    "ford": 0.12, "volkswagen": 0.09, "vauxhall": 0.09, "bmw": 0.06, "mercedes": 0.06, "audi": 0.06, "toyota": 0.06, "nissan": 0.05, "peugeot": 0.04,
    "honda": 0.04, "renault": 0.04, "hyundai": 0.03, "kia": 0.03, "land rover": 0.03, "skoda": 0.03, "citroen": 0.03, "fiat": 0.03, "mini": 0.03,
    "volvo": 0.02, "mazda": 0.02, "seat": 0.02, "suzuki": 0.02,
}  # fmt: skip
_COLOURS = {
    "black": 0.2,
    "grey": 0.18,
    "white": 0.17,
    "blue": 0.17,
    "silver": 0.14,
    "red": 0.1,
    "green": 0.03,
    "orange": 0.02,
    "yellow": 0.02,
}
_COLOURS_NEAR = frozenset(
    map(frozenset, (("grey", "silver"), ("black", "grey"), ("black", "blue"), ("red", "orange"), ("white", "silver")))
)
_RARE = 0.01


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What is said of one registration, folded; `people` are those recorded beside it, one id for each person."""

    plate: str
    makes: frozenset[str] = field(default_factory=frozenset)
    models: frozenset[str] = field(default_factory=frozenset)
    colours: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[Hashable] = field(default_factory=frozenset)


def vehicle_of(plate: str, contents: Sequence[Mapping[str, object]], people: frozenset[Hashable] = frozenset()) -> Vehicle:
    """A vehicle from the contents of the records that name its plate."""

    def said(name: str) -> frozenset[str]:
        return frozenset(filter(None, (fold(str(content.get(name) or "")) for content in contents)))

    return Vehicle(plate, said("make"), said("model"), said("colour"), people)


def misread_of(a: str, b: str) -> Misread:
    """How one plate may have become the other."""
    if a == b:
        return Misread.SAME
    if len(a) == len(b):
        return _of_one_length(a, b)
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) == 1 and len(short) >= 5 and any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
        return Misread.LOST
    if len(short) >= 3 and len(long) >= 5:
        return Misread.END if long.endswith(short) else Misread.BEGINNING if long.startswith(short) else Misread.FAR
    return Misread.FAR


def _of_one_length(a: str, b: str) -> Misread:
    wrong = [at for at in range(len(a)) if a[at] != b[at]]
    if len(a) < 5:
        return Misread.FAR
    if len(wrong) <= 2 and all(frozenset((a[at], b[at])) in _ALIKE for at in wrong):
        return Misread.LOOKS_ALIKE
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]:
        return Misread.EXCHANGED
    return Misread.ONE_SIGN if len(wrong) == 1 else Misread.FAR


def compare_vehicles(a: Vehicle, b: Vehicle) -> Match:
    """Whether two registrations are one vehicle, with the reasons."""
    misread = misread_of(a.plate, b.plate)
    beyond = [reason for reason in (_make(a, b), _model(a, b), _colour(a, b), _people(a, b)) if reason]
    strong = sum(reason.bits for reason in beyond) >= BEYOND_BITS
    return weighed(PRIOR_BITS, [Reason("Registration", _misread_words(misread, a.plate, b.plate), misread.value), *beyond], may_join=strong)


def _misread_words(misread: Misread, a: str, b: str) -> str:
    if misread not in (Misread.LOOKS_ALIKE, Misread.ONE_SIGN):
        return _WORDS[misread]
    signs = [" and ".join(sorted((x, y))) for x, y in zip(a, b, strict=True) if x != y]
    return f"{_WORDS[misread]}: {', '.join(signs)}."


def _make(a: Vehicle, b: Vehicle) -> Reason | None:
    if not (a.makes and b.makes):
        return None
    shared = sorted(a.makes & b.makes)
    if shared:
        return Reason("Make", "The same make.", log2(0.95 / max(_MAKES.get(make, _RARE) for make in shared)))
    return Reason("Make", "Different makes.", -5.0)


def _model(a: Vehicle, b: Vehicle) -> Reason | None:
    if not (a.models and b.models) or not a.makes & b.makes:
        return None
    return Reason("Model", "The same model.", 2.5) if a.models & b.models else Reason("Model", "Different models.", -4.0)


def _colour(a: Vehicle, b: Vehicle) -> Reason | None:
    if not (a.colours and b.colours):
        return None
    shared = sorted(a.colours & b.colours)
    if shared:
        return Reason("Colour", "The same colour.", log2(0.85 / max(_COLOURS.get(colour, _RARE) for colour in shared)))
    if any(frozenset((one, other)) in _COLOURS_NEAR for one in a.colours for other in b.colours):
        return Reason("Colour", "Colours easily taken for one another.", 0.0)
    return Reason("Colour", "Different colours.", -3.0)


def _people(a: Vehicle, b: Vehicle) -> Reason | None:
    if not (a.people and b.people):
        return None
    if a.people & b.people:
        return Reason("People", "The same person is recorded beside both.", 10.0)
    return Reason("People", "Nobody is recorded beside both.", -1.0)
