"""Works on plans that people asked for: a good plan with its gap within seconds, then the best one, each kept as it comes."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from beatbook.pooling import models
from beatbook.pooling.frozen import plan_as_json, problem_from_json
from beatbook.pooling.needs import Problem
from beatbook.pooling.planning import GAP, NoPlan, NoPlanYet, Plan, best_plan, without_no_loser
from beatbook.pooling.whatif import alone

FIRST_LOOK_S, BEST_S = 3.0, 60.0


def make_plans() -> int:
    """Takes every plan that waits, the oldest first; says how many."""
    done = 0
    while (identifier := _next()) is not None:
        _work(identifier)
        done += 1
    return done


def _next() -> UUID | None:
    """The oldest request that nobody has begun. A request is begun once: of two workers the database refuses one, which looks further."""
    while True:
        row = models.PlanRequest.objects.using("ingest").exclude(steps__stage="begun").order_by("asked_at").first()
        if row is None:
            return None
        try:
            with transaction.atomic(using="ingest"):
                models.PlanStep.objects.using("ingest").create(request=row, stage="begun")
        except IntegrityError:
            continue
        return row.id


def _work(identifier: UUID) -> None:
    kept = models.PlanRequest.objects.using("ingest").get(id=identifier).problem
    asked = problem_from_json({key: value for key, value in kept.items() if key != "need_ids"})
    try:
        good = _first_look(asked)
        if good is not None:
            _keep(identifier, "good", {"plan": plan_as_json(good)})
        best = good if good is not None and good.proved else best_plan(asked, gap=GAP, seconds=BEST_S, begin=good)
        _keep(identifier, "best", {"plan": plan_as_json(best), **_beside(asked)})
    except NoPlan as refused:
        _keep(identifier, "none", {"rules": [rule.value for rule in refused.rules]})
    except NoPlanYet as refused:
        _keep(identifier, "none", {"words": str(refused)})


def _first_look(asked: Problem) -> Plan | None:
    try:
        return best_plan(asked, gap=GAP, seconds=FIRST_LOOK_S)
    except NoPlanYet:
        return None


def _beside(asked: Problem) -> dict[str, Any]:
    """What stands beside the plan: each force alone, and the same without the rule that nobody pays more."""
    found: dict[str, Any] = {"alone_pence": sum(alone(asked).values())}
    if asked.rules.no_loser:
        free = best_plan(without_no_loser(asked), gap=GAP, seconds=BEST_S)
        found["free_pence"] = free.cost_pence
    return found


def _keep(identifier: UUID, stage: str, result: dict[str, Any]) -> None:
    models.PlanStep.objects.using("ingest").create(request_id=identifier, stage=stage, result=result)
