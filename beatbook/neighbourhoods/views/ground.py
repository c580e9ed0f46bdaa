"""The page of one neighbourhood, and its table as a file."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.measures.queries import Comparison
from beatbook.measures.series import Point, Series
from beatbook.neighbourhoods.queries import Ground, grounds_of, meetings_of, members_of, outlines_of, priorities_of
from beatbook.neighbourhoods.queries.recorded import crime_compared, crime_series, points_in, recorded_in
from beatbook.neighbourhoods.recorded import PointCount, Recorded, by_kind, by_outcome, crimes
from beatbook.neighbourhoods.saying import CAVEATS, PLACES, month_sentence, rate_words, share_words, usual_count, usual_sentence
from beatbook.neighbourhoods.views.finding import FORMS, Here, here, month_code, page_context
from beatbook.neighbourhoods.work.actions import VISITED
from beatbook.neighbourhoods.work.queries import published_counts
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock
from beatbook.web.phrases import number
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.svg.month_columns import Column, month_columns
from beatbook.web.svg.point_map import Spot, point_map
from beatbook.web.takeaway import Form, Sheet, Taking, answer

WIDE, NARROW = 690, 340
HALF, FULL = 510, 1130
WIDE_LABEL, NARROW_LABEL = 240.0, 190.0
YEAR = 12
ALIKE = 6  # neighbourhoods beside this one: as many as a table on a phone bears
POINT_COLUMNS = ("Place", "Crimes and incidents", "Of which kinds")


def neighbourhood(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """One sentence first; then the map, the team, how it went, what it was, what became of it, and what the team did."""
    viewer: Viewer = request.viewer
    place = here(request, force, code, viewer=viewer)
    context = page_context(place, "neighbourhood") | _team(place, viewer)
    if place.period and place.year and place.trend and place.ground.area:
        rows = recorded_in(place.ground.area, place.year, viewer=viewer)
        points = points_in(place.ground.area, place.period, viewer=viewer)
        context |= _trend(place, crime_series(place.ground.area, place.trend, viewer=viewer)) | _kinds(place, rows) | _outcomes(rows)
        context |= _map(place, points, viewer) | _compared(place, crime_compared(force, place.year, viewer=viewer))
    return render(request, "neighbourhoods/ground.html", context | {"caveats": CAVEATS})


def ground_file(request: HttpRequest, force: str, code: str, form: str) -> HttpResponse:
    """The map's table as a file: each map point with what was moved to it."""
    viewer: Viewer = request.viewer
    place = here(request, force, code, viewer=viewer)
    if form not in list(Form) or place.period is None or place.ground.area is None:
        raise Http404
    points = points_in(place.ground.area, place.period, viewer=viewer)
    sheet = Sheet(
        f"Recorded crime and incidents, {place.ground.name}",
        place.period.words(),
        POINT_COLUMNS,
        [(_street(point), number(point.count), _kinds_words(point)) for point in points],
        [(point.longitude, point.latitude) for point in points],
        "PUBLIC",
    )
    return answer(
        sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name=f"{force}-{code}-{month_code(place.period.first)}"
    )


def _team(place: Here, viewer: Viewer) -> dict[str, Any]:
    where = (place.force.code, place.ground.code)
    return {
        "members": members_of(*where, viewer=viewer),
        "priorities": priorities_of(*where, viewer=viewer),
        "visits": published_counts(place.force.code, VISITED, place.ground.area or "", viewer=viewer)[:YEAR],
        "meetings": meetings_of(*where, clock.now(), viewer=viewer),
        "contacts": [(_contact_label(sort), value, _contact_link(sort, value)) for sort, value in sorted(place.ground.contact.items())],
    }


def _trend(place: Here, series: Series) -> dict[str, Any]:
    address = reverse("neighbourhood", args=[place.force.code, place.ground.code])
    columns = [
        Column(month_code(point.month), point.figure.numerator, _usual(point), f"{address}?month={month_code(point.month)}")
        for point in series.points
    ]
    said: dict[str, Any] = {
        "title": f"Crimes recorded in {place.ground.name}, month by month",
        "breaks": [month_code(one.month) for one in series.breaks],
    }
    rows = [(point, column) for point, column in zip(series.points, columns, strict=True)][::-1]
    return {
        "month_words": place.period.words() if place.period else "",
        "sentence": month_sentence(series),
        "usual": usual_sentence(series),
        "tone": series.verdict if series.verdict in ("higher", "lower", "usual") else "",
        "trend_wide": month_columns(columns, width=FULL, **said),
        "trend_narrow": month_columns(columns[-YEAR:], width=NARROW, height=220, id="months-narrow", **said),
        "trend_columns": [{"label": "Month"}, {"label": "Crimes", "numeric": True}, {"label": "Usual here", "numeric": True}],
        "trend_rows": [
            [{"text": point.figure.period.words(), "href": column.href}, {"text": number(column.value)}, {"text": _usual_words(column)}]
            for point, column in rows
        ],
        "has_usual": any(column.usual for column in columns),
        "breaks": [one.why for one in series.breaks],
    }


def _usual(point: Point) -> tuple[float, float] | None:
    """The usual range of a month's number of crimes."""
    if point.limits is None:
        return None
    return usual_count(point.limits.low, point.figure), usual_count(point.limits.high, point.figure)


