"""Small made-up problems, and every answer to them tried one by one by the formula of the reference, not by the product's code."""

import random
from fractions import Fraction
from itertools import product

from beatbook.pooling.needs import Need, Problem, Rules
from beatbook.pooling.offers import Offer, Tier


def small(seed: int) -> Problem:
    """Two to four forces, one to three offers of one to three tiers, two or three years; half of the problems have further rules."""
    draw = random.Random(seed)
    years = draw.choice([2, 3])
    offers = tuple(_offer(draw, f"o{number}", f"s{draw.randrange(2)}") for number in range(draw.choice([1, 2, 3])))
    needs = tuple(_need(draw, f"f{number}", offers, years) for number in range(draw.choice([2, 3, 4])))
    return Problem(needs, offers, years, _rules(draw))


def _offer(draw: random.Random, code: str, supplier: str) -> Offer:
    floors = [draw.choice([0, 200, 900]), *sorted(draw.sample(range(1_000, 5_000, 100), draw.choice([0, 1, 2])))]
    price = draw.randrange(3_000, 9_000)
    tiers = []
    for floor in floors:
        tiers.append(Tier(floor, price))
        price = draw.randrange(price // 2, price + 1)
    return Offer(code, supplier, tuple(tiers), is_small=draw.random() < 0.4)


def _need(draw: random.Random, force: str, offers: tuple[Offer, ...], years: int) -> Need:
    users, price = draw.randrange(200, 2_500), draw.randrange(3_000, 12_000)
    return Need(
        force,
        users,
        price,
        months_left=draw.randrange(0, 12 * years + 6),
        exit_fee_pence=draw.randrange(0, 4_000_000),
        switching_pence={offer.code: draw.randrange(0, 6_000_000) for offer in offers},
        eligible=frozenset(offer.code for offer in offers if draw.random() < 0.85),
        supplier=draw.choice(["", "s0", "s1"]),
        leaves_by=draw.choice([None] * 6 + [0, 1]),
        budget_pence=() if draw.random() < 0.8 else (int(users * price * draw.uniform(0.9, 1.6)),) * years,
    )


def _rules(draw: random.Random) -> Rules:
    def maybe(value: object) -> object:
        return value if draw.random() < 0.3 else None

    return Rules(
        no_loser=draw.random() < 0.6,
        most_suppliers=maybe(1),  # type: ignore[arg-type]
        lock_in_share=maybe(Fraction(draw.randrange(40, 95), 100)),  # type: ignore[arg-type]
        most_lots=maybe(1),  # type: ignore[arg-type]
        small_share=maybe(Fraction(draw.randrange(10, 60), 100)),  # type: ignore[arg-type]
    )


def every_plan(problem: Problem) -> int | None:
    """The least cost in pence over every combination of decisions, or None when no combination keeps the rules."""
    options = [
        [None, *((offer, start) for offer in problem.offers if offer.code in need.eligible for start in range(problem.years))]
        for need in problem.needs
    ]
    costs = [cost for decisions in product(*options) if (cost := _cost(problem, decisions)) is not None]
    return min(costs, default=None)


def _cost(problem: Problem, decisions: tuple) -> int | None:
    bought: dict[str, int] = {}
    for need, decision in zip(problem.needs, decisions, strict=True):
        if decision:
            bought[decision[0].code] = bought.get(decision[0].code, 0) + need.users
    prices = {}
    for offer in problem.offers:
        if offer.code in bought:
            open_prices = [tier.price_pence for tier in offer.tiers if tier.floor_users <= bought[offer.code]]
            if not open_prices:
                return None
            prices[offer.code] = min(open_prices)
    if not _keeps_rules(problem, decisions, bought):
        return None
    total = 0
    for need, decision in zip(problem.needs, decisions, strict=True):
        cost = _own_cost(problem, need, decision, prices)
        if cost is None:
            return None
        total += cost
    return total


def _own_cost(problem: Problem, need: Need, decision: tuple | None, prices: dict[str, int]) -> int | None:
    stay = need.users * need.price_pence
    if decision is None:
        late = need.leaves_by is not None
        return None if late or any(stay > budget for budget in need.budget_pence) else stay * problem.years
    offer, start = decision
    if need.leaves_by is not None and start > need.leaves_by:
        return None
    years_left = max(Fraction(0), Fraction(need.months_left, 12) - start)
    once = round(years_left * need.exit_fee_pence) + need.switching_pence[offer.code]
    by_year = [stay if year < start else need.users * prices[offer.code] + (once if year == start else 0) for year in range(problem.years)]
    if any(cost > budget for cost, budget in zip(by_year, need.budget_pence, strict=False)):
        return None
    if problem.rules.no_loser and need.leaves_by is None and sum(by_year) > stay * problem.years:
        return None
    return sum(by_year)


def _keeps_rules(problem: Problem, decisions: tuple, bought: dict[str, int]) -> bool:
    rules, used = problem.rules, [offer for offer in problem.offers if offer.code in bought]
    suppliers = {offer.supplier for offer in used}
    if rules.most_suppliers is not None and len(suppliers) > rules.most_suppliers:
        return False
    if rules.most_lots is not None and any(sum(offer.supplier == one for offer in used) > rules.most_lots for one in suppliers):
        return False
    everybody = sum(need.users for need in problem.needs)
    if rules.lock_in_share is not None:
        for supplier in {offer.supplier for offer in problem.offers}:
            held = sum(
                need.users
                for need, decision in zip(problem.needs, decisions, strict=True)
                if (decision[0].supplier if decision else need.supplier) == supplier
            )
            if held > rules.lock_in_share * everybody:
                return False
    moved = sum(bought.values())
    small = sum(bought[offer.code] for offer in used if offer.is_small)
    return rules.small_share is None or small >= rules.small_share * moved
