"""Plans against every combination of decisions, and costed again by other arithmetic."""

from dataclasses import replace
from fractions import Fraction

import pytest

from beatbook.pooling.needs import Need, NeedIncomplete, Problem, Rule, Rules
from beatbook.pooling.offers import Offer, Tier
from beatbook.pooling.planning import NoPlan, best_plan
from beatbook.pooling.recosting import recosted
from benchmarks.technology.pooled_worlds import every_plan, small


def found(problem: Problem) -> int | None:
    """The plan's cost, after it was costed again to the penny; None when there is none."""
    try:
        plan = best_plan(problem, gap=0.0)
    except NoPlan:
        return None
    decisions = {choice.force: None if choice.offer is None else (choice.offer, choice.start) for choice in plan.choices}
    again = recosted(problem, decisions)  # type: ignore[arg-type]
    assert again == {choice.force: choice.cost_pence for choice in plan.choices}
    assert plan.cost_pence == sum(again.values()) and plan.proved and plan.gap == 0
    return plan.cost_pence


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_plans_equal_the_best_of_every_combination(first: int) -> None:
    for seed in range(first, first + 20):
        problem = small(seed)
        assert found(problem) == every_plan(problem), seed


def test_one_more_offer_and_one_rule_less_never_cost_more() -> None:
    for seed in range(400, 420):
        problem = replace(small(seed), rules=Rules())
        fewer = replace(problem, offers=problem.offers[:-1])
        cost, with_fewer, freely = found(problem), found(fewer), found(replace(problem, rules=Rules(no_loser=False)))
        assert with_fewer is None or (cost is not None and cost <= with_fewer)
        assert cost is None or (freely is not None and freely <= cost)


def test_scaling_every_price_scales_the_cost() -> None:
    problem = small(7)
    plain = replace(
        problem,
        needs=tuple(replace(need, switching_pence={}, exit_fee_pence=0, budget_pence=(), leaves_by=None) for need in problem.needs),
        rules=Rules(),
    )
    dearer = replace(
        plain,
        needs=tuple(replace(need, price_pence=3 * need.price_pence) for need in plain.needs),
        offers=tuple(replace(one, tiers=tuple(Tier(t.floor_users, 3 * t.price_pence) for t in one.tiers)) for one in plain.offers),
    )
    assert found(dearer) == 3 * (found(plain) or 0) > 0


CLOSING = Need("north", 500, 1_000, eligible=frozenset({"o"}), leaves_by=0)
OFFER = Offer("o", "s", (Tier(100, 900),))


@pytest.mark.parametrize(
    ("need", "offer", "rules", "rule"),
    [
        (replace(CLOSING, eligible=frozenset()), OFFER, Rules(), Rule.ELIGIBILITY),
        (CLOSING, Offer("o", "s", (Tier(900, 900),)), Rules(), Rule.FLOORS),
        (replace(CLOSING, budget_pence=(100,)), OFFER, Rules(), Rule.BUDGETS),
        (CLOSING, OFFER, Rules(lock_in_share=Fraction(1, 2)), Rule.LOCK_IN),
        (CLOSING, OFFER, Rules(most_suppliers=0), Rule.MOST_SUPPLIERS),
        (CLOSING, OFFER, Rules(most_lots=0), Rule.MOST_LOTS),
        (CLOSING, OFFER, Rules(small_share=Fraction(1, 4)), Rule.SMALL_SHARE),
    ],
)
def test_what_stands_in_the_way_is_named(need: Need, offer: Offer, rules: Rules, rule: Rule) -> None:
    with pytest.raises(NoPlan) as refusal:
        best_plan(Problem((need,), (offer,), 2, rules))
    assert rule in refusal.value.rules and rule.value in str(refusal.value)
    assert Rule.NO_LOSER not in refusal.value.rules


def test_two_rules_that_block_together_are_both_named() -> None:
    need = replace(CLOSING, budget_pence=(100,))
    with pytest.raises(NoPlan) as refusal:
        best_plan(Problem((need,), (OFFER,), 2, Rules(most_suppliers=0)))
    assert set(refusal.value.rules) <= {Rule.BUDGETS, Rule.MOST_SUPPLIERS, Rule.CLOSING}
    assert refusal.value.rules


def test_costs_can_be_counted_at_todays_worth() -> None:
    need = Need("north", 100, 1_000, eligible=frozenset({"o"}), switching_pence={"o": 99_000})
    offer = Offer("o", "s", (Tier(0, 500),))
    plain = best_plan(Problem((need,), (offer,), 2, Rules()))
    assert [choice.start for choice in plain.choices] == [0] and plain.saving_pence == 1_000
    worth = best_plan(Problem((need,), (offer,), 2, Rules(is_discounted=True)))
    assert [choice.offer for choice in worth.choices] == [None]  # the saving of the second year, worth less, no longer pays for the switch


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(NeedIncomplete):
        Need("north", -1, 1_000)
    with pytest.raises(NeedIncomplete):
        Problem((CLOSING, CLOSING), (OFFER,), 2)
    with pytest.raises(NeedIncomplete):
        Problem((CLOSING,), (OFFER,), 0)


def test_a_plan_can_begin_from_another() -> None:
    problem = small(3)
    plan = best_plan(problem, gap=0.0)
    assert best_plan(problem, gap=0.0, begin=plan).cost_pence == plan.cost_pence
