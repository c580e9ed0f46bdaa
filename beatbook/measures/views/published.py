"""Counts published for everybody of a measure whose records are not: small ones held back, the rest rounded, so that none can be worked out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.geography.queries import area_names
from beatbook.measures.definition import Measure
from beatbook.measures.errors import UnknownMeasure
from beatbook.measures.publishing import release_rows
from beatbook.measures.queries import ReleaseRow, measure_named, releases
from beatbook.measures.saying import public_words
from beatbook.measures.views.asking import viewer_of
from beatbook.vocabulary.viewer import Role
from beatbook.web import clock, phrases
from beatbook.web.takeaway import Form, Sheet, Taking, answer

COLUMNS = ("Policing area", "Neighbourhood", "Number")


@needs(Tool.MEASURES)
def published(request: HttpRequest, code: str) -> HttpResponse:
    """Every release of a measure, newest first."""
    measure, found = _found(request, code)
    names = area_names(viewer=viewer_of(request))
    note(request, "page" if viewer_of(request).role == Role.RESIDENT else "consultation", measure=code, releases=len(found))
    newest = found[0]
    whole = newest.content["whole"]
    number = "fewer than can be shown" if whole is None else f"about {whole:,}"
    context = {
        "measure": measure,
        "sentence": f"{names.get(newest.force, newest.force)}, {newest.period.words()}: {number} {measure.grain.plural}.",
        "rule": public_words(measure),
        "columns": [{"label": label} for label in COLUMNS],
        "releases": [
            {
                "title": f"{names.get(one.force, one.force)}, {one.period.words()}",
                "rows": [[{"text": text} for text in row] for row in release_rows(one.content, names)],
                "made": f"Counted by definition version {one.version}, as {one.made_by} may see, on {phrases.long_date(one.made_at)}.",
                "downloads": [
                    (
                        "Download as CSV",
                        f"{reverse('measure-published-file', args=[code, 'csv'])}?force={one.force}&from={one.period.first:%Y-%m}",
                    )
                ],
            }
            for one in found
        ],
    }
    return render(request, "measures/published.html", context)


@needs(Tool.MEASURES)
def published_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One release as a file."""
    measure, found = _found(request, code)
    asked = (request.GET.get("force", found[0].force), request.GET.get("from", f"{found[0].period.first:%Y-%m}"))
    one = next((row for row in found if (row.force, f"{row.period.first:%Y-%m}") == asked), None)
    if one is None or form not in (Form.CSV, Form.XLSX):
        raise Http404
    note(request, "export", measure=code, form=form, force=one.force)
    rows = release_rows(one.content, area_names(viewer=viewer_of(request)))
    sheet = Sheet(measure.label, f"{one.force}, {one.period.words()}, definition {code} version {one.version}", COLUMNS, rows)
    return answer(sheet, Form(form), Taking(viewer_of(request).display_name, clock.local_now()), name=f"{code}-published")


def _found(request: HttpRequest, code: str) -> tuple[Measure, list[ReleaseRow]]:
    """The measure and its releases, newest months first, or “not found”."""
    try:
        measure = measure_named(code, viewer=viewer_of(request))
    except UnknownMeasure:
        raise Http404 from None
    found = sorted(releases(code, viewer=viewer_of(request)), key=lambda one: one.period.first, reverse=True)
    if not found:
        raise Http404
    return measure, found
