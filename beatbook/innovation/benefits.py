"""What a project said it would bring, and what it brought.

Invariant: no pound is counted twice, and a claim that nobody else verified, or that cannot be told from usual variation, never shows as verified.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from beatbook.innovation.usual_range import improvements, usual_before
from beatbook.money.pence import half_even
from beatbook.money.present_value import present_value
from beatbook.vocabulary.errors import BeatbookError


class BenefitRefused(BeatbookError):
    """A benefit cannot be recorded as it is written: the message says what is missing."""


class CountedTwice(BeatbookError):
    """Two claims on one figure of one place and year add up to more than all of it: agree the shares."""


class Kind(StrEnum):
    """What sort of benefit it is."""

    CASHABLE = "money saved"
    AVOIDED = "cost avoided"
    HOURS = "hours freed"
    QUALITY = "better service"


class Standing(StrEnum):
    """How sure a benefit is."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    NOT_DISTINGUISHABLE = "not distinguishable from usual variation"


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit of one project.

    `share` is how much of the change in `measure` at `area` the project claims (0 to 1); `planned_pence` by financial year, before the share;
    `measure_code` names a measure of the room `measures`, whose value stands beside it. `optimism` is taken off, with a reason; hours count as
    money only when `hours_use` says that they were cashed or redeployed.
    """

    code: str
    project: str
    owner: str
    kind: Kind
    measure: str
    area: str
    planned_pence: Mapping[int, int]
    share: Fraction = Fraction(1)
    optimism: Fraction = Fraction(0)
    optimism_reason: str = ""
    hours_use: str = ""
    higher_is_better: bool = True
    measure_code: str = ""

    def __post_init__(self) -> None:
        if not self.owner or not self.measure:
            raise BenefitRefused("A benefit has an owner and a measure.")
        if not 0 <= self.share <= 1 or not 0 <= self.optimism < 1:
            raise BenefitRefused("The share and the allowance for optimism are from 0 to 1.")
        if self.optimism and not self.optimism_reason:
            raise BenefitRefused("Say why so much is allowed for optimism.")
        if any(pence < 0 for pence in self.planned_pence.values()):
            raise BenefitRefused("A planned benefit is not below nought.")
        if self.kind is Kind.HOURS and self.hours_use not in ("", "cashed", "redeployed"):
            raise BenefitRefused("Hours are cashed, or redeployed, or neither; never both.")

    def counts_pence(self, pence: int) -> int:
        """What of an amount is counted: the share, less the allowance for optimism; hours that went nowhere count as no money."""
        if self.kind is Kind.QUALITY or (self.kind is Kind.HOURS and not self.hours_use):
            return 0
        return half_even(pence * self.share * (1 - self.optimism))


@dataclass(frozen=True, slots=True)
class Actual:
    """What was reached in one year, with its evidence, and who verified it (nobody: empty)."""

    benefit: str
    year: int
    pence: int
    evidence: str
    verified_by: str = ""


def checked(benefit: Benefit, actual: Actual) -> Actual:
    """The same, if it may be recorded.

    Raises:
        BenefitRefused: the owner verified their own benefit, or there is no evidence.
    """
    if actual.verified_by == benefit.owner:
        raise BenefitRefused("Somebody other than the owner verifies a benefit.")
    if not actual.evidence.strip():
        raise BenefitRefused("Say what the evidence is.")
    return actual


def standing(benefit: Benefit, actuals: Sequence[Actual], before: Sequence[float], after: Sequence[float]) -> tuple[Standing, list[str]]:
    """How sure a benefit is, from the values of its measure before and after the change, and what has got better, in words.

    Verified needs a verifier and a signal; verified without a signal is said to be not distinguishable.
    """
    own = [actual for actual in actuals if actual.benefit == benefit.code]
    if not own:
        return Standing.PLANNED, []
    found: list[str] = []
    usual = usual_before(before)
    if usual is not None and after:
        found = improvements(usual, after, higher_is_better=benefit.higher_is_better)
        if not found:
            return Standing.NOT_DISTINGUISHABLE, []
    verified = all(actual.verified_by and actual.verified_by != benefit.owner for actual in own)
    return (Standing.VERIFIED if verified and found else Standing.CLAIMED), found


def counted_twice(benefits: Sequence[Benefit]) -> list[tuple[str, str, int, Fraction, tuple[str, ...]]]:
    """Each measure, area and year of which more than the whole is claimed: with the sum of shares and the codes that claim it."""
    claims: defaultdict[tuple[str, str, int], list[Benefit]] = defaultdict(list)
    for benefit in benefits:
        for year in benefit.planned_pence:
            claims[benefit.measure_code or benefit.measure, benefit.area, year].append(benefit)
    sums = {key: sum((one.share for one in own), Fraction(0)) for key, own in claims.items()}
    return [
        (own[0].measure, *key[1:], sums[key], tuple(sorted(one.code for one in own)))
        for key, own in sorted(claims.items())
        if sums[key] > 1
    ]


def check_counted_once(new: Benefit, others: Sequence[Benefit]) -> None:
    """Raises CountedTwice when a new benefit would claim what others claim already."""
    over = [clash for clash in counted_twice([*others, new]) if new.code in clash[4]]
    if over:
        measure, area, year, total, codes = over[0]
        others_said = ", ".join(code for code in codes if code != new.code)
        raise CountedTwice(f"{measure} in {area} in {year} would be claimed to {float(total):.0%}, together with {others_said}.")


def worth_today(benefit: Benefit, first_year: int) -> int:
    """Present value in pence of what is planned and counted, at 3.5 % real from `first_year` on."""
    if not benefit.planned_pence:
        return 0
    years = range(first_year, max(max(benefit.planned_pence), first_year) + 1)
    return present_value([benefit.counts_pence(benefit.planned_pence.get(year, 0)) for year in years])


def cumulative(benefit: Benefit, actuals: Sequence[Actual]) -> list[tuple[int, int, int | None]]:
    """Year, planned so far and reached so far (None for a year not yet reported), both as counted."""
    reached = {actual.year: actual.pence for actual in actuals if actual.benefit == benefit.code}
    planned_sum, reached_sum, rows = 0, 0, []
    for year in sorted({*benefit.planned_pence, *reached}):
        planned_sum += benefit.counts_pence(benefit.planned_pence.get(year, 0))
        reached_sum += benefit.counts_pence(reached.get(year, 0))
        rows.append((year, planned_sum, reached_sum if year in reached else None))
    return rows
