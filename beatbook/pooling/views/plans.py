"""Pages of move plans: asking for one, watching it come, and reading who moves when to what, what it saves, and what would upset it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.money.ledger import year_name
from beatbook.pooling import queries
from beatbook.pooling.actions import NothingToPlan, ask_for_plan
from beatbook.pooling.costing import Choice, staying
from beatbook.pooling.needs import Rules
from beatbook.pooling.offers import Offer
from beatbook.pooling.pictures import Move, move_chart
from beatbook.pooling.planning import Plan
from beatbook.pooling.queries import PlanFacts
from beatbook.pooling.whatif import Departure, departures, reaches, swings
from beatbook.pooling.wording import percent, pounds
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases
from beatbook.web.tables import columns_of, download_links, table_file

MOVE_COLUMNS = ("Force", "Users", "Does what", "When", "Pays if it stays", "Pays by this plan", "Gains", "Once, to leave and switch")
LEAVING_COLUMNS = ("If this force leaves", "Offer", "The others pay more by", "Who pays more", "The offer falls to")
REACH_COLUMNS = ("Offer", "Users", "Price of each", "To the next price")
SWING_COLUMNS = ("Users", "Cost of the plan", "Saved against staying", "Who would then pay more than if they stayed")
MOST_NAMED = 3  # who would pay most; a list of forty names is read by nobody
APRIL, LIMITS = 4, {"most_suppliers": 50, "lock_in": 100, "small_share": 100, "most_lots": 50}


@needs(Tool.FIGURES)
@require_POST
def ask_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Takes the rules, asks the worker for a plan, and leads to its page."""
    viewer: Viewer = request.viewer
    found = queries.pool(code, viewer=viewer)
    if found is None:
        raise Http404
    try:
        identifier = ask_for_plan(found, _rules(request.POST), viewer=viewer)
    except (NothingToPlan, ValueError):
        note(request, "consultation", pool=code)
        return HttpResponseRedirect(reverse("pooled-need", args=[code]) + "#plan")
    note(request, "consultation", pool=code, plan=str(identifier))
    return HttpResponseRedirect(reverse("move-plan", args=[identifier]))


def _rules(typed: Mapping[str, str]) -> Rules:
    numbers = {name: _number(typed.get(name, ""), most) for name, most in LIMITS.items()}
    return Rules(
        no_loser=typed.get("no_loser") == "yes",
        most_suppliers=numbers["most_suppliers"],
        lock_in_share=None if numbers["lock_in"] is None else Fraction(numbers["lock_in"], 100),
        most_lots=numbers["most_lots"],
        small_share=None if numbers["small_share"] is None else Fraction(numbers["small_share"], 100),
        is_discounted=typed.get("discounted") == "yes",
    )


def _number(said: str, most: int) -> int | None:
    cleaned = said.strip().removesuffix("%").strip()
    return min(most, int(cleaned)) if cleaned.isdecimal() else None


