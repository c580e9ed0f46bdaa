"""The one box, and the page on which a shift begins."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import area_names
from beatbook.pole.pages import event_row
from beatbook.search.queries import Results, events_since, search
from beatbook.sources.queries import freshness
from beatbook.vocabulary.viewer import Viewer

SHIFT_DAYS = 3  # from one set of shifts to the next


@needs(Tool.SEARCH, task=True)
def results(request: HttpRequest) -> HttpResponse:
    """What answers the box. Every filter is in the address, so that a search can be kept, sent and repeated."""
    typed = " ".join(request.GET.get("q", "").split())
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = search(typed, viewer=viewer, today=timezone.localdate()) if typed else Results("", (), (), (), ())
    note(request, "search", found.record_ids, typed=typed[:200], total=found.total)
    context = {"results": found, "typed": typed, "events": [event_row(saying) for saying in found.events], "sources": freshness(viewer=viewer)}
    return render(request, "search/results.html", context)


def home(request: HttpRequest) -> HttpResponse:
    """What is new in my area, and a place to look up an address before knocking on its door."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.username == "public":
        return HttpResponseRedirect(reverse("sign-in"))
    names = area_names(viewer=viewer)
    area = request.GET.get("area") or viewer.area or ""
    events = events_since(area, SHIFT_DAYS, viewer=viewer, today=timezone.localdate()) if area in names else []
    note(request, "consultation", {saying.id for saying in events}, area=area)
    context = {
        "area": area,
        "area_name": names.get(area, ""),
        "areas": sorted(names.items(), key=lambda item: item[1]),
        "events": [event_row(saying) for saying in events],
        "days": SHIFT_DAYS,
        "sources": freshness(viewer=viewer),
        "may_search": may_use(viewer, Tool.SEARCH),
    }
    return render(request, "search/home.html", context)
