"""Which rules stand in the way when there is no plan: each is given up alone, then two together."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

from beatbook.pooling.columns import written
from beatbook.pooling.needs import Problem, Rule

Relax = Callable[[Problem], Problem]


def blocking_rules(problem: Problem, *, seconds: float = 5.0) -> tuple[Rule, ...]:
    """The rules of which giving up one lets a plan be; where one is not enough, the first pair that is."""
    relaxed = relaxations(problem)
    alone = tuple(rule for rule, change in relaxed.items() if _is_possible(change(problem), seconds))
    if alone:
        return alone
    for first, second in combinations(relaxed, 2):
        if _is_possible(relaxed[second](relaxed[first](problem)), seconds):
            return (first, second)
    return ()


def _is_possible(problem: Problem, seconds: float) -> bool:
    programme, _ = written(problem)
    programme.costs = [0.0] * len(programme.costs)
    return programme.solved(gap=1.0, seconds=seconds).is_there


def relaxations(problem: Problem) -> dict[Rule, Relax]:
    """For each rule that this problem has, what the problem is without it."""
    rules, codes = problem.rules, frozenset(offer.code for offer in problem.offers)
    found: dict[Rule, Relax] = {}
    if rules.no_loser:
        found[Rule.NO_LOSER] = lambda one: replace(one, rules=replace(one.rules, no_loser=False))
    if rules.most_suppliers is not None:
        found[Rule.MOST_SUPPLIERS] = lambda one: replace(one, rules=replace(one.rules, most_suppliers=None))
    if rules.lock_in_share is not None:
        found[Rule.LOCK_IN] = lambda one: replace(one, rules=replace(one.rules, lock_in_share=None))
    if rules.most_lots is not None:
        found[Rule.MOST_LOTS] = lambda one: replace(one, rules=replace(one.rules, most_lots=None))
    if rules.small_share is not None:
        found[Rule.SMALL_SHARE] = lambda one: replace(one, rules=replace(one.rules, small_share=None))
    if any(need.budget_pence for need in problem.needs):
        found[Rule.BUDGETS] = lambda one: _every_need(one, budget_pence=())
    if any(need.leaves_by is not None for need in problem.needs):
        found[Rule.CLOSING] = lambda one: _every_need(one, leaves_by=None)
        found[Rule.ELIGIBILITY] = lambda one: _every_need(one, eligible=codes)
        found[Rule.FLOORS] = _without_floors
    return found


def _every_need(problem: Problem, **changes: Any) -> Problem:
    return replace(problem, needs=tuple(replace(need, **changes) for need in problem.needs))


def _without_floors(problem: Problem) -> Problem:
    offers = tuple(replace(offer, tiers=(replace(offer.tiers[0], floor_users=0), *offer.tiers[1:])) for offer in problem.offers)
    return replace(problem, offers=offers)
