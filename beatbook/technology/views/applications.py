"""One application: what its force says, what others ask, how it was tested; and the form in which its own people say it anew."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.organisations.queries import NotYours
from beatbook.organisations.visibility import Visibility
from beatbook.technology.actions import SubmissionRefused, ask, submit
from beatbook.technology.actions.said import NothingSaid
from beatbook.technology.actions.taking import form_sheet
from beatbook.technology.catalogue import capabilities, standards
from beatbook.technology.facts import LEGACY_REASONS, Application
from beatbook.technology.quadrants import is_red_rated, quadrant_of
from beatbook.technology.queries import Held, application, runs_of, thread_of, versions_of
from beatbook.technology.reading.portfolio import HEADINGS, read_portfolio
from beatbook.technology.views.figures import Names, capability_url, counted, pounds
from beatbook.technology.views.pages import asking_of, navigation, viewer_of
from beatbook.web import phrases

FIELDS = (
    ("capability", "Capability", "As in the list of capabilities; ; between several"),
    ("product", "Product", ""),
    ("variant", "Variant or version", ""),
    ("supplier", "Supplier", ""),
    ("users", "Users", "A whole number"),
    ("cost", "Cost a year, in pounds", "For example £120k or 120,000, without VAT"),
    ("scope", "What the cost covers", "Any of licence, support, hosting, staff, change; ; between"),
    ("criticality", "Criticality", "1 to 5"),
    ("functional_fit", "Functional fit", "1 to 5: how well it does the job"),
    ("technical_fit", "Technical fit", "1 to 5: how sound it is"),
    ("legacy_likelihood", "Legacy risk: likelihood", "1 to 6, by the government’s legacy IT risk framework"),
    ("legacy_impact", "Legacy risk: impact", "1 to 6"),
    (
        "interfaces",
        "Interfaces",
        "For example: National records service (receives; fallback: bureau by phone); Plate reader service (both)",
    ),
    ("data_held", "Data held", ""),
    ("standards", "Standards met", "As you believe; running an export is what shows it"),
    ("contract_starts", "Contract starts", "For example 31/3/2026"),
    ("contract_ends", "Contract ends", "For example 31/3/2030"),
    ("evidence_url", "Evidence", "A web address"),
)


def _held(request: HttpRequest, identifier: UUID) -> Held:
    held = application(identifier, viewer=viewer_of(request))
    if held is None:
        raise Http404
    return held


@needs(Tool.FIGURES)
def application_page(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """What is known of one application, and its thread, in which anybody who sees it may ask."""
    held, viewer, error = _held(request, identifier), viewer_of(request), ""
    if request.method == "POST":
        try:
            ask(identifier, request.POST.get("text", ""), viewer=viewer)
        except NothingSaid as refusal:
            error = str(refusal)
        else:
            note(request, "question", application=str(identifier))
            return HttpResponseRedirect(request.path + "#thread")
    note(request, "figures", figure="application", application=str(identifier))
    one, names = held.application, Names(asking_of(request))
    runs = runs_of([identifier], viewer=viewer).get(identifier, {})
    mine = may_use(viewer, Tool.ASSESS) and one.owner == viewer.organisation
    context = {
        "held": held,
        "one": one,
        "sentence": _sentence(held, names),
        "facts": _facts(one),
        "interfaces": [[{"text": i.other}, {"text": i.direction}, {"text": i.fallback or "nobody has said"}] for i in one.interfaces],
        "interface_columns": [{"label": "With"}, {"label": "Direction"}, {"label": "If it is away"}],
        "runs": [
            {
                "key": standards()[code].name,
                "value": "every row conforms" if run.passed else f"{run.n_faults:,} faults in {run.rows:,} rows",
            }
            for code, run in sorted(runs.items())
        ],
        "thread": [(names.whole(said.organisation), said.who, said.at, said.text) for said in thread_of(identifier, viewer=viewer)],
        "versions": [(number, at, _changes(content)) for number, at, content in versions_of(identifier, viewer=viewer)],
        "mine": mine,
        "standards": standards().values(),
        "error": error,
        "sections": navigation(""),
    }
    return render(request, "technology/application.html", context, status=422 if error else 200)


def _sentence(held: Held, names: Names) -> str:
    one = held.application
    users = f"{counted(one.users)} users" if one.users is not None else "a number of users that was not said"
    red = " The government’s framework would call it red-rated." if is_red_rated(one) else ""
    stands = quadrant_of(one)
    return (
        f"{names.whole(one.owner)} runs this for {users} at {pounds(one.annual_pence)} a year; it {stands.words}."
        f" Said by the force itself, {phrases.long_date(one.assessed_on or held.said_at)}.{red}"
    )


def _facts(one: Application) -> list[dict[str, Any]]:
    named = [capabilities()[code] for code in one.capabilities if code in capabilities()]
    price = one.pence_a_user
    return [
        {"key": "Capability", "value": named[0].name, "href": capability_url(named[0].code), "more": [other.name for other in named[1:]]}
        if named
        else {"key": "Capability", "value": "not said"},
        {"key": "Product", "value": f"{one.product} {one.variant}".strip()},
        {"key": "Supplier", "value": one.supplier or "not said"},
        {"key": "Users", "value": counted(one.users)},
        {
            "key": "Cost a year",
            "value": pounds(one.annual_pence),
            "notes": [f"covers {phrases.sentence_list(one.scope)}"] if one.scope else [],
        },
        {"key": "A user a year", "value": "not said" if price is None else phrases.money(round(price))},
        {
            "key": "Contract",
            "value": f"{phrases.long_date(one.contract_starts) or 'not said'} to {phrases.long_date(one.contract_ends) or 'not said'}",
        },
        {"key": "Criticality", "value": _of(one.criticality, 5)},
        {"key": "Functional fit", "value": _of(one.functional_fit, 5)},
        {"key": "Technical fit", "value": _of(one.technical_fit, 5)},
        {"key": "Legacy risk", "value": _legacy(one), "notes": ["Seven criteria of likelihood: " + phrases.sentence_list(LEGACY_REASONS)]},
        {"key": "Data held", "value": one.data_held or "not said"},
        {"key": "Standards claimed", "value": phrases.sentence_list(one.standards) or "none"},
    ]


def _of(score: int | None, most: int) -> str:
    return "not said" if score is None else f"{score} of {most}"


def _legacy(one: Application) -> str:
    if one.legacy_score is None:
        return "not said"
    return f"{one.legacy_score} of 36: likelihood {one.legacy_likelihood}, impact {one.legacy_impact}"


def _changes(content: dict[str, Any]) -> str:
    if content.get("withdrawn"):
        return "withdrawn"
    fits = f"functional fit {_of(content.get('functional_fit'), 5)}, technical {_of(content.get('technical_fit'), 5)}"
    return f"{counted(content.get('users'))} users, {pounds(content.get('annual_pence'))} a year, {fits}"


@needs(Tool.ASSESS)
def assess(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The form in which a force's own people say an application anew. It goes the road of every file, so that it is checked alike."""
    held, viewer = _held(request, identifier), viewer_of(request)
    if held.application.owner != viewer.organisation:
        raise Http404
    typed = {name: request.POST.get(name, "") for name, _, _ in FIELDS} if request.method == "POST" else written(held.application)
    seen = request.POST.get("visibility") or str(held.visibility or Visibility.OWNER)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        fields = {"name": held.application.name, **typed}
        errors = _faults(fields, viewer.organisation)
        if not errors and seen in list(Visibility):
            sent = submit("assessment", held.application.name, json.dumps(fields).encode(), {"visibility": seen}, viewer=viewer)
            note(request, "assessment", application=str(identifier))
            return HttpResponseRedirect(reverse("technology-import-report", args=[sent]))
    context = {
        "one": held.application,
        "fields": [(name, label, hint, typed[name], dict(errors).get(name, "")) for name, label, hint in FIELDS],
        "choices": visibility_choices(seen),
        "errors": errors,
        "sections": navigation(""),
    }
    return render(request, "technology/assess.html", context, status=422 if errors else 200)


