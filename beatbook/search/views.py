"""The one box, the page on which a shift begins, and the look at an address before knocking on its door."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import areas_of_kind
from beatbook.pole.queries import sources_line
from beatbook.pole.saying import Saying, address_line, name_of
from beatbook.search.queries import Results, events_since, newest_said, search
from beatbook.vocabulary.identifiers import address_key
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import phrases

SHIFT_DAYS = (1, 3, 7)  # since yesterday, since the last set of shifts, since last week
EVENT_COLUMNS = [{"label": label} for label in ("Event", "When", "Where", "Source")]


@needs(Tool.SEARCH, task=True)
def results(request: HttpRequest) -> HttpResponse:
    """What answers the box. Every filter is in the address, so that a search can be kept, sent and repeated."""
    typed = " ".join(request.GET.get("q", "").split())
    viewer = _viewer(request)
    found = search(typed, viewer=viewer, today=timezone.localdate()) if typed else Results("", (), (), (), ())
    note(request, "search", found.record_ids, typed=typed[:200], total=found.total)
    context = {
        "results": found,
        "typed": typed,
        "events": [_event_cells(saying) for saying in found.events],
        "event_columns": EVENT_COLUMNS,
        "things": [_thing(saying) for saying in found.things],
        "sources": sources_line(viewer=viewer),
    }
    return render(request, "search/results.html", context)


def home(request: HttpRequest) -> HttpResponse:
    """What is new in my area, and a place to look up an address before knocking on its door."""
    viewer = _viewer(request)
    if viewer.username == "public":
        return HttpResponseRedirect(reverse("sign-in"))
    names = {area.code: area.name for area in areas_of_kind("ward")}
    area = request.GET.get("area") or viewer.area or ""
    days = next((days for days in SHIFT_DAYS if str(days) == request.GET.get("days")), SHIFT_DAYS[1])
    until = newest_said(viewer=viewer)
    events = events_since(area, until - timedelta(days=days), viewer=viewer) if area in names else []
    note(request, "consultation", {saying.id for saying in events}, area=area, days=days)
    context = {
        "area": area,
        "area_name": names.get(area, ""),
        "areas": sorted(names.items(), key=lambda item: item[1]),
        "periods": [
            (f"Last {phrases.counted(number, 'day')}", f"?{urlencode({'area': area, 'days': number})}", number == days)
            for number in SHIFT_DAYS
        ],
        "sentence": f"{phrases.counted(len(events), 'event')} that you may see in the {phrases.counted(days, 'day')} to {phrases.date_time(until)}.",
        "caption": "Newest first",
        "events": [_event_cells(saying) for saying in events],
        "event_columns": EVENT_COLUMNS,
        "sources": sources_line(viewer=viewer),
    }
    return render(request, "search/home.html", context)


@needs(Tool.SEARCH, task=True)
def door(request: HttpRequest) -> HttpResponse:
    """From an address as typed to the page of that address, or to the search when no system names it in just that way."""
    typed = " ".join(request.GET.get("address", "").split())[:200]
    found = search(typed, viewer=_viewer(request), today=timezone.localdate()) if address_key(typed) else None
    note(request, "search", found.record_ids if found else set(), typed=typed)
    if found and found.total and (key := address_key(typed)):
        return HttpResponseRedirect(reverse("thing", args=["address", key]))
    return HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': typed})}")


def _event_cells(saying: Saying) -> list[dict[str, Any]]:
    content = saying.content
    kind = str(content.get("offence") or content.get("event_type") or "").replace("-", " ").capitalize()
    return [
        {
            "text": content.get("title") or name_of(saying),
            "href": reverse("event", args=[saying.id]),
            "note": content.get("reference") or kind,
        },
        {"text": phrases.date_time(saying.happened_at or saying.said_at)},
        {"text": address_line(content) or "Not recorded"},
        {"text": saying.system},
    ]


def _thing(saying: Saying) -> dict[str, str]:
    content = saying.content
    words = [content.get("colour"), content.get("make"), content.get("model")]
    note_words = " ".join(str(word) for word in words if word) or str(content.get("object_type") or saying.kind)
    return {"name": name_of(saying), "href": reverse("record", args=[saying.id]), "note": note_words, "system": saying.system}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
