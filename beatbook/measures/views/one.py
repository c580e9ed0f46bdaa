"""A measure at one place: the sentence, the chart, its parts, its pair; and areas beside each other without ranks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.geography.levels import LEVELS
from beatbook.measures.asked import Asked, period_query
from beatbook.measures.definition import Kind, Measure
from beatbook.measures.figures import Figure
from beatbook.measures.funnel import rate_band, share_band, sizes_of
from beatbook.measures.queries import Comparison, areas_compared, land_on, measure_named, parts_of, series_of, value_of
from beatbook.measures.saying import amount, figure_sentence, interval_words, records_words, series_sentence, value_words
from beatbook.measures.series import Point, Series
from beatbook.measures.views.asking import (
    address,
    asked_of,
    boundaries_offered,
    measure_asked,
    path_of,
    period_asked,
    records_address,
    viewer_of,
)
from beatbook.measures.where import Period
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web.svg.funnel_chart import FunnelLimit, FunnelPoint, funnel_chart
from beatbook.web.svg.run_chart import RunPoint, run_chart

LEVEL_WORDS = {
    "force": ("Force", "forces"),
    "area": ("Policing area", "policing areas"),
    "neighbourhood": ("Neighbourhood", "neighbourhoods"),
}
NARROW_MONTHS = 13
STANDING = {
    -2: "lower than chance would leave it, 998 times in 1,000",
    -1: "at the lower edge of what chance gives",
    0: "as chance alone would leave it",
    1: "at the upper edge of what chance gives",
    2: "higher than chance would leave it, 998 times in 1,000",
}


@needs(Tool.MEASURES)
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure at one place: what the newest month says, every month, the year by its parts, and the measures beside it."""
    viewer = viewer_of(request)
    measure = measure_asked(request, code)
    asked = asked_of(request, measure)
    period = period_asked(asked, measure, viewer)
    note(request, "page" if viewer.role == Role.RESIDENT else "consultation", measure=code, where=asked.where.as_query())
    if period is None:
        return render(request, "measures/nothing.html", {"measure": measure})
    series = series_of(code, asked.where, viewer=viewer)
    figure = value_of(code, asked.where, period, viewer=viewer)
    sentence, tone = series_sentence(series)
    is_told = any(point.figure.value is not None for point in series.points)
    context = {
        "measure": measure,
        "place": figure.name,
        "path": path_of(measure, asked.where, figure.period, viewer)[:-1],
        "sentence": sentence,
        "tone": tone,
        "year": figure_sentence(figure, measure),
        "records": _records(measure, figure),
        "wide": _chart(series, series.points, 860) if is_told else "",
        "narrow": _chart(series, series.points[-NARROW_MONTHS:], 340) if is_told else "",
        "series": series,
        "month_columns": _month_columns(measure),
        "months": [_month_cells(measure, point) for point in reversed(series.points)],
        "downloads": _downloads("measure-months", measure, asked),
        "groups": _groups(measure, figure),
        "parts": _parts(measure, figure, viewer),
        "pairs": [_pair(measure_named(pair, viewer=viewer), figure, viewer) for pair in measure.pair],
        "definition": address("measure-definition", measure, type(asked.where)()),
        "boundaries": boundaries_offered(asked.where, measure, viewer),
    }
    return render(request, "measures/measure.html", context)


