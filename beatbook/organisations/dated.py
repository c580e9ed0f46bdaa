"""Organisations as facts with dates: who there was on a day, who came after whom, who are peers.

Invariant: both ends of a period belong to it; nothing here depends on the order in which facts are given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day up to and including another; without an end when `last` is None."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Does this day lie in the period?"""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlap(self, other: "Period") -> "Period | None":
        """The days of both, or None."""
        ends = [last for last in (self.last, other.last) if last is not None]
        both = Period(max(self.first, other.first), min(ends) if ends else None)
        return both if both.last is None or both.first <= both.last else None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """One organisation: code, present name, kind, the days on which it exists, and what it was called before."""

    code: str
    name: str
    kind: str
    period: Period
    source: str
    former_names: tuple[tuple[str, Period], ...] = ()
    company_number: str = ""

    def name_on(self, day: date) -> str:
        """What it was called on a day."""
        return next((name for name, period in sorted(self.former_names) if period.holds(day)), self.name)


@dataclass(frozen=True, slots=True)
class TieFacts:
    """`organisation` succeeds, oversees or owns `other` during a period."""

    organisation: str
    kind: str
    other: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """An organisation's place in a group during a period."""

    group: str
    organisation: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the register of organisations says."""

    organisations: Mapping[str, OrganisationFacts]
    ties: tuple[TieFacts, ...] = ()
    memberships: tuple[MembershipFacts, ...] = ()
    _successors: dict[str, list[TieFacts]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for tie in self.ties:
            if tie.kind == "succeeds":
                self._successors.setdefault(tie.other, []).append(tie)

    def on(self, day: date, kinds: Iterable[str] = ()) -> list[OrganisationFacts]:
        """The organisations of these kinds (all, when none is named) that exist on a day, by name."""
        wanted = set(kinds)
        found = [one for one in self.organisations.values() if one.period.holds(day) and (not wanted or one.kind in wanted)]
        return sorted(found, key=lambda one: (one.name_on(day), one.code))

    def as_on(self, code: str, day: date) -> frozenset[str]:
        """Who stands for this organisation on a day: itself while nobody has succeeded it, else its successors, and theirs."""
        found, waiting, seen = set(), [code], set()
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            after = [tie.organisation for tie in self._successors.get(one, ()) if tie.period.holds(day)]
            waiting += after
            if not after:
                found.add(one)
        return frozenset(found)

    def groups_on(self, code: str, day: date) -> frozenset[str]:
        """The groups of which an organisation is a member on a day."""
        return frozenset(one.group for one in self.memberships if one.organisation == code and one.period.holds(day))

    def peers_on(self, code: str, day: date) -> frozenset[str]:
        """Those who share a group with it on a day, without itself."""
        groups = self.groups_on(code, day)
        return frozenset(one.organisation for one in self.memberships if one.group in groups and one.period.holds(day)) - {code}
