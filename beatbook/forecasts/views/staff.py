"""Forecasts for staff: the list, a map with its reasons and its past accuracy, and the week's plan. Who saw which map is in the log."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.forecasts.queries import (
    ForecastRow,
    ScoreRow,
    SquareRow,
    exposure_of,
    forecast_named,
    forecasts,
    plan_of,
    scores_of,
    squares_of,
)
from beatbook.forecasts.views import wording
from beatbook.geography.queries import area_geometry, area_names
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock, phrases
from beatbook.web.svg.area_map import Area
from beatbook.web.svg.bars import Bar, bars
from beatbook.web.svg.square_map import MapSquare, square_map
from beatbook.web.takeaway import Form, Sheet, Taking, answer

SHOWN = 60
WIDTHS = {"wide": 860, "narrow": 340}
WEIGHTS = {"count": "By number of offences", "harm": "By harm"}
SQUARE_COLUMNS = (
    "Neighbourhood",
    "Middle of the square",
    "Offences expected",
    "Nine times in ten",
    "Harm expected, days",
    "Why this square",
)


@needs(Tool.FORECASTS)
def index(request: HttpRequest) -> HttpResponse:
    """Every forecast, whether it may be patrolled by, and how good it was."""
    found = forecasts(viewer=_viewer(request))
    note(request, "forecast-list", forecasts=[one.code for one in found])
    rows = [
        [
            {"text": one.name, "href": reverse("forecast", args=[one.code]), "note": phrases.sentence_list(one.kinds)},
            {"text": wording.state_words(one)},
            {"text": wording.accuracy_words(one)},
        ]
        for one in found
    ]
    context = {
        "columns": [{"label": label} for label in ("Forecast", "State", "How good it was")],
        "rows": rows,
        "sentence": wording.index_sentence(found),
    }
    return render(request, "forecasts/index.html", context)


@needs(Tool.FORECASTS, task=True)
def forecast(request: HttpRequest, code: str) -> HttpResponse:
    """The map of one forecast. A suspended one shows no map, and says why."""
    viewer, found = _viewer(request), _found(request, code)
    weight = request.GET.get("by", "count")
    weight = weight if weight in WEIGHTS else "count"
    squares = _shown(found, viewer, weight)
    note(request, "forecast-map", forecast=code, version=found.version, by=weight, squares=len(squares), as_of=found.as_of.isoformat())
    names = area_names(viewer=viewer)
    scores = scores_of(found.id, viewer=viewer) if squares else []
    context = {
        "forecast": found,
        "sentence": wording.map_sentence(found, squares, names, weight),
        "state": wording.state_words(found),
        "suspended": found.state in ("suspended", "retired"),
        "weights": [(words, f"?by={name}", name == weight) for name, words in WEIGHTS.items()],
        "columns": [{"label": label} for label in SQUARE_COLUMNS],
        "rows": [[{"text": text} for text in row] for row in _rows(squares, names)],
        "area_columns": wording.AREA_COLUMNS,
        "areas": _areas(scores, names),
        "accuracy": wording.accuracy_sentence(found),
        "downloads": [
            (f"Download as {form.upper()}", f"{reverse('forecast-file', args=[code, form])}?by={weight}")
            for form in ("csv", "xlsx", "geojson")
        ],
        **{name: _drawn(found, squares, scores, names, weight, width) for name, width in WIDTHS.items()},
    }
    return render(request, "forecasts/forecast.html", context)


@needs(Tool.FORECASTS, task=True)
def forecast_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The squares as a file."""
    if form not in tuple(Form):
        raise Http404
    viewer, found = _viewer(request), _found(request, code)
    weight = "harm" if request.GET.get("by") == "harm" else "count"
    squares = _shown(found, viewer, weight)
    note(request, "export", forecast=code, version=found.version, by=weight, squares=len(squares), form=form)
    places = [(square.longitude, square.latitude) for square in squares]
    sheet = Sheet(found.name, WEIGHTS[weight], SQUARE_COLUMNS, _rows(squares, area_names(viewer=viewer)), places, marking="OFFICIAL")
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name=f"forecast-{code}")


