"""The blueprint for one capability with its versions and comments; wishes and votes; and recording what a body decided."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.organisations.actions import record_decision
from beatbook.organisations.queries import NotYours, bodies, limits, who_may_decide
from beatbook.organisations.visibility import Visibility
from beatbook.technology.actions import comment_on_blueprint, publish_blueprint, vote, wish
from beatbook.technology.actions.said import STATUSES, NothingSaid
from beatbook.technology.catalogue import MODES, capabilities, standards
from beatbook.technology.queries import blueprint_comments, blueprint_versions
from beatbook.technology.reading.amounts import Unreadable, day_of, pence_of
from beatbook.technology.views.applications import visibility_choices
from beatbook.technology.views.figures import Names, figure_url, pounds
from beatbook.technology.views.pages import asking_of, navigation, viewer_of
from beatbook.web import clock, phrases


@needs(Tool.FIGURES)
def blueprint_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the centre says of one capability, version by version, and what others say of that."""
    if code not in capabilities():
        raise Http404
    viewer, error = viewer_of(request), ""
    publishes = may_use(viewer, Tool.QUESTION)
    if request.method == "POST":
        try:
            _said(request, code, publishes)
        except (NothingSaid, NotYours, Unreadable) as refusal:
            error = str(refusal)
        else:
            note(request, "blueprint", capability=code)
            return HttpResponseRedirect(request.path)
    note(request, "figures", figure="blueprint", capability=code)
    about, names = capabilities()[code], Names(asking_of(request))
    versions = blueprint_versions(viewer=viewer, capability=code)
    context = {
        "about": about,
        "sentence": f"{about.name} is {MODES[about.mode]}. {about.why}.",
        "versions": [
            (one, names.whole(one.owner), phrases.sentence_list(one.standards), phrases.sentence_list(one.targets)) for one in versions
        ],
        "comments": [(names.whole(said.organisation), said.who, said.at, said.text) for said in blueprint_comments(code, viewer=viewer)],
        "publishes": publishes,
        "statuses": [{"value": one, "label": one.capitalize(), "checked": one == "draft"} for one in STATUSES],
        "standards": standards().values(),
        "error": error,
        "sections": navigation("blueprint"),
    }
    return render(request, "technology/blueprint.html", context, status=422 if error else 200)


def _said(request: HttpRequest, code: str, publishes: bool) -> None:
    text = request.POST.get("text", "")
    if "status" not in request.POST:
        comment_on_blueprint(code, text, viewer=viewer_of(request))
        return
    if not publishes:
        raise NothingSaid("Only the centre publishes the blueprint.")
    publish_blueprint(
        code,
        status=request.POST["status"],
        targets=[one.strip() for one in request.POST.get("targets", "").split(";") if one.strip()],
        standard_codes=request.POST.getlist("standards"),
        text=text,
        from_on=day_of(request.POST.get("from_on", "")),
        viewer=viewer_of(request),
    )


@needs(Tool.FIGURES)
@require_POST
def make_wish(request: HttpRequest) -> HttpResponse:
    """Adds to the members' backlog."""
    try:
        wish(
            request.POST.get("title", ""),
            request.POST.get("reason", ""),
            capability=request.POST.get("capability", ""),
            viewer=viewer_of(request),
        )
    except (NothingSaid, NotYours):
        return HttpResponseRedirect(figure_url("managing") + "?wish=empty#wish")
    note(request, "wish")
    return HttpResponseRedirect(figure_url("managing") + "#wishes")


@needs(Tool.FIGURES)
@require_POST
def give_vote(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Gives the organisation's one vote."""
    given = vote(identifier, viewer=viewer_of(request))
    note(request, "vote", wish=str(identifier), given=given)
    return HttpResponseRedirect(figure_url("managing") + "#wishes")


@needs(Tool.FIGURES)
def decide(request: HttpRequest) -> HttpResponse:
    """Records what a body decided; says who may decide that much, and refuses a body whose limit is lower."""
    viewer, today, errors = viewer_of(request), clock.today(), {}
    found, may = bodies(viewer=viewer, on=today), limits(viewer=viewer, on=today)
    typed = {name: request.POST.get(name, "") for name in ("body", "matter", "title", "reason", "amount", "visibility")}
    if request.method == "POST":
        errors = _decided(typed, {body.code for body in found}, {one.matter for one in may}, request)
        if not errors:
            return HttpResponseRedirect(figure_url("decisions") + "#decisions")
    context: dict[str, Any] = {
        "bodies": found,
        "matters": list(dict.fromkeys(one.matter for one in may)),
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
        "choices": visibility_choices(typed["visibility"] or str(Visibility.NATIONAL)),
        "sections": navigation("decisions"),
    }
    return render(request, "technology/decide.html", context, status=422 if errors else 200)


def _decided(typed: dict[str, str], known: set[str], matters: set[str], request: HttpRequest) -> dict[str, str]:
    viewer, today = viewer_of(request), clock.today()
    if typed["body"] not in known or typed["matter"] not in matters or typed["visibility"] not in list(Visibility):
        return {"body": "Choose a body, a matter and who may see it"}
    if len(typed["title"].strip()) < 3 or len(typed["reason"].strip()) < 3:
        return {"title": "Say what was decided, and why"}
    try:
        amount = pence_of(typed["amount"])
    except Unreadable as refusal:
        return {"amount": phrases.upper_first(str(refusal))}
    reaching = who_may_decide(typed["matter"], amount or 0, viewer=viewer, on=today)
    mine = [one for one in limits(viewer=viewer, on=today) if one.matter == typed["matter"] and one.body == typed["body"]]
    if not any(one.limit_pence is None or one.limit_pence >= (amount or 0) for one in mine):
        who = reaching.decider if reaching else "nobody"
        return {"amount": f"This body may not decide {pounds(amount or 0)} in this matter: {who} may"}
    try:
        record_decision(
            typed["body"],
            matter=typed["matter"],
            title=typed["title"].strip(),
            reason=typed["reason"].strip(),
            amount_pence=amount,
            decided_on=today,
            visibility=Visibility(typed["visibility"]),
            viewer=viewer,
        )
    except NotYours as refusal:
        return {"body": str(refusal)}
    note(request, "decision", body=typed["body"])
    return {}
