"""Pages of one person. Each says for the log what it showed; hidden and absent answer alike: “not found”."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beatbook.access.permissions import Tool
from beatbook.access.queries import names_of_users
from beatbook.audit.middleware import needs, note
from beatbook.audit.queries import looks_at
from beatbook.pole.timeline import Entry, filtered
from beatbook.pole.views import contexts
from beatbook.pole.views.asking import page_of, viewer_of
from beatbook.vocabulary.viewer import Role
from beatbook.web import clock
from beatbook.web.takeaway import Form, Sheet, Taking, answer

TIMELINE_COLUMNS = ("When", "Part", "Fact or opinion", "Reference", "What", "Source", "Marking")


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
    context = contexts.person_context(page, record_id, viewer=viewer, asked=request.GET)
    context |= {"errors": errors or {}, "typed": typed or {}}
    return render(request, "pole/person.html", context, status=422 if errors else 200)


@needs(Tool.SEARCH, task=True)
def timeline_file(request: HttpRequest, record_id: UUID, form: str) -> HttpResponse:
    """The timeline as a file: the same entries as on the page, with who took it, when and its marking in the first line."""
    if form not in list(Form):
        raise Http404
    page = page_of(request, record_id)
    sort, system = (request.GET.get(name, "")[:100] for name in ("type", "system"))
    entries = filtered(page.view.timeline, sort=sort, system=system)
    note(request, "export", {entry.event_id for entry in entries} | {record_id}, rows=len(entries), form=form)
    taking = Taking(viewer_of(request).display_name, clock.local_now())
    narrowed = ", ".join(word for word in (sort.replace("-", " "), system) if word)
    return answer(_timeline_sheet(entries, narrowed), Form(form), taking, name="timeline")


def _timeline_sheet(entries: Sequence[Entry], narrowed: str) -> Sheet:
    rows, places = [], []
    for entry in entries:
        event = entry.event
        when, sort = timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M"), "opinion" if entry.opinion else "fact"
        said = [str(event.content.get(name) or "") for name in ("reference", "title")]
        rows.append([when, entry.part, sort, *said, event.system, event.marking])
        places.append((event.longitude, event.latitude) if event.longitude is not None and event.latitude is not None else None)
    marking = " / ".join(sorted({entry.event.marking for entry in entries}))
    return Sheet("Timeline of one person", narrowed, TIMELINE_COLUMNS, rows, places, marking)


@needs(Tool.READ_LOG, task=True)
def looks(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Who has looked at this person: for supervisors, data protection and professional standards. Reading it is itself logged."""
    page = page_of(request, record_id)
    member_ids = {saying.id for saying in page.view.sayings}
    note(request, "log-reading", member_ids)
    names = names_of_users(viewer=viewer_of(request))
    rows = [
        (look, names.get(str(look.user_id), "Unknown"))
        for look in looks_at(member_ids, viewer=viewer_of(request))
        if look.role != Role.KEEPER
        or viewer_of(request).role == Role.STANDARDS  # that a keeper looked would say that there is something to seal
    ]
    return render(request, "pole/looks.html", contexts.looks_context(rows, record_id))
