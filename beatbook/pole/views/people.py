"""Pages of one person. Each says for the log what it showed; hidden and absent answer alike: “not found”."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.audit.queries import looks_at
from beatbook.pole.views import contexts
from beatbook.pole.views.asking import page_of, viewer_of


@needs(Tool.SEARCH, task=True)
def person(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One person across systems, as this viewer may see them."""
    return person_response(request, record_id)


def person_response(
    request: HttpRequest, record_id: UUID, *, errors: dict[str, str] | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    """The person page, with what was typed and what is wrong when a form on it was refused."""
    viewer = viewer_of(request)
    page = page_of(request, record_id)
    note(request, "consultation", page.view.record_ids | {record_id} | {other.id for other in page.possible})
    context = contexts.person_context(page, record_id, viewer=viewer, why=request.GET.get("why", ""), everything="all" in request.GET)
    context |= {"errors": errors or {}, "typed": typed or {}}
    return render(request, "pole/person.html", context, status=422 if errors else 200)


@needs(Tool.SEARCH, task=True)
def timeline_csv(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The timeline as a file: the same entries as on the page, with who took it, when and its marking in the first lines."""
    page = page_of(request, record_id)
    note(request, "export", page.view.record_ids, rows=len(page.view.timeline))
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="timeline.csv"'})
    lines = csv.writer(response)
    taken = timezone.localtime().strftime("%d/%m/%Y %H:%M")
    lines.writerow(
        [f"Timeline of one person, taken by {viewer_of(request).display_name} on {taken}. Everything here is as that viewer could see it."]
    )
    lines.writerow(["When", "Part", "Fact or opinion", "Reference", "What", "Source", "Marking"])
    for entry in page.view.timeline:
        reference, title = entry.event.content.get("reference", ""), entry.event.content.get("title", "")
        when = timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M")
        cells = [when, entry.part, "opinion" if entry.opinion else "fact", reference, title, entry.event.system, entry.event.marking]
        lines.writerow([_safe_cell(cell) for cell in cells])
    return response


@needs(Tool.READ_LOG, task=True)
def looks(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Who has looked at this person: for supervisors, data protection and professional standards. Reading it is itself logged."""
    page = page_of(request, record_id)
    member_ids = {saying.id for saying in page.view.sayings}
    note(request, "log-reading", member_ids)
    names = names_of_users(viewer=viewer_of(request))
    rows = [(look, names.get(str(look.user_id), "Unknown")) for look in looks_at(member_ids, viewer=viewer_of(request))]
    return render(request, "pole/looks.html", contexts.looks_context(rows, record_id))


def _safe_cell(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula. Source: OWASP, CSV injection."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
