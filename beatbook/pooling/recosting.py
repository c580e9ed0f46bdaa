"""A plan costed again from nothing but who moves where and when.

It shares no arithmetic with the costing of choices: it walks through the months, so that a slip in one shows against the other.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from beatbook.pooling.needs import Need, Problem
from beatbook.pooling.offers import Offer

Decision = tuple[str, int] | None  # the offer's code and the start year; None stays


def recosted(problem: Problem, decisions: Mapping[str, Decision]) -> dict[str, int]:
    """What each force pays over the plan, in pence, undiscounted; a move pays the price that the plan's own volume reaches."""
    bought: dict[str, int] = {}
    for need in problem.needs:
        decision = decisions[need.force]
        if decision is not None:
            bought[decision[0]] = bought.get(decision[0], 0) + need.users
    prices = {offer.code: _price(offer, bought[offer.code]) for offer in problem.offers if offer.code in bought}
    return {need.force: _paid(need, decisions[need.force], prices, problem.years) for need in problem.needs}


def _price(offer: Offer, users: int) -> int:
    price = None
    for tier in offer.tiers:
        if users >= tier.floor_users:
            price = tier.price_pence
    if price is None:
        raise ValueError(f"Offer {offer.code} is not open to {users} users.")
    return price


def _paid(need: Need, decision: Decision, prices: Mapping[str, int], years: int) -> int:
    year_by_year, fee = 0, Decimal(0)
    for month in range(12 * years):
        year, first_of_year = divmod(month, 12)
        moved = decision is not None and year >= decision[1]
        if first_of_year == 0:
            year_by_year += need.users * (prices[decision[0]] if moved and decision is not None else need.price_pence)
        if decision is not None and month == 12 * decision[1]:
            year_by_year += need.switching_pence.get(decision[0], 0)
            left = need.months_left - month
            fee = Decimal(need.exit_fee_pence) * max(left, 0) / 12
    return year_by_year + int(fee.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
