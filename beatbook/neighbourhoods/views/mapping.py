"""A map to move about in, for those who want to look closely: Leaflet over our own shapes, no tiles, nothing from elsewhere."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.neighbourhoods.queries import grounds_of, outlines_of
from beatbook.neighbourhoods.queries.recorded import points_in
from beatbook.neighbourhoods.views.finding import here, month_code, page_context
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.phrases import counted

MOST_SHAPES = 60


def explore(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """The page: without a script it shows the way to the drawn map, the table and the file."""
    viewer: Viewer = request.viewer
    place = here(request, force, code, viewer=viewer)
    if place.period is None or place.ground.area is None:
        raise Http404
    total = sum(point.count for point in points_in(place.ground.area, place.period, viewer=viewer))
    data = reverse("neighbourhood-map-data", args=[force, code]) + f"?month={month_code(place.period.first)}"
    placed = counted(total, "crime or incident", "crimes and incidents")
    context = page_context(place, "neighbourhood-map") | {
        "data": data,
        "month_words": place.period.words(),
        "sentence": f"{placed} recorded in {place.ground.name} in {place.period.words()} can be put on a map.",
    }
    return render(request, "neighbourhoods/map.html", context)


def explore_data(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """The outline, the neighbours' outlines and the points, as GeoJSON. Source: RFC 7946."""
    viewer: Viewer = request.viewer
    place = here(request, force, code, viewer=viewer)
    if place.period is None or place.ground.area is None:
        raise Http404
    grounds = sorted(grounds_of(force, viewer=viewer), key=lambda ground: ground.code != code)[:MOST_SHAPES]
    outlines = outlines_of([ground.area for ground in grounds if ground.area], viewer=viewer)
    shapes = [
        {"type": "Feature", "geometry": outlines[ground.area], "properties": {"name": ground.name, "here": ground.code == code}}
        for ground in grounds
        if ground.area in outlines
    ]
    points = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
            "properties": {"name": point.street or "On or near a place without a name", "count": point.count, "kinds": dict(point.kinds)},
        }
        for point in points_in(place.ground.area, place.period, viewer=viewer)
    ]
    body = json.dumps({"type": "FeatureCollection", "features": shapes + points}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/geo+json")
