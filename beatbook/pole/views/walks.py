"""The chart that is walked outward, the way between two people, and where and when a person comes to notice."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import area_geometry, areas_of_kind
from beatbook.pole.queries import PathStep, path_between, walk_from
from beatbook.pole.timeline import Entry
from beatbook.pole.views.asking import page_of, viewer_of
from beatbook.pole.views.records import address_of, columns
from beatbook.pole.walking import Spot, Walk
from beatbook.web import phrases
from beatbook.web.svg.area_map import Area, MapPoint, area_map
from beatbook.web.svg.hours import hours
from beatbook.web.svg.link_chart import Edge, Node
from beatbook.web.svg.walk_chart import walk_chart

MOST_AREAS = 60
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@needs(Tool.SEARCH, task=True)
def chart(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The links of a person, and step by step those of whatever is opened. Every step is in the address."""
    opened = [found for text in request.GET.getlist("open")[:20] if (found := _uuid(text))]
    walk = walk_from(record_id, opened, viewer=viewer_of(request))
    if walk is None:
        raise Http404
    note(request, "consultation", {one for spot in walk.spots for one in spot.thing.records} | {record_id})
    names = {spot.thing.id: spot.thing.name for spot in walk.spots}
    shown = [spot.thing.id for spot in walk.spots if spot.is_open and spot.step]
    context = {
        "record_id": record_id,
        "name": walk.spots[0].thing.name,
        "sentence": _sentence(walk),
        "chart": _drawn(walk, shown),
        "columns": columns("From", "To", "How", "Step"),
        "rows": [_tie_row(walk, one, names, shown) for one in walk.ties],
        "opened": [(names[one], _address([other for other in shown if other != one])) for one in shown],
    }
    return render(request, "pole/chart.html", context)


def _sentence(walk: Walk) -> str:
    steps = len(walk.columns) - 1
    left = f" {phrases.counted(walk.left_out, 'link is', 'links are')} left out for want of room." if walk.left_out else ""
    things, ties = phrases.counted(len(walk.spots) - 1, "thing"), phrases.counted(len(walk.ties), "link")
    return f"{things} within {phrases.counted(steps, 'step')}, by {ties}.{left} Choose one to see what it is linked to. This is based on what you may see."


def _address(opened: list[UUID]) -> str:
    return f"?{urlencode([('open', str(one)) for one in opened])}#chart" if opened else "?#chart"


def _drawn(walk: Walk, shown: list[UUID]) -> str:
    nodes = [[_node(spot, shown) for spot in column] for column in walk.columns]
    edges = [Edge(str(tie.a), str(tie.b), tie.how, tie.recorded) for tie in walk.ties]
    return walk_chart(nodes, edges, width=860)


def _node(spot: Spot, shown: list[UUID]) -> Node:
    """A closed box opens its links; an open one closes them."""
    one = spot.thing
    after = [other for other in shown if other != one.id] if spot.is_open else [*shown, one.id]
    return Node(str(one.id), one.name, one.note, one.kind, _address(after) if spot.step else "")


def _tie_row(walk: Walk, tie: Any, names: dict[UUID, str], shown: list[UUID]) -> list[dict[str, Any]]:
    spot = next(spot for spot in walk.spots if spot.thing.id == tie.b)
    opens = "Close its links" if spot.is_open else "Show its links"
    after = [other for other in shown if other != tie.b] if spot.is_open else [*shown, tie.b]
    tag = None if tie.recorded else {"text": "Opinion", "colour": "purple"}
    step: dict[str, Any] = {"text": opens, "hidden": f"({names[tie.b]})", "href": _address(after)} if spot.step else {"text": "The start"}
    return [
        {"text": names[tie.a]},
        {"text": names[tie.b], "href": spot.thing.href, "note": spot.thing.note},
        {"text": phrases.upper_first(tie.how.removesuffix(" (opinion)")), "tag": tag},
        step,
    ]


