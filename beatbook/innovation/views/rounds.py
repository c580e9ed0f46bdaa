"""Pages of the fund: rounds, what each would fund and why, the form that sends a bid in, and the library of what others may use."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.innovation import queries
from beatbook.innovation.actions import BidRefused, send_bid
from beatbook.innovation.asks import Ask, AskIncomplete, Stage
from beatbook.innovation.fund import Allocation, NoAllocation, allocated
from beatbook.innovation.gates import NoRecordedResult
from beatbook.innovation.queries import BidFacts, RoundFacts
from beatbook.innovation.scoring import outcome
from beatbook.innovation.twins import Twin
from beatbook.innovation.wording import percent, pounds
from beatbook.money.pence import NegativeMoney, NotMoney, NotPounds, read_pence
from beatbook.organisations.queries import NotYours
from beatbook.organisations.visibility import Visibility
from beatbook.web import clock, phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.tables import columns_of, download_links, table_file

BID_COLUMNS = ("Bid", "From", "Stage", "Asks for", "Counted benefit", "Council", "In this allocation")
LIBRARY_COLUMNS = ("Innovation", "From", "Stage", "What was shown", "Open outputs", "Used by", "How others may use it")
FIELDS = ("title", "summary", "capability", "stage", "follows", "ask", "low", "middle", "high", "chance", "region", "reuse", "visibility")
MONEY = {"ask": "How much do you ask for?", "low": "Low benefit", "middle": "Middle benefit", "high": "High benefit"}


@needs(Tool.FIGURES)
def innovation(request: HttpRequest) -> HttpResponse:
    """Rounds of the fund, and the ways to the library, benefits and appraisals."""
    viewer = request.viewer
    found = queries.rounds(viewer=viewer)
    note(request, "consultation", rounds=len(found))
    today = clock.today()
    open_now = sum(one.is_open(today) for one in found)
    context = {
        "sentence": f"{phrases.upper_first(phrases.counted(open_now, 'round'))} of the innovation fund {'is' if open_now == 1 else 'are'} open for bids.",
        "columns": columns_of(("Round", "Money", "Open for bids", "Stands"), {1}),
        "rows": [_round_cells(one, today) for one in found],
    }
    return render(request, "innovation/innovation.html", context)


def _round_cells(one: RoundFacts, today: Any) -> list[dict[str, Any]]:
    return [
        {"text": one.title, "href": reverse("fund-round", args=[one.code])},
        {"text": phrases.money(one.rules.budget_pence)},
        {"text": f"{phrases.long_date(one.opens_on)} to {phrases.long_date(one.closes_on)}"},
        {"text": "Open" if one.is_open(today) else "Closed"},
    ]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A round with its bids and what the fund would do with them."""

    found: RoundFacts
    bids: list[BidFacts]
    best: Allocation | None
    refusal: str


def _standing(request: HttpRequest, code: str) -> _Standing:
    found = queries.round_by_code(code, viewer=request.viewer)
    if found is None:
        raise Http404
    known = queries.bids(viewer=request.viewer, round_code=code)
    try:
        return _Standing(found, known, allocated([one.as_ask() for one in known], found.rules), "")
    except NoAllocation as refused:
        return _Standing(found, known, None, str(refused))


@needs(Tool.FIGURES)
def fund_round(request: HttpRequest, code: str) -> HttpResponse:
    """One round: which bids bring most within its rules, among those that this viewer may see."""
    viewer, standing = request.viewer, _standing(request, code)
    note(request, "consultation", round=code, bids=len(standing.bids))
    drawn = _bars(standing)
    context = {
        "round": standing.found,
        "sentence": _sentence(standing),
        "rules": _rules(standing.found),
        "wide": bars(drawn, title="Money for each stage in this allocation", id="stages", width=1060),
        "narrow": bars(drawn, title="Money for each stage in this allocation", id="stages", width=350),
        "columns": columns_of(BID_COLUMNS, {3, 4}),
        "rows": [_bid_cells(request, one, standing) for one in _in_order(standing)],
        "downloads": download_links("fund-round-file", code),
        "may_bid": may_use(viewer, Tool.ASSESS) and standing.found.is_open(clock.today()),
    }
    return render(request, "innovation/fund_round.html", context)