@needs(Tool.FIGURES)
def move_plan(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One plan: how far the work is, and the plan itself as soon as there is one."""
    found = _found(request, identifier)
    note(request, "consultation", plan=str(identifier), stage=found.stage)
    context: dict[str, Any] = {
        "found": found,
        "running": found.stage in ("waiting", "begun", "good"),
        "rules": _rules_in_words(found.problem.rules),
        "stage": found.stage,
        "blocked": found.further.get("rules") or [found.further.get("words", "")],
    }
    if found.plan is not None:
        context |= _shown(found, found.plan, queries.force_names(viewer=request.viewer))
    return render(request, "pooling/move_plan.html", context)


@needs(Tool.FIGURES)
def move_plan_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """Who moves when, as a file."""
    found = _found(request, identifier)
    if found.plan is None:
        raise Http404
    note(request, "export", plan=str(identifier), form=form)
    rows = _move_rows(found, found.plan, queries.force_names(viewer=request.viewer))
    return table_file(request, form, f"{found.pool.title}: move plan", MOVE_COLUMNS, rows, "move-plan")


def _shown(found: PlanFacts, plan: Plan, names: Mapping[str, str]) -> dict[str, Any]:
    problem, labels = found.problem, [f"{name}" for name in years_from(found.pool.begins_on, found.problem.years)]
    offers = {offer.code: offer for offer in problem.offers}
    drawn = [Move(names.get(one.force, one.force), one.start, _offer_words(one, offers)) for one in _in_order(plan)]
    leaving, users = departures(problem, plan), {need.force: need.users for need in problem.needs}
    return {
        "plan": plan,
        "sentence": _sentence(found, plan),
        "gap": _gap_words(plan),
        "beside": _beside(found, plan),
        "wide": move_chart(drawn, labels, width=1060),
        "narrow": move_chart(drawn, labels, width=350),
        "columns": columns_of(MOVE_COLUMNS, {1, 4, 5, 6, 7}),
        "rows": _move_rows(found, plan, names),
        "downloads": download_links("move-plan-file", found.id),
        "leaving_columns": columns_of(LEAVING_COLUMNS, {2}),
        "leaving": [_leaving_cells(one, names, offers) for one in leaving],
        "leaving_sentence": _leaving_sentence(leaving, names, users),
        "reach_columns": columns_of(REACH_COLUMNS, {1, 2}),
        "reaches": [_reach_cells(one, offers) for one in reaches(problem, plan)],
        "swing_columns": columns_of(SWING_COLUMNS, {1, 2}),
        "swings": [_swing_cells(one, names) for one in swings(problem, plan)],
        "switching_columns": columns_of(("Year", "Paid once to leave and switch", "Paid in all"), {1, 2}),
        "switching": _switching(found, plan, labels),
    }


def years_from(begin: date, years: int) -> list[str]:
    """Names of the years of a plan: financial years when it begins in April."""
    if begin.month == APRIL and begin.day == 1:
        return [year_name(begin.year + place) for place in range(years)]
    return [str(begin.year + place) for place in range(years)]


def _in_order(plan: Plan) -> list[Choice]:
    return sorted(plan.choices, key=lambda one: (one.start is None, one.start or 0, one.offer or "", one.force))


def _offer_words(choice: Choice, offers: Mapping[str, Offer]) -> str:
    return "" if choice.offer is None else f"{offers[choice.offer].supplier}, {choice.offer}"


def _sentence(found: PlanFacts, plan: Plan) -> str:
    counted = " at today’s worth" if found.problem.rules.is_discounted else ""
    moving, of_all = len(plan.moves), len(plan.choices)
    if not moving:
        return "Under these rules no force gains by moving: everybody stays as they are."
    suppliers = {offer.supplier for offer in found.problem.offers if offer.code in {one.offer for one in plan.moves}}
    return (
        f"{moving} of {phrases.counted(of_all, 'force')} move, to {phrases.counted(len(suppliers), 'supplier')}, and {pounds(plan.saving_pence)}"
        f" ({percent(plan.saving_pence / plan.stay_pence, 1)}) is saved over {phrases.counted(found.problem.years, 'year')}{counted}."
    )


def _gap_words(plan: Plan) -> str:
    if plan.gap == 0:
        return "No plan under these rules costs less."
    return f"At most {pounds(round(plan.gap * plan.cost_pence))} ({percent(plan.gap, 2)}) could still be saved by a better plan."


def _beside(found: PlanFacts, plan: Plan) -> list[dict[str, str]]:
    rows = [{"key": "If everybody stays", "value": pounds(plan.stay_pence)}, {"key": "By this plan", "value": pounds(plan.cost_pence)}]
    if "alone_pence" in found.further:
        alone = found.further["alone_pence"]
        rows.append(
            {"key": "If each bought alone", "value": f"{pounds(alone)}; buying together saves {pounds(alone - plan.cost_pence)} more"}
        )
    if "free_pence" in found.further:
        price = max(0, plan.cost_pence - found.further["free_pence"])
        rows.append({"key": "What it costs that nobody pays more", "value": pounds(price) if price else "Nothing"})
    return rows


def _move_rows(found: PlanFacts, plan: Plan, names: Mapping[str, str]) -> list[list[dict[str, Any]]]:
    needs_of = {need.force: need for need in found.problem.needs}
    offers = {offer.code: offer for offer in found.problem.offers}
    labels, counted = years_from(found.pool.begins_on, found.problem.years), found.problem.rules.is_discounted
    rows = []
    for one in _in_order(plan):
        need = needs_of[one.force]
        stay, cost = staying(need, found.problem.years).counted(counted), one.counted(counted)
        once = 0 if one.offer is None or one.start is None else one.cost_by_year[one.start] - need.users * _price(one, offers)
        rows.append(
            [
                {"text": names.get(one.force, one.force)},
                {"text": f"{need.users:,}"},
                {"text": f"Moves to {_offer_words(one, offers)}" if one.offer else "Stays"},
                {"text": "" if one.start is None else labels[one.start]},
                {"text": phrases.money(stay)},
                {"text": phrases.money(cost)},
                {"text": phrases.money(stay - cost)},
                {"text": phrases.money(once)},
            ]
        )
    return rows


def _price(one: Choice, offers: Mapping[str, Offer]) -> int:
    return offers[one.offer or ""].tiers[one.tier or 0].price_pence


def _switching(found: PlanFacts, plan: Plan, labels: list[str]) -> list[list[dict[str, Any]]]:
    needs_of = {need.force: need for need in found.problem.needs}
    offers = {offer.code: offer for offer in found.problem.offers}
    once = [0] * found.problem.years
    for one in plan.moves:
        if one.start is not None:
            once[one.start] += one.cost_by_year[one.start] - needs_of[one.force].users * _price(one, offers)
    paid = [sum(one.cost_by_year[year] for one in plan.choices) for year in range(found.problem.years)]
    return [
        [{"text": label}, {"text": phrases.money(once[year])}, {"text": phrases.money(paid[year])}] for year, label in enumerate(labels)
    ]


def _leaving_sentence(leaving: list[Departure], names: Mapping[str, str], users: Mapping[str, int]) -> str:
    costly = [one for one in leaving if one.extra_pence]
    if not costly:
        return "No single force’s leaving would cost the others anything."
    worst = costly[0]
    return (
        f"If {names.get(worst.force, worst.force)} ({users[worst.force]:,} users) left, the others would pay {pounds(worst.extra_pence)} more;"
        f" {phrases.counted(len(costly), 'force')} could each cost the others something."
    )


def _leaving_cells(one: Departure, names: Mapping[str, str], offers: Mapping[str, Offer]) -> list[dict[str, Any]]:
    losing = sorted(one.losers, key=lambda force: -one.losers[force])
    named = [names.get(force, force) for force in losing[:MOST_NAMED]]
    losers = phrases.sentence_list([*named, f"{len(losing) - MOST_NAMED} more"] if len(losing) > MOST_NAMED else named)
    tier = one.falls_to_tier
    falls = "nothing: too few are left" if tier is None else phrases.money(offers[one.offer].tiers[tier].price_pence) + " a user"
    return [
        {"text": names.get(one.force, one.force)},
        {"text": one.offer},
        {"text": phrases.money(one.extra_pence)},
        {"text": losers or "Nobody"},
        {"text": falls if one.losers or tier is None else "no other price"},
    ]


def _reach_cells(one: Any, offers: Mapping[str, Offer]) -> list[dict[str, Any]]:
    further = "This is the lowest price"
    if one.missing_users is not None:
        further = f"{one.missing_users:,} more users bring {phrases.money(one.next_price_pence)}"
    return [
        {"text": f"{offers[one.offer].supplier}, {one.offer}"},
        {"text": f"{one.users:,}"},
        {"text": phrases.money(one.price_pence)},
        {"text": further},
    ]


def _swing_cells(one: Any, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"text": f"{percent(abs(float(one.share)))} {'more' if one.share > 0 else 'fewer'}"},
        {"text": phrases.money(one.cost_pence)},
        {"text": phrases.money(one.stay_pence - one.cost_pence)},
        {"text": phrases.sentence_list(names.get(force, force) for force in one.losers) or "Nobody"},
    ]


def _rules_in_words(rules: Rules) -> list[str]:
    said = ["Nobody pays more than if they stayed" if rules.no_loser else "Some may pay more than if they stayed"]
    if rules.most_suppliers is not None:
        said.append(f"At most {phrases.counted(rules.most_suppliers, 'supplier')}")
    if rules.lock_in_share is not None:
        said.append(f"No supplier holds more than {percent(float(rules.lock_in_share))} of all users")
    if rules.most_lots is not None:
        said.append(f"No supplier wins more than {phrases.counted(rules.most_lots, 'lot')}")
    if rules.small_share is not None:
        said.append(f"Small suppliers get at least {percent(float(rules.small_share))} of the users who move")
    return [*said, "Costs at today’s worth, 3.5% a year real"] if rules.is_discounted else said


def _found(request: HttpRequest, identifier: UUID) -> PlanFacts:
    found = queries.plan(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    return found
