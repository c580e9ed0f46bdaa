"""From counts to figures: value, interval, the records counted, and the words in which they are said. Pure: counts come from the queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from beatbook.measures.definition import Kind, Measure
from beatbook.measures.intervals import Interval, poisson, rate_ratio, weighted_poisson, wilson
from beatbook.measures.survival import median_time
from beatbook.measures.where import Period, Where, month_plus, months_between

PER = 1000
OPEN = -1
FEWEST = 5  # records: below it a figure cannot be told from chance


@dataclass
class Tally:
    """Counts of one place and period, over all markings that the viewer may see. `slots` are by slot; for a median by (month, slot)."""

    n: int = 0
    num: int = 0
    unknown: int = 0
    slots: dict[int, int] = field(default_factory=dict)
    waits: dict[tuple[date, int], int] = field(default_factory=dict)

    def add(self, month: date, slot: int, n: int, num: int, unknown: int) -> None:
        """One row of counts."""
        self.n += n
        self.num += num
        self.unknown += unknown
        self.slots[slot] = self.slots.get(slot, 0) + num
        self.waits[month, slot] = self.waits.get((month, slot), 0) + n


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One group of people in a ratio: how many, of how many, and how the rate compares with the baseline's."""

    group: str
    count: int
    people: float | None
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure at one place over one period. `value` None: it cannot be told, and `why_not` says why.

    `kind` is the measure's, but a rate where nobody knows how many people live is a count.

    `numerator` and `denominator` are numbers of records, exactly those that `records_behind` lists for the same viewer.
    A share lies between 0 and 1.
    """

    code: str
    version: int
    kind: Kind
    where: Where
    name: str
    period: Period
    value: float | None
    interval: Interval | None
    numerator: int
    denominator: int
    unknown: int
    people: float | None
    why_not: str = ""
    groups: tuple[GroupFigure, ...] = ()

    @property
    def too_few(self) -> bool:
        """Whether the records are too few to tell change from chance."""
        return self.numerator < FEWEST


def tallies(rows: Iterable[tuple[date, int, int, int, int]]) -> Tally:
    """One tally of all these rows of month, slot, n, num and unknown."""
    tally = Tally()
    for row in rows:
        tally.add(*row)
    return tally


def told_of(measure: Measure, period: Period, heard: date | None) -> Period | None:
    """The part of a period whose records have had time enough, when outcomes were published until `heard`; or None."""
    if not measure.needs_outcomes:
        return period
    if heard is None:
        return None
    last = min(period.last, month_plus(heard, -measure.lag_months))
    return Period(period.first, last) if last >= period.first else None


def figure_of(
    measure: Measure,
    where: Where,
    name: str,
    period: Period,
    tally: Tally,
    *,
    people: float | None = None,
    heard_until: date | None = None,
    people_of_group: Mapping[str, float] | None = None,
) -> Figure:
    """The figure of a tally. `heard_until` is the last month for which outcomes were published."""
    value: float | None = None
    interval: Interval | None = None
    why_not, groups = "", tuple[GroupFigure, ...]()
    kind, numerator, denominator = measure.kind, tally.num, tally.n
    match measure.kind:
        case Kind.COUNT:
            value, interval = float(tally.num), poisson(tally.num)
        case Kind.SHARE if tally.n:
            value, interval = tally.num / tally.n, wilson(tally.num, tally.n)
        case Kind.RATE | Kind.WEIGHTED if people:
            value, interval = _rate(measure, tally, people * period.months / 12 / PER)
        case Kind.RATE:
            kind, value, interval = Kind.COUNT, float(tally.num), poisson(tally.num)
            why_not = "How many people live here is not known, so records are counted and no rate is told."
        case Kind.WEIGHTED:
            why_not = "How many people live here is not known, so no rate is told."
        case Kind.MEDIAN if heard_until is not None:
            value, interval, why_not = _median(tally, heard_until)
        case Kind.RATIO:
            groups = _groups(measure, tally, people_of_group or {})
            why_not = "" if people_of_group else "How many people of each group live here is not known, so only numbers are shown."
    if value is None and not why_not and not groups:
        why_not = "There is no record to tell it from."
    return Figure(
        measure.code, measure.version, kind, where, name, period, value, interval, numerator, denominator, tally.unknown, people,
        why_not, groups,
    )  # fmt: skip


def _rate(measure: Measure, tally: Tally, thousands_of_years: float) -> tuple[float, Interval]:
    if measure.kind is Kind.RATE:
        low, high = poisson(tally.num)
        return tally.num / thousands_of_years, Interval(low / thousands_of_years, high / thousands_of_years)
    weights = [0.0, *measure.weights.values()]
    by_weight: dict[float, int] = {}
    for slot, count in tally.slots.items():
        by_weight[weights[slot]] = by_weight.get(weights[slot], 0) + count
    low, high = weighted_poisson(by_weight)
    total = sum(weight * count for weight, count in by_weight.items())
    return total / thousands_of_years, Interval(low / thousands_of_years, high / thousands_of_years)


def _median(tally: Tally, heard_until: date) -> tuple[float | None, Interval | None, str]:
    finished: dict[int, int] = {}
    still_open: dict[int, int] = {}
    for (month, slot), count in tally.waits.items():
        if month <= heard_until:
            times, waited = (still_open, months_between(month, heard_until)) if slot == OPEN else (finished, slot)
            times[waited] = times.get(waited, 0) + count
    found = median_time(finished, still_open)
    if found.value is None:
        return None, None, "Fewer than half have an outcome yet."
    high = float(found.high) if found.high is not None else float("inf")
    return float(found.value), Interval(float(found.low if found.low is not None else 0), high), ""


def _groups(measure: Measure, tally: Tally, people: Mapping[str, float]) -> tuple[GroupFigure, ...]:
    counts = {group: tally.slots.get(slot, 0) for slot, group in enumerate(measure.groups, start=1)}
    base, base_people = counts[measure.baseline], people.get(measure.baseline, 0.0)
    found = []
    for group, count in counts.items():
        own = people.get(group)
        known = bool(own and base and base_people)
        value = (count / own) / (base / base_people) if known and own else None
        interval = rate_ratio(count, own, base, base_people) if known and own and group != measure.baseline else None
        found.append(GroupFigure(group, count, own, value, interval))
    return tuple(found)
