"""When contracts end, and what ends with them: the cliff by quarter, and each application's road from here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from beatbook.technology.facts import Application

ENDING_DAYS = 730


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year, first to fourth."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """`Jan to Mar 2027`."""
        first = ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")[self.number - 1]
        return f"{first} {self.year}"

    def next(self) -> "Quarter":
        """The quarter after."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """What ends in one quarter: contracts, soonest first, and what they cost a year together."""

    quarter: Quarter
    applications: tuple[Application, ...]
    pence: int


@dataclass(frozen=True, slots=True)
class Cliff:
    """Steps of the next quarters, with what is already past its end and what has no end said."""

    steps: tuple[Step, ...]
    overdue: tuple[Application, ...]
    later: tuple[Application, ...]
    unsaid: tuple[Application, ...]

    @property
    def pence(self) -> int:
        """What ends in these quarters costs a year."""
        return sum(step.pence for step in self.steps)

    @property
    def highest(self) -> Step | None:
        """The quarter in which most ends; the sooner of two alike."""
        return max(self.steps, key=lambda step: step.pence, default=None)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // 3 + 1)


def cliff_of(applications: Sequence[Application], today: date, *, quarters: int = 8) -> Cliff:
    """What ends in this quarter and the ones after it; every application is in exactly one part."""
    wanted = [quarter_of(today)]
    while len(wanted) < quarters:
        wanted.append(wanted[-1].next())
    by_quarter: dict[Quarter, list[Application]] = defaultdict(list)
    overdue, later, unsaid = [], [], []
    for one in sorted(applications, key=lambda each: (each.contract_ends or date.max, each.owner, each.name)):
        if one.contract_ends is None:
            unsaid.append(one)
        elif one.contract_ends < today:
            overdue.append(one)
        elif (quarter := quarter_of(one.contract_ends)) in wanted:
            by_quarter[quarter].append(one)
        else:
            later.append(one)
    steps = tuple(Step(q, tuple(by_quarter[q]), sum(one.annual_pence or 0 for one in by_quarter[q])) for q in wanted)
    return Cliff(steps, tuple(overdue), tuple(later), tuple(unsaid))


def ending_within(applications: Sequence[Application], today: date, *, days: int = ENDING_DAYS) -> list[Application]:
    """Contracts that end from today within so many days, soonest first."""
    found = [one for one in applications if one.contract_ends and 0 <= (one.contract_ends - today).days <= days]
    return sorted(found, key=lambda one: (one.contract_ends or today, one.owner, one.name))
