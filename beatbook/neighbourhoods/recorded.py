"""What was recorded in an area, counted: by kind, by last outcome, by map point. Pure: rows come from the queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ANTI_SOCIAL = "Anti-social behaviour"
NO_OUTCOME = "No outcome published"


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many published rows of one month are of one kind and have one last outcome."""

    month: str
    offence: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class PointCount:
    """A published map point and how many rows of each kind were moved to it in a month."""

    longitude: float
    latitude: float
    street: str
    kinds: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """All of them."""
        return sum(count for _, count in self.kinds)


def crimes(rows: Iterable[Recorded]) -> list[Recorded]:
    """Rows that are crimes: anti-social behaviour is an incident."""
    return [row for row in rows if row.offence != ANTI_SOCIAL]


def by_kind(rows: Iterable[Recorded]) -> list[tuple[str, int]]:
    """How many of each kind, the most first."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.offence] += row.count
    return most_first(counts)


def by_outcome(rows: Iterable[Recorded]) -> list[tuple[str, int]]:
    """How many of each last outcome, the most first."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.outcome or NO_OUTCOME] += row.count
    return most_first(counts)


def most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    """Names with their numbers, the largest first, then by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
