"""The programme that is put to HiGHS: a column for each choice, tier and supplier, and a row for each rule."""

from dataclasses import dataclass, field

from beatbook.pooling.costing import Choice, choices_of
from beatbook.pooling.needs import Need, Problem
from beatbook.pooling.offers import Offer
from beatbook.solver.programme import Programme

POUND = 100.0  # costs are put to HiGHS in pounds; what a plan says is added up again in pence


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the programme is which choice, tier or supplier."""

    choices: list[tuple[int, Choice, Need]] = field(default_factory=list)
    tiers: dict[tuple[str, int], int] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)


def written(problem: Problem) -> tuple[Programme, Columns]:
    """The programme of a problem, and what its columns mean."""
    programme = Programme()
    columns = Columns()
    for need in problem.needs:
        own = list(choices_of(need, problem))
        least = min((choice.counted(problem.rules.is_discounted) for choice in own), default=0)
        programme.constant += least / POUND
        numbers = [programme.choice((choice.counted(problem.rules.is_discounted) - least) / POUND) for choice in own]
        columns.choices.extend((number, choice, need) for number, choice in zip(numbers, own, strict=True))
        programme.exactly([(number, 1) for number in numbers], 1)
    _tiers(programme, columns, problem)
    _suppliers(programme, columns, problem)
    _shares(programme, columns, problem)
    return programme, columns


def _tiers(programme: Programme, columns: Columns, problem: Problem) -> None:
    """A tier is open only when its volume is bought; one tier of an offer at most."""
    for offer in problem.offers:
        for number in range(len(offer.tiers)):
            columns.tiers[offer.code, number] = programme.choice()
        programme.at_most([(columns.tiers[offer.code, number], 1) for number in range(len(offer.tiers))], 1)
    bought: dict[tuple[str, int], list[tuple[int, float]]] = {key: [] for key in columns.tiers}
    for column, choice, need in columns.choices:
        if choice.offer is not None and choice.tier is not None:
            key = (choice.offer, choice.tier)
            bought[key].append((column, need.users))
            programme.at_most([(column, 1), (columns.tiers[key], -1)], 0)
    floors = {(offer.code, number): tier.floor_users for offer in problem.offers for number, tier in enumerate(offer.tiers)}
    for key, terms in bought.items():
        programme.at_least([*terms, (columns.tiers[key], -floors[key])], 0)


def _suppliers(programme: Programme, columns: Columns, problem: Problem) -> None:
    """How many suppliers there are, and how many lots one may win."""
    rules = problem.rules
    if rules.most_suppliers is None and rules.most_lots is None:
        return
    for supplier in dict.fromkeys(offer.supplier for offer in problem.offers):
        columns.suppliers[supplier] = programme.choice()
        own = [offer for offer in problem.offers if offer.supplier == supplier]
        tiers = [[(columns.tiers[offer.code, number], 1.0) for number in range(len(offer.tiers))] for offer in own]
        for terms in tiers:
            programme.at_most([*terms, (columns.suppliers[supplier], -1)], 0)
        if rules.most_lots is not None:
            programme.at_most([term for terms in tiers for term in terms], rules.most_lots)
    if rules.most_suppliers is not None:
        programme.at_most([(column, 1) for column in columns.suppliers.values()], rules.most_suppliers)


def _shares(programme: Programme, columns: Columns, problem: Problem) -> None:
    """No supplier holds too many of all users; small suppliers get their share of those who move."""
    rules, offers = problem.rules, {offer.code: offer for offer in problem.offers}
    if rules.lock_in_share is not None:
        most = rules.lock_in_share * problem.users // 1
        for supplier in sorted({offer.supplier for offer in problem.offers}):
            held = [(column, need.users) for column, choice, need in columns.choices if holder(choice, need, offers) == supplier]
            programme.at_most(held, float(most))
    if rules.small_share is not None:
        above, below = rules.small_share.numerator, rules.small_share.denominator
        terms = [
            (column, float(need.users * ((below if offers[choice.offer].is_small else 0) - above)))
            for column, choice, need in columns.choices
            if choice.offer is not None
        ]
        programme.at_least(terms, 0)


def holder(choice: Choice, need: Need, offers: dict[str, Offer]) -> str:
    """Which supplier a force's users are with."""
    return need.supplier if choice.offer is None else offers[choice.offer].supplier