@needs(Tool.FORECASTS, task=True)
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The week's plan: what it likely prevents, what simpler plans would, what each rule costs, and what was done."""
    viewer, found = _viewer(request), _found(request, code)
    made = plan_of(found.id, viewer=viewer)
    note(request, "forecast-plan", forecast=code, version=found.version, week=made[1].isoformat() if made else "")
    if made is None:
        return render(request, "forecasts/no_plan.html", {"forecast": found, "state": wording.state_words(found)})
    plan_id, week, figures = made
    names, done = area_names(viewer=viewer), exposure_of(plan_id, viewer=viewer)
    gains = [Bar("This plan", figures["prevented_days"], f"{figures['prevented_days']:.1f} days")]
    gains += [Bar(f"By {name}", value, f"{value:.1f} days") for name, value in figures["baselines"].items()]
    context = {
        "forecast": found,
        "week": week,
        "sentence": wording.plan_sentence(figures, week),
        "facts": wording.plan_facts(figures),
        "gain_columns": [{"label": "Plan"}, {"label": "Days", "numeric": True}],
        "price_columns": [{"label": "Rule"}, {"label": "Price"}],
        "shift_columns": [{"label": "Shift"}, {"label": "Visits", "numeric": True}],
        "gain_rows": [[{"text": bar.label}, {"text": bar.said}] for bar in gains],
        "price_rows": [
            [{"text": phrases.upper_first(name)}, {"text": wording.price_words(value, figures["prevented_days"])}]
            for name, value in figures["prices"].items()
        ],
        "share_columns": wording.SHARE_COLUMNS,
        "share_rows": wording.share_rows(figures, names, done),
        "shift_rows": [[{"text": one["shift"]}, {"text": str(one["visits"])}] for one in figures["by_shift"]],
        **{name: bars(gains, width=width, title="Harm likely prevented in the week", id="gains") for name, width in WIDTHS.items()},
    }
    return render(request, "forecasts/plan.html", context)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer


def _found(request: HttpRequest, code: str) -> ForecastRow:
    found = forecast_named(code, viewer=_viewer(request))
    if found is None:
        raise Http404
    return found


def _shown(found: ForecastRow, viewer: Viewer, weight: str) -> list[SquareRow]:
    if found.state in ("suspended", "retired"):
        return []
    squares = squares_of(found.id, viewer=viewer)
    return sorted(squares, key=lambda one: -(one.harm if weight == "harm" else one.expected))[:SHOWN]


def _rows(squares: list[SquareRow], names: dict[str, str]) -> list[list[str]]:
    return [
        [
            names.get(one.area, "Outside every neighbourhood"),
            f"{one.latitude:.4f}, {one.longitude:.4f}",
            f"{one.expected:.2f}",
            f"{one.low:.0f} to {one.high:.0f}",
            f"{one.harm:.1f}",
            wording.parts_words(one.parts) + (" Held out by lot: no patrols by this forecast." if one.held_out else ""),
        ]
        for one in squares
    ]


def _areas(scores: list[ScoreRow], names: dict[str, str]) -> list[list[dict[str, Any]]]:
    newest = max((one.day for one in scores), default=None)
    return [
        [{"text": names.get(one.area, one.area)}, {"text": f"{one.expected:.1f}"}, {"text": f"{one.low:.0f} to {one.high:.0f}"}]
        for one in sorted((one for one in scores if one.day == newest), key=lambda one: names.get(one.area, one.area))
    ]


def _drawn(found: ForecastRow, squares: list[SquareRow], scores: list[ScoreRow], names: dict[str, str], weight: str, width: int) -> str:
    codes = sorted({one.area for one in scores})
    areas = [Area(code, names.get(code, code), shape, None) for code in codes if (shape := area_geometry(code))]
    marks = [
        MapSquare(
            one.longitude,
            one.latitude,
            one.harm if weight == "harm" else one.expected,
            f"{one.harm:.1f} days" if weight == "harm" else f"{one.expected:.2f} expected, {one.low:.0f} to {one.high:.0f}",
            open=one.held_out,
        )
        for one in squares
    ]
    return square_map(
        areas,
        marks,
        side_m=found.side_m,
        width=width,
        unit=" days" if weight == "harm" else " offences",
        title="Where offences are expected",
    )