@needs(Tool.MEASURES)
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Areas beside each other: a funnel, and a table by name. There is no order of merit."""
    viewer = viewer_of(request)
    measure = measure_asked(request, code)
    asked = asked_of(request, measure)
    period = period_asked(asked, measure, viewer)
    if period is None:
        raise Http404
    offered = land_on(asked.where.basis, period.last, viewer=viewer).lower_levels(asked.where, measure.levels)
    level = next((one for one in offered if one == request.GET.get("level")), offered[-1] if offered else None)
    if level is None or measure.kind not in (Kind.RATE, Kind.SHARE):
        raise Http404
    found = areas_compared(code, asked.where, period, level, viewer=viewer)
    note(request, "page" if viewer.role == Role.RESIDENT else "consultation", measure=code, level=level, where=asked.where.as_query())
    context = {
        "measure": measure,
        "path": path_of(measure, asked.where, found.period, viewer),
        "sentence": _comparison_sentence(found, LEVEL_WORDS[level][1]),
        "wide": _funnel(found, 860),
        "narrow": _funnel(found, 340),
        "columns": [
            {"label": LEVEL_WORDS[level][0]},
            *({"label": label, "numeric": True} for label in ("Value", "Allowing for chance", "Records")),
            {"label": "Beside the others"},
        ],
        "rows": [_compared_cells(measure, one.figure, STANDING[one.place]) for one in found.areas]
        + [_compared_cells(measure, figure, figure.why_not or "not told") for figure in found.left_out],
        "levels": [
            (f"By {LEVEL_WORDS[one][1][:-1]}", address("measure-compare", measure, asked.where, level=one), one == level) for one in offered
        ],
        "downloads": _downloads("measure-parts", measure, asked, level=level, **period_query(found.period)),
        "period": found.period.words(),
    }
    return render(request, "measures/compare.html", context)


def _records(measure: Measure, figure: Figure) -> list[tuple[str, str]]:
    """Links to exactly the records that the figure counts."""
    part_words = {"numerator": records_words(figure, measure)}
    if figure.kind is Kind.SHARE:
        part_words = {
            "numerator": f"the {figure.numerator:,} that it counts", "denominator": f"all {figure.denominator:,} that it could have counted"
        }  # fmt: skip
    if measure.unknown is not None:
        part_words["unknown"] = f"the {figure.unknown:,} that cannot be told"
    return [(f"Open {words}", records_address(measure, figure.where, figure.period, part)) for part, words in part_words.items()]


def _chart(series: Series, points: tuple[Point, ...], width: float) -> str:
    measure = series.measure
    broken = {one.month: one.why for one in series.breaks}
    scale = 100.0 if measure.kind is Kind.SHARE else 1.0

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * scale

    drawn = [
        RunPoint(
            f"{point.month:%b %Y}",
            scaled(point.figure.value),
            f"{value_words(point.figure)}, {records_words(point.figure, measure)}",
            records_address(measure, series.where, Period(point.month, point.month)),
            scaled(point.limits.low) if point.limits else None,
            scaled(point.limits.mean) if point.limits else None,
            scaled(point.limits.high) if point.limits else None,
            point.signal.side if point.signal else 0,
            broken.get(point.month, ""),
        )
        for point in points
    ]
    return run_chart(drawn, width=width, height=300 if width > 400 else 240, title=f"{measure.label}, {series.name}, by month")


def _month_columns(measure: Measure) -> list[dict[str, Any]]:
    return [
        {"label": "Month"},
        *({"label": label, "numeric": True} for label in ("Value", "Allowing for chance", "Records")),
        {"label": "Usual range"},
        {"label": "Usual or not"},
    ]


def _month_cells(measure: Measure, point: Point) -> list[dict[str, Any]]:
    figure, limits = point.figure, point.limits
    usual = f"{amount(limits.low, figure.kind)} to {amount(limits.high, figure.kind)}" if limits else "not told"
    standing = "" if limits is None else "as usual" if point.signal is None else "higher" if point.signal.side > 0 else "lower"
    return [
        {"text": f"{point.month:%B %Y}"},
        {"text": value_words(figure)},
        {"text": interval_words(figure)},
        {"text": f"{figure.numerator:,}", "href": records_address(measure, figure.where, figure.period)},
        {"text": usual},
        {"text": standing},
    ]


def _parts(measure: Measure, figure: Figure, viewer: Viewer) -> list[dict[str, Any]]:
    """The same figure at each lower level into which the place is divided, with the way down."""
    levels = land_on(figure.where.basis, figure.period.last, viewer=viewer).lower_levels(figure.where, measure.levels)
    found = []
    for level in levels[:1]:
        figures = parts_of(measure.code, figure.where, figure.period, level, viewer=viewer)
        found.append(
            {
                "title": f"By {LEVEL_WORDS[level][1][:-1]}",
                "caption": f"{figure.period.words()}; the parts and those not known add up to {figure.numerator:,} records",
                "columns": [
                    {"label": LEVEL_WORDS[level][0]},
                    *({"label": label, "numeric": True} for label in ("Value", "Allowing for chance", "Records")),
                ],
                "rows": [_compared_cells(measure, one, "")[:4] for one in figures],
                "compare": address("measure-compare", measure, figure.where, level=level)
                if measure.kind in (Kind.RATE, Kind.SHARE)
                else "",
            }
        )
    return found


def _compared_cells(measure: Measure, figure: Figure, standing: str) -> list[dict[str, Any]]:
    return [
        {"text": figure.name, "href": address("measure", measure, figure.where)},
        {"text": value_words(figure)},
        {"text": interval_words(figure)},
        {"text": f"{figure.numerator:,}", "href": records_address(measure, figure.where, figure.period)},
        {"text": standing[:1].upper() + standing[1:]},
    ]


def _pair(pair: Measure, figure: Figure, viewer: Viewer) -> dict[str, str]:
    """The measure beside which the figure must be read, at the same place, or at the lowest level at which it is told."""
    where = figure.where
    if where.level in LEVELS and where.level not in pair.levels:
        where = type(where)(force=where.force, basis=where.basis)
    own = value_of(pair.code, where, figure.period, viewer=viewer)
    return {"label": pair.label, "url": address("measure", pair, where), "sentence": figure_sentence(own, pair)}


def _groups(measure: Measure, figure: Figure) -> list[list[dict[str, Any]]]:
    """A ratio by group: number, people, and how the rate compares."""
    return [
        [
            {"text": one.group},
            {"text": f"{one.count:,}"},
            {"text": "not known" if one.people is None else f"{one.people:,.0f}"},
            {"text": "not told" if one.value is None else f"{one.value:.2f}"},
            {"text": f"{one.interval.low:.2f} to {one.interval.high:.2f}" if one.interval else ""},
        ]
        for one in figure.groups
    ]


def _downloads(name: str, measure: Measure, asked: Asked, **more: str) -> list[tuple[str, str]]:
    forms = (("Download as CSV", "csv"), ("as XLSX", "xlsx"))
    return [(label, address(name, measure, asked.where, form, **more)) for label, form in forms]


def _comparison_sentence(found: Comparison, words: str) -> str:
    if found.overall is None:
        return f"There is nothing to compare these {words} by."
    beyond = sum(abs(one.place) == 2 for one in found.areas)
    chance = 0.002 * len(found.areas)
    return (
        f"{found.period.words()}: of {len(found.areas)} {words}, {beyond} {'is' if beyond == 1 else 'are'} further from the whole than chance would"
        f" leave them 998 times in 1,000; by chance alone it would be about {chance:.1f}."
    )


def _funnel(found: Comparison, width: float) -> str:
    if not found.areas or found.overall is None:
        return ""
    share = found.measure.kind is Kind.SHARE
    scale = 100.0 if share else 1.0
    points = [
        FunnelPoint(
            one.figure.name, one.size, scale * one.figure.numerator / one.size, value_words(one.figure), one.place,
            address("measure", found.measure, one.figure.where),
        )
        for one in found.areas
    ]  # fmt: skip
    make = share_band if share else rate_band
    bands = [make(found.overall, size) for size in sizes_of(max(one.size for one in found.areas) * 1.2)]
    limits = [
        FunnelLimit(band.size, *(scale * end for end in (band.inner_low, band.inner_high, band.outer_low, band.outer_high)))
        for band in bands
    ]
    size_words = "records" if share else "thousands of people, times years"
    return funnel_chart(points, limits, scale * found.overall, size_words=size_words, width=width, height=380 if width > 400 else 320)
