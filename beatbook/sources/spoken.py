"""How fresh each source is, in words for every page: an old or missing source is named, so that an empty page is never read as “nothing known”."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from beatbook.vocabulary.dates import say_ago


class Fresh(Protocol):
    """What must be known of a feed to say how fresh it is."""

    @property
    def system(self) -> str:
        """The system's name as staff know it."""

    @property
    def last_said_at(self) -> datetime | None:
        """When the system last said something that the viewer may see."""

    def is_late(self, now: datetime) -> bool:
        """Whether it should have spoken since."""


@dataclass(frozen=True, slots=True)
class SpokenSource:
    """`name: age`, and whether that is older than it should be."""

    name: str
    age: str
    late: bool


def spoken_sources(feeds: Sequence[Fresh], expected: Sequence[str], now: datetime) -> list[SpokenSource]:
    """Connected systems with their age, then those that are expected and not connected."""
    said = [SpokenSource(f.system, say_ago(f.last_said_at, now) if f.last_said_at else "nothing yet", f.is_late(now)) for f in feeds]
    names = {source.name.casefold() for source in said}
    return said + [SpokenSource(name, "not connected", False) for name in expected if name.casefold() not in names]


@cache
def expected_systems(path: Path) -> tuple[str, ...]:
    """Names in the list of systems that staff expect; empty when there is no list."""
    if not path.exists():
        return ()
    return tuple(line for line in path.read_text().splitlines() if line and not line.startswith("#"))
