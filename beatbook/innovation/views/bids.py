"""The page of one bid: what it asks, what was shown, how far assessors differ, what the council says, and what would fund it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.innovation import queries
from beatbook.innovation.actions import BidRefused, NotForYou, go_live, pass_check, record_result, score_bid, use_too, vote
from beatbook.innovation.asks import Stage, Verdict
from beatbook.innovation.fund import NoAllocation, allocated, nearest_change
from beatbook.innovation.gates import CHECKS, missing_checks
from beatbook.innovation.queries import BidFacts, RoundFacts
from beatbook.innovation.scoring import CRITERIA, Say, outcome, spreads
from beatbook.innovation.wording import day_said, percent, pounds
from beatbook.vocabulary.errors import BeatbookError
from beatbook.web import clock, phrases
from beatbook.web.tables import columns_of

Act = Callable[[HttpRequest, BidFacts], None]


@needs(Tool.FIGURES)
def bid(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One bid; a POST does one of the acts that stand on the page."""
    found = queries.bid(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    note(request, "consultation", bid=str(identifier))
    refusal = ""
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            act(request, found)
        except BeatbookError as refused:
            refusal = str(refused)
        else:
            return HttpResponseRedirect(reverse("bid", args=[identifier]))
    return render(request, "innovation/bid.html", _context(request, found) | {"refusal": refusal}, status=422 if refusal else 200)


def _context(request: HttpRequest, found: BidFacts) -> dict[str, Any]:
    viewer, round_ = request.viewer, queries.round_by_code(found.round, viewer=request.viewer)
    votes, sector = queries.votes(found.id, viewer=viewer), queries.council_sector(viewer=viewer)
    conflicted = frozenset(one.member for one in votes if one.say is Say.CONFLICT)
    given = queries.scores(found.id, viewer=viewer)
    is_open = round_ is not None and round_.is_open(clock.today())
    live_on = queries.went_live_on(found.id, viewer=viewer)
    is_mine, passed = found.owner == viewer.organisation, queries.checks(found.id, viewer=viewer)
    return {
        "bid": found,
        "round": round_,
        "sentence": _sentence(found, round_),
        "facts": _facts(found),
        "standing": _standing(request, found, round_),
        "twins": [
            (one, percent(twin.likeness), phrases.sentence_list(twin.words))
            for twin, one in queries.twins_of(found.words, viewer=viewer, leave_out=found.id)
        ],
        "score_columns": columns_of(("Criterion", "Lowest", "Middle", "Highest", "Assessors", "How far they differ"), {1, 2, 3, 4}),
        "score_rows": [_spread_cells(one) for one in spreads(given, conflicted)],
        "is_blind": is_open,
        "criteria": [(f"points-{place}", f"reason-{place}", name) for place, name in enumerate(CRITERIA)],
        "may_score": sector is not None and is_open and not is_mine and not any(one.assessor == str(viewer.user_id) for one in given),
        "outcome": _outcome_words(votes),
        "says": [{"value": one.value, "label": phrases.upper_first(one.value)} for one in Say] if sector is not None and is_open else [],
        "may_record": is_mine and found.stage is Stage.PROOF and may_use(viewer, Tool.ASSESS),
        "verdicts": [{"value": one.value, "label": phrases.upper_first(one.value)} for one in Verdict],
        "may_use_too": may_use(viewer, Tool.ASSESS) and not is_mine and found.result is not None,
        "check_columns": columns_of(("Before it goes live", "Evidence", "Passed by")),
        "check_rows": [[{"text": check.words}, *({"text": part} for part in passed.get(check.code, ("Not yet", "")))] for check in CHECKS],
        "ready": _ready_words(passed) if live_on is None else f"It has been live since {phrases.long_date(live_on)}.",
        "may_go_live": is_mine and may_use(viewer, Tool.ASSESS) and live_on is None and not missing_checks(passed),
        "may_pass": is_mine and may_use(viewer, Tool.ASSESS),
        "open_checks": [{"value": check.code, "label": check.words} for check in missing_checks(passed)],
    }


def _sentence(found: BidFacts, round_: RoundFacts | None) -> str:
    worth = found.as_ask().worth(round_.rules.aim) if round_ else 0
    return (
        f"{found.owner_name} asks for {pounds(found.ask_pence)} for {found.stage.value}; {pounds(worth)} of benefit is counted, with a chance of"
        f" {found.chance_percent}%."
    )


def _facts(found: BidFacts) -> list[dict[str, Any]]:
    low, middle, high = found.benefit_pence
    facts = {
        "What it is": found.summary,
        "Capability": found.capability or "Not said",
        "Benefit if it works": f"{pounds(low)} to {pounds(high)}, most likely {pounds(middle)}",
        "Region": found.region or "Not said",
        "How others may use it": found.reuse_plan or "Not said",
        "Outputs are open": "Yes" if found.open_outputs else "No",
        "Sent in": phrases.date_time(found.sent_at),
    }
    if found.result:
        shown = found.result
        facts["What the proof of concept showed"] = (
            f"{shown.measure}: from {shown.baseline:g} to {shown.result:g}; verdict: {shown.verdict.value}"
        )
    return [{"key": key, "value": value} for key, value in facts.items()]


def _standing(request: HttpRequest, found: BidFacts, round_: RoundFacts | None) -> str:
    """Whether it would be funded and, when not, the nearest change that would."""
    if round_ is None:
        return ""
    asks = [one.as_ask() for one in queries.bids(viewer=request.viewer, round_code=found.round)]
    try:
        best = allocated(asks, round_.rules)
        if str(found.id) in best.funded:
            return "It would be funded."
        change = nearest_change(str(found.id), asks, round_.rules, best)
    except NoAllocation as refused:
        return str(refused)
    if change.reason:
        return change.reason
    ways = []
    if change.less_pence is not None:
        ways.append(f"it asked for {phrases.money(change.less_pence)} less")
    if change.more_benefit_pence is not None:
        ways.append(f"{phrases.money(change.more_benefit_pence)} more of benefit were counted for it")
    return (
        f"It would not be funded. It would be if {' or if '.join(ways)}."
        if ways
        else "It would not be funded, and no one change would do it."
    )


def _spread_cells(one: Any) -> list[dict[str, Any]]:
    return [
        {"text": one.criterion},
        {"text": str(one.low)},
        {"text": f"{float(one.middle):g}"},
        {"text": str(one.high)},
        {"text": str(one.assessors)},
        {"text": "Far: talk before deciding" if one.is_wide else "Little"},
    ]


def _outcome_words(votes: list[Any]) -> str:
    said = outcome(votes)
    conflicts = f" {phrases.upper_first(phrases.counted(said.conflicts, 'member'))} declared a conflict." if said.conflicts else ""
    unheard = f" Not heard yet: {phrases.sentence_list(one.value for one in said.unheard)}." if said.unheard else ""
    return f"{said.votes_for} for, {said.against} against: {'advised' if said.is_advised else 'not advised'}.{conflicts}{unheard}"


def _ready_words(passed: dict[str, tuple[str, str]]) -> str:
    missing = missing_checks(passed)
    return (
        "Everything is there: it may go live."
        if not missing
        else f"It may not go live yet: {phrases.counted(len(missing), 'check')} to pass."
    )


def _score(request: HttpRequest, found: BidFacts) -> None:
    points: dict[str, int] = {}
    for place, name in enumerate(CRITERIA):
        said = request.POST.get(f"points-{place}", "").strip()
        if said.isdecimal():
            points[name] = int(said)
    score_bid(
        found.id, points, {name: request.POST.get(f"reason-{place}", "") for place, name in enumerate(CRITERIA)}, viewer=request.viewer
    )


def _vote(request: HttpRequest, found: BidFacts) -> None:
    said = request.POST.get("say", "")
    if said not in {one.value for one in Say}:
        raise BidRefused("Choose what you say of it.")
    vote(found.id, Say(said), request.POST.get("words", ""), viewer=request.viewer)


def _record(request: HttpRequest, found: BidFacts) -> None:
    try:
        baseline, result = float(request.POST.get("baseline", "")), float(request.POST.get("result", ""))
        verdict = Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise BidRefused("Give the value before and after as numbers, and choose a verdict.") from None
    words = {"measure": request.POST.get("measure", ""), "learned": request.POST.get("learned", "")}
    record_result(found, baseline=baseline, result=result, verdict=verdict, viewer=request.viewer, **words)


def _pass(request: HttpRequest, found: BidFacts) -> None:
    pass_check(found, request.POST.get("check", ""), request.POST.get("evidence", ""), viewer=request.viewer)


def _live(request: HttpRequest, found: BidFacts) -> None:
    said = request.POST.get("live_on", "").strip()
    go_live(found, day_said(said), viewer=request.viewer)


def _use(request: HttpRequest, found: BidFacts) -> None:
    if not may_use(request.viewer, Tool.ASSESS):
        raise NotForYou("Only those who answer for an organisation’s technology say what it uses.")
    use_too(found, request.POST.get("words", ""), viewer=request.viewer)


ACTS: dict[str, Act] = {"score": _score, "vote": _vote, "record": _record, "pass": _pass, "live": _live, "use": _use}
