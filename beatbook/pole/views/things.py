"""Pages of events, vehicles, phones, e-mails and addresses, and the way from a record to the page of its thing."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.pole.queries import Alike, event_page, sayings_of, thing_page, things_alike, things_named
from beatbook.pole.views import places, records
from beatbook.pole.views.alike import alike_context
from beatbook.pole.views.asking import viewer_of
from beatbook.web import clock


@needs(Tool.SEARCH, task=True)
def event(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One event and everyone and everything in it."""
    view = event_page(record_id, viewer=viewer_of(request), today=clock.today())
    if view is None:
        raise Http404
    note(request, "consultation", view.record_ids)
    return render(request, "pole/event.html", places.event_context(view, viewer=viewer_of(request)))


@needs(Tool.SEARCH, task=True)
def thing(request: HttpRequest, sort: str, value: str) -> HttpResponse:
    """A vehicle, phone, e-mail, address or postcode, by its normal form."""
    named = things_named(sort, value, viewer=viewer_of(request))
    alike = things_alike(sort, value, viewer=viewer_of(request)) if named else Alike()
    view = thing_page(value, sort, [*named, *alike.joined_ids], viewer=viewer_of(request), today=clock.today())
    if view is None:
        raise Http404
    note(request, "consultation", view.record_ids | alike.possible_ids)
    return render(request, "pole/thing.html", places.thing_context(view, viewer=viewer_of(request)) | alike_context(sort, alike))


@needs(Tool.SEARCH, task=True)
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Sends the reader from a record to the page of the thing that it is about."""
    saying = sayings_of([record_id], viewer=viewer_of(request)).get(record_id)
    if saying is None:
        raise Http404
    note(request, "consultation", {record_id})
    return HttpResponseRedirect(records.address_of(saying))