def visibility_choices(chosen: str) -> list[dict[str, Any]]:
    """How far figures may be seen, as radios."""
    return [{"value": str(one), "label": one.words, "checked": str(one) == chosen} for one in Visibility]


def _faults(fields: dict[str, str], owner: str) -> list[tuple[str, str]]:
    found = read_portfolio([form_sheet(fields)], owner, {code: one.name for code, one in capabilities().items()})
    names = {HEADINGS[column][0]: column for column in HEADINGS}
    return [(names.get(left.column, "capability"), phrases.upper_first(left.reason)) for left in found.left]


def written(one: Application) -> dict[str, str]:
    """An application as its form shows it; reading that back gives the same."""
    numbers = ("users", "criticality", "functional_fit", "technical_fit", "legacy_likelihood", "legacy_impact")
    said = {name: "" if (value := getattr(one, name)) is None else str(value) for name in numbers}
    days = {name: f"{day:%d/%m/%Y}" if (day := getattr(one, name)) else "" for name in ("contract_starts", "contract_ends")}
    texts = {name: getattr(one, name) for name in ("product", "variant", "supplier", "data_held", "evidence_url")}
    interfaces = "; ".join(
        f"{i.other} ({i.direction}"
        + (f"; standard: {i.standard}" if i.standard else "")
        + (f"; fallback: {i.fallback}" if i.fallback else "")
        + ")"
        for i in one.interfaces
    )
    return {
        **said,
        **days,
        **texts,
        "capability": "; ".join(capabilities()[code].name for code in one.capabilities if code in capabilities()),
        "cost": "" if one.annual_pence is None else f"{one.annual_pence / 100:.2f}",
        "scope": "; ".join(one.scope),
        "interfaces": interfaces,
        "standards": "; ".join(one.standards),
    }


@needs(Tool.ASSESS)
@require_POST
def run_export(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Puts an export down to be run against a standard; only the result is kept."""
    held, viewer = _held(request, identifier), viewer_of(request)
    file = request.FILES.get("file")
    if held.application.owner != viewer.organisation:
        raise Http404
    options = {"application": str(identifier), "standard": request.POST.get("standard", "")}
    try:
        sent = submit("export", file.name if file else "", file.read() if file else b"", options, viewer=viewer)
    except (SubmissionRefused, NotYours):
        return HttpResponseRedirect(reverse("technology-application", args=[identifier]) + "#standards")
    note(request, "export-run", application=str(identifier))
    return HttpResponseRedirect(reverse("technology-import-report", args=[sent]))
