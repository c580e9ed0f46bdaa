"""Pages of benefits: what was promised, what is claimed, and what somebody else verified and chance does not explain."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.innovation import queries
from beatbook.innovation.actions import BidRefused, add_readings, claim_actual, claim_benefit, verify_actual
from beatbook.innovation.benefits import Actual, Benefit, Kind, Standing, counted_twice, cumulative, standing, worth_today
from beatbook.innovation.pictures import measure_chart, progress_chart
from beatbook.innovation.queries import ClaimFacts
from beatbook.innovation.usual_range import FEWEST, usual_before
from beatbook.innovation.wording import day_said, percent, pounds
from beatbook.measures.errors import UnknownMeasure
from beatbook.measures.queries import measure_named, measures, series_of
from beatbook.measures.saying import amount, series_sentence, value_words
from beatbook.measures.where import Where
from beatbook.measures.xmr import Limits
from beatbook.money.ledger import year_name
from beatbook.money.pence import read_pence
from beatbook.organisations.visibility import Visibility
from beatbook.vocabulary.errors import BeatbookError
from beatbook.web import clock, phrases
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.tables import columns_of, download_links, table_file

COLUMNS = ("Benefit", "Project", "From", "Answers for it", "Planned, as counted", "Worth today", "Reached, as counted", "How sure")
MONTHS = ("Month", "Value", "Usual from", "Usual to")
SHOWN = 24  # months of a shared measure
FIELDS = (
    "project",
    "kind",
    "measure",
    "measure_code",
    "area",
    "better",
    "plan",
    "share",
    "optimism",
    "reason",
    "hours",
    "changed",
    "visibility",
)


@needs(Tool.FIGURES)
def benefits(request: HttpRequest) -> HttpResponse:
    """The register, with how sure each benefit is."""
    found = queries.claims(viewer=request.viewer)
    note(request, "consultation", benefits=len(found))
    sure = {one.id: _standing(one) for one in found}
    reached: dict[Standing, int] = {
        kind: sum(_reached(one) for one in found if sure[one.id] is kind) for kind in Standing if kind is not Standing.PLANNED
    }
    drawn = [Bar(phrases.upper_first(kind.value), max(0, pence) / 100, pounds(pence)) for kind, pence in reached.items()]
    twice = counted_twice([one.benefit for one in found])
    context = {
        "sentence": _register_sentence(found, reached),
        "wide": bars(drawn, title="What was reached, by how sure it is", id="sure", width=1060),
        "narrow": bars(drawn, title="What was reached, by how sure it is", id="sure", width=350),
        "columns": columns_of(COLUMNS, {4, 5, 6}),
        "rows": [_cells(one, sure[one.id]) for one in found],
        "downloads": download_links("benefits-file"),
        "twice": [
            f"{measure} in {area} in {year_name(year)}: {percent(float(total))} is claimed" for measure, area, year, total, _ in twice
        ],
        "may_claim": may_use(request.viewer, Tool.ASSESS),
    }
    return render(request, "innovation/benefits.html", context)


@needs(Tool.FIGURES)
def benefits_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same register as a file."""
    found = queries.claims(viewer=request.viewer)
    note(request, "export", benefits=len(found), form=form)
    return table_file(request, form, "Register of benefits", COLUMNS, [_cells(one, _standing(one)) for one in found], "benefits")


def _standing(one: ClaimFacts) -> Standing:
    return standing(one.benefit, one.actuals, one.before, one.after)[0]


def _reached(one: ClaimFacts) -> int:
    return sum(one.benefit.counts_pence(actual.pence) for actual in one.actuals)


def _register_sentence(found: list[ClaimFacts], reached: dict[Standing, int]) -> str:
    planned = sum(one.benefit.counts_pence(pence) for one in found for pence in one.benefit.planned_pence.values())
    return (
        f"Of {pounds(planned)} planned in {phrases.counted(len(found), 'benefit')}, {pounds(reached[Standing.VERIFIED])} is verified,"
        f" {pounds(reached[Standing.CLAIMED])} is claimed, and {pounds(reached[Standing.NOT_DISTINGUISHABLE])} cannot be told from usual variation."
    )


def _cells(one: ClaimFacts, sure: Standing) -> list[dict[str, Any]]:
    benefit = one.benefit
    planned = sum(benefit.counts_pence(pence) for pence in benefit.planned_pence.values())
    return [
        {"text": benefit.measure, "href": reverse("benefit", args=[one.id]), "note": benefit.kind.value},
        {"text": benefit.project},
        {"text": one.owner_name},
        {"text": one.answers_for_it},
        {"text": phrases.money(planned)},
        {"text": phrases.money(worth_today(benefit, min(benefit.planned_pence, default=0)))},
        {"text": phrases.money(_reached(one))},
        {"text": phrases.upper_first(sure.value)},
    ]


