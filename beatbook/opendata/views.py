"""The interface behind Django's own addresses, archives, feeds, and the page that says what is open and how to take it."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from beatbook.neighbourhoods.queries import Ground, ground_of, meetings_of, priorities_of
from beatbook.opendata.api import respond
from beatbook.opendata.archive import archive_bytes
from beatbook.opendata.asking import Asked
from beatbook.opendata.calendars import meetings_calendar
from beatbook.opendata.newsfeed import items_of, news_feed
from beatbook.opendata.queries import archive, months_published
from beatbook.vocabulary.viewer import Viewer

FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}  # a page of any site may read what is public
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@csrf_exempt
def interface(request: HttpRequest, path: str) -> HttpResponse:
    """Any question of the interface. It changes nothing and reads no cookie, so a form from elsewhere does no harm."""
    asked = Asked(request.method or "GET", path, request.META.get("QUERY_STRING", ""), request.body, request.content_type or "")
    answer = respond(asked)
    return HttpResponse(answer.body, status=answer.status, content_type=answer.kind, headers=FOR_EVERYBODY)


def open_data(request: HttpRequest) -> HttpResponse:
    """What may be taken, in which form, and under which terms."""
    viewer: Viewer = request.viewer
    months = months_published(viewer=viewer)
    context = {
        "months": [(month, reverse("archive", args=[month])) for month in months],
        "limit": settings.BEATBOOK_OPENDATA_LIMIT,
        "example": f"{reverse('interface', args=['crimes-street/all-crime'])}?lat=52.2368&lng=-0.8958",
    }
    return render(request, "opendata/open_data.html", context)


def archive_file(request: HttpRequest, month: str) -> HttpResponse:
    """One month as a zip in the layout of data.police.uk's archive."""
    files = archive(month, viewer=request.viewer) if _MONTH.fullmatch(month) else []
    if not files:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{month}.zip"', **FOR_EVERYBODY}
    return HttpResponse(archive_bytes(files), content_type="application/zip", headers=headers)


def calendar(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """A neighbourhood's meetings as iCalendar."""
    ground = _ground(request, force, code)
    meetings = meetings_of(force, code, timezone.now(), viewer=request.viewer)
    body = meetings_calendar(ground, meetings, address=_page(request, ground), now=timezone.now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=FOR_EVERYBODY)


def news(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """A neighbourhood's news as Atom."""
    ground = _ground(request, force, code)
    viewer: Viewer = request.viewer
    items = items_of(
        priorities_of(force, code, viewer=viewer), meetings_of(force, code, timezone.now(), viewer=viewer), timezone.localdate()
    )
    body = news_feed(ground, items, address=_page(request, ground), own_address=request.build_absolute_uri(request.path))
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8", headers=FOR_EVERYBODY)


def _ground(request: HttpRequest, force: str, code: str) -> Ground:
    ground = ground_of(force, code, viewer=request.viewer)
    if ground is None:
        raise Http404
    return ground


def _page(request: HttpRequest, ground: Ground) -> str:
    return request.build_absolute_uri(reverse("neighbourhood", args=[ground.force, ground.code]))
