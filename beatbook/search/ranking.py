"""Orders what the index gave back: how many of the typed terms each record answers, and how well. The order can be explained and is the same by any road.

Only what the viewer may see comes in, and nothing is counted over anything else, so hidden records change neither order nor totals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from uuid import UUID

from beatbook.search.typed import Term


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: how many terms it answers, and the sum of how well."""

    record_id: UUID
    answered: int
    score: float


def rank(terms: Sequence[Term], found: Iterable[tuple[str, UUID]], qualities: Mapping[int, Mapping[str, float]]) -> list[Hit]:
    """Records that answer the most terms, best first. `found` are (key, record); `qualities` give, per term, how well each key answers."""
    best: dict[UUID, dict[int, float]] = {}
    by_key: dict[str, list[tuple[int, float]]] = {}
    for place, keys in qualities.items():
        for key, quality in keys.items():
            by_key.setdefault(key, []).append((place, quality))
    for key, record_id in found:
        answers = best.setdefault(record_id, {})
        for place, quality in by_key.get(key, ()):
            answers[place] = max(answers.get(place, 0.0), quality)
    hits = [Hit(record_id, len(answers), fsum(answers.values())) for record_id, answers in best.items() if answers]
    most = max((hit.answered for hit in hits), default=0)
    wanted = min(most, sum(1 for term in terms if term.sort != "year"))
    return sorted((hit for hit in hits if hit.answered >= wanted), key=lambda hit: (-hit.answered, -hit.score, str(hit.record_id)))
