"""A plan found within a second without the solver, for it to begin from: it may be improved upon, but it keeps every rule.

For each set of suppliers that may be chosen: suppose that every offer reaches its lowest price, let each force take what is best for it, lower the price
that is furthest from its volume, and go on until each price that is taken is reached.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, islice

from beatbook.pooling.columns import holder
from beatbook.pooling.costing import Choice, choices_of
from beatbook.pooling.needs import Need, Problem
from beatbook.pooling.offers import Offer

MOST_SETS = 60
Costed = tuple[int, Choice]


def first_guess(problem: Problem) -> list[Choice] | None:
    """The cheapest of the guesses that keep every rule, or None when no guess does."""
    options = {need.force: _options(need, problem) for need in problem.needs}
    found = (_settled(problem, options, suppliers) for suppliers in _sets(problem))
    kept = [guess for guess in found if guess is not None and keeps_rules(problem, guess)]
    counted = problem.rules.is_discounted
    return min(kept, key=lambda guess: sum(choice.counted(counted) for choice in guess), default=None)


def _options(need: Need, problem: Problem) -> dict[tuple[str | None, int | None], Costed]:
    counted = problem.rules.is_discounted
    return {(choice.offer, choice.tier): (choice.counted(counted), choice) for choice in choices_of(need, problem)}


def _sets(problem: Problem) -> list[frozenset[str]]:
    """Sets of suppliers, the largest first, and nobody."""
    names = sorted({offer.supplier for offer in problem.offers})
    most = len(names) if problem.rules.most_suppliers is None else min(problem.rules.most_suppliers, len(names))
    sizes = (combinations(names, size) for size in range(most, 0, -1))
    return [frozenset(one) for one in islice((one for sets in sizes for one in sets), MOST_SETS)] + [frozenset()]


def _settled(
    problem: Problem, options: Mapping[str, Mapping[tuple[str | None, int | None], Costed]], suppliers: frozenset[str]
) -> list[Choice] | None:
    offers = {offer.code: offer for offer in problem.offers}
    tiers = {offer.code: len(offer.tiers) - 1 for offer in problem.offers if offer.supplier in suppliers}
    barred: set[tuple[str, str]] = set()
    while True:
        chosen: list[Choice] = []
        for need in problem.needs:
            open_now = [
                option
                for (offer, tier), option in options[need.force].items()
                if offer is None or (tiers.get(offer) == tier and (need.force, offers[offer].supplier) not in barred)
            ]
            if not open_now:
                return None
            chosen.append(min(open_now, key=lambda option: option[0])[1])
        if not (_lowered(problem, chosen, offers, tiers) or _barred(problem, chosen, offers, barred)):
            return chosen


def _lowered(problem: Problem, chosen: Sequence[Choice], offers: Mapping[str, Offer], tiers: dict[str, int]) -> bool:
    """Lowers the price that is furthest from its volume by one tier, or closes the offer; False when all that are taken are reached."""
    users = {need.force: need.users for need in problem.needs}
    bought: dict[str, int] = {}
    for choice in chosen:
        if choice.offer is not None:
            bought[choice.offer] = bought.get(choice.offer, 0) + users[choice.force]
    short = {
        code: volume / offers[code].tiers[tiers[code]].floor_users
        for code, volume in bought.items()
        if _missing(offers[code], tiers[code], volume)
    }
    if not short:
        return False
    worst = min(short, key=lambda code: (short[code], code))
    if tiers[worst] == 0:
        del tiers[worst]
    else:
        tiers[worst] -= 1
    return True


def _missing(offer: Offer, tier: int, volume: int) -> bool:
    return volume < offer.tiers[tier].floor_users


def _barred(problem: Problem, chosen: Sequence[Choice], offers: Mapping[str, Offer], barred: set[tuple[str, str]]) -> bool:
    """Bars the smallest force from a supplier that would hold too many users; False when none does."""
    if problem.rules.lock_in_share is None:
        return False
    held: dict[str, list[Need]] = {}
    for choice, need in zip(chosen, problem.needs, strict=True):
        if choice.offer is not None:
            held.setdefault(offers[choice.offer].supplier, []).append(need)
    for supplier, members in sorted(held.items()):
        if sum(need.users for need in members) > problem.rules.lock_in_share * problem.users:
            barred.add((min(members, key=lambda need: (need.users, need.force)).force, supplier))
            return True
    return False


def keeps_rules(problem: Problem, choices: Sequence[Choice]) -> bool:
    """Do these choices, one for each need in order, keep the rules that concern them together? (choices_of keeps those of one force.)"""
    rules, offers = problem.rules, {offer.code: offer for offer in problem.offers}
    pairs = list(zip(choices, problem.needs, strict=True))
    bought: dict[str, int] = {}
    held: dict[str, int] = {}
    for choice, need in pairs:
        supplier = holder(choice, need, offers)
        held[supplier] = held.get(supplier, 0) + need.users
        if choice.offer is not None:
            bought[choice.offer] = bought.get(choice.offer, 0) + need.users
    used = [offers[code] for code in bought]
    lots = [sum(offer.supplier == one for offer in used) for one in {offer.supplier for offer in used}]
    small = sum(bought[offer.code] for offer in used if offer.is_small)
    suppliers = {offer.supplier for offer in problem.offers}
    return (
        all(offer.tier_at(bought[offer.code]) is not None for offer in used)
        and (rules.most_suppliers is None or len(lots) <= rules.most_suppliers)
        and (rules.most_lots is None or max(lots, default=0) <= rules.most_lots)
        and (rules.lock_in_share is None or all(held.get(one, 0) <= rules.lock_in_share * problem.users for one in suppliers))
        and (rules.small_share is None or small >= rules.small_share * sum(bought.values()))
    )
