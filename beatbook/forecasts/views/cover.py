"""Response cover: where units stand so that most offences find a free one in time, what that is worth in each neighbourhood, and what a unit more would do."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.forecasts.queries import ForecastRow, cover_plan_of, forecast_named
from beatbook.forecasts.views import wording
from beatbook.geography.queries import area_geometry, area_names
from beatbook.web import clock, phrases
from beatbook.web.svg.area_map import Area
from beatbook.web.svg.square_map import MapSquare, square_map
from beatbook.web.takeaway import Form, Sheet, Taking, answer

WIDTHS = {"wide": 860, "narrow": 340}
SITE_COLUMNS = ("Place", "Units", "Of all offences in reach")
AREA_COLUMNS = ("Neighbourhood", "Of all offences", "Of its own, a free unit in time")


@needs(Tool.FORECASTS, task=True)
def cover(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of standing places."""
    found, figures = _plan(request, code)
    note(request, "forecast-cover", forecast=code, version=found.version, planned=figures is not None)
    if figures is None:
        return render(request, "forecasts/no_cover.html", {"forecast": found, "state": wording.state_words(found)})
    names = area_names(viewer=request.viewer)
    context = {
        "forecast": found,
        "sentence": _sentence(figures),
        "site_columns": [{"label": label} for label in SITE_COLUMNS],
        "site_rows": [[{"text": text} for text in row] for row in _site_rows(figures)],
        "area_columns": [{"label": label} for label in AREA_COLUMNS],
        "area_rows": [[{"text": text} for text in row] for row in _area_rows(figures, names)],
        "facts": _facts(figures),
        "downloads": [(f"Download as {form.upper()}", reverse("forecast-cover-file", args=[code, form])) for form in Form],
        **{name: _map(figures, names, width) for name, width in WIDTHS.items()},
    }
    return render(request, "forecasts/cover.html", context)


@needs(Tool.FORECASTS, task=True)
def cover_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The standing places as a file."""
    found, figures = _plan(request, code)
    if form not in tuple(Form) or figures is None:
        raise Http404
    note(request, "export", forecast=code, version=found.version, table="cover", form=form)
    places = [(longitude, latitude) for (_, longitude, latitude), units in zip(figures["sites"], figures["units"], strict=True) if units]
    sheet = Sheet(f"Standing places by {found.name}", "", SITE_COLUMNS, _site_rows(figures), places, marking="OFFICIAL")
    return answer(sheet, Form(form), Taking(request.viewer.display_name, clock.local_now()), name=f"cover-{code}")


def _plan(request: HttpRequest, code: str) -> tuple[ForecastRow, dict[str, Any] | None]:
    found = forecast_named(code, viewer=request.viewer)
    if found is None:
        raise Http404
    return found, cover_plan_of(found.id, viewer=request.viewer) if found.state == "on" else None


def _sentence(figures: dict[str, Any]) -> str:
    stands = sum(1 for units in figures["units"] if units)
    more = figures["covered"] - figures["simple"]
    beside = f", {more:.1%} of all more than by the simple plan" if more >= 0.0005 else ", as many as by the simple plan"
    return (
        f"{phrases.upper_first(phrases.counted(figures['n_units'], 'unit'))} at {phrases.counted(stands, 'place')}: {figures['covered']:.1%} of the"
        f" offences expected would find a free unit within {figures['minutes']:g} minutes{beside}."
    )


def _site_rows(figures: dict[str, Any]) -> list[list[str]]:
    """Places where units stand, by name."""
    rows = [
        [name, str(units), f"{near:.1%}"]
        for (name, *_), units, near in zip(figures["sites"], figures["units"], figures["near"], strict=True)
        if units
    ]
    return rows


def _area_rows(figures: dict[str, Any], names: dict[str, str]) -> list[list[str]]:
    return [
        [names.get(area, area), f"{share['demand']:.1%}", f"{share['covered']:.1%}"]
        for area, share in sorted(figures["by_area"].items(), key=lambda one: names.get(one[0], one[0]))
    ]


def _facts(figures: dict[str, Any]) -> list[dict[str, Any]]:
    facts = {
        "What is to be reached": f"Offences that the forecast expects, as of {phrases.long_date(figures['as_of'])}: not every call for help",
        "In reach of some place": f"{figures['in_reach']:.1%} of them",
        "How far a unit gets": f"{figures['reach_m'] / 1000:.1f} km as the crow flies, in {figures['minutes']:g} minutes at {figures['speed_kmh']:g} km/h",
        "How busy": f"Each unit is busy {figures['busy']:.0%} of the time, whatever the others do",
        "At one place": f"At most {phrases.counted(figures['most_a_site'], 'unit')}",
        "One unit more": f"{figures['one_more']:.1%} would find a free unit",
        "One unit less": f"{figures['one_less']:.1%} would find a free unit",
        "The simple plan": f"{figures['simple']:.1%}: units at the places with most offences in reach, one after another",
        "How exact": ("No plan is better" if figures["exact"] else "Found step by step; no plan is better")
        + f" by more than {figures['gap']:.2%}",
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _map(figures: dict[str, Any], names: dict[str, str], width: int) -> str:
    areas = [Area(code, names.get(code, code), shape, None) for code in sorted(figures["by_area"]) if (shape := area_geometry(code))]
    marks = [
        MapSquare(longitude, latitude, float(units), f"{name}: {phrases.counted(units, 'unit')}")
        for (name, longitude, latitude), units in zip(figures["sites"], figures["units"], strict=True)
        if units
    ]
    return square_map(areas, marks, side_m=700.0, width=width, unit=" units there", title="Where units stand")
