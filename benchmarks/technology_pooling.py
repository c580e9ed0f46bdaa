"""Pooled demand: equal to brute force, costed again to the penny, and time to a plan of 43 forces, 10 offers, 5 tiers and 7 years.

Usage: python -m benchmarks.technology_pooling [--quick]. One JSON line per figure. All needs are made up; the targets are those of the model's design.
"""

import sys
import time
from dataclasses import replace

from beatbook.pooling.needs import Problem, Rules
from beatbook.pooling.planning import GAP, NoPlan, NoPlanYet, best_plan
from beatbook.pooling.recosting import recosted
from beatbook.pooling.synthetic_needs import made_up_problem
from beatbook.pooling.whatif import alone
from benchmarks.technology.figures import tell, wake_solver
from benchmarks.technology.pooled_worlds import every_plan, small

SMALL_CASES, LARGE_SEEDS, FIRST_LOOK_S = 500, 10, 4.0


def main() -> None:
    """Small cases first, then the whole service."""
    wake_solver()
    quick = "--quick" in sys.argv
    _small_cases(SMALL_CASES // 10 if quick else SMALL_CASES)
    _whole_service(2 if quick else LARGE_SEEDS)


def _small_cases(count: int) -> None:
    equal = to_the_penny = plans = 0
    for seed in range(count):
        problem = small(seed)
        try:
            plan = best_plan(problem, gap=0.0)
        except NoPlan:
            equal += every_plan(problem) is None
            continue
        plans += 1
        equal += plan.cost_pence == every_plan(problem)
        decisions = {one.force: (one.offer, one.start) if one.offer is not None and one.start is not None else None for one in plan.choices}
        to_the_penny += sum(recosted(problem, decisions).values()) == plan.cost_pence
    tell("small_cases_equal_to_brute_force", equal, "cases", count, equal == count)
    tell("small_plans_costed_again_to_the_penny", to_the_penny, "plans", plans, to_the_penny == plans)


def _whole_service(seeds: int) -> None:
    took, gaps, first_gaps, extra, shares, again = [], [], [], [], [], 0
    for seed in range(seeds):
        problem = made_up_problem(seed)
        first_gaps.append(_first_look(problem))
        started = time.perf_counter()
        plan = best_plan(problem)
        took.append(time.perf_counter() - started)
        gaps.append(plan.gap)
        decisions = {one.force: (one.offer, one.start) if one.offer is not None and one.start is not None else None for one in plan.choices}
        again += sum(recosted(problem, decisions).values()) == plan.cost_pence
        free = best_plan(replace(problem, rules=replace(problem.rules, no_loser=False)))
        extra.append(100 * (plan.cost_pence - free.cost_pence) / plan.stay_pence)
        pooled = best_plan(replace(problem, rules=Rules()))
        shares.append((100 * pooled.saving_pence / pooled.stay_pence, 100 - 100 * sum(alone(problem).values()) / plan.stay_pence))
    tell("whole_service_slowest_s", round(max(took), 2), "s", 60, max(took) <= 60)
    tell("whole_service_median_s", round(sorted(took)[len(took) // 2], 2), "s", None, None)
    tell("whole_service_widest_gap", round(100 * max(gaps), 4), "%", 100 * GAP, max(gaps) <= GAP)
    tell(f"widest_gap_after_{FIRST_LOOK_S:.0f}_s", round(100 * max(first_gaps), 3), "%", 5, max(first_gaps) <= 0.05)
    tell("whole_service_costed_again_to_the_penny", again, "plans", seeds, again == seeds)
    tell("price_of_nobody_worse_off_mean", round(sum(extra) / seeds, 3), "% of staying", None, None)
    tell("saving_pooled_mean_made_up_data", round(sum(one for one, _ in shares) / seeds, 1), "%", None, None)
    tell("saving_each_alone_mean_made_up_data", round(sum(one for _, one in shares) / seeds, 1), "%", None, None)


def _first_look(problem: Problem) -> float:
    """The gap of the plan that is on the page first; 1 when there was none."""
    try:
        return best_plan(problem, seconds=FIRST_LOOK_S).gap
    except NoPlanYet:
        return 1.0


if __name__ == "__main__":
    main()
