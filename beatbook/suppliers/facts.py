"""Contracts, suppliers and readings as plain values, as far as one viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from beatbook.organisations.visibility import Visibility
from beatbook.suppliers.kpis import Kpi, kpi_of
from beatbook.suppliers.names import Named
from beatbook.suppliers.scorecard import Asked, Reading


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A buyer or supplier by the name that was said. `tied_by` says how a buyer was found in the register, or who it could be."""

    name: str
    number: str = ""
    organisation: str = ""
    tied_by: str = ""

    @property
    def named(self) -> Named:
        """As names are compared."""
        return Named(self.name, self.number or None)


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One contract. `pence` is what it is worth in pounds, `paid_pence` what was paid; None where nobody says."""

    id: UUID
    owner: str
    ocid: str
    code: str
    title: str
    status: str
    starts_on: date | None
    ends_on: date | None
    pence: int | None
    amount: Decimal | None
    currency: str
    signed_on: date | None
    visibility: Visibility | None
    buyers: tuple[PartyFacts, ...]
    suppliers: tuple[PartyFacts, ...]
    paid_pence: int | None

    @property
    def is_ended_before_it_starts(self) -> bool:
        """Was an end said that is before the start? Which of the two is wrong nobody knows."""
        return self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on

    @property
    def last_day(self) -> date | None:
        """The end, where it can be."""
        return None if self.is_ended_before_it_starts else self.ends_on


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A name under which a supplier is known, in how many contracts, and why it is joined with the first."""

    name: str
    number: str
    contracts: int
    why: str


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """A supplier: its names, the commonest first, and its contracts. Any of its names' ids is its address."""

    id: UUID
    ids: frozenset[UUID]
    names: tuple[NameSeen, ...]
    contracts: tuple[ContractFacts, ...]

    @property
    def name(self) -> str:
        """The commonest spelling."""
        return self.names[0].name

    @property
    def spellings(self) -> list[str]:
        """Its names, each once, whatever number came with them."""
        return list(dict.fromkeys(one.name for one in self.names))

    @property
    def pence(self) -> int:
        """What its contracts are worth together, where they say so in pounds. A contract of several suppliers counts whole for each."""
        return sum(one.pence or 0 for one in self.contracts)

    @property
    def buyers(self) -> list[str]:
        """Who buys, each once: the organisation where it is tied, else the name as said."""
        return sorted({buyer.organisation or buyer.name for one in self.contracts for buyer in one.buyers})


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What was said of a reading, and when."""

    kind: str
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """One reading as it stands, its words, and where it came from. Both counts are None where it was asked for and is missing."""

    id: UUID
    owner: str
    contract: UUID
    kpi_code: str
    kpi_version: int
    period: str
    numerator: int | None
    denominator: int | None
    evidence: tuple[str, ...]
    file: str
    row: int
    words: tuple[WordFacts, ...]

    @property
    def kpi(self) -> Kpi:
        """Its definition."""
        return kpi_of(self.kpi_code, self.kpi_version)

    @property
    def share(self) -> Fraction | None:
        """Numerator over denominator; None where the reading is missing."""
        return Fraction(self.numerator, self.denominator) if self.numerator is not None and self.denominator else None

    @property
    def is_disputed(self) -> bool:
        """Is it disputed, and not settled since?"""
        said = [word.kind for word in self.words if word.kind != "reply"]
        return bool(said) and said[-1] == "dispute"

    @property
    def reply(self) -> str:
        """What the supplier said last."""
        return next((word.text for word in reversed(self.words) if word.kind == "reply"), "")

    def asked(self, supplier: str) -> Asked:
        """The duty behind it."""
        return Asked(supplier, str(self.contract), self.kpi_code, self.kpi_version, self.period)

    def counted(self, supplier: str) -> Reading | None:
        """The counts for the scorecard; None where they are missing."""
        if self.numerator is None or self.denominator is None:
            return None
        return Reading(self.asked(supplier), self.numerator, self.denominator, self.evidence, self.is_disputed, self.reply)


def counted(readings: Sequence[ReadingFacts], supplier: str = "") -> tuple[list[Asked], list[Reading]]:
    """What was asked, and what was counted of it."""
    return [one.asked(supplier) for one in readings], [found for one in readings if (found := one.counted(supplier))]
