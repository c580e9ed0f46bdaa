"""Quality of one load: completeness, validity, duplicates, timeliness and coverage of places, from counts kept while reading.

Invariant: the counts are plain JSON, so that a load resumed after a crash goes on counting where it was.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from beatbook.sources.statements import Mention


@dataclass
class Tally:
    """What was counted so far in one load."""

    rows: int = 0
    refused: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    filled: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    placed: int = 0
    delays_days: Counter[int] = field(default_factory=Counter)
    oldest: str = ""
    newest: str = ""

    def add(self, said: Mention) -> None:
        """Counts one mention."""
        kind = str(said.kind)
        self.mentions[kind] += 1
        filled = self.filled.get(kind)
        if filled is None:
            filled = self.filled[kind] = Counter()
        for name in said.content:
            filled[name] += 1
        if said.longitude is not None and kind == "event":
            self.placed += 1
        if said.happened_at is not None:
            self.delays_days[(said.said_at - said.happened_at).days] += 1

    @property
    def without_place(self) -> int:
        """Events whose place is not known."""
        return self.mentions["event"] - self.placed

    def said(self, moment: str) -> None:
        """Widens the span of times at which the system spoke (ISO 8601, UTC)."""
        self.oldest = min(self.oldest or moment, moment)
        self.newest = max(self.newest, moment)

    def refuse(self, column: str, reason: str) -> None:
        """Counts one refused row under its column, else under its reason."""
        self.refused += 1
        self.reasons[column or reason[:80]] += 1

    def take_out(self, other: "Tally") -> None:
        """Leaves out what was counted in `other`, but for its rows and times, as if it had never been said."""
        self.mentions, self.reasons = self.mentions - other.mentions, self.reasons - other.reasons
        self.delays_days, self.refused, self.placed = (
            self.delays_days - other.delays_days,
            self.refused - other.refused,
            self.placed - other.placed,
        )
        left = {kind: counts - other.filled.get(kind, Counter()) for kind, counts in self.filled.items()}
        self.filled = {kind: counts for kind, counts in left.items() if self.mentions[kind]}

    def as_json(self) -> dict[str, Any]:
        """The counts as plain JSON."""
        filled = {kind: dict(counts) for kind, counts in self.filled.items()}
        counts = {"mentions": dict(self.mentions), "reasons": dict(self.reasons), "delays_days": dict(self.delays_days), "filled": filled}
        return {"rows": self.rows, "refused": self.refused, "placed": self.placed, "oldest": self.oldest, "newest": self.newest, **counts}


def tally_from(values: Mapping[str, Any]) -> Tally:
    """The counts again from their JSON."""
    if not values:
        return Tally()
    return Tally(
        rows=values["rows"],
        refused=values["refused"],
        mentions=Counter(values["mentions"]),
        filled={kind: Counter(counts) for kind, counts in values["filled"].items()},
        reasons=Counter(values["reasons"]),
        placed=values["placed"],
        delays_days=Counter({int(days): count for days, count in values["delays_days"].items()}),
        oldest=values["oldest"],
        newest=values["newest"],
    )


@dataclass(frozen=True, slots=True)
class Quality:
    """One load's quality. Shares are 0 to 1 or None where there was nothing to measure; completeness is by kind, then field."""

    rows: int
    refused: int
    mentions: Mapping[str, int]
    completeness: Mapping[str, Mapping[str, float]]
    validity: float | None
    refused_by_column: Mapping[str, int]
    duplicates: float | None
    conflicts: int
    delay_days_median: int | None
    delay_days_p90: int | None
    newest: str
    age_days: float | None
    coverage: float | None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON."""
        return {**asdict(self), "warnings": list(self.warnings)}


def quality_of(
    tally: Tally, *, duplicates: int, conflicts: int, in_an_area: int, now: datetime, newest_within_days: int | None = None
) -> Quality:
    """The report on one load. `in_an_area` counts mentions placed in a known area; coverage is their share of all events."""
    total = sum(tally.mentions.values())
    newest = datetime.fromisoformat(tally.newest) if tally.newest else None
    age_days = (now - newest).total_seconds() / 86400 if newest else None
    warnings = []
    if newest_within_days is not None and age_days is not None and age_days > newest_within_days:
        warnings.append(f"The newest record is {age_days:.0f} days old; this feed's are usually within {newest_within_days}.")
    return Quality(
        rows=tally.rows,
        refused=tally.refused,
        mentions=dict(tally.mentions),
        completeness={
            kind: {name: count / tally.mentions[kind] for name, count in sorted(counts.items())}
            for kind, counts in sorted(tally.filled.items())
        },
        validity=_share(tally.rows - tally.refused, tally.rows),
        refused_by_column=dict(tally.reasons.most_common(20)),
        duplicates=_share(duplicates, total),
        conflicts=conflicts,
        delay_days_median=_quantile(tally.delays_days, 0.5),
        delay_days_p90=_quantile(tally.delays_days, 0.9),
        newest=tally.newest,
        age_days=age_days,
        coverage=_share(in_an_area, tally.mentions.get("event", 0)),
        warnings=tuple(warnings),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _quantile(counts: Counter[int], share: float) -> int | None:
    """The smallest value with at least this share of the counts at or below it."""
    left = share * counts.total()
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return None
