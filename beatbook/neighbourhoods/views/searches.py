"""Stop and search in one neighbourhood: what was found, who was searched, and what cannot be told."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.measures.figures import Figure
from beatbook.neighbourhoods.queries.recorded import FOUND, NO_ACTION, SEARCHED, search_figure, searches_unplaced, sought_in
from beatbook.neighbourhoods.recorded import most_first
from beatbook.neighbourhoods.saying import interval_words, share_words
from beatbook.neighbourhoods.views.finding import here, page_context
from beatbook.vocabulary.viewer import Viewer
from beatbook.web.phrases import counted, number
from beatbook.web.svg.bars import Bar, bars

WIDE, NARROW = 860, 340
UNKNOWN = "Not known"


def searches(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """Twelve months up to the month asked about."""
    viewer: Viewer = request.viewer
    place = here(request, force, code, viewer=viewer)
    context = page_context(place, "neighbourhood-searches")
    if place.year and place.ground.area:
        area, year = place.ground.area, place.year
        found, nothing, groups = (search_figure(name, area, year, viewer=viewer) for name in (FOUND, NO_ACTION, SEARCHED))
        unplaced = searches_unplaced(force, year, viewer=viewer)
        context["elsewhere"] = (
            f"Of the same months, {counted(unplaced, 'search has', 'searches have')} no known place and stand in no neighbourhood."
            if unplaced
            else ""
        )
        context |= _found(found, nothing) | _groups(groups) | {"total": found.denominator, "month_words": year.words()}
        context |= _sought([(name or UNKNOWN, count) for name, count in most_first(sought_in(area, year, viewer=viewer))])
    return render(request, "neighbourhoods/searches.html", context)


def _found(found: Figure, nothing: Figure) -> dict[str, Any]:
    said = counted(found.denominator, "search was published", "searches were published") if found.denominator else "No search was published"
    rows = [
        ("What was looked for was found", found.numerator, interval_words(found)),
        ("Nothing came of it", nothing.numerator, interval_words(nothing)),
        ("It is not known whether it was found", found.unknown, share_words(found.unknown, found.denominator)),
    ]
    told = f"; what was looked for was found in {number(found.numerator)} of them" if found.denominator else ""
    return {
        "sentence": f"{said} with a place in this neighbourhood{told}.",
        "result_columns": [{"label": "What came of it"}, {"label": "Searches", "numeric": True}, {"label": "Share", "numeric": True}],
        "result_rows": [[{"text": name}, {"text": number(count)}, {"text": share}] for name, count, share in rows],
    }


def _sought(sought: list[tuple[str, int]]) -> dict[str, Any]:
    items = [Bar(name, count, number(count)) for name, count in sought]
    return {
        "sought_wide": bars(items, width=WIDE, title="What was looked for", id="sought"),
        "sought_narrow": bars(items, width=NARROW, title="What was looked for", id="sought"),
        "sought_columns": [{"label": "Looked for"}, {"label": "Searches", "numeric": True}],
        "sought_rows": [[{"text": bar.label}, {"text": bar.said}] for bar in items],
    }


def _groups(groups: Figure) -> dict[str, Any]:
    """Searches by group beside the residents of each; the rate beside that of white people only where both are known and enough."""
    labels = ("Searches", "Residents", "Times the rate of white people")
    return {
        "group_columns": [{"label": "Ethnic group, as the person gave it"}, *({"label": label, "numeric": True} for label in labels)],
        "group_rows": [
            [{"text": one.group}, {"text": number(one.count)}, {"text": number(one.people)}, {"text": _times(one.value, one.interval)}]
            for one in groups.groups
        ],
        "unknown_words": f"For {share_words(groups.unknown, groups.denominator)} of the searches the group is not known, and those are in no row.",
    }


def _times(value: float | None, interval: Any) -> str:
    if value is None or interval is None:
        return "not known"
    return f"{number(value, 1)} ({number(interval.low, 1)} to {number(interval.high, 1)})"
