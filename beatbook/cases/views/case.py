"""The page of one investigation: what each system says of it, and beside it what people here decided, told and planned."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.cases.views.asking import case_of, viewer_of
from beatbook.cases.views.contexts import case_context, timeline_rows
from beatbook.web import clock
from beatbook.web.takeaway import Form, Sheet, Taking, answer

COLUMNS = ("When", "What", "Who or number", "Source")


@needs(Tool.SEARCH, task=True)
def case(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One investigation across systems, as this viewer may see it."""
    page = case_of(request, record_id)
    note(request, "consultation", page.record_ids | {record_id})
    context = case_context(page, record_id, viewer=viewer_of(request), today=clock.today(), asked=request.GET)
    return render(request, "cases/case.html", context)


@needs(Tool.SEARCH, task=True)
def timeline_file(request: HttpRequest, record_id: UUID, form: str) -> HttpResponse:
    """The timeline as a file: every line of the page, unfiltered."""
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    page = case_of(request, record_id)
    rows = timeline_rows(page, viewer=viewer_of(request))
    note(request, "export", page.record_ids, rows=len(rows), form=form)
    marking = " / ".join(sorted({event.marking for event in page.investigation.events}))
    sheet = Sheet("Timeline of one investigation", "", COLUMNS, rows, marking=marking)
    return answer(sheet, Form(form), Taking(viewer_of(request).display_name, clock.local_now()), name="investigation")