@needs(Tool.FIGURES)
def benefit(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One benefit: did its measure leave its usual range, what was reached, who verified it. A POST claims, adds a reading or verifies."""
    found = queries.claim(identifier, viewer=request.viewer)
    if found is None:
        raise Http404
    note(request, "consultation", benefit=str(identifier))
    refusal = ""
    if request.method == "POST":
        try:
            _act(request, found)
        except BeatbookError as refused:
            refusal = str(refused)
        else:
            return HttpResponseRedirect(reverse("benefit", args=[identifier]))
    return render(request, "innovation/benefit.html", _context(request, found) | {"refusal": refusal}, status=422 if refusal else 200)


def _context(request: HttpRequest, found: ClaimFacts) -> dict[str, Any]:
    sure, signals = standing(found.benefit, found.actuals, found.before, found.after)
    usual = usual_before(found.before)
    days = [(phrases.long_date(on), value) for on, value in found.readings]
    rows = [
        (year_name(year), plan / 100, None if got is None else got / 100) for year, plan, got in cumulative(found.benefit, found.actuals)
    ]
    is_mine = found.benefit.owner == str(request.viewer.user_id)
    return {
        "claim": found,
        "sentence": _sentence(found, sure),
        "why": _why(found, sure, signals),
        "facts": _facts(found),
        "shared": _shared_measure(request, found),
        "measure": [
            measure_chart(days, len(found.before), usual, title=found.benefit.measure, id="measure", width=one) for one in (1060, 350)
        ],
        "progress": [progress_chart(rows, title="Planned and reached so far, in pounds", id="progress", width=one) for one in (1060, 350)],
        "reading_columns": columns_of(("Day", "Value", "When"), {1}),
        "reading_rows": [
            [
                {"text": phrases.long_date(on)},
                {"text": f"{value:,.6g}"},
                {"text": "Before" if on < found.changed_on else "After"},
            ]
            for on, value in found.readings
        ],
        "year_columns": columns_of(("Year", "Planned so far", "Reached so far", "Evidence", "Verified by"), {1, 2}),
        "year_rows": _year_rows(found),
        "may_claim": is_mine,
        "to_verify": [
            (one_id, year_name(one.year))
            for one, one_id in zip(found.actuals, found.actual_ids, strict=True)
            if not one.verified_by and not is_mine
        ],
    }


def _shared_measure(request: HttpRequest, found: ClaimFacts) -> dict[str, Any] | None:
    """The measure of the service that the benefit names, for its owner's force: its value with its usual variation, as this viewer may see it."""
    code = found.benefit.measure_code
    if not code:
        return None
    try:
        series = series_of(code, Where(force=found.owner_organisation), viewer=request.viewer)
    except UnknownMeasure as unknown:
        return {"label": found.benefit.measure, "sentence": str(unknown), "columns": columns_of(MONTHS), "rows": []}
    said, tone = series_sentence(series)
    points = [one for one in series.points if one.figure.value is not None][-SHOWN:]
    latest = points[-1] if points else None
    values = [(f"{one.month:%b %Y}", one.figure.value or 0.0) for one in points]
    before = sum(one.month < found.changed_on for one in points)
    limits = latest.limits if latest else None
    return {
        "code": code,
        "label": series.measure.label,
        "sentence": said,
        "tone": tone,
        "url": f"{reverse('measure', args=[code])}?force={found.owner_organisation}",
        "pictures": [
            measure_chart(values, before, limits, title=f"{series.measure.label}, by month", id="shared", width=one) for one in (1060, 350)
        ]
        if values
        else [],
        "columns": columns_of(MONTHS, {1, 2, 3}),
        "rows": [
            [
                {"text": f"{one.month:%b %Y}"},
                {"text": value_words(one.figure)},
                *({"text": amount(edge, one.figure.kind) if one.limits else "not told"} for edge in _edges(one.limits)),
            ]
            for one in points
        ],
    }


def _edges(limits: Limits | None) -> tuple[float, float]:
    return (limits.low, limits.high) if limits else (0.0, 0.0)


def _sentence(found: ClaimFacts, sure: Standing) -> str:
    planned = sum(found.benefit.counts_pence(pence) for pence in found.benefit.planned_pence.values())
    return f"{phrases.upper_first(sure.value)}: {pounds(_reached(found))} of {pounds(planned)} planned is reported."


def _why(found: ClaimFacts, sure: Standing, signals: list[str]) -> str:
    if len(found.before) < FEWEST:
        return f"There are {len(found.before)} readings from before the change; {FEWEST} are needed to know what is usual, so that nothing is verified yet."
    if sure is Standing.NOT_DISTINGUISHABLE:
        return "The readings after the change lie where they would lie without one."
    if signals:
        return f"The measure has left its usual range: {phrases.sentence_list(signals)}."
    return "Nothing was reported yet." if sure is Standing.PLANNED else "There is no reading after the change yet."


def _facts(found: ClaimFacts) -> list[dict[str, Any]]:
    one = found.benefit
    facts = {
        "Project": one.project,
        "Sort": phrases.upper_first(one.kind.value) + (f", {one.hours_use}" if one.hours_use else ""),
        "Measure and place": f"{one.measure}, {one.area}",
        "Answers for it": f"{found.answers_for_it}, {found.owner_name}",
        "Share of the change that is claimed": percent(float(one.share)),
        "Allowed for optimism": f"{percent(float(one.optimism))}: {one.optimism_reason}" if one.optimism else "Nothing",
        "Changed on": phrases.long_date(found.changed_on),
        "Planned, at today’s worth": phrases.money(worth_today(one, min(one.planned_pence, default=0))),
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _year_rows(found: ClaimFacts) -> list[list[dict[str, Any]]]:
    actuals = {one.year: one for one in found.actuals}
    rows = []
    for year, planned, reached in cumulative(found.benefit, found.actuals):
        one = actuals.get(year)
        cells = [year_name(year), phrases.money(planned), "Not yet" if reached is None else phrases.money(reached)]
        rows.append([{"text": text} for text in (*cells, one.evidence if one else "", (one.verified_by or "Nobody yet") if one else "")])
    return rows


def _act(request: HttpRequest, found: ClaimFacts) -> None:
    said, viewer = request.POST, request.viewer
    if said.get("act") == "claim":
        year = said.get("year", "").strip()[:4]
        if not year.isdecimal() or int(year) not in range(2000, 2100):
            raise BidRefused("Give the year in which the financial year begins, such as 2026.")
        pence = read_pence(said.get("pounds", ""), may_be_negative=True)
        claim_actual(found, Actual(found.benefit.code, int(year), pence, said.get("evidence", "")), viewer=viewer)
    elif said.get("act") == "read":
        add_readings(found, [(day_said(said.get("on", "")), _value(said.get("value", "")))], viewer=viewer)
    elif said.get("act") == "verify":
        chosen = next((one for one in found.actual_ids if str(one) == said.get("actual")), None)
        if chosen is None or len(said.get("words", "").strip()) < 3:
            raise BidRefused("Choose a year, and say what you checked.")
        verify_actual(found, chosen, said["words"], viewer=viewer)
    else:
        raise Http404


def _value(said: str) -> float:
    try:
        return float(said.replace(",", ""))
    except ValueError:
        raise BidRefused(f"“{said}” is not a number.") from None


@needs(Tool.ASSESS)
def new_benefit(request: HttpRequest) -> HttpResponse:
    """The form on which a benefit is promised: owner, measure, baseline day, share and plan by year."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    refusal = ""
    if request.method == "POST":
        try:
            made = _promised(request, typed)
            identifier = claim_benefit(made, changed_on=day_said(typed["changed"]), visibility=_seen_by(typed), viewer=request.viewer)
        except BeatbookError as refused:
            refusal = str(refused)
        else:
            note(request, "consultation", benefit=str(identifier))
            return HttpResponseRedirect(reverse("benefit", args=[identifier]))
    note(request, "consultation")
    context = {
        "typed": typed,
        "refusal": refusal,
        "kinds": [{"value": one.value, "label": phrases.upper_first(one.value), "checked": one.value == typed["kind"]} for one in Kind],
        "better": [{"value": one, "label": one.capitalize(), "checked": one == typed["better"]} for one in ("higher", "lower")],
        "visibilities": [{"value": one.value, "label": one.words, "checked": one.value == typed["visibility"]} for one in Visibility],
        "measures": [(one.code, f"{one.code}: {one.label}") for one in measures(viewer=request.viewer)],
        "this_year": clock.today().year,
    }
    return render(request, "innovation/new_benefit.html", context, status=422 if refusal else 200)


def _promised(request: HttpRequest, typed: dict[str, str]) -> Benefit:
    code = typed["measure_code"].strip()
    label = measure_named(code, viewer=request.viewer).label if code else ""
    if typed["kind"] not in {one.value for one in Kind} or not typed["project"].strip():
        raise BidRefused("Say which project it is of, and what sort of benefit.")
    return Benefit(
        "new",
        typed["project"].strip()[:200],
        str(request.viewer.user_id),
        Kind(typed["kind"]),
        typed["measure"].strip()[:200] or label,
        typed["area"].strip()[:200] or "whole force",
        _plan(typed["plan"]),
        Fraction(_percent(typed["share"] or "100"), 100),
        Fraction(_percent(typed["optimism"] or "0"), 100),
        typed["reason"].strip()[:500],
        typed["hours"].strip(),
        typed["better"] != "lower",
        code,
    )


def _plan(said: str) -> dict[int, int]:
    """`2026: £12,000` on a line for each year."""
    found = {}
    for line in said.splitlines():
        year, colon, amount = line.partition(":")
        if not line.strip():
            continue
        if not colon or not year.strip()[:4].isdecimal():
            raise BidRefused(f"“{line.strip()}” is not a year and an amount such as 2026: £12,000.")
        found[int(year.strip()[:4])] = read_pence(amount)
    if not found:
        raise BidRefused("Give a year and an amount on each line.")
    return found


def _percent(said: str) -> int:
    cleaned = said.strip().removesuffix("%").strip()
    if not cleaned.isdecimal() or int(cleaned) > 100:
        raise BidRefused(f"“{said}” is not a number of per cent from 0 to 100.")
    return int(cleaned)


def _seen_by(typed: dict[str, str]) -> Visibility:
    if typed["visibility"] not in {one.value for one in Visibility}:
        raise BidRefused("Choose who may see it.")
    return Visibility(typed["visibility"])
