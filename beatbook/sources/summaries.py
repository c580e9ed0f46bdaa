"""What a load did, in figures and in a sentence."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """One load. `state` is published, unchanged or refused; counts are of mentions, unless they say rows or ties.

    `refused_first` says of the first refused rows where and why: for whoever loads, not kept with the load.
    `without_place` and `in_an_area` count events. `older` were overtaken by what is held, `twice` were said twice in this load, `conflicts` are in quarantine,
    `removed` were removed for good before, and left out.
    """

    load_id: UUID
    feed: str
    state: str
    reason: str = ""
    files: int = 0
    ignored_files: int = 0
    rows: int = 0
    refused_rows: int = 0
    mentions: int = 0
    new: int = 0
    newer: int = 0
    older: int = 0
    unchanged: int = 0
    twice: int = 0
    conflicts: int = 0
    revived: int = 0
    withdrawn: int = 0
    removed: int = 0
    ties: int = 0
    waiting_ties: int = 0
    without_place: int = 0
    in_an_area: int = 0
    resumed_at: int = 0
    seconds: float = 0.0
    refused_first: tuple[str, ...] = ()

    @property
    def published(self) -> bool:
        """True when the load was taken, whether or not it changed anything."""
        return self.state in ("published", "unchanged")

    def sentence(self) -> str:
        """The load in one sentence."""
        if self.state == "refused":
            return f"{self.feed}: refused, nothing published. {self.reason}"
        if self.state == "unchanged":
            return f"{self.feed}: nothing changed; all {self.mentions:,} records were held already{self._refused()}."
        parts = [f"{self.new:,} new"]
        named = {
            "newer": self.newer, "came back": self.revived, "unchanged": self.unchanged, "older than what is held": self.older,
            "said twice": self.twice, "in quarantine": self.conflicts, "withdrawn": self.withdrawn,
            "removed for good before and left out": self.removed,
        }  # fmt: skip
        parts += [f"{count:,} {words}" for words, count in named.items() if count]
        nowhere = f", {_counted(self.without_place, 'event')} without a place" if self.without_place else ""
        rows, records, ties = _counted(self.rows, "row"), _counted(self.mentions, "record"), _counted(self.ties, "tie")
        return f"{self.feed}: {rows}, {records} ({', '.join(parts)}), {ties}{nowhere}{self._refused()}."

    def _refused(self) -> str:
        return f"; {_counted(self.refused_rows, 'row')} refused" if self.refused_rows else ""

    def as_json(self) -> dict[str, Any]:
        """The summary as plain JSON."""
        return {**asdict(self), "load_id": str(self.load_id)}


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
