"""The one box, the page on which a shift begins, and the look at an address before knocking on its door."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import areas_of_kind
from beatbook.pole.neighbours import note_of
from beatbook.pole.queries import sources_line
from beatbook.pole.saying import Saying, address_line, event_words, name_of
from beatbook.search.files import results_sheet
from beatbook.search.queries import MOST_RECORDS, Results, events_since, newest_said, search
from beatbook.sources.queries import FeedFreshness, arrivals_waiting, freshness
from beatbook.vocabulary.identifiers import address_key
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web import phrases
from beatbook.web.takeaway import Form, Taking, answer

SHIFT_DAYS = (1, 3, 7, 28)  # since yesterday, the last set of shifts, last week, and after leave
SHARED_DAYS = (7, 30, 90)  # casework moves more slowly than shifts
PERIOD_WORDS = {1: "Last 24 hours", 3: "Last 3 days", 7: "Last 7 days", 28: "Last 28 days", 30: "Last 30 days", 90: "Last 90 days"}
MOST_NEWS = 100
MOST_IN_AREA = 200  # as many as are read of one area
MINDS_SYSTEMS = (Role.REGISTRAR, Role.DATA_PROTECTION, Role.OPCC)
UNCOUNTED = {"stop and search": "stops and searches", "custody": "custody records"}
FILES = (("Download as CSV", "csv"), ("as XLSX", "xlsx"), ("places as GeoJSON", "geojson"))
ATTENTION_COLUMNS = [{"label": label} for label in ("System", "What is wrong", "Last loaded")]
EVENT_COLUMNS = [{"label": label} for label in ("Event", "When", "Where", "Source")]


@needs(Tool.SEARCH, task=True)
def results(request: HttpRequest) -> HttpResponse:
    """What answers the box. Every filter is in the address, so that a search can be kept, sent and repeated."""
    typed = " ".join(request.GET.get("q", "").split())
    viewer = _viewer(request)
    found = search(typed, viewer=viewer, today=timezone.localdate()) if typed else Results("", (), (), (), (), more=False)
    note(request, "search", found.record_ids, typed=typed[:200], total=found.total)
    context = {
        "results": found,
        "most": MOST_RECORDS,
        "typed": typed,
        "downloads": [(label, f"{reverse('search-file', args=[form])}?{urlencode({'q': typed})}") for label, form in FILES],
        "events": [_event_cells(saying) for saying in found.events],
        "event_columns": EVENT_COLUMNS,
        "things": [_thing(saying) for saying in found.things],
        "sources": sources_line(viewer=viewer),
    }
    return render(request, "search/results.html", context)


@needs(Tool.SEARCH, task=True)
def results_file(request: HttpRequest, form: str) -> HttpResponse:
    """The results of a search as a file: the same set, in the same order, as the page of that address."""
    typed = " ".join(request.GET.get("q", "").split())
    if form not in list(Form) or not typed:
        raise Http404
    viewer = _viewer(request)
    found = search(typed, viewer=viewer, today=timezone.localdate())
    note(request, "export", found.record_ids, typed=typed[:200], total=found.total, form=form)
    return answer(results_sheet(found), Form(form), Taking(viewer.display_name, timezone.localtime()), name="search")


def home(request: HttpRequest) -> HttpResponse:
    """The page on which a shift begins: what is new in my area, or the work of a role that has none, and the ways in."""
    viewer = _viewer(request)
    if viewer.username == "public":
        return HttpResponseRedirect(reverse("sign-in"))
    if viewer.role == Role.RESIDENT:
        note(request, "page")
        return render(request, "search/resident.html")
    names = {area.code: area.name for area in areas_of_kind("ward")}
    shared = viewer.role == Role.PARTNER
    area = "" if shared else request.GET.get("area") or viewer.area or ""
    wanted = sorted(names) if shared else [area] if area in names else []
    days, until, events = _news(request, wanted, SHARED_DAYS if shared else SHIFT_DAYS, viewer=viewer)
    note(request, "consultation", {saying.id for saying in events}, area=area, days=days)
    context = {
        "area": area,
        "area_name": names.get(area, ""),
        "areas": sorted(names.items(), key=lambda item: item[1]) if may_use(viewer, Tool.SEARCH) and not shared else [],
        "shared": shared,
        "news": bool(wanted),
        "periods": [
            (PERIOD_WORDS[number], f"?{urlencode({'area': area, 'days': number} if area else {'days': number})}", number == days)
            for number in (SHARED_DAYS if shared else SHIFT_DAYS)
        ],
        "sentence": _news_sentence(events, days, until),
        "events": [_event_cells(saying) for saying in events[:MOST_NEWS]],
        "more_events": max(0, len(events) - MOST_NEWS),
        "event_columns": EVENT_COLUMNS,
        "search_first": viewer.role == Role.CONTACT_HANDLER,
        "attention": _attention(viewer) if viewer.role in MINDS_SYSTEMS else None,
        "arrivals": arrivals_waiting(viewer=viewer) if may_use(viewer, Tool.SEAL) else 0,
        "reads_log": may_use(viewer, Tool.READ_LOG),
        "sources": sources_line(viewer=viewer),
    }
    return render(request, "search/home.html", context)


def _news(request: HttpRequest, areas: list[str], choices: tuple[int, ...], *, viewer: Viewer) -> tuple[int, datetime, list[Saying]]:
    """The period asked for, or the shortest usual one in which something happened; when it ends; and what happened, newest first."""
    until = newest_said(viewer=viewer)
    asked = next((days for days in choices if str(days) == request.GET.get("days")), None)
    events: list[Saying] = []
    days = choices[-1]
    for days in [asked] if asked else choices[1:]:
        events = [saying for area in areas for saying in events_since(area, until - timedelta(days=days), viewer=viewer)]
        if events:
            break
    return days, until, sorted(events, key=lambda s: (s.happened_at or s.said_at, str(s.id)), reverse=True)


def _news_sentence(events: list[Saying], days: int, until: datetime) -> str:
    """How many events of each sort, the commonest first; it never says that there is nothing, only that the viewer may see nothing."""
    period = f"in the {phrases.counted(days, 'day')} to {phrases.date_time(until)}"
    sorts = Counter(event_words(saying.content) for saying in events)
    said = phrases.sentence_list(_of_sort(number, sort) for sort, number in sorted(sorts.items(), key=lambda item: (-item[1], item[0])))
    words = f"At least {said}" if len(events) >= MOST_IN_AREA else phrases.upper_first(said)
    return f"{words} {period}." if events else f"No event that you may see happened {period}."


def _of_sort(number: int, sort: str) -> str:
    return phrases.counted(number, sort, UNCOUNTED.get(sort))


def _attention(viewer: Viewer) -> dict[str, Any]:
    """Systems that are late or whose rows were refused: the day's work of those who answer for data."""
    feeds, now = freshness(viewer=viewer), timezone.now()
    troubled = [feed for feed in feeds if feed.is_late(now) or feed.open_refused_rows]
    troubled.sort(key=lambda feed: (-feed.open_refused_rows, feed.name))
    return {"feeds": len(feeds), "columns": ATTENTION_COLUMNS, "rows": [_attention_cells(feed, feed.is_late(now)) for feed in troubled]}


def _attention_cells(feed: FeedFreshness, late: bool) -> list[dict[str, Any]]:
    loaded = phrases.date_time(feed.last_loaded_at) if feed.last_loaded_at else "never"
    refused = phrases.counted(feed.open_refused_rows, "refused row") + " to mend" if feed.open_refused_rows else ""
    return [
        {"text": feed.system, "href": reverse("feed", args=[feed.code]), "note": feed.name},
        {"text": " and ".join(word for word in (("late" if late else ""), refused) if word).capitalize()},
        {"text": loaded},
    ]


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
    return {
        "name": name_of(saying),
        "href": reverse("record", args=[saying.id]),
        "note": phrases.upper_first(note_of(saying)),
        "system": saying.system,
    }


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer
