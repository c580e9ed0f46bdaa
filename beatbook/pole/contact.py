"""How a person may safely be reached. What they last said governs every channel; with nothing said, ask before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

METHODS = ("phone", "text", "e-mail", "letter", "visit", "video", "through somebody else")


@dataclass(frozen=True, slots=True)
class Safe:
    """Which of `METHODS` are safe, and in what way, as written on a day about a record of the person. No method at all: do not be in touch."""

    id: UUID
    record_id: UUID
    safe: tuple[str, ...]
    words: str
    by: UUID
    at: datetime

    def allows(self, method: str) -> bool:
        """May this method be used?"""
        return method in self.safe


def newest(ways: Sequence[Safe]) -> Safe | None:
    """What holds of several said about one person: the last."""
    return max(ways, key=lambda way: (way.at, str(way.id)), default=None)
