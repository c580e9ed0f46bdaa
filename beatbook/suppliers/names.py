"""Supplier and buyer names joined: "Niche Tech (UK) Ltd." and "NICHE TECH LIMITED" are one, "North" and "South" are two.

Legal forms, "&", case and order are set aside; what is left is compared word by word with the edit distance that links people (optimal string alignment).
A company number, where both have one, decides alone.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

LEGAL_FORMS = frozenset(
    "limited ltd ltdd limted lmited plc llp lp inc incorporated corp corporation company co gmbh bv sa ag cic cio".split()
)
PLACES_OF_LAW = frozenset({"uk", "gb", "england"})
FILLERS = frozenset({"the", "and", "of", "for", "a"})
WRITTEN_OUT = {
    "tech": "technology",
    "technologies": "technology",
    "svcs": "services",
    "service": "services",
    "sys": "systems",
    "system": "systems",
}
WRITTEN_OUT |= {
    "intl": "international",
    "mgmt": "management",
    "comms": "communications",
    "solution": "solutions",
    "grp": "group",
    "bros": "brothers",
}
_TRADING = re.compile(r"\b(?:t/a|trading as|formerly|part of)\b.*")
_COMMISSIONER = re.compile(r"\b(?:o?pf?cc|police (?:and |fire and )*(?:fire (?:and )?)?(?:and )?crime commissioner)\b")
_POLICE_WORDS = ("police", "constabulary")
_NOT_POLICE = frozenset({"policy", "polite", "policed"})  # words, not slips of the pen
_POLICE_FILLERS = frozenset(
    "office chief constable constables commissioner commissioners crime fire force service services authority headquarters hq s".split()
)
LONGEST_ONE_SLIP, LONGEST_SWAP = 6, 4
MOST_IN_BLOCK = 400
KEPT = 16_384  # keys of names that were worked out before


@dataclass(frozen=True, slots=True)
class Named:
    """A name as a notice has it, with the company number where it gave one."""

    name: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What is compared: words without their legal form, and whether they are the area of a police body."""

    words: tuple[str, ...]
    police: bool = False
    together: str = field(init=False, compare=False, repr=False)
    ordered: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """What every comparison needs, worked out once."""
        object.__setattr__(self, "together", "".join(self.words))
        object.__setattr__(self, "ordered", tuple(sorted(self.words)))


