"""Plans a week's patrols by a forecast that is switched on, keeps what was planned where, and what each rule costs."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import transaction

from beatbook.forecasts.actions.reading import USING, as_day, newest, read_ground, read_offences
from beatbook.forecasts.dosage import Dosage
from beatbook.forecasts.models import Forecast, PatrolPlan, PlannedVisit, Square
from beatbook.forecasts.peers import COUNT, PREVIOUS, PROMAP, Density, peer_maps
from beatbook.forecasts.safeguards import MOST_CONCENTRATION, MOST_VISITS_A_WEEK, NotYet
from beatbook.forecasts.shifts import SHIFTS, profile, shift_words
from beatbook.forecasts.standing import from_bytes
from beatbook.forecasts.tasking import Rules, Spot, Task
from beatbook.forecasts.tasking_report import RULE_WORDS, Costed, costed_plan

MOST_SPOTS = 150
SIMPLE = (COUNT, PROMAP, PREVIOUS)


def plan_patrols(
    code: str, *, week: date, hours_a_shift: float, rules: Rules | None = None, dosage: Dosage | None = None
) -> dict[str, Any]:
    """The plan for the week from `week`, a Monday, with so many officer hours in each shift of the force; replaces one that was made before.

    Raises:
        NotYet: the forecast is not switched on, or a cap is wider than the safeguards allow.
        PlanImpossible: no plan keeps every rule.
    """
    forecast = newest(code)
    if forecast.state != "on":
        raise NotYet(f"{forecast.name} is {forecast.state}: nothing is planned by it. {forecast.why}")
    kept_rules, kept_dosage = _within_caps(rules or Rules(MOST_VISITS_A_WEEK, 1, 2.0)), dosage or Dosage()
    rows = list(Square.objects.using(USING).filter(forecast_id=forecast.id).order_by("-harm", "cell")[:MOST_SPOTS])
    task, baselines = _task(forecast, rows, week, hours_a_shift, kept_rules, kept_dosage)
    costed = costed_plan(task, baselines=baselines)
    figures = _figures(task, costed, hours_a_shift)
    with transaction.atomic(using=USING):
        for old in PatrolPlan.objects.using(USING).filter(forecast_id=forecast.id, week=week):
            PlannedVisit.objects.using(USING).filter(plan_id=old.id).delete()
            old.delete(using=USING)
        plan = PatrolPlan.objects.using(USING).create(forecast_id=forecast.id, vis=forecast.vis, week=week, figures=figures)
        PlannedVisit.objects.using(USING).bulk_create(
            PlannedVisit(
                plan_id=plan.id,
                vis=forecast.vis,
                day=week + timedelta(days=int(shift) // 3),
                shift=int(shift),
                cell=rows[spot].cell,
                longitude=rows[spot].longitude,
                latitude=rows[spot].latitude,
                area=rows[spot].area,
                visits=int(costed.plan.visits[spot, shift]),
                minutes=int(costed.plan.visits[spot, shift]) * kept_dosage.visit_minutes,
            )
            for spot, shift in np.argwhere(costed.plan.visits > 0)
        )
    return figures


def _within_caps(rules: Rules) -> Rules:
    """The rules, if they are no wider than the safeguards."""
    if rules.most_a_week is None or rules.most_a_week > MOST_VISITS_A_WEEK:
        raise NotYet(f"A square gets at most {MOST_VISITS_A_WEEK} visits a week.")
    if rules.most_share is None or rules.most_share > MOST_CONCENTRATION:
        raise NotYet(f"No area gets more than {MOST_CONCENTRATION:g} times its share of offences.")
    return rules


def _task(
    forecast: Forecast, rows: list[Square], week: date, hours: float, rules: Rules, dosage: Dosage
) -> tuple[Task, dict[str, np.ndarray]]:
    ground = read_ground()
    happened, _ = read_offences(forecast.feed, forecast.kinds, ground.projection)
    past = happened.between(-np.inf, as_day(week))
    standing = from_bytes(bytes(forecast.kept))
    harm = np.array([row.harm for row in rows]) / forecast.horizon
    spots = tuple(Spot(f"{row.cell}", "force", row.area, row.held_out) for row in rows)
    counts = ground.counts(past.between(as_day(week) - 364, as_day(week)))
    shares = {code: float(count) / max(1.0, float(counts.sum())) for code, count in zip(ground.codes, counts, strict=True)}
    capacity = {("force", shift): dosage.visits_in(hours) for shift in range(SHIFTS)}
    maps = peer_maps(past, standing.grid, now=as_day(week), horizon=1, density=Density(104.0, 200.0))
    cells = np.array([row.cell for row in rows])
    task = Task(spots, harm[:, None] * profile(past)[None, :], capacity, shares, dosage, rules)
    return task, {name: maps[name][cells] for name in SIMPLE}


def _figures(task: Task, costed: Costed, hours: float) -> dict[str, Any]:
    plan = costed.plan
    by_shift = [{"shift": shift_words(shift), "visits": int(plan.visits[:, shift].sum())} for shift in range(task.n_shifts)]
    areas: dict[str, int] = {}
    for spot, place in enumerate(task.spots):
        areas[place.area] = areas.get(place.area, 0) + int(plan.visits[spot].sum())
    return {
        "hours_a_shift": hours,
        "visits": int(plan.visits.sum()),
        "squares": int((plan.visits.sum(axis=1) > 0).sum()),
        "held_out": sum(spot.held_out for spot in task.spots),
        "prevented_days": plan.prevented,
        "gap": plan.gap,
        "exact": plan.exact,
        "seconds": plan.seconds,
        "baselines": costed.baselines,
        "prices": {RULE_WORDS[name]: price for name, price in costed.prices.items()},
        "rules": {"most_a_week": task.rules.most_a_week, "least_an_area": task.rules.least_an_area, "most_share": task.rules.most_share},
        "dosage": {"visit_minutes": task.dosage.visit_minutes, "returns": list(task.dosage.returns), "prevented": task.dosage.prevented},
        "by_shift": by_shift,
        "by_area": areas,
        "area_share": task.area_share,
    }
