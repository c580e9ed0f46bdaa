"""Where and when a figure is: one force, policing area or neighbourhood or all of them, on which boundaries, and from which month to which."""

from dataclasses import dataclass, replace
from datetime import date

from beatbook.geography.levels import AREA, FORCE, NEIGHBOURHOOD

THEN = "then"
NOT_KNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Where:
    """None is every one; `unknown` is those records whose area of that level is not known. `basis`: `then`, or the key of an era."""

    force: str | None = None
    area: str | None = None
    neighbourhood: str | None = None
    basis: str = THEN

    @property
    def level(self) -> str:
        """The lowest level that is named; `all` when none is."""
        named = ((NEIGHBOURHOOD, self.neighbourhood), (AREA, self.area), (FORCE, self.force))
        return next((level for level, code in named if code is not None), "all")

    @property
    def code(self) -> str:
        """The code at that level."""
        return self.neighbourhood or self.area or self.force or ""

    def within(self, level: str, code: str) -> "Where":
        """One part of this place."""
        return replace(self, **{level: code})

    def as_query(self) -> dict[str, str]:
        """Its part of an address."""
        said = {FORCE: self.force, AREA: self.area, NEIGHBOURHOOD: self.neighbourhood}
        named = {level: code for level, code in said.items() if code is not None}
        return named if self.basis == THEN else {**named, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Period:
    """Months from the first to the last, both whole and both in it; each is given by its first day."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months."""
        return months_between(self.first, self.last) + 1

    def each(self) -> list[date]:
        """Every month, oldest first."""
        return [month_plus(self.first, step) for step in range(self.months)]

    def words(self) -> str:
        """`October 2026`, or `November 2025 to October 2026`."""
        return f"{self.last:%B %Y}" if self.first == self.last else f"{self.first:%B %Y} to {self.last:%B %Y}"


def month_plus(month: date, months: int) -> date:
    """The first day of the month so many months later or earlier."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one month to another."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def year_to(month: date) -> Period:
    """The twelve months that end with this one."""
    return Period(month_plus(month, -11), month)
