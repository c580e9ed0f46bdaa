"""Bids that would do the same job, found by their words before the second is sent in.

Likeness is the cosine of two texts' word weights (how often a word is used, and how rare it is among the bids at hand), from 0 to 1.
Source: Salton & Buckley 1988.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

WARN_FROM = 0.20  # measured on made-up rounds: docs/explanation/innovation-fund.md
MOST_WORDS = 5
ENDINGS = ("isations", "isation", "ations", "ation", "ings", "ing", "ies", "ers", "ed", "er", "es", "s")
EMPTY = frozenset(
    "a an and are as at be been but by can could each for from has have how if in into is it its more most new no not of on one only or other our "
    "out over so some such than that the their them then there these they this those to up use used using was we were when where which who will "
    "with would you your force forces police policing officer officers service services system systems".split()
)


@dataclass(frozen=True, slots=True)
class Twin:
    """Another text that is like this one, and the words that they share, most telling first."""

    code: str
    likeness: float
    words: tuple[str, ...]


def stem(word: str) -> str:
    """A word without a common ending, so that `drones` is `drone` and `sharing` is `share`'s `shar`."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word


def stems(text: str) -> dict[str, str]:
    """Stem of each telling word, with the word as it was written."""
    found: dict[str, str] = {}
    for word in re.findall(r"[a-z0-9]{2,}", text.lower()):
        if word not in EMPTY:
            found.setdefault(stem(word), word)
    return found


def _weights(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    counts = Counter(stem(word) for word in re.findall(r"[a-z0-9]{2,}", text.lower()) if word not in EMPTY)
    weights = {word: (1 + math.log(count)) * rarity.get(word, 0.0) for word, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def twins(text: str, others: Mapping[str, str], *, warn_from: float = WARN_FROM) -> list[Twin]:
    """Those of the other texts that are like this one, the likest first. Only what is handed in counts: give what the viewer may see."""
    texts = [text, *others.values()]
    seen = Counter(word for one in texts for word in stems(one))
    rarity = {word: math.log((1 + len(texts)) / count) for word, count in seen.items()}
    own, spelt = _weights(text, rarity), stems(text)
    found = []
    for code, other in others.items():
        theirs = _weights(other, rarity)
        parts = {word: weight * theirs[word] for word, weight in own.items() if word in theirs}
        likeness = sum(parts.values())
        if likeness >= warn_from:
            telling = sorted(parts, key=lambda word: (-parts[word], word))[:MOST_WORDS]
            found.append(Twin(code, likeness, tuple(spelt[word] for word in telling)))
    return sorted(found, key=lambda one: (-one.likeness, one.code))
