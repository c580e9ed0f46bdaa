"""What each choice of one force costs, year by year, in pence.

A force stays, or moves to one offer at the beginning of one year: until then it pays its present price; in that year the exit fee for what is
left of its contract and the cost of switching; from then on the offer's price. Source: the pooled-demand model of docs/explanation/pooled-demand.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from beatbook.money.pence import half_even
from beatbook.money.present_value import present_value
from beatbook.pooling.needs import Need, Problem
from beatbook.pooling.offers import Offer

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a force can do, with its cost by year; staying has neither offer, tier nor start."""

    force: str
    cost_by_year: tuple[int, ...]
    offer: str | None = None
    tier: int | None = None
    start: int | None = None

    @property
    def cost_pence(self) -> int:
        """The cost over all years, undiscounted."""
        return sum(self.cost_by_year)

    @property
    def stays(self) -> bool:
        """Does the force keep what it has?"""
        return self.offer is None

    def counted(self, is_discounted: bool) -> int:
        """The cost that a plan adds up: plain, or at 3.5 % real."""
        return present_value(self.cost_by_year) if is_discounted else self.cost_pence


def exit_pence(need: Need, start: int) -> int:
    """The fee for leaving a contract before its end, for the months that are left at the beginning of year `start`."""
    months = max(0, need.months_left - MONTHS * start)
    return half_even(Fraction(need.exit_fee_pence * months, MONTHS))


def staying(need: Need, years: int) -> Choice:
    """The choice of keeping what one has."""
    return Choice(need.force, (need.users * need.price_pence,) * years)


def moving(need: Need, offer: Offer, tier: int, start: int, years: int) -> Choice:
    """The choice of moving to a tier of an offer at the beginning of year `start` (0 is the first)."""
    before, after = need.users * need.price_pence, need.users * offer.tiers[tier].price_pence
    once = exit_pence(need, start) + need.switching_pence.get(offer.code, 0)
    by_year = (before,) * start + (after + once,) + (after,) * (years - start - 1)
    return Choice(need.force, by_year, offer.code, tier, start)


def keeps_budget(need: Need, choice: Choice) -> bool:
    """Does no year cost more than the force has?"""
    return all(cost <= budget for cost, budget in zip(choice.cost_by_year, need.budget_pence, strict=False))


def choices_of(need: Need, problem: Problem) -> Iterator[Choice]:
    """What a force can do under the rules that concern it alone.

    For each tier of each offer only the cheapest start is kept (the earliest of equals): no rule ties the starts of different forces, so that
    leaving the others out loses nothing, and 43 forces, 10 offers, 5 tiers and 7 years become 2,150 choices instead of 15,050.
    """
    counted, rules = problem.rules.is_discounted, problem.rules
    stay = staying(need, problem.years)
    most = stay.counted(counted) if rules.no_loser and need.leaves_by is None else None
    if need.leaves_by is None and keeps_budget(need, stay):
        yield stay
    last = problem.years - 1 if need.leaves_by is None else min(need.leaves_by, problem.years - 1)
    for offer in problem.offers:
        if offer.code not in need.eligible:
            continue
        for tier in range(len(offer.tiers)):
            starts = [moving(need, offer, tier, start, problem.years) for start in range(last + 1)]
            kept = [choice for choice in starts if keeps_budget(need, choice) and (most is None or choice.counted(counted) <= most)]
            if kept:
                yield min(kept, key=lambda choice: choice.counted(counted))
