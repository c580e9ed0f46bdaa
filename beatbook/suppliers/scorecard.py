"""How well contracts are kept: readings to ratings with their interval. Missing stays missing, a disputed reading stays visible and is not counted.

Invariant: a supplier's figure is the sum of numerators over the sum of denominators, so that splitting a contract changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from beatbook.measures.intervals import Interval, wilson
from beatbook.suppliers.kpis import Kpi, Rating, kpi_of
from beatbook.vocabulary.errors import BeatbookError


class ReadingUnsound(BeatbookError):
    """A reading's numerator must lie between nought and its denominator: correct the two counts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A contract's duty to report a KPI of the catalogue for a period, such as `2026-Q1`."""

    supplier: str
    contract: str
    kpi: str
    version: int
    period: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was counted for what was asked, with the ids of what shows it, and what the supplier says to it."""

    asked: Asked
    numerator: int
    denominator: int
    evidence: tuple[str, ...] = ()
    disputed: bool = False
    reply: str = ""

    def __post_init__(self) -> None:
        """Refuses counts that cannot be."""
        if not 0 <= self.numerator <= self.denominator:
            raise ReadingUnsound(
                f"{self.asked.contract}, {self.asked.kpi}, {self.asked.period}: {self.numerator} of {self.denominator} cannot be."
            )


@dataclass(frozen=True, slots=True)
class Score:
    """One KPI over the readings that count. Without any, share and rating are None: missing is not good.

    `firm` says whether both ends of the interval have the same rating; `disputed` readings are shown and not counted.
    """

    kpi: Kpi
    numerator: int
    denominator: int
    interval: Interval
    readings: tuple[Reading, ...]
    disputed: tuple[Reading, ...]
    missing: tuple[Asked, ...]

    @property
    def share(self) -> Fraction | None:
        """Numerator over denominator; None where nothing was counted."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def rating(self) -> Rating | None:
        """One of the five words; None where nothing was counted."""
        return None if self.share is None else self.kpi.rating(self.share)

    @property
    def firm(self) -> bool:
        """Would chance alone leave the rating as it is?"""
        return self.share is not None and len({self.kpi.rating(Fraction(end)) for end in self.interval}) == 1


def scores(asked: Iterable[Asked], readings: Sequence[Reading]) -> tuple[Score, ...]:
    """A score for each KPI and version that was asked or read, in the order of their codes. Choose contracts or a supplier by what is passed in.

    Raises:
        UnknownKpi: a code or version is not in the catalogue.
    """
    by_kpi: dict[tuple[str, int], list[Reading]] = defaultdict(list)
    for one in readings:
        by_kpi[one.asked.kpi, one.asked.version].append(one)
    wanted = set(asked) | {one.asked for one in readings}
    missing = wanted - {one.asked for one in readings if one.denominator}
    return tuple(
        _score(kpi_of(code, version), by_kpi[code, version], [one for one in missing if (one.kpi, one.version) == (code, version)])
        for code, version in sorted({(one.kpi, one.version) for one in wanted})
    )


def _score(kpi: Kpi, readings: list[Reading], missing: list[Asked]) -> Score:
    ordered = sorted(readings, key=lambda one: (one.asked.period, one.asked.contract))
    counted = [one for one in ordered if not one.disputed]
    numerator, denominator = sum(one.numerator for one in counted), sum(one.denominator for one in counted)
    absent = sorted(missing, key=lambda one: (one.period, one.contract))
    disputed = tuple(one for one in ordered if one.disputed)
    return Score(kpi, numerator, denominator, wilson(numerator, denominator), tuple(counted), disputed, tuple(absent))
