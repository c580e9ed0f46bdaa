"""The records behind a figure, a page at a time, and the tables to take away."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool, may_use
from beatbook.audit.middleware import needs, note
from beatbook.geography.levels import LEVELS
from beatbook.measures.asked import Asked, period_query
from beatbook.measures.definition import Measure
from beatbook.measures.queries import land_on, parts_of, records_behind, series_of
from beatbook.measures.sheets import Table, months_table, parts_table
from beatbook.measures.views.asking import address, asked_of, measure_asked, path_of, period_asked, viewer_of
from beatbook.measures.where import Period
from beatbook.sources.queries import Record, records_by_ids
from beatbook.vocabulary.viewer import Role, Viewer
from beatbook.web import clock, phrases
from beatbook.web.takeaway import Form, Sheet, Taking, answer

PAGE = 50
MOST_TAKEN = 5_000
PART_WORDS = {
    "numerator": "that the figure counts",
    "denominator": "that the figure could have counted",
    "unknown": "of which it cannot be told",
}
COLUMNS = [{"label": label} for label in ("Record", "Month", "Where", "Outcome")]
FORMS = (Form.CSV, Form.XLSX)


@needs(Tool.MEASURES)
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """Exactly the records that a figure counts; staff say why they look, as for any record."""
    viewer = viewer_of(request)
    if viewer.role != Role.RESIDENT and request.task is None:
        return HttpResponseRedirect(f"{reverse('purpose')}?{urlencode({'next': request.get_full_path()})}")
    measure, asked, period = _asked(request, code)
    found = records_behind(code, asked.where, period, viewer=viewer, part=asked.part, offset=(asked.page - 1) * PAGE, limit=PAGE)
    records = records_by_ids(found.ids, viewer=viewer)
    note(request, "consultation", {record.id for record in records}, measure=code, total=found.total, where=asked.where.as_query())
    opens = may_use(viewer, Tool.SEARCH)
    name = land_on(asked.where.basis, period.last, viewer=viewer).name_of(asked.where)
    plural = measure.grain.singular if found.total == 1 else measure.grain.plural
    context = {
        "measure": measure,
        "path": path_of(measure, asked.where, period, viewer),
        "sentence": f"{name}, {period.words()}: {found.total:,} {plural} {PART_WORDS[asked.part]}.",
        "columns": COLUMNS,
        "rows": [_cells(record, opens=opens) for record in records],
        "downloads": [
            (label, _here("measure-taken", measure, asked, period, form))
            for label, form in (("Download as CSV", "csv"), ("as XLSX", "xlsx"))
        ],
        "most": f"A file holds the newest {MOST_TAKEN:,} at most." if found.total > MOST_TAKEN else "",
        "previous": _here("measure-records", measure, asked, period, page=asked.page - 1) if asked.page > 1 else "",
        "next": _here("measure-records", measure, asked, period, page=asked.page + 1) if asked.page * PAGE < found.total else "",
    }
    return render(request, "measures/records.html", context)


@needs(Tool.MEASURES)
def records_taken(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The records behind a figure as a file."""
    viewer = viewer_of(request)
    if viewer.role != Role.RESIDENT and request.task is None:
        return HttpResponseRedirect(f"{reverse('purpose')}?{urlencode({'next': request.get_full_path()})}")
    measure, asked, period = _asked(request, code)
    found = records_behind(code, asked.where, period, viewer=viewer, part=asked.part, limit=MOST_TAKEN)
    records = records_by_ids(found.ids, viewer=viewer)
    note(request, "export", {record.id for record in records}, measure=code, form=form, where=asked.where.as_query())
    rows = [[str(record.id), *(str(cell["text"]) for cell in _cells(record, opens=False))] for record in records]
    table = Table(("Id", *(str(column["label"]) for column in COLUMNS)), rows)
    return _file(request, measure, asked, period, table, form, "records")


@needs(Tool.MEASURES)
def months_taken(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A measure month by month as a file."""
    viewer = viewer_of(request)
    measure, asked, period = _asked(request, code)
    series = series_of(code, asked.where, viewer=viewer)
    note(request, "export", measure=code, form=form, where=asked.where.as_query())
    whole = Period(series.points[0].month, series.points[-1].month) if series.points else period
    return _file(request, measure, asked, whole, months_table(series), form, "months")


@needs(Tool.MEASURES)
def parts_taken(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A measure by the parts of a place as a file."""
    viewer = viewer_of(request)
    measure, asked, period = _asked(request, code)
    level = request.GET.get("level", "")
    if level not in LEVELS or level not in measure.levels:
        raise Http404
    figures = parts_of(code, asked.where, period, level, viewer=viewer)
    note(request, "export", measure=code, form=form, level=level, where=asked.where.as_query())
    return _file(request, measure, asked, period, parts_table(figures, measure), form, level)


def _asked(request: HttpRequest, code: str) -> tuple[Measure, Asked, Period]:
    measure = measure_asked(request, code)
    asked = asked_of(request, measure)
    period = period_asked(asked, measure, viewer_of(request))
    if period is None:
        raise Http404
    return measure, asked, period


def _file(request: HttpRequest, measure: Measure, asked: Asked, period: Period, table: Table, form: str, what: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    viewer: Viewer = viewer_of(request)
    name = land_on(asked.where.basis, period.last, viewer=viewer).name_of(asked.where)
    filtered = f"{name}, {period.words()}, definition {measure.code} version {measure.version}"
    sheet = Sheet(measure.label, filtered, table.columns, table.rows)
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name=f"{measure.code}-{what}")


def _here(name: str, measure: Measure, asked: Asked, period: Period, *arguments: Any, page: int | None = None) -> str:
    return address(name, measure, asked.where, *arguments, **period_query(period), part=asked.part, page=page)


def _cells(record: Record, *, opens: bool) -> Sequence[dict[str, Any]]:
    content = record.content
    title = str(content.get("title") or content.get("offence") or content.get("event_type") or "Record")
    cell: dict[str, Any] = {"text": title, "note": str(content.get("reference", ""))[:12]}
    if opens:
        cell["href"] = reverse("event", args=[record.id])
    month = phrases.long_date(str(content.get("month") or (record.happened_at and record.happened_at.strftime("%Y-%m")) or ""))
    return [
        cell,
        {"text": month},
        {"text": str(content.get("address") or "Not recorded")},
        {"text": str(content.get("outcome") or "None recorded")},
    ]
