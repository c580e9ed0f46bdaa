"""A week's patrols: against every plan there is on small cases, and against its own rules on large ones."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beatbook.forecasts.dosage import Dosage
from beatbook.forecasts.tasking import PlanImpossible, Rules, Spot, Task, broken_rules, plan_exactly, prevented_by
from beatbook.forecasts.tasking_greedy import plan_greedily
from beatbook.forecasts.tasking_report import costed_plan, plan_week


def small_task(seed: int, rules: Rules) -> Task:
    """Three spots in two areas and zones, two shifts, at most two visits a shift."""
    generator = np.random.default_rng(seed)
    spots = tuple(Spot(f"s{n}", f"z{n % 2}", f"a{n % 2}", held_out=bool(generator.random() < 0.15)) for n in range(3))
    capacity = {(f"z{zone}", shift): int(generator.integers(0, 3)) for zone in range(2) for shift in range(2)}
    dosage = Dosage(returns=(1.0, 0.5), prevented=0.2)
    return Task(spots, generator.gamma(1, 1, (3, 2)), capacity, {"a0": 0.6, "a1": 0.4}, dosage, rules)


def large_task(spots: int = 150, shifts: int = 21, seed: int = 1) -> Task:
    generator = np.random.default_rng(seed)
    area = generator.integers(0, 20, spots)
    places = tuple(Spot(f"s{n}", f"z{area[n] % 6}", f"a{area[n]}", bool(generator.random() < 0.07)) for n in range(spots))
    risk = generator.gamma(0.8, 1, spots)
    share = {f"a{one}": float(risk[area == one].sum() / risk.sum()) for one in range(20)}
    harm = risk[:, None] * generator.dirichlet(np.full(shifts, 5.0), spots) * shifts
    capacity = {(f"z{zone}", shift): 6 for zone in range(6) for shift in range(shifts)}
    return Task(places, harm, capacity, share, rules=Rules(14, 5, 2.0))


def best_of_all(task: Task) -> float | None:
    """Harm prevented by the best of every plan there is; None where no plan keeps the rules."""
    most = len(task.dosage.returns) + 1
    every = (np.array(visits).reshape(task.harm.shape) for visits in itertools.product(range(most), repeat=task.harm.size))
    return max((prevented_by(task, visits) for visits in every if not broken_rules(task, visits)), default=None)


RULES = st.sampled_from([Rules(None), Rules(2), Rules(3, 1), Rules(3, None, 1.0), Rules(None, 1, 1.5), Rules(1, 1, 1.0)])


@given(seed=st.integers(0, 500), rules=RULES)
@settings(max_examples=30)
def test_no_plan_is_better(seed: int, rules: Rules) -> None:
    task = small_task(seed, rules)
    best = best_of_all(task)

    if best is None:
        with pytest.raises(PlanImpossible):
            plan_exactly(task)
        return
    plan = plan_exactly(task)

    assert plan is not None
    assert plan.prevented == pytest.approx(best, abs=1e-6, rel=1e-3)
    assert broken_rules(task, plan.visits) == []


@given(seed=st.integers(0, 500))
@settings(max_examples=15)
def test_the_greedy_plan_keeps_the_rules_and_its_bound_holds(seed: int) -> None:
    task = small_task(seed, Rules(3))

    plan = plan_greedily(task)

    assert broken_rules(task, plan.visits) == []
    assert plan.prevented <= (best_of_all(task) or 0) + 1e-9 <= plan.bound + 1e-6


def test_a_large_week_is_solved_within_a_thousandth_and_greedy_comes_near() -> None:
    task = large_task()

    exact, quick = plan_exactly(task, seconds=60.0), plan_greedily(task)

    assert exact is not None
    assert exact.gap <= 0.001
    assert broken_rules(task, exact.visits) == [] == broken_rules(task, quick.visits)
    assert quick.prevented >= 0.95 * exact.prevented


def test_each_rule_has_a_price_and_leaving_it_out_never_costs() -> None:
    task = large_task(spots=40, shifts=6)

    costed = costed_plan(task, baselines={"a count": task.harm.mean(axis=1)})

    assert set(costed.prices) == {"most_a_week", "least_an_area", "most_share"}
    assert min(costed.prices.values()) >= 0
    assert costed.baselines["a count"] <= costed.plan.prevented + 1e-9
    assert plan_week(task).prevented == pytest.approx(costed.plan.prevented, rel=2e-3)


def test_returns_that_grow_are_refused() -> None:
    with pytest.raises(ValueError, match="no more than the one before"):
        Dosage(returns=(0.5, 0.6))


def test_hours_hold_whole_visits_with_the_way_to_them() -> None:
    assert Dosage(visit_minutes=15, travel_minutes=10).visits_in(1.0) == 2
