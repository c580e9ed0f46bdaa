"""A contact that carries intelligence: handed in in two taps, acknowledged and owned."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beatbook.access.permissions import Tool, may_use
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.cases.actions import own_submission, submit_intelligence
from beatbook.cases.actions.sending import INFORMATION_GRADES, SOURCE_GRADES
from beatbook.cases.queries.sent import Handed, submissions
from beatbook.cases.views.asking import name_among, number_of, title_of, viewer_of
from beatbook.pole.actions import NotWritten
from beatbook.pole.queries import sayings_of
from beatbook.web import phrases
from beatbook.web.forming import Field, FormPage, show_form, typed_in

FIELDS = (
    Field(
        "words",
        "What was learnt",
        kind="textarea",
        rows=6,
        hint="Without who said it. Taken from the contact: cut what is not intelligence.",
    ),
    Field("source", "Source", kind="select", items=tuple((code, f"{code}: {words}") for code, words in SOURCE_GRADES.items())),
    Field(
        "information", "Information", kind="select", items=tuple((code, f"{code}: {words}") for code, words in INFORMATION_GRADES.items())
    ),
)


@needs(Tool.CASES, task=True)
def hand_in(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The second tap: the words of the contact are there already, graded as untested and not known until somebody says better."""
    viewer, typed = viewer_of(request), typed_in(request, FIELDS)
    event = sayings_of([record_id], viewer=viewer).get(record_id)
    if event is None or event.kind != "event":
        raise Http404
    note(request, "consultation", {record_id})
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = submit_intelligence(record_id, typed["words"], typed["source"], typed["information"], viewer=viewer)
        except NotWritten as refused:
            errors = {"words": str(refused)}
        else:
            note(request, "disclosure", {record_id}, submission=str(made))
            return HttpResponseRedirect(reverse("submission", args=[made]))
    else:
        typed = {"words": str(event.content.get("summary") or event.content.get("title") or ""), "source": "2", "information": "D"}
    page = FormPage(
        "Hand in intelligence",
        FIELDS,
        reverse("event", args=[record_id]),
        "Back to the contact",
        "Hand it in",
        f"intelligence-{record_id}",
        caption=number_of(event),
        resend=True,
    )
    return show_form(request, page, typed, errors)


@needs(Tool.CASES, task=True)
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """One submission: whether it was acknowledged, and by whom it is owned."""
    viewer = viewer_of(request)
    found = next(iter(submissions(viewer=viewer, submission=submission_id)), None)
    if found is None:
        raise Http404
    note(request, "consultation", {found.event.id})
    names = names_of_users(viewer=viewer)
    context = {
        "handed": found,
        "sentence": _sentence(found, names),
        "rows": [
            {
                "key": "From",
                "value": title_of(found.event),
                "href": reverse("event", args=[found.event.id]),
                "notes": [number_of(found.event)],
            },
            {"key": "Handed in by", "value": name_among(names, found.by), "notes": [phrases.date_time(found.at)]},
            {
                "key": "Grade",
                "value": f"{SOURCE_GRADES[found.grade[0]]}; {INFORMATION_GRADES[found.grade[1]].lower()}",
                "notes": [found.grade],
            },
            {"key": "Intelligence system", "value": found.delivery or "On its way"},
        ],
        "may_own": may_use(viewer, Tool.INTELLIGENCE) and found.owner != viewer.user_id,
    }
    return render(request, "cases/submission.html", context)


@require_POST
@needs(Tool.INTELLIGENCE, task=True)
def own(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Acknowledges a submission and takes it."""
    try:
        own_submission(submission_id, viewer=viewer_of(request))
    except NotWritten:
        raise Http404 from None
    note(request, "alteration", submission=str(submission_id))
    return HttpResponseRedirect(reverse("submission", args=[submission_id]))


@needs(Tool.CASES, task=True)
def handed_in(request: HttpRequest) -> HttpResponse:
    """Everything handed in that the viewer may see: what nobody owns first."""
    viewer = viewer_of(request)
    found, names = submissions(viewer=viewer), names_of_users(viewer=viewer)
    note(request, "consultation", {one.event.id for one in found})
    context = {
        "sentence": _waiting_sentence(found),
        "columns": [{"label": label} for label in ("From", "What was learnt", "Handed in", "Owner")],
        "rows": [_row(one, names) for one in found],
    }
    return render(request, "cases/handed_in.html", context)


def _sentence(found: Handed, names: dict[str, str]) -> str:
    if found.owner is None:
        return "Handed in. Nobody has acknowledged it yet."
    when = phrases.date_time(found.owned_at) if found.owned_at else ""
    return f"Acknowledged and owned by {name_among(names, found.owner)}, {when}."


def _waiting_sentence(found: list[Handed]) -> str:
    waiting = sum(one.owner is None for one in found)
    owned = phrases.counted(len(found) - waiting, "has", "have")
    return f"{phrases.counted(waiting, 'submission waits', 'submissions wait')} for somebody to own it; {owned} an owner."


def _row(one: Handed, names: dict[str, str]) -> list[dict[str, Any]]:
    owner: dict[str, Any] = {"text": name_among(names, one.owner), "note": phrases.long_date(one.owned_at) if one.owned_at else ""}
    waiting: dict[str, Any] = {"text": "", "tag": {"text": "Nobody yet", "colour": "yellow"}}
    return [
        {"text": title_of(one.event), "href": reverse("submission", args=[one.id]), "note": number_of(one.event)},
        {"text": one.words[:300]},
        {"text": phrases.date_time(one.at), "note": name_among(names, one.by)},
        owner if one.owner else waiting,
    ]
