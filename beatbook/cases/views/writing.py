"""Forms about an investigation: decisions, the plan, links with others. Each is one page; what was typed stays when something is wrong."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.cases.actions import WrittenMeanwhile, link_cases, record_decision, write_plan
from beatbook.cases.matter import carries
from beatbook.cases.queries import CasePage
from beatbook.cases.views.asking import case_of, name_among, number_of, uuid_typed, viewer_of
from beatbook.linkage.queries import records_with_keys
from beatbook.pole.actions import NotWritten
from beatbook.pole.queries import sayings_of
from beatbook.vocabulary.identifiers import normalise_reference
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.forming import Field, FormPage, show_form, typed_in

DECISION = (
    Field("decision", "What was decided", rows=3, kind="textarea", hint="One decision. For example: no arrest before the CCTV is seen"),
    Field("rationale", "Why", rows=5, kind="textarea", hint="What you knew then, what else you considered, and why you chose this"),
    Field(
        "marking",
        "Who may read it",
        kind="radios",
        items=(("", "Everybody who may see the investigation"), ("sensitive", "Mark it OFFICIAL-SENSITIVE")),
    ),
)
PLAN = (Field("text", "Plan", kind="textarea", rows=14, hint="Lines of enquiry, who does what, and by when"),)
LINK = (
    Field("number", "Number of the other investigation", width="20", hint="A crime, log or case number, for example 44/0000001/26"),
    Field("why", "Why they belong together", kind="textarea", rows=3),
)


def form_page(page: CasePage, record_id: UUID, title: str, fields: tuple[Field, ...], button: str, part: str, **more: Any) -> FormPage:
    """A form about this investigation; “back” leads to the part of its page to which the form belongs."""
    back = f"{reverse('case', args=[record_id])}#{part}"
    return FormPage(
        title, fields, back, "Back to the investigation", button, f"{part}-{record_id}", caption=number_of(page.investigation.lead), **more
    )


def back_to(record_id: UUID, part: str) -> HttpResponse:
    """The part of the investigation's page on which the new line stands."""
    return HttpResponseRedirect(f"{reverse('case', args=[record_id])}#{part}")


@needs(Tool.CASES, task=True)
def decision(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Keeps a decision with its rationale."""
    page, typed = case_of(request, record_id), typed_in(request, DECISION)
    note(request, "consultation", {record_id})
    errors = {}
    if request.method == "POST":
        errors = {name: words for name, words in (("decision", "Say what was decided"), ("rationale", "Say why")) if len(typed[name]) < 3}
        if not errors:
            try:
                record_decision(
                    record_id, typed["decision"], typed["rationale"], viewer=viewer_of(request), sensitive=typed["marking"] == "sensitive"
                )
            except NotWritten as refused:
                errors = {"marking": str(refused)}
            else:
                note(request, "alteration", {record_id}, wrote="decision")
                return back_to(record_id, "decisions")
    return show_form(request, form_page(page, record_id, "Record a decision", DECISION, "Save the decision", "decisions"), typed, errors)


@needs(Tool.CASES, task=True)
def plan(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Writes the plan. When somebody else has saved meanwhile, both versions are shown and nothing is lost."""
    page, typed = case_of(request, record_id), typed_in(request, PLAN)
    viewer = viewer_of(request)
    note(request, "consultation", {record_id})
    latest = page.plan[0] if page.plan else None
    follows = str(latest.id) if latest else ""
    errors, theirs = {}, None
    if request.method == "POST":
        try:
            write_plan(page.investigation.lead.id, typed["text"], uuid_typed(request.POST.get("follows", "")), viewer=viewer)
        except WrittenMeanwhile as refused:
            errors, theirs = {"text": f"{refused} Both are below: join them, and save."}, latest
        except NotWritten as refused:
            errors = {"text": str(refused)}
        else:
            note(request, "alteration", {record_id}, wrote="plan")
            return back_to(record_id, "plan")
    elif latest:
        typed = {"text": latest.text}
    shown = form_page(page, record_id, "Investigation plan", PLAN, "Save the plan", "plan", hidden={"follows": follows})
    by = name_among(names_of_users(viewer=viewer), theirs.by) if theirs else ""
    return show_form(request, shown, typed, errors, template="cases/plan.html", theirs=theirs, theirs_by=by)


@needs(Tool.CASES, task=True)
def link(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Links another investigation with this one, by its number."""
    page, typed = case_of(request, record_id), typed_in(request, LINK)
    note(request, "consultation", {record_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        other = _event_numbered(typed["number"], viewer=viewer_of(request))
        errors = {} if other else {"number": "No investigation that you may see has that number"}
        if len(typed["why"]) < 3:
            errors["why"] = "Say why they belong together"
        errors = errors or _linked(page.investigation.lead.id, other, typed, viewer_of(request))
        if not errors:
            note(request, "combination", {record_id, *([other] if other else [])})
            return back_to(record_id, "linked")
    return show_form(request, form_page(page, record_id, "Link another investigation", LINK, "Link them", "linked"), typed, errors)


def _linked(record_id: UUID, other: UUID | None, typed: Mapping[str, str], viewer: Viewer) -> dict[str, str]:
    try:
        if other:
            link_cases(record_id, other, typed["why"], viewer=viewer)
    except NotWritten as refused:
        return {"number": str(refused)}
    return {}


def _event_numbered(text: str, *, viewer: Viewer) -> UUID | None:
    """The crime, log or case that bears this number, the lowest id where several do."""
    number = normalise_reference(text)
    found = sayings_of([one for _, one in records_with_keys([f"ref:{number}"], viewer=viewer)], viewer=viewer) if number else {}
    bearing = [
        s
        for s in found.values()
        if s.kind == "event" and carries(s.content) and normalise_reference(str(s.content.get("reference") or "")) == number
    ]
    return min((s.id for s in bearing), default=None)
