"""What would change a plan: a force that leaves, more or fewer users, and what each force would do alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from beatbook.money.pence import half_even
from beatbook.pooling.costing import Choice, choices_of, moving, staying
from beatbook.pooling.needs import Need, Problem
from beatbook.pooling.offers import Offer
from beatbook.pooling.planning import Plan, volumes

SWINGS = (Fraction(-15, 100), Fraction(15, 100))


@dataclass(frozen=True, slots=True)
class Departure:
    """What it costs the others when one force leaves the plan and they do as planned; `losers` pay more, by force in pence."""

    force: str
    offer: str
    extra_pence: int
    losers: dict[str, int]
    falls_to_tier: int | None


@dataclass(frozen=True, slots=True)
class Swing:
    """The same moves with more or fewer users: the cost, what staying would cost, and who would then pay more than if they stayed."""

    share: Fraction
    cost_pence: int
    stay_pence: int
    losers: tuple[str, ...]


def departures(problem: Problem, plan: Plan) -> list[Departure]:
    """For each force that moves, what its leaving costs the others, dearest first.

    When the rest no longer reach the lowest tier the offer falls away and they go on as they are.
    """
    found = [_departure(problem, plan, choice) for choice in plan.moves]
    return sorted(found, key=lambda one: (-one.extra_pence, one.force))


def _departure(problem: Problem, plan: Plan, leaver: Choice) -> Departure:
    rest = [choice for choice in plan.choices if choice.force != leaver.force and choice.offer == leaver.offer]
    offer = next(offer for offer in problem.offers if offer.code == leaver.offer)
    tier = offer.tier_at(volumes(problem, rest).get(offer.code, 0))
    counted, needs = problem.rules.is_discounted, {need.force: need for need in problem.needs}
    losers = {}
    for choice in rest:
        then = _at_tier(needs[choice.force], offer, tier, choice, problem.years)
        more = then.counted(counted) - choice.counted(counted)
        if more > 0:
            losers[choice.force] = more
    return Departure(leaver.force, offer.code, sum(losers.values()), losers, tier)


def _at_tier(need: Need, offer: Offer, tier: int | None, choice: Choice, years: int) -> Choice:
    if tier is None or choice.start is None:
        return staying(need, years)
    return moving(need, offer, tier, choice.start, years)


def swings(problem: Problem, plan: Plan, shares: Sequence[Fraction] = SWINGS) -> list[Swing]:
    """The plan's moves with all volumes changed by each share."""
    return [_swing(problem, plan, share) for share in shares]


def _swing(problem: Problem, plan: Plan, share: Fraction) -> Swing:
    needs = tuple(replace(need, users=half_even(need.users * (1 + share))) for need in problem.needs)
    changed = replace(problem, needs=needs)
    by_force, offers = {need.force: need for need in needs}, {offer.code: offer for offer in problem.offers}
    bought, counted = volumes(changed, plan.choices), problem.rules.is_discounted
    cost, losers = 0, []
    for choice in plan.choices:
        need = by_force[choice.force]
        stay = staying(need, problem.years).counted(counted)
        then = stay
        if choice.offer is not None:
            offer = offers[choice.offer]
            then = _at_tier(need, offer, offer.tier_at(bought[offer.code]), choice, problem.years).counted(counted)
        cost += then
        if then > stay:
            losers.append(choice.force)
    return Swing(share, cost, sum(staying(need, problem.years).counted(counted) for need in needs), tuple(losers))


def alone(problem: Problem) -> dict[str, int]:
    """The least that each force would pay buying by itself: it reaches only the tiers of its own users."""
    found = {}
    for need in problem.needs:
        offers = {offer.code: offer.tier_at(need.users) for offer in problem.offers}
        own = [choice for choice in choices_of(need, problem) if choice.tier is None or choice.tier <= _reach(offers, choice)]
        stay = staying(need, problem.years).counted(problem.rules.is_discounted)
        found[need.force] = min([choice.counted(problem.rules.is_discounted) for choice in own], default=stay)
    return found


def _reach(offers: dict[str, int | None], choice: Choice) -> int:
    tier = offers[choice.offer] if choice.offer is not None else None
    return -1 if tier is None else tier


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an offer's volume goes: its tier and price, and what is missing to the next."""

    offer: str
    users: int
    tier: int
    price_pence: int
    missing_users: int | None
    next_price_pence: int | None


def reaches(problem: Problem, plan: Plan) -> list[Reach]:
    """For each offer that the plan uses, most users first."""
    bought, found = volumes(problem, plan.choices), []
    for offer in problem.offers:
        tier = offer.tier_at(bought[offer.code]) if offer.code in bought else None
        if tier is not None:
            further = offer.next_tier(bought[offer.code])
            missing, price = (further[0], further[1].price_pence) if further else (None, None)
            found.append(Reach(offer.code, bought[offer.code], tier, offer.tiers[tier].price_pence, missing, price))
    return sorted(found, key=lambda one: (-one.users, one.offer))
