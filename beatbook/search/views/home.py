"""The page on which a shift begins: what is new in my area, or the work of a role that has none, and the ways in."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import note
from beatbook.geography.queries import areas_of_kind
from beatbook.pole.queries import sources_line
from beatbook.pole.saying import Saying, event_words
from beatbook.search.queries import events_since, newest_said
from beatbook.search.views.cells import EVENT_COLUMNS, event_cells
from beatbook.sources.queries import FeedFreshness, arrivals_waiting, freshness
from beatbook.tension.queries import alerts_waiting
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web import clock, phrases

SHIFT_DAYS = (1, 3, 7, 28)  # since yesterday, the last set of shifts, last week, and after leave
SHARED_DAYS = (7, 30, 90)  # casework moves more slowly than shifts
PERIOD_WORDS = {1: "Last 24 hours", 3: "Last 3 days", 7: "Last 7 days", 28: "Last 28 days", 30: "Last 30 days", 90: "Last 90 days"}
MOST_NEWS = 100
MOST_IN_AREA = 200  # as many as are read of one area
MINDS_SYSTEMS = (Role.REGISTRAR, Role.DATA_PROTECTION, Role.OPCC)
UNCOUNTED = {"stop and search": "stops and searches", "custody": "custody records"}
ATTENTION_COLUMNS = [{"label": label} for label in ("System", "What is wrong", "Last loaded")]


def home(request: HttpRequest) -> HttpResponse:
    """The page on which a shift begins: what is new in my area, or the work of a role that has none, and the ways in."""
    viewer: Viewer = request.viewer
    if viewer.username == "public":
        return HttpResponseRedirect(reverse("sign-in"))
    if viewer.role == Role.RESIDENT:
        note(request, "page")
        return render(request, "search/resident.html")
    if may_use(viewer, Tool.FIGURES) and not may_use(viewer, Tool.SOURCES):
        return HttpResponseRedirect(reverse("technology"))
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
        "events": [event_cells(saying) for saying in events[:MOST_NEWS]],
        "more_events": max(0, len(events) - MOST_NEWS),
        "event_columns": EVENT_COLUMNS,
        "search_first": viewer.role == Role.CONTACT_HANDLER,
        "attention": _attention(viewer) if viewer.role in MINDS_SYSTEMS else None,
        "arrivals": arrivals_waiting(viewer=viewer) if may_use(viewer, Tool.SEAL) else 0,
        "alerts": alerts_waiting(viewer=viewer) if may_use(viewer, Tool.TENSION) else 0,
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
    feeds, now = freshness(viewer=viewer), clock.now()
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
