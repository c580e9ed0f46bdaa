"""What changes a plan, against plans costed again with the change made."""

from dataclasses import replace
from fractions import Fraction

from beatbook.pooling.needs import Need, Problem, Rules
from beatbook.pooling.offers import Offer, Tier
from beatbook.pooling.planning import best_plan
from beatbook.pooling.recosting import recosted
from beatbook.pooling.whatif import alone, departures, reaches, swings
from benchmarks.technology.pooled_worlds import small

OFFER = Offer("o", "s", (Tier(100, 900), Tier(250, 700)))
NEEDS = tuple(Need(name, users, 1_000, eligible=frozenset({"o"})) for name, users in (("a", 150), ("b", 60), ("c", 60)))
PROBLEM = Problem(NEEDS, (OFFER,), 2)


def test_one_force_leaving_costs_the_others_what_their_new_tier_costs() -> None:
    plan = best_plan(PROBLEM)
    assert len(plan.moves) == 3
    a, b, _ = sorted(departures(PROBLEM, plan), key=lambda one: one.force)
    assert (b.falls_to_tier, b.losers) == (0, {"a": 150 * 200 * 2, "c": 60 * 200 * 2})
    rest = replace(PROBLEM, needs=(NEEDS[0], NEEDS[2]))
    again = recosted(rest, {"a": ("o", 0), "c": ("o", 0)})
    assert b.extra_pence == sum(again.values()) - sum(choice.cost_pence for choice in plan.choices if choice.force != "b")
    assert (a.falls_to_tier, a.extra_pence) == (0, 120 * 200 * 2)


def test_an_offer_falls_away_when_too_few_are_left() -> None:
    problem = replace(PROBLEM, needs=NEEDS[1:])
    plan = best_plan(problem)
    assert {one.falls_to_tier for one in departures(problem, plan)} == {None}
    assert departures(problem, plan)[0].extra_pence == 60 * 100 * 2


def test_fewer_users_can_lose_a_tier_and_nobody_is_hidden() -> None:
    fewer, more = swings(PROBLEM, best_plan(PROBLEM))
    assert fewer.share == Fraction(-15, 100) and fewer.cost_pence == (128 + 51 + 51) * 900 * 2  # 127.5 to the even 128
    assert more.cost_pence == (172 + 69 + 69) * 700 * 2 and more.losers == ()


def test_alone_each_reaches_only_its_own_tier() -> None:
    assert alone(PROBLEM) == {"a": 150 * 900 * 2, "b": 60 * 1_000 * 2, "c": 60 * 1_000 * 2}


def test_pooling_never_costs_more_than_each_alone() -> None:
    for seed in range(30):
        problem = small(seed)
        free = replace(problem, rules=Rules(), needs=tuple(replace(need, leaves_by=None, budget_pence=()) for need in problem.needs))
        assert best_plan(free, gap=0.0).cost_pence <= sum(alone(free).values())


def test_the_distance_to_the_next_tier_is_said() -> None:
    problem = replace(PROBLEM, needs=NEEDS[:2])
    (reach,) = reaches(problem, best_plan(problem))
    assert (reach.users, reach.tier, reach.missing_users, reach.next_price_pence) == (210, 0, 40, 700)
