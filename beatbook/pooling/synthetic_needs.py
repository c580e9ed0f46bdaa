"""Made-up pooled needs of any size, for the demonstration and for benchmarks: the same seed gives the same needs. Nothing in them is real."""

import random
from collections.abc import Mapping
from fractions import Fraction

from beatbook.pooling.needs import Need, Problem, Rules
from beatbook.pooling.offers import Offer, Tier

TYPICAL_PRICE = 24_000  # pence a user a year, about what a records system costs a force in public contract notices
MEDIAN_USERS, SPREAD = 2_400, 0.75  # of officers in a force: a lognormal near the published spread of 43 forces


def made_up_users(draw: random.Random, n_forces: int) -> dict[str, int]:
    """Forces by number, with users as unevenly spread as officers are."""
    return {f"F{number:02d}": round(MEDIAN_USERS * draw.lognormvariate(0, SPREAD)) for number in range(1, n_forces + 1)}


def made_up_offers(draw: random.Random, n_offers: int, n_tiers: int, all_users: int) -> tuple[Offer, ...]:
    """Offers whose price falls by a tenth or two from tier to tier; the highest tiers need much of the service."""
    found = []
    for number in range(1, n_offers + 1):
        floors = [0, *sorted(round(all_users * draw.uniform(0.02, 0.55)) for _ in range(n_tiers - 1))]
        price, tiers = round(TYPICAL_PRICE * draw.uniform(0.75, 1.15)), []
        for floor in floors:
            tiers.append(Tier(floor, price))
            price = round(price * draw.uniform(0.8, 0.93))
        supplier = f"Supplier {chr(64 + (number + 1) // 2)}"  # two offers each
        found.append(Offer(f"offer-{number}", supplier, tuple(tiers), lot=f"Lot {2 - number % 2}", is_small=number % 3 == 0))
    return tuple(found)


def made_up_need(draw: random.Random, force: str, users: int, offers: tuple[Offer, ...], years: int) -> Need:
    """One force's need: what it pays varies by half around the typical price, and one offer in six does not do what it needs."""
    price = round(TYPICAL_PRICE * draw.uniform(0.7, 1.5))
    return Need(
        force,
        users,
        price,
        months_left=draw.randrange(0, 12 * years - 6),
        exit_fee_pence=round(users * price * draw.uniform(0.1, 0.7)),
        switching_pence={offer.code: round(users * price * draw.uniform(0.2, 0.9)) for offer in offers},
        eligible=frozenset(offer.code for offer in offers if draw.random() < 5 / 6),
    )


def made_up_problem(
    seed: int, *, n_forces: int = 43, n_offers: int = 10, n_tiers: int = 5, years: int = 7, users: Mapping[str, int] | None = None
) -> Problem:
    """A whole problem under the rules that plans begin with: nobody worse off, four suppliers at most, none with over six users in ten."""
    draw = random.Random(seed)
    known = dict(users) if users else made_up_users(draw, n_forces)
    offers = made_up_offers(draw, n_offers, n_tiers, sum(known.values()))
    needs = tuple(made_up_need(draw, force, count, offers, years) for force, count in known.items())
    return Problem(needs, offers, years, Rules(most_suppliers=4, lock_in_share=Fraction(6, 10)))
