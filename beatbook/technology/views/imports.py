"""Bringing a portfolio, a ledger or a plan in, and the report of what was taken, refused and left out."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.organisations.queries import NotYours
from beatbook.organisations.visibility import Visibility
from beatbook.technology.actions import SubmissionRefused, submit
from beatbook.technology.queries import LeftLine, left_rows, submission, submissions
from beatbook.technology.synthetic_millshire import workbook
from beatbook.technology.views.applications import visibility_choices
from beatbook.technology.views.pages import navigation, viewer_of
from beatbook.web import clock, phrases
from beatbook.web.takeaway import Form, Sheet, Taking, answer

KINDS = {
    "portfolio": ("Portfolio", "Applications, one a row: at least Application and Capability"),
    "ledger": ("Ledger", "Lines with an amount and a date or financial year"),
    "plan": ("Savings plan", "Year, Kind (target or saving), Title, Amount"),
    "readings": ("Monthly readings", "Month, Kind (chief officer hours, change days available, change days planned), Value"),
}
OUTCOMES = {"refused": "Refused: mend and bring in again", "left out": "Left out", "noted": "Taken, with a note"}
COLUMNS = ("What became of it", "Sheet", "Row", "Column", "Why", "What stood there")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Tool.ASSESS)
def bring_in(request: HttpRequest) -> HttpResponse:
    """The form, and what was brought in before."""
    viewer, error = viewer_of(request), ""
    kind, seen = request.POST.get("kind", "portfolio"), request.POST.get("visibility", str(Visibility.OWNER))
    if request.method == "POST":
        file = request.FILES.get("file")
        options = {"visibility": seen if seen in list(Visibility) else str(Visibility.OWNER), "whole": bool(request.POST.get("whole"))}
        try:
            if kind not in KINDS or file is None:
                raise SubmissionRefused("Choose a file and what it is.")
            sent = submit(kind, file.name, file.read(), options, viewer=viewer)
        except (SubmissionRefused, NotYours) as refusal:
            error = str(refusal)
        else:
            note(request, "import", sort=kind, file=file.name[:100])
            return HttpResponseRedirect(reverse("technology-import-report", args=[sent]))
    note(request, "figures", figure="bring-in")
    rows = [
        [
            {"text": one.name, "href": reverse("technology-import-report", args=[one.id])},
            {"text": KINDS.get(one.kind, (one.kind.capitalize(), ""))[0]},
            {"text": phrases.date_time(one.submitted_at)},
            {"text": one.said or "waiting"},
        ]
        for one in submissions(viewer=viewer)
        if one.owner == viewer.organisation
    ]
    context = {
        "kinds": [{"value": value, "label": label, "hint": hint, "checked": value == kind} for value, (label, hint) in KINDS.items()],
        "choices": visibility_choices(seen),
        "rows": rows,
        "columns": [{"label": label} for label in ("File", "Kind", "When", "What became of it")],
        "error": error,
        "error_list": [("file", error)] if error else [],
        "sections": navigation(""),
    }
    return render(request, "technology/bring_in.html", context, status=422 if error else 200)


@needs(Tool.ASSESS)
def example(request: HttpRequest) -> HttpResponse:
    """The made-up workbook of the tutorial, on a demonstration site only."""
    if not settings.BEATBOOK_DEMONSTRATION:
        raise Http404
    note(request, "figures", figure="example")
    return HttpResponse(workbook(), content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="millshire-portfolio.xlsx"'})


@needs(Tool.FIGURES)
def report(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """What became of one file: one sentence, and every row that was not taken as it stood."""
    found = submission(identifier, viewer=viewer_of(request))
    if found is None:
        raise Http404
    left = left_rows(identifier, viewer=viewer_of(request))
    note(request, "figures", figure="import-report", submission=str(identifier))
    groups = [(outcome, words, [_cells(one) for one in left if one.outcome == outcome]) for outcome, words in OUTCOMES.items()]
    context = {
        "found": found,
        "waiting": found.state == "waiting",
        "groups": [(outcome, words, rows) for outcome, words, rows in groups if rows],
        "columns": [{"label": label} for label in COLUMNS[1:]],
        "downloads": [
            (words, reverse("technology-import-file", args=[identifier, form]))
            for words, form in (("Download as CSV", "csv"), ("as XLSX", "xlsx"))
        ],
        "may_bring": may_use(viewer_of(request), Tool.ASSESS),
        "unused": phrases.sentence_list(found.summary.get("unused", [])),
        "sections": navigation(""),
    }
    return render(request, "technology/report.html", context)


def _cells(one: LeftLine) -> list[dict[str, Any]]:
    return [
        {"text": one.sheet or "–"},
        {"text": str(one.row)},
        {"text": one.column or "–"},
        {"text": phrases.upper_first(one.reason)},
        {"text": "; ".join(f"{label}: {value}" for label, value in one.content[:6] if value)},
    ]


@needs(Tool.FIGURES)
def report_file(request: HttpRequest, identifier: UUID, form: str) -> HttpResponse:
    """The rows that were not taken, as a file to mend."""
    viewer = viewer_of(request)
    found = submission(identifier, viewer=viewer)
    if found is None or form not in (Form.CSV, Form.XLSX):
        raise Http404
    left = left_rows(identifier, viewer=viewer)
    note(request, "export", figure="import-report", submission=str(identifier), rows=len(left), form=form)
    rows = [[OUTCOMES.get(one.outcome, one.outcome), *(str(cell["text"]) for cell in _cells(one))] for one in left]
    return answer(
        Sheet(f"Rows of {found.name}", "", COLUMNS, rows), Form(form), Taking(viewer.display_name, clock.local_now()), name="rows"
    )
