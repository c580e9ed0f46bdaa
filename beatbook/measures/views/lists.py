"""The list of measures, each with what it says of the newest month, and the page that says what a measure means."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.measures.asked import read_asked
from beatbook.measures.definition import Measure
from beatbook.measures.queries import forces_held, measure_named, measures, releases, series_of, versions_of
from beatbook.measures.saying import VERDICT_WORDS, definition_rows, false_alarms, interval_words, unit_of, value_words
from beatbook.measures.series import UNTOLD, Series
from beatbook.measures.views.asking import address, measure_asked, viewer_of
from beatbook.measures.where import Where
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web import phrases
from beatbook.web.svg.sparkline import sparkline

COLUMNS = [
    {"label": "Measure"},
    {"label": "Newest month", "numeric": True},
    {"label": "Usual or not"},
    {"label": "Read with"},
    {"label": "Months"},
]


@needs(Tool.MEASURES)
def all_measures(request: HttpRequest) -> HttpResponse:
    """Every measure for one force: its newest month, whether that is usual, and its pair."""
    viewer = viewer_of(request)
    offered = [measure for measure in measures(viewer=viewer) if viewer.role != Role.RESIDENT or measure.public.open_rows]
    forces = sorted({force for measure in offered for force in forces_held(measure.code, viewer=viewer)}, key=lambda one: one[1])
    wanted = read_asked(request.GET).where.force
    force = next((one for one in forces if one[0] == wanted), forces[0] if forces else None)
    where = Where(force=force[0]) if force else Where()
    found = [series_of(measure.code, where, viewer=viewer) for measure in offered] if force else []
    note(
        request,
        "page" if viewer.role == Role.RESIDENT else "consultation",
        measures=[measure.code for measure in offered],
        force=where.force,
    )
    labels = {measure.code: measure.label for measure in offered}
    told = [series for series in found if series.verdict != UNTOLD]
    unusual = [series for series in told if series.verdict in VERDICT_WORDS and series.verdict != "usual"]
    context = {
        "force": force,
        "forces": [(name, f"{reverse('measures')}?force={code}", code == where.force) for code, name in forces] if len(forces) > 1 else [],
        "sentence": _sentence(force[1], len(found), len(unusual))
        if force
        else "No records are held yet from which a measure could be told.",
        "alarms": false_alarms(len(told)),
        "columns": COLUMNS,
        "rows": [_cells(series, labels) for series in found],
        "published": _published(viewer),
    }
    return render(request, "measures/list.html", context)


@needs(Tool.MEASURES)
def definition(request: HttpRequest, code: str) -> HttpResponse:
    """What a measure means, in plain English, with every version that there ever was."""
    asked = read_asked(request.GET)
    measure = measure_asked(request, code, asked.version)
    note(request, "page", measure=code, version=measure.version)
    versions = versions_of(code, viewer=viewer_of(request))
    context = {
        "measure": measure,
        "rows": [{"key": key, "value": value} for key, value in definition_rows(measure)],
        "newest": versions[0].measure.version == measure.version,
        "version_columns": [{"label": "Version"}, {"label": "Adopted"}, {"label": "Fingerprint"}],
        "versions": [
            [
                {
                    "text": f"Version {row.measure.version}",
                    "href": f"{reverse('measure-definition', args=[code])}?version={row.measure.version}",
                },
                {"text": phrases.date_time(row.adopted_at)},
                {"text": row.measure.digest[:12]},
            ]
            for row in versions
        ],
    }
    return render(request, "measures/definition.html", context)


def _sentence(force: str, count: int, unusual: int) -> str:
    words = {0: "None of them is", 1: "One of them is"}.get(unusual, f"{unusual} of them are")
    return f"{phrases.counted(count, 'measure')} of {force}. {words} higher or lower than usual in the newest month that can be told."


def _published(viewer: Viewer) -> list[tuple[str, str]]:
    """Measures of which counts are published though their records are not: label and address."""
    codes = dict.fromkeys(one.code for one in releases(viewer=viewer))
    return [(measure_named(code, viewer=viewer).label, reverse("measure-published", args=[code])) for code in codes]


def _cells(series: Series, labels: dict[str, str]) -> list[dict[str, Any]]:
    measure, latest = series.measure, series.latest
    cell: dict[str, Any] = {"text": measure.label, "href": address("measure", measure, series.where), "note": measure.question}
    if latest is None:
        return [cell, {"text": "not told"}, {"text": "No month can be told yet"}, {"text": _pair(measure, labels)}, {"text": ""}]
    verdict = "Too few to tell" if series.verdict == UNTOLD else VERDICT_WORDS[series.verdict].capitalize()
    if series.verdict == UNTOLD and series.mean_count >= measure.chart.min_mean:
        verdict = "No usual range"
    return [
        cell,
        {"text": value_words(latest.figure), "note": f"{interval_words(latest.figure)} {unit_of(latest.figure, measure)}".strip()},
        {"text": verdict, "note": f"{latest.month:%B %Y}"},
        {"text": _pair(measure, labels)},
        {"picture": _spark(series)},
    ]


def _pair(measure: Measure, labels: dict[str, str]) -> str:
    return phrases.sentence_list(labels[code] for code in measure.pair if code in labels)


def _spark(series: Series) -> str:
    values = [point.figure.value for point in series.points if point.figure.value is not None][-24:]
    return (
        sparkline(values, id=f"spark-{series.measure.code}", title=f"{series.measure.label}, last {len(values)} months") if values else ""
    )
