"""Two records side by side: each field of both, and whether they say the same, nearly the same or something different."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA

from beatbook.pole.facts import DETAILS
from beatbook.pole.saying import UNNAMED, Saying

SIGNS = {"same": "=", "nearly": "≈", "different": "≠", "silent": "–"}
WORDS = {"same": "Same", "nearly": "Nearly the same", "different": "Different", "silent": "One does not say"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two records; `result` is a key of `WORDS`."""

    label: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    result: str


def side_by_side(first: Saying, second: Saying) -> list[Compared]:
    """Every field that at least one of the two states, in reading order."""
    found = []
    for detail in DETAILS:
        left, right = (tuple(dict.fromkeys(text for text in detail.read(saying) if text and text != UNNAMED)) for saying in (first, second))
        if left or right:
            keys = [{detail.same(text) for text in texts} for texts in (left, right)]
            found.append(Compared(detail.label, left, right, _result(keys[0], keys[1])))
    return found


def _result(left: set[str], right: set[str]) -> str:
    if not left or not right:
        return "silent"
    if left & right:
        return "same"
    return "nearly" if any(_near(a, b) for a in left for b in right) else "different"


def _near(a: str, b: str) -> bool:
    words, others = set(a.split()), set(b.split())
    return words <= others or others <= words or OSA.distance(a, b) <= max(1, min(len(a), len(b)) // 6)


def counted(rows: list[Compared]) -> Mapping[str, Any]:
    """How many fields came out each way."""
    return {result: sum(row.result == result for row in rows) for result in WORDS}
