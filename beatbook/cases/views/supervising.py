"""Giving out work, reviewing it, and passing it between teams without losing sight of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from beatbook.access.permissions import Tool
from beatbook.access.queries import colleagues
from beatbook.audit.middleware import needs, note
from beatbook.cases.actions import allocate, answer_referral, record_review, refer
from beatbook.cases.teams import TEAMS, team_of
from beatbook.cases.views.asking import case_of, uuid_typed, viewer_of
from beatbook.cases.views.writing import back_to, form_page
from beatbook.pole.actions import NotWritten
from beatbook.web.forming import Field, day_typed, show_form, typed_in

REVIEW = (
    Field("found", "What you found", kind="textarea", rows=5, hint="Progress, lines of enquiry, the victim, risk, and what is to be done"),
    Field("next_on", "Next review", width="10", hint="For example 18/12/2026. Leave empty when none is needed."),
)
REFER = (
    Field("to_team", "To which team", kind="radios", items=tuple((team, team) for team in TEAMS)),
    Field("words", "What is asked, and what you keep doing", kind="textarea", rows=4),
)
ANSWERS = {"taken": "Take it", "declined": "Decline it", "returned": "Send it back"}
STEPS = {"asked": ("taken", "declined"), "taken": ("returned",)}


def _kept(save: Callable[[], object], on: str) -> dict[str, str]:
    """Nothing when it was kept, else what is wrong, at the field `on`."""
    try:
        save()
    except NotWritten as refused:
        return {on: str(refused)}
    return {}


@needs(Tool.SUPERVISE, task=True)
def give(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Gives the investigation to an officer, or takes it back."""
    page, viewer = case_of(request, record_id), viewer_of(request)
    people = [(str(one), name) for one, name in colleagues(viewer=viewer)]
    fields = (
        Field("officer", "To whom", kind="radios", items=(*people, ("", "Nobody: back to the list of those that nobody has"))),
        Field("why", "Why (optional)", kind="textarea", rows=2),
    )
    typed = typed_in(request, fields)
    note(request, "consultation", {record_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        if typed["officer"] not in {"", *(one for one, _ in people)} or "officer" not in request.POST:
            errors = {"officer": "Choose to whom"}
        errors = errors or _kept(
            lambda: allocate(page.investigation.lead.id, uuid_typed(typed["officer"]), typed["why"], viewer=viewer), "why"
        )
        if not errors:
            note(request, "alteration", {record_id}, wrote="allocation")
            return back_to(record_id, "overview")
    else:
        typed["officer"] = str(page.standing.officer) if page.standing.officer else None
    return show_form(request, form_page(page, record_id, "Give it to somebody", fields, "Save", "overview"), typed, errors)


@needs(Tool.SUPERVISE, task=True)
def review(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Keeps what a supervisor found, and when the next review is due."""
    page, typed = case_of(request, record_id), typed_in(request, REVIEW)
    note(request, "consultation", {record_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        next_on: date | None = day_typed(typed["next_on"])
        if typed["next_on"] and next_on is None:
            errors["next_on"] = "Enter the day as day/month/year"
        errors = errors or _kept(
            lambda: record_review(page.investigation.lead.id, typed["found"], next_on, viewer=viewer_of(request)), "found"
        )
        if not errors:
            note(request, "alteration", {record_id}, wrote="review")
            return back_to(record_id, "decisions")
    return show_form(request, form_page(page, record_id, "Record a review", REVIEW, "Save the review", "decisions"), typed, errors)


@needs(Tool.CASES, task=True)
def ask(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Refers the investigation to another team."""
    page, typed, viewer = case_of(request, record_id), typed_in(request, REFER), viewer_of(request)
    note(request, "consultation", {record_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        if typed["to_team"] not in TEAMS:
            errors["to_team"] = "Choose a team"
        errors = errors or _kept(
            lambda: refer(page.investigation.lead.id, team_of(viewer.role), typed["to_team"], typed["words"], viewer=viewer), "words"
        )
        if not errors:
            note(request, "alteration", {record_id}, wrote="referral")
            return back_to(record_id, "referrals")
    shown = form_page(
        page,
        record_id,
        "Refer it to another team",
        REFER,
        "Ask them",
        "referrals",
        before=f"You ask for {team_of(viewer.role)}. It stays in your sight.",
    )
    return show_form(request, shown, typed, errors)


@needs(Tool.CASES, task=True)
def answer_asked(request: HttpRequest, record_id: UUID, referral_id: UUID) -> HttpResponse:
    """The next step of a referral: taken, declined, or sent back with what was done."""
    page = case_of(request, record_id)
    last = next((step for step in page.referrals if step.referral_id == referral_id), None)
    if last is None:
        raise Http404
    fields = (
        Field("state", "What now", kind="radios", items=tuple((state, ANSWERS[state]) for state in STEPS.get(last.state, ()))),
        Field("words", "What was done, or why", kind="textarea", rows=4),
    )
    typed: dict[str, Any] = typed_in(request, fields)
    note(request, "consultation", {record_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        if typed["state"] not in STEPS.get(last.state, ()):
            errors["state"] = "Choose what now"
        errors = errors or _kept(
            lambda: answer_referral(last.record_id, referral_id, typed["state"], typed["words"], viewer=viewer_of(request)), "words"
        )
        if not errors:
            note(request, "alteration", {record_id}, wrote="referral")
            return back_to(record_id, "referrals")
    before = f"{last.from_team} to {last.to_team}, {last.state}: {last.words}"
    return show_form(request, form_page(page, record_id, "Answer a referral", fields, "Save", "referrals", before=before), typed, errors)