@needs(Tool.SEARCH, task=True)
def path(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The shortest way from this person to another, over ties that the viewer may see."""
    viewer, page = viewer_of(request), page_of(request, record_id)
    typed = request.GET.get("to", "").strip()[:300]
    goal = _uuid(typed.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2])
    way = path_between(record_id, goal, viewer=viewer) if goal else None
    near = [n for n in page.view.neighbours if n.kind == "person"][:12]
    named = {one for step in way or [] for one in step.records} | {n.id for n in near}
    note(request, "consultation", {record_id, *page.component.members, *named}, to=typed)
    context = {
        "record_id": record_id,
        "name": page.view.name,
        "typed": typed,
        "offered": [(str(n.id), n.name) for n in near],
        "sentence": _way_sentence(typed, way),
        "columns": columns("Step", "What", "By"),
        "rows": [_step_row(place, step) for place, step in enumerate(way or [])],
        "chart": _way_chart(way) if way and len(way) > 1 else "",
        "error": "Say who the other person is: that is no address of a page" if typed and goal is None else "",
    }
    return render(request, "pole/path.html", context, status=422 if context["error"] else 200)


def _way_sentence(typed: str, way: list[PathStep] | None) -> str:
    if not typed:
        return ""
    if way is None:
        return "No way within six ties that you may see. That says nothing of ties that you may not."
    if len(way) == 1:
        return "They are one person."
    return f"{phrases.counted(len(way) - 1, 'tie')} from {way[0].name} to {way[-1].name}. A tie says that a system recorded it, not that they know one another."


def _step_row(place: int, step: PathStep) -> list[dict[str, Any]]:
    return [
        {"text": str(place)},
        {"text": step.name, "href": address_of(step.saying), "note": step.saying.system},
        {"text": phrases.upper_first(step.how) if step.how else "The start"},
    ]


def _way_chart(way: list[PathStep]) -> str:
    nodes = [[Node(f"{place}", step.name, step.saying.kind, step.saying.kind, address_of(step.saying))] for place, step in enumerate(way)]
    edges = [Edge(str(place), str(place + 1), step.how, True) for place, step in enumerate(way[1:])]
    return walk_chart(nodes, edges, width=max(860, 150 * len(way)))


@needs(Tool.SEARCH, task=True)
def where(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Where and when the person's visible events happened: a map, the hours of the day, the days of the week, and the same as tables."""
    page = page_of(request, record_id)
    entries = list({entry.event_id: entry for entry in page.view.timeline}.values())
    placed = [e for e in entries if e.event.longitude is not None and e.event.latitude is not None]
    timed = [e for e in entries if e.event.happened_at]
    note(request, "consultation", {entry.event_id for entry in entries} | {record_id, *page.component.members})
    by_hour = Counter(timezone.localtime(e.at).hour for e in timed)
    by_day = Counter(timezone.localtime(e.at).weekday() for e in timed)
    counts = [by_hour.get(hour, 0) for hour in range(24)]
    areas = {area.code: area for area in areas_of_kind("ward")}
    by_area = Counter(e.event.area for e in placed if e.event.area in areas)
    outlines = _outlines(areas, by_area)
    context = {
        "record_id": record_id,
        "name": page.view.name,
        "sentence": _where_sentence(entries, placed, by_hour),
        "wide": _map(areas, by_area, placed, outlines, 700),
        "narrow": _map(areas, by_area, placed, outlines, 330),
        "hours_wide": hours(counts, width=820),
        "hours_narrow": hours(counts, width=330),
        "area_columns": [{"label": "Area"}, {"label": "Events", "numeric": True}],
        "area_rows": [
            [{"text": areas[code].name}, {"text": str(n)}]
            for code, n in sorted(by_area.items(), key=lambda item: (-item[1], areas[item[0]].name))
        ],
        "hour_columns": [{"label": "Hour"}, {"label": "Events", "numeric": True}],
        "hour_rows": [[{"text": f"{hour:02d}:00 to {hour:02d}:59"}, {"text": str(n)}] for hour, n in enumerate(counts) if n],
        "day_columns": [{"label": "Day"}, {"label": "Events", "numeric": True}],
        "day_rows": [[{"text": DAYS[day]}, {"text": str(by_day.get(day, 0))}] for day in range(7)],
        "has_map": bool(placed and areas),
    }
    return render(request, "pole/where.html", context)


def _where_sentence(entries: list[Entry], placed: list[Entry], by_hour: Counter[int]) -> str:
    if not entries:
        return "No event that you may see names this person."
    events, places = phrases.counted(len(entries), "event"), phrases.counted(len(placed), "has a place", "have a place")
    busiest = max(by_hour, key=lambda hour: (by_hour[hour], -hour), default=None)
    most = f" Most began between {busiest:02d}:00 and {busiest:02d}:59." if busiest is not None and by_hour[busiest] > 1 else ""
    return f"{events}, of which {places}.{most} This is based on what you may see."


def _map(areas: dict[str, Any], by_area: Counter[str], placed: list[Entry], outlines: dict[str, Any], width: float) -> str:
    shapes = [Area(code, areas[code].name, outline, float(by_area[code])) for code, outline in sorted(outlines.items())]
    points = [
        MapPoint(e.event.longitude, e.event.latitude, e.heading, reverse("event", args=[e.event_id]))
        for e in placed
        if e.event.longitude is not None and e.event.latitude is not None
    ]
    return area_map(shapes, points, width=width, most_height=520)


def _outlines(areas: dict[str, Any], by_area: Counter[str]) -> dict[str, Any]:
    """Outlines of every area, or where a force has too many to draw, of those in which something happened."""
    drawn = areas if len(areas) <= MOST_AREAS else by_area
    return {code: outline for code in sorted(drawn)[:MOST_AREAS] if (outline := area_geometry(code))}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
