"""Stretches of time in which boundaries stand still: each change of any area begins a new one.

Invariant: eras follow each other without gap or overlap, the first has no first day, the last has no end.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIRST = "first"


@dataclass(frozen=True, slots=True)
class Era:
    """Days from `begins` (None: since ever) up to and without `ends` (None: for now)."""

    begins: date | None
    ends: date | None

    @property
    def key(self) -> str:
        """Its name in addresses and tables: `first`, or its first day."""
        return self.begins.isoformat() if self.begins else FIRST

    def words(self) -> str:
        """`boundaries of before 15 June 2025`, `boundaries since 15 June 2025`, or `boundaries` when nothing ever changed."""
        if self.begins is None:
            return "boundaries" if self.ends is None else f"boundaries before {self.ends.day} {self.ends:%B %Y}"
        until = "" if self.ends is None else f" until {self.ends.day} {self.ends:%B %Y}"
        return f"boundaries {'from' if until else 'since'} {self.begins.day} {self.begins:%B %Y}{until}"


def eras_of(validities: Iterable[tuple[date | None, date | None]]) -> list[Era]:
    """The eras, oldest first, that areas valid from and to (exclusive) these days make."""
    changes = sorted({day for validity in validities for day in validity if day is not None})
    return [Era(begins, ends) for begins, ends in zip([None, *changes], [*changes, None], strict=True)]


def era_on(eras: list[Era], day: date) -> int:
    """Which era holds this day."""
    return bisect_right([era.begins for era in eras if era.begins is not None], day)


def is_valid_in(era: Era, begins: date | None, ends: date | None) -> bool:
    """Whether an area valid from `begins` to `ends` (exclusive) holds throughout this era."""
    starts_in_time = begins is None or (era.begins is not None and begins <= era.begins)
    lasts = ends is None or (era.ends is not None and era.ends <= ends)
    return starts_in_time and lasts
