"""Pages of options appraisals: what was asked, how often each option wins, what staff found, what the panel said, and what was decided."""

import csv
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.innovation import queries
from beatbook.innovation.actions import ask_appraisal, decide, say_of_appraisal
from beatbook.innovation.appraisal import TEN_FACTORS, AppraisalIncomplete, Option, Result, appraised, turning_points
from beatbook.innovation.queries import AppraisalFacts
from beatbook.innovation.wording import percent, pounds
from beatbook.money.pence import read_pence
from beatbook.organisations.visibility import Visibility
from beatbook.vocabulary.errors import BeatbookError
from beatbook.web import phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.tables import columns_of, download_links, table_file

COLUMNS = (
    "Option",
    "Wins in so many of all weightings",
    "Points at the stated weights",
    "Cost today",
    "Passes the gates",
    "Never better than",
)


@needs(Tool.FIGURES)
def appraisals(request: HttpRequest) -> HttpResponse:
    """Every appraisal, and where it stands."""
    found = queries.appraisals(viewer=request.viewer)
    note(request, "consultation", appraisals=len(found))
    decided = sum(one.decision is not None for one in found)
    context = {
        "sentence": f"{phrases.upper_first(phrases.counted(len(found), 'choice'))} weighed; {decided} decided.",
        "columns": columns_of(("Choice", "Options", "Stands")),
        "rows": [_list_cells(one) for one in found],
        "may_ask": may_use(request.viewer, Tool.ASSESS),
    }
    return render(request, "innovation/appraisals.html", context)


def _list_cells(one: AppraisalFacts) -> list[dict[str, Any]]:
    return [
        {"text": one.title, "href": reverse("appraisal", args=[one.id])},
        {"text": phrases.sentence_list(option.name for option in one.options)},
        {"text": _stands(one)},
    ]


def _stands(one: AppraisalFacts) -> str:
    if one.decision:
        return "Decided"
    missing = [words for words, said in (("staff findings", one.staff_findings), ("the panel’s comments", one.panel_comments)) if not said]
    return f"Waits for {phrases.sentence_list(missing)}" if missing else "Ready to be decided"