@lru_cache(maxsize=KEPT)
def key_of(name: str) -> Key:
    """The words of a name that tell it from others. A commissioner, the force and its chief constable buy as one: their words are the area's."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = _TRADING.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"(?<=\w)[.'’](?=\w)", "", plain)).split()
    if area := _police_area(words):
        return Key(area, police=True)
    kept = [WRITTEN_OUT.get(word, word) for word in words if word not in FILLERS]
    told = [word for word in kept if word not in LEGAL_FORMS and word not in PLACES_OF_LAW]
    return Key(tuple(told or kept or words))


def _police_area(words: list[str]) -> tuple[str, ...]:
    """The area of a police body, or nothing: "West Yorkshire Poice" and "PCC for West Yorkshire" are both west, yorkshire."""
    said = [next((word for word in _POLICE_WORDS if one not in _NOT_POLICE and _near(one, word)), one) for one in words]
    if not _COMMISSIONER.search(" ".join(said)) and not (set(said) & set(_POLICE_WORDS)):
        return ()
    if any(word in LEGAL_FORMS for word in said):
        return ()  # a company that has "police" in its name is a company
    rest = _COMMISSIONER.sub(" ", " ".join(said)).split()
    return tuple(word for word in rest if word not in FILLERS and word not in _POLICE_FILLERS and word not in _POLICE_WORDS)


def _near(one: str, other: str) -> bool:
    return one == other or (len(one) >= LONGEST_SWAP and abs(len(one) - len(other)) < 2 and OSA.distance(one, other, score_cutoff=1) <= 1)


def alike(one: Key, other: Key) -> bool:
    """Do two keys say one organisation? Order and spaces do not matter; each word may hold a slip of the pen where it is long enough."""
    if one.police != other.police or not one.words or not other.words:
        return False
    if one.together == other.together or one.ordered == other.ordered:
        return True
    if abs(len(one.together) - len(other.together)) > max(1, len(one.words) // 2):
        return False  # each slip that is allowed changes the length by one at most
    if len(one.words) != len(other.words):
        return _near_joined(one.together, other.together)
    beside = list(zip(one.words, other.words, strict=True))
    return all(_word_alike(a, b) for a, b in beside) and sum(a != b for a, b in beside) <= max(1, len(beside) // 2)


def _near_joined(one: str, other: str) -> bool:
    """A space put in or lost, and one slip beside it: long names only."""
    return min(len(one), len(other)) >= 12 and OSA.distance(one, other, score_cutoff=1) <= 1


def _word_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) < LONGEST_SWAP:
        return False
    if min(len(one), len(other)) >= LONGEST_ONE_SLIP:
        return OSA.distance(one, other, score_cutoff=1) <= 1
    return (
        sorted(one) == sorted(other) and OSA.distance(one, other, score_cutoff=1) <= 1
    )  # short words: two neighbours swapped, and no more


def joined(names: Sequence[Named]) -> list[list[int]]:
    """Groups of places in `names` that are one organisation, each in order, by its first place."""
    alike_at_once: dict[tuple[Key, str], list[int]] = defaultdict(list)
    for place, one in enumerate(names):
        alike_at_once[key_of(one.name), plain_number(one.number or "")].append(place)
    firsts = [names[places[0]] for places in alike_at_once.values()]
    groups: dict[int, list[int]] = defaultdict(list)
    for root, places in zip(_roots(firsts, [key for key, _ in alike_at_once]), alike_at_once.values(), strict=True):
        groups[root] += places
    return sorted(sorted(places) for places in groups.values())


def _roots(names: Sequence[Named], keys: Sequence[Key]) -> list[int]:
    """For each name the first that it is joined with, over any number of steps."""
    parent = list(range(len(names)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    for one, other in sorted(_candidates(names, keys)):
        if _same(names[one], names[other], keys[one], keys[other]):
            first, second = sorted((root(one), root(other)))
            parent[second] = first
    return [root(place) for place in range(len(names))]


def _same(one: Named, other: Named, key: Key, other_key: Key) -> bool:
    if one.number and other.number:
        return plain_number(one.number) == plain_number(other.number)
    return alike(key, other_key)


def why(one: Named, other: Named) -> str:
    """Why two names are joined, in words; empty when they are not, or only through others."""
    key, other_key = key_of(one.name), key_of(other.name)
    if not _same(one, other, key, other_key):
        return ""
    if one.number and other.number:
        return "the same company number"
    if key.words == other_key.words:
        return "the same words, once legal forms, capitals and signs are set aside"
    if key.together == other_key.together or key.ordered == other_key.ordered:
        return "the same words in another order or with other spaces"
    return "a slip of the pen apart"


def plain_number(said: str) -> str:
    """A company number without the zeros that spreadsheets take away."""
    return re.sub(r"\W", "", said).upper().lstrip("0")


def _candidates(names: Sequence[Named], keys: Sequence[Key]) -> Iterable[tuple[int, int]]:
    """Pairs that share a beginning, a word's beginning, or a number; a block too large to tell anything is left out, but for equal keys."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, (one, key) in enumerate(zip(names, keys, strict=True)):
        signs: set[tuple[str, ...]] = {("first", key.together[:3]), ("last", key.together[-4:]), ("all", "".join(key.ordered))} | {
            ("word", word[:4]) for word in key.words
        }
        signs |= {("number", plain_number(one.number))} if one.number else set()
        for sign in signs:
            blocks[sign].append(place)
    pairs: set[tuple[int, int]] = set()
    for sign, places in blocks.items():
        if sign[0] in {"all", "number"}:
            pairs |= {(places[0], place) for place in places[1:]} if len(places) > MOST_IN_BLOCK else set(combinations(places, 2))
        elif len(places) <= MOST_IN_BLOCK:
            pairs |= set(combinations(places, 2))
    return pairs


@dataclass(frozen=True, slots=True)
class Joining:
    """How well groups agree with hand-made ones, over pairs of names."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


def measured(groups: Iterable[Sequence[int]], truth: Sequence[str]) -> Joining:
    """Pairs joined against pairs that are one organisation by `truth`, a label for each place."""
    found = {pair for group in groups for pair in combinations(sorted(group), 2)}
    real = {(a, b) for a, b in combinations(range(len(truth)), 2) if truth[a] == truth[b]}
    right = len(found & real)
    return Joining(right / len(found) if found else 1.0, right / len(real) if real else 1.0)
