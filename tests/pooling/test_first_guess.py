"""A guess keeps every rule, and is never better than the best plan."""

from beatbook.pooling.first_guess import first_guess, keeps_rules
from beatbook.pooling.planning import at_reached_tiers
from beatbook.pooling.synthetic_needs import made_up_problem
from benchmarks.technology.pooled_worlds import every_plan, small


def test_a_guess_keeps_every_rule_and_is_no_better_than_the_best() -> None:
    guessed = 0
    for seed in range(120):
        problem = small(seed)
        guess, best = first_guess(problem), every_plan(problem)
        if guess is not None:
            guessed += 1
            assert best is not None and sum(choice.cost_pence for choice in at_reached_tiers(problem, guess)) >= best, seed
    assert guessed > 60


def test_the_whole_service_has_a_guess_at_once() -> None:
    for seed in (6, 8):
        problem = made_up_problem(seed)
        guess = first_guess(problem)
        assert guess is not None and keeps_rules(problem, guess)
        assert sum(choice.cost_pence for choice in guess) < sum(need.users * need.price_pence for need in problem.needs) * problem.years
