"""A plan with what it gains and what each rule costs."""

from dataclasses import dataclass

import numpy as np

from beatbook.forecasts.happenings import Floats
from beatbook.forecasts.tasking import GAP, SECONDS, Plan, PlanImpossible, Task, plan_exactly
from beatbook.forecasts.tasking_greedy import plan_greedily

RULE_WORDS = {
    "most_a_week": "a cap on visits to one place in a week",
    "least_an_area": "a least number of visits in every area",
    "most_share": "no area far above its share of offences",
}


@dataclass(frozen=True, slots=True)
class Costed:
    """A plan; what the same hours prevent when spent by each baseline's map; and what would be gained by leaving each rule out."""

    plan: Plan
    baselines: dict[str, float]
    prices: dict[str, float]


def plan_week(task: Task, *, seconds: float = SECONDS, gap: float = GAP) -> Plan:
    """The best plan in the time: exact where HiGHS finds it, else the greedy one, with the better bound of the two.

    Raises:
        PlanImpossible: no plan keeps every rule.
    """
    try:
        quick: Plan | None = plan_greedily(task)
    except PlanImpossible:
        quick = None
    exact = plan_exactly(task, gap=gap, seconds=seconds, start=quick)
    if exact is None:
        return plan_greedily(task)
    return exact if quick is None or exact.prevented >= quick.prevented - 1e-9 else quick


def costed_plan(task: Task, *, baselines: dict[str, Floats], seconds: float = SECONDS) -> Costed:
    """The week's plan beside the baselines' (maps of shape (spots,) or (spots, shifts)), and the price of each rule."""
    plan = plan_week(task, seconds=seconds)
    shape = task.harm.shape
    simple = {
        name: plan_greedily(task, order=np.broadcast_to(risk[:, None] if risk.ndim == 1 else risk, shape).astype(float)).prevented
        for name, risk in baselines.items()
    }
    prices = {}
    for name in task.rules.kept:
        freer = Task(task.spots, task.harm, task.capacity, task.area_share, task.dosage, task.rules.without(name))
        prices[name] = max(0.0, plan_week(freer, seconds=seconds).prevented - plan.prevented)
    return Costed(plan, simple, prices)
