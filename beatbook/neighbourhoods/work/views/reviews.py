"""Case reviews of anti-social behaviour: asked for, weighed against the threshold, decided by people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.neighbourhoods.models.written import REVIEW_STEPS
from beatbook.neighbourhoods.views.staff import DAY_HINT, cells, columns, ground_context, own_ground, sharing, viewer_of
from beatbook.neighbourhoods.work.actions import (
    REVIEWED,
    NotKept,
    ask_review,
    step_review,
)
from beatbook.neighbourhoods.work.queries import (
    ReviewRow,
    published_counts,
    reviews_of,
)
from beatbook.neighbourhoods.work.thresholds import THRESHOLD, Complaint
from beatbook.web import clock, phrases
from beatbook.web.forming import Field, day_typed, typed_in

COMPLAINTS = 4  # lines of the form: one more than the threshold asks for
REVIEW_COLUMNS = columns("Asked for", "Complaints that count", "Threshold", "Last step", numeric=("Complaints that count",))
_DECISION = (
    Field("step", "What was decided or done?", "radios", items=[(one, phrases.upper_first(one)) for one in REVIEW_STEPS]),
    Field("on", "On which day?", hint=DAY_HINT, width="10"),
    Field("words", "Why, or what was agreed", "textarea", hint="No names", rows=3),
)


@needs(Tool.PROFILE)
def reviews(request: HttpRequest, area: str) -> HttpResponse:
    """Case reviews of an area, and what the force publishes of them."""
    viewer = viewer_of(request)
    ground = own_ground(area, viewer=viewer)
    fields = _review_fields(request)
    typed: dict[str, Any] = {"shared_by": "", "asked_on": f"{clock.today():%d/%m/%Y}"}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = typed_in(request, fields)
        asked_on = day_typed(typed["asked_on"])
        complaints, errors = _complaints(typed)
        errors |= {} if asked_on else {"asked_on": f"Give the day. {DAY_HINT}"}
        if not errors and asked_on:
            try:
                made = ask_review(area, asked_on, complaints, typed["harm"], typed["shared_by"], viewer=viewer)
                note(request, "alteration", area=area, wrote="review request")
                return HttpResponseRedirect(reverse("case-review", args=[made]))
            except NotKept as refused:
                errors[refused.field] = str(refused)
    found = reviews_of(area, viewer=viewer)
    note(request, "case-reviews", area=area, reviews=len(found))
    years = published_counts(viewer.organisation, REVIEWED, viewer=viewer)
    names = ("asked", "threshold not met", "review held", "recommendations made")
    context = {
        **ground_context(ground, "case-reviews"),
        "sentence": f"{phrases.counted(len(found), 'case review that you may see was', 'case reviews that you may see were')} asked for here.",
        "fields": [one.drawn(typed.get(one.name, ""), errors.get(one.name, "")) for one in fields],
        "error_list": list(errors.items()),
        "columns": REVIEW_COLUMNS,
        "rows": [review_cells(one) for one in found],
        "year_columns": columns("Year", *map(phrases.upper_first, names), numeric=tuple(map(phrases.upper_first, names))),
        "years": [cells(one.period, *(str(one.figures[name]) for name in names)) for one in years],
    }
    return render(request, "neighbourhoods/reviews.html", context, status=422 if errors else 200)


@needs(Tool.TASKING)
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """One request: which complaints count, and what was decided."""
    viewer = viewer_of(request)
    found = next(iter(reviews_of(viewer=viewer, review_id=review_id)), None)
    if found is None:
        raise Http404
    typed: dict[str, Any] = {"step": "", "on": f"{clock.today():%d/%m/%Y}"}
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = typed_in(request, _DECISION)
        try:
            step_review(review_id, typed["step"], day_typed(typed["on"]), typed["words"], viewer=viewer)
            note(request, "alteration", wrote="review step")
            return HttpResponseRedirect(reverse("case-review", args=[review_id]))
        except NotKept as refused:
            errors[refused.field] = str(refused)
    note(request, "case-review", review=str(review_id))
    names = names_of_users(viewer=viewer)
    counted = sum(counts for _, counts in found.complaints)
    context = {
        **(ground_context(own_ground(found.area, viewer=viewer), "case-reviews") if may_use(viewer, Tool.PROFILE) else {}),
        "review": found,
        "sentence": f"{phrases.counted(counted, 'complaint counts', 'complaints count')}; the threshold of {THRESHOLD} is"
        f" {'met' if found.is_met else 'not met by number'}."
        " People decide, and may also weigh persistence, harm and how it was answered.",
        "columns": columns("Happened", "Reported", "To", "Number", "Counts"),
        "rows": [_complaint_cells(one, counts) for one, counts in found.complaints],
        "steps": [
            {"title": phrases.upper_first(step), "at_text": phrases.long_date(on), "byline": names.get(str(by), "Somebody"), "text": words}
            for step, on, words, by in found.steps
        ],
        "fields": [one.drawn(typed.get(one.name, ""), errors.get(one.name, "")) for one in _DECISION],
        "error_list": list(errors.items()),
    }
    return render(request, "neighbourhoods/review.html", context, status=422 if errors else 200)


def _review_fields(request: HttpRequest) -> Sequence[Field]:
    lines = [
        Field(f"complaint{n}", f"Complaint {n}", hint="Day it happened, day it was reported, to whom, number" if n == 1 else "")
        for n in range(1, COMPLAINTS + 1)
    ]
    return (
        Field("asked_on", "Asked for on", hint=DAY_HINT, width="10"),
        *lines,
        Field("harm", "What harm does it do?", "textarea", hint="No names", rows=3),
        sharing(viewer=viewer_of(request)),
    )


def _complaints(typed: dict[str, Any]) -> tuple[list[Complaint], dict[str, str]]:
    """Lines such as `1/3/2027, 2/3/2027, Council, ASB/0012`; an empty line is none."""
    found, errors = [], {}
    for number in range(1, COMPLAINTS + 1):
        if line := typed[f"complaint{number}"]:
            parts = [part.strip() for part in line.split(",")]
            days = [day_typed(part) for part in parts[:2]]
            if len(days) == 2 and days[0] and days[1]:
                found.append(Complaint(days[0], days[1], *[*parts[2:4], "", ""][:2]))
            else:
                errors[f"complaint{number}"] = (
                    "Give two days and then to whom and the number, with commas: 1/3/2027, 2/3/2027, Council, ASB/0012"
                )
    return found, errors


def review_cells(one: ReviewRow) -> list[Any]:
    """One row of a list of reviews."""
    last = one.steps[-1] if one.steps else None
    return cells(
        {"text": phrases.long_date(one.asked_on), "href": reverse("case-review", args=[one.id])},
        str(sum(counts for _, counts in one.complaints)),
        "Met" if one.is_met else "Not met by number",
        f"{phrases.upper_first(last[0])}, {phrases.long_date(last[1])}" if last else "None yet",
    )


def _complaint_cells(one: Complaint, counts: bool) -> list[Any]:
    return cells(phrases.long_date(one.happened_on), phrases.long_date(one.reported_on), one.to, one.reference, "Yes" if counts else "No")
