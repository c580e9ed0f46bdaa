"""A problem and a plan as plain JSON values, so that a plan is worked out from exactly what its asker could see when asking."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from beatbook.pooling.costing import Choice
from beatbook.pooling.needs import Need, Problem, Rules
from beatbook.pooling.offers import Offer, Tier
from beatbook.pooling.planning import Plan


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Plain values of a problem."""
    rules = problem.rules
    return {
        "years": problem.years,
        "needs": [
            {
                "force": need.force,
                "users": need.users,
                "price_pence": need.price_pence,
                "months_left": need.months_left,
                "exit_fee_pence": need.exit_fee_pence,
                "switching_pence": dict(need.switching_pence),
                "eligible": sorted(need.eligible),
                "supplier": need.supplier,
                "leaves_by": need.leaves_by,
                "budget_pence": list(need.budget_pence),
            }
            for need in problem.needs
        ],
        "offers": [
            {
                "code": offer.code,
                "supplier": offer.supplier,
                "lot": offer.lot,
                "is_small": offer.is_small,
                "tiers": [[tier.floor_users, tier.price_pence] for tier in offer.tiers],
            }
            for offer in problem.offers
        ],
        "rules": {
            "no_loser": rules.no_loser,
            "most_suppliers": rules.most_suppliers,
            "lock_in_share": _written(rules.lock_in_share),
            "most_lots": rules.most_lots,
            "small_share": _written(rules.small_share),
            "is_discounted": rules.is_discounted,
        },
    }


def problem_from_json(kept: Mapping[str, Any]) -> Problem:
    """The problem again."""
    rules = dict(kept["rules"])
    for share in ("lock_in_share", "small_share"):
        rules[share] = None if rules[share] is None else Fraction(rules[share])
    needs = tuple(
        Need(**{**need, "eligible": frozenset(need["eligible"]), "budget_pence": tuple(need["budget_pence"])}) for need in kept["needs"]
    )
    offers = tuple(Offer(**{**offer, "tiers": tuple(Tier(*tier) for tier in offer["tiers"])}) for offer in kept["offers"])
    return Problem(needs, offers, int(kept["years"]), Rules(**rules))


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Plain values of a plan."""
    return {
        "choices": [
            {"force": one.force, "cost_by_year": list(one.cost_by_year), "offer": one.offer, "tier": one.tier, "start": one.start}
            for one in plan.choices
        ],
        "cost_pence": plan.cost_pence,
        "stay_pence": plan.stay_pence,
        "gap": plan.gap,
        "proved": plan.proved,
        "seconds": round(plan.seconds, 2),
    }


def plan_from_json(kept: Mapping[str, Any]) -> Plan:
    """The plan again."""
    choices = tuple(Choice(**{**one, "cost_by_year": tuple(one["cost_by_year"])}) for one in kept["choices"])
    return Plan(choices, kept["cost_pence"], kept["stay_pence"], kept["gap"], kept["proved"], kept["seconds"])


def _written(share: Fraction | None) -> str | None:
    return None if share is None else str(share)