@needs(Tool.FIGURES)
def fund_round_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The same bids as a file."""
    standing = _standing(request, code)
    note(request, "export", round=code, bids=len(standing.bids), form=form)
    rows = [_bid_cells(request, one, standing) for one in _in_order(standing)]
    return table_file(request, form, standing.found.title, BID_COLUMNS, rows, "bids")


def _funded(standing: _Standing) -> list[BidFacts]:
    return [one for one in standing.bids if standing.best and str(one.id) in standing.best.funded]


def _in_order(standing: _Standing) -> list[BidFacts]:
    funded = {one.id for one in _funded(standing)}
    return sorted(standing.bids, key=lambda one: (one.id not in funded, one.title))


def _sentence(standing: _Standing) -> str:
    if standing.best is None:
        return f"No allocation keeps the rules of this round: {standing.refusal}"
    funded, aim = _funded(standing), standing.found.rules.aim.value
    return (
        f"{len(funded)} of {phrases.counted(len(standing.bids), 'bid')} would be funded with {pounds(standing.best.spent_pence)} of"
        f" {pounds(standing.found.rules.budget_pence)}, for {pounds(standing.best.worth_pence)} of {aim}."
    )


def _rules(found: RoundFacts) -> list[str]:
    said = [f"It funds what brings most {found.rules.aim.value}, within {pounds(found.rules.budget_pence)}"]
    said += [f"{pounds(pence)} is kept for {stage.value}" for stage, pence in found.rules.ring_fences.items()]
    said += [f"{region} gets at least {pounds(pence)}" for region, pence in found.rules.floors.items()]
    return [*said, "No money to scale without a recorded result that says so", "Of twins, at most one is scaled"]


def _bars(standing: _Standing) -> list[Bar]:
    spent = {stage: sum(one.ask_pence for one in _funded(standing) if one.stage is stage) for stage in Stage}
    return [Bar(phrases.upper_first(stage.value), pence / 100, pounds(pence)) for stage, pence in spent.items()]


def _bid_cells(request: HttpRequest, one: BidFacts, standing: _Standing) -> list[dict[str, Any]]:
    said = outcome(queries.votes(one.id, viewer=request.viewer))
    if not (said.votes_for or said.against):
        advice = "Not heard yet"
    else:
        advice = f"{said.votes_for} for, {said.against} against" + ("; advised" if said.is_advised else "")
    ask = one.as_ask()
    closed = "" if ask.may_be_funded else "Not open to money to scale: no result says so"
    return [
        {"text": one.title, "href": reverse("bid", args=[one.id])},
        {"text": one.owner_name},
        {"text": phrases.upper_first(one.stage.value)},
        {"text": phrases.money(one.ask_pence)},
        {"text": phrases.money(ask.worth(standing.found.rules.aim))},
        {"text": advice},
        {"text": closed or ("Funded" if one in _funded(standing) else "Not funded")},
    ]


@needs(Tool.ASSESS)
def new_bid(request: HttpRequest, code: str) -> HttpResponse:
    """The form that sends a bid in. A bid that is like another is shown its twin first, and sent only when its sender says so again."""
    viewer = request.viewer
    found = queries.round_by_code(code, viewer=viewer)
    if found is None:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in FIELDS} if request.method == "POST" else dict.fromkeys(FIELDS, "")
    errors: dict[str, str] = {}
    twins: list[tuple[Twin, BidFacts]] = []
    if request.method == "POST":
        ask, errors = _read(typed)
        twins = queries.twins_of(f"{typed['title']}. {typed['summary']}", viewer=viewer)
        if ask is not None and (not twins or request.POST.get("despite") == "yes"):
            identifier, refusal = _send(request, found, typed, ask)
            if identifier is not None:
                note(request, "consultation", round=code, bid=str(identifier))
                return HttpResponseRedirect(reverse("bid", args=[identifier]))
            errors = {"summary": refusal}
    note(request, "consultation", round=code)
    return render(request, "innovation/new_bid.html", _form(request, found, typed, errors, twins), status=422 if errors or twins else 200)


def _form(
    request: HttpRequest, found: RoundFacts, typed: dict[str, str], errors: dict[str, str], twins: list[tuple[Twin, BidFacts]]
) -> dict[str, Any]:
    proofs = [one for one in queries.bids(viewer=request.viewer) if one.stage is Stage.PROOF and one.result]
    return {
        "round": found,
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
        "twins": [(one, percent(twin.likeness), phrases.sentence_list(twin.words)) for twin, one in twins],
        "stages": [{"value": one.value, "label": phrases.upper_first(one.value), "checked": one.value == typed["stage"]} for one in Stage],
        "proofs": [(str(one.id), one.title, str(one.id) == typed["follows"]) for one in proofs],
        "visibilities": [{"value": one.value, "label": one.words, "checked": one.value == typed["visibility"]} for one in Visibility],
    }


def _read(typed: dict[str, str]) -> tuple[Ask | None, dict[str, str]]:
    errors: dict[str, str] = {}
    money: dict[str, int] = {}
    for name in MONEY:
        try:
            money[name] = read_pence(typed[name])
        except (NotMoney, NotPounds, NegativeMoney) as refused:
            errors[name] = str(refused)
    if typed["stage"] not in {one.value for one in Stage}:
        errors["stage"] = "Choose a stage."
    if typed["visibility"] not in {one.value for one in Visibility}:
        errors["visibility"] = "Choose who may see the bid."
    chance = typed["chance"].strip().removesuffix("%").strip()
    if not chance.isdecimal() or int(chance) > 100:
        errors["chance"] = "Give the chance that it works, from 0 to 100 per cent."
    if errors:
        return None, errors
    try:
        benefit = (money["low"], money["middle"], money["high"])
        return Ask("new", Stage(typed["stage"]), money["ask"], benefit, Fraction(int(chance), 100), typed["region"].strip()[:100]), {}
    except AskIncomplete:
        return None, {"low": "The low benefit must not be above the middle one, nor that above the high one."}


def _send(request: HttpRequest, found: RoundFacts, typed: dict[str, str], ask: Ask) -> tuple[UUID | None, str]:
    try:
        identifier = send_bid(
            found,
            title=typed["title"],
            summary=typed["summary"],
            ask=ask,
            visibility=Visibility(typed["visibility"]),
            today=clock.today(),
            viewer=request.viewer,
            capability=typed["capability"],
            follows=UUID(typed["follows"]) if typed["follows"] else None,
            reuse_plan=typed["reuse"],
            open_outputs=request.POST.get("open_outputs") == "yes",
        )
    except (BidRefused, NoRecordedResult, NotYours, ValueError) as refused:
        return None, str(refused)
    return identifier, ""


@needs(Tool.FIGURES)
def library(request: HttpRequest) -> HttpResponse:
    """What was tried, what it showed, and who uses it too."""
    rows, used = _library_rows(request)
    note(request, "consultation", innovations=len(rows))
    context = {
        "sentence": f"{phrases.upper_first(phrases.counted(len(rows), 'innovation'))} were tried with a recorded result; {used} are used by others too.",
        "columns": columns_of(LIBRARY_COLUMNS),
        "rows": rows,
        "downloads": download_links("innovation-library-file"),
    }
    return render(request, "innovation/library.html", context)


@needs(Tool.FIGURES)
def library_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same library as a file."""
    rows, _ = _library_rows(request)
    note(request, "export", innovations=len(rows), form=form)
    return table_file(request, form, "Library of innovations", LIBRARY_COLUMNS, rows, "innovations")


def _library_rows(request: HttpRequest) -> tuple[list[list[dict[str, Any]]], int]:
    used = queries.reuses(viewer=request.viewer)
    known = [one for one in queries.bids(viewer=request.viewer) if one.result]
    rows = [
        [
            {"text": one.title, "href": reverse("bid", args=[one.id])},
            {"text": one.owner_name},
            {"text": phrases.upper_first(one.stage.value)},
            {
                "text": f"{one.result.measure}: from {one.result.baseline:g} to {one.result.result:g}; {one.result.verdict.value}"
                if one.result
                else ""
            },
            {"text": "Yes" if one.open_outputs else "No"},
            {"text": phrases.sentence_list(used.get(one.id, [])) or "Nobody else yet"},
            {"text": one.reuse_plan or "Not said"},
        ]
        for one in known
    ]
    return rows, sum(one.id in used for one in known)