def _usual_words(column: Column) -> str:
    return f"{number(column.usual[0])} to {number(column.usual[1])}" if column.usual else "not known"


def _kinds(place: Here, rows: Sequence[Recorded]) -> dict[str, Any]:
    month = month_code(place.month) if place.month else ""
    now, year = dict(by_kind(row for row in rows if row.month == month)), by_kind(rows)
    items = [Bar(kind, count, number(count)) for kind, count in year]
    return {
        "kinds_wide": bars(items, width=HALF, label_room=WIDE_LABEL, wrap=True, title="Twelve months by kind", id="kinds"),
        "kinds_narrow": bars(items, width=NARROW, label_room=NARROW_LABEL, wrap=True, title="Twelve months by kind", id="kinds"),
        "kinds_columns": [{"label": "Kind"}, {"label": "This month", "numeric": True}, {"label": "Twelve months", "numeric": True}],
        "kinds_rows": [[{"text": kind}, {"text": number(now.get(kind, 0))}, {"text": number(count)}] for kind, count in year],
    }


def _outcomes(rows: Sequence[Recorded]) -> dict[str, Any]:
    year = by_outcome(crimes(rows))
    whole = sum(count for _, count in year)
    items = [Bar(outcome, count, share_words(count, whole)) for outcome, count in year]
    return {
        "outcomes_wide": bars(items, width=HALF, label_room=WIDE_LABEL, wrap=True, title="Last known outcome", id="outcomes"),
        "outcomes_narrow": bars(items, width=NARROW, label_room=NARROW_LABEL, wrap=True, title="Last known outcome", id="outcomes"),
        "outcomes_columns": [{"label": "Last known outcome"}, {"label": "Crimes", "numeric": True}, {"label": "Share", "numeric": True}],
        "outcomes_rows": [[{"text": outcome}, {"text": number(count)}, {"text": share_words(count, whole)}] for outcome, count in year],
    }


def _compared(place: Here, comparison: Comparison) -> dict[str, Any]:
    """This neighbourhood among those with about as many people, by name."""
    own = next((one for one in comparison.areas if one.figure.where.neighbourhood == place.ground.area), None)
    if own is None:
        return {}
    others = sorted(comparison.areas, key=lambda one: (abs(one.size - own.size), one.figure.name))[: ALIKE + 1]
    return {
        "alike_columns": [
            {"label": "Neighbourhood"},
            *({"label": label, "numeric": True} for label in ("People", "Crimes", "For every 1,000 people")),
            {"label": "Beside the whole force"},
        ],
        "alike_rows": [
            [
                {"text": one.figure.name + (" (this one)" if one is own else "")},
                {"text": number(one.figure.people)},
                {"text": number(one.figure.numerator)},
                {"text": rate_words(one.figure)},
                {"text": PLACES[one.place]},
            ]
            for one in sorted(others, key=lambda one: one.figure.name)
        ],
    }


def _map(place: Here, points: Sequence[PointCount], viewer: Viewer) -> dict[str, Any]:
    own = place.ground.area or ""
    outlines = outlines_of([own, *(ground.area for ground in _neighbours(place.ground, viewer) if ground.area)], viewer=viewer)
    near = [shape for code, shape in outlines.items() if code != own]
    spots = [Spot(point.longitude, point.latitude, point.count, _street(point)) for point in points]
    said: dict[str, Any] = {"neighbours": near, "unit": "crimes and incidents", "title": f"Where crime was recorded in {place.ground.name}"}
    query = f"?month={month_code(place.month)}" if place.month else ""
    forms = [(label, reverse("neighbourhood-file", args=[place.force.code, place.ground.code, form]) + query) for label, form in FORMS]
    return {
        "map_wide": point_map(outlines.get(own), spots, width=WIDE, **said),
        "map_narrow": point_map(outlines.get(own), spots, width=NARROW, most_height=420, **said),
        "map_columns": [{"label": POINT_COLUMNS[0]}, {"label": POINT_COLUMNS[1], "numeric": True}, {"label": POINT_COLUMNS[2]}],
        "map_rows": [
            [{"text": _street(point)}, {"text": number(point.count)}, {"text": _kinds_words(point)}]
            for point in sorted(points, key=lambda one: (-one.count, one.street))
        ],
        "map_downloads": forms,
    }


def _neighbours(ground: Ground, viewer: Viewer) -> list[Ground]:
    """The eight nearest, to show where this one lies."""
    if ground.centre is None:
        return []
    x, y = ground.centre
    others = [one for one in grounds_of(ground.force, viewer=viewer) if one.code != ground.code and one.centre]
    return sorted(others, key=lambda one: (one.centre[0] - x) ** 2 + (one.centre[1] - y) ** 2 if one.centre else 0)[:8]


def _street(point: PointCount) -> str:
    return point.street or "On or near a place without a name"


def _kinds_words(point: PointCount) -> str:
    return "; ".join(f"{kind} {count}" for kind, count in sorted(point.kinds, key=lambda item: (-item[1], item[0])))


def _contact_label(sort: str) -> str:
    return {"email": "E-mail", "web": "Website", "fax": "Fax"}.get(sort, sort.capitalize())


def _contact_link(sort: str, value: str) -> str:
    if sort == "email":
        return f"mailto:{value}"
    if sort in ("telephone", "mobile"):
        return f"tel:{value.replace(' ', '')}"
    return value if value.startswith(("https://", "http://")) else ""