@needs(Tool.FIGURES)
def appraisal(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One appraisal; a POST adds a finding or comment, or decides."""
    found = queries.appraisal(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    note(request, "consultation", appraisal=str(identifier))
    refusal = ""
    if request.method == "POST":
        try:
            _act(request, found)
        except BeatbookError as refused:
            refusal = str(refused)
        else:
            return HttpResponseRedirect(reverse("appraisal", args=[identifier]))
    return render(request, "innovation/appraisal.html", _context(request, found) | {"refusal": refusal}, status=422 if refusal else 200)


@needs(Tool.FIGURES)
def appraisal_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """The results of one appraisal as a file."""
    found = queries.appraisal(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    note(request, "export", appraisal=str(identifier), form=form)
    rows = [_cells(one, found) for one in appraised(found.options, found.factors)]
    return table_file(request, form, found.title, COLUMNS, rows, "appraisal")


def _context(request: HttpRequest, found: AppraisalFacts) -> dict[str, Any]:
    results = appraised(found.options, found.factors)
    drawn = [Bar(one.option.name, one.win_share, percent(one.win_share)) for one in results]
    is_mine = found.owner == request.viewer.organisation
    names = {one.code: one.name for one in found.options}
    return {
        "appraisal": found,
        "sentence": _sentence(results),
        "stands": _stands(found),
        "decided": (names[found.decision[0]], found.decision[1], found.decision[2]) if found.decision else None,
        "wide": bars(drawn, title="Share of all weightings in which each option wins", id="wins", width=1060),
        "narrow": bars(drawn, title="Share of all weightings in which each option wins", id="wins", width=350),
        "columns": columns_of(COLUMNS, {1, 2, 3}),
        "rows": [_cells(one, found) for one in results],
        "downloads": download_links("appraisal-file", found.id),
        "turning": [words for option in found.options if (words := _turning(option, found))],
        "factor_columns": columns_of(("Factor", "Weight", *names.values()), set(range(1, 2 + len(names)))),
        "factor_rows": _factor_rows(found),
        "says_staff": is_mine and not found.decision,
        "says_panel": not is_mine and not found.decision,
        "may_decide": is_mine and not found.decision and bool(found.staff_findings) and bool(found.panel_comments),
        "choices": [{"value": one.code, "label": one.name} for one in found.options],
    }


def _sentence(results: list[Result]) -> str:
    best = max(results, key=lambda one: one.win_share)
    if not best.win_share:
        return "No option passes every gate."
    return (
        f"“{best.option.name}” comes first in {percent(best.win_share)} of all ways of weighing the factors, and costs {pounds(best.cost_pence)}"
        " at today’s worth."
    )


def _cells(one: Result, found: AppraisalFacts) -> list[dict[str, Any]]:
    names = {option.code: option.name for option in found.options}
    factors = {factor.code: factor.words for factor in found.factors}
    gates = phrases.sentence_list(factors[code].lower() for code in one.failed_gates)
    return [
        {"text": one.option.name, "note": "Doing nothing" if one.option.is_do_nothing else ""},
        {"text": percent(one.win_share, 1)},
        {"text": f"{one.low:.1f} to {one.high:.1f} of 10"},
        {"text": phrases.money(one.cost_pence)},
        {"text": f"No: {gates}" if gates else "Yes"},
        {"text": phrases.sentence_list(names[code] for code in one.dominated_by) or ""},
    ]


def _turning(option: Option, found: AppraisalFacts) -> str:
    """What would have to be true for an option to win that does not."""
    points = turning_points(option, found.options, found.factors)
    if not points:
        return ""
    factor, share = points[0]
    return f"“{option.name}” would win if “{factor.words[:1].lower() + factor.words[1:]}” were {percent(share)} of the weight."


def _factor_rows(found: AppraisalFacts) -> list[list[dict[str, Any]]]:
    rows = []
    for factor in found.factors:
        points = [one.points[factor.code] for one in found.options]
        cells = [f"{low:g} to {high:g}" if low != high else f"{low:g}" for low, high in points]
        rows.append([{"text": text} for text in (factor.words + (" (gate)" if factor.is_gate else ""), f"{factor.weight:g}", *cells)])
    return rows


def _act(request: HttpRequest, found: AppraisalFacts) -> None:
    act = request.POST.get("act")
    if act in ("staff", "panel"):
        say_of_appraisal(found, act, request.POST.get("words", ""), viewer=request.viewer)
    elif act == "decide":
        decide(found, request.POST.get("option", ""), request.POST.get("reason", ""), viewer=request.viewer)
    else:
        raise Http404


@needs(Tool.ASSESS)
def new_appraisal(request: HttpRequest) -> HttpResponse:
    """The form that asks a question: options with their costs, and points for the ten factors, one line for each option."""
    typed = {name: request.POST.get(name, "") for name in ("title", "question", "options", "visibility")}
    refusal = ""
    if request.method == "POST":
        try:
            if typed["visibility"] not in {one.value for one in Visibility} or not typed["title"].strip():
                raise AppraisalIncomplete("Give the choice a name, and say who may see it.")
            options = options_of(typed["options"])
            seen = Visibility(typed["visibility"])
            identifier = ask_appraisal(typed["title"], typed["question"], TEN_FACTORS, options, visibility=seen, viewer=request.viewer)
        except BeatbookError as refused:
            refusal = str(refused)
        else:
            note(request, "consultation", appraisal=str(identifier))
            return HttpResponseRedirect(reverse("appraisal", args=[identifier]))
    note(request, "consultation")
    context = {
        "typed": typed,
        "refusal": refusal,
        "factors": [factor.words for factor in TEN_FACTORS],
        "visibilities": [{"value": one.value, "label": one.words, "checked": one.value == typed["visibility"]} for one in Visibility],
    }
    return render(request, "innovation/new_appraisal.html", context, status=422 if refusal else 200)


def options_of(text: str) -> list[Option]:
    """Options as lines of `name, cost by year with / between, ten points`; points are `6` or `4-8`; the first line is doing nothing.

    Raises:
        AppraisalIncomplete: a line has not so many parts, or a part is no number.
    """
    options: list[Option] = []
    for number, cells in enumerate(csv.reader(text.splitlines()), start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != 2 + len(TEN_FACTORS):
            raise AppraisalIncomplete(f"Line {number} has {len(cells)} parts; it needs a name, costs and {len(TEN_FACTORS)} points.")
        points = {factor.code: _points(cell, number) for factor, cell in zip(TEN_FACTORS, cells[2:], strict=True)}
        costs = tuple(read_pence(cost) for cost in cells[1].split("/"))
        options.append(Option(f"option-{len(options) + 1}", cells[0].strip()[:200], points, costs, is_do_nothing=not options))
    return options


def _points(cell: str, number: int) -> tuple[float, float]:
    low, _, high = cell.strip().partition("-")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise AppraisalIncomplete(f"Line {number}: “{cell.strip()}” is not points such as 6 or 4-8.") from None
