"""What works: ended problems of every force by kind of response, each with its effect and interval, by name and never by rank."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.neighbourhoods.problems import saying
from beatbook.neighbourhoods.problems.queries import LessonRow, lessons
from beatbook.neighbourhoods.queries import forces
from beatbook.neighbourhoods.views.staff import FILES, cells, columns, viewer_of
from beatbook.web import clock
from beatbook.web.svg.ratios import Ratio, ratios
from beatbook.web.takeaway import Form, Sheet, Taking, answer

WIDTHS = {"wide": 860, "narrow": 340}
COLUMNS = (
    "Problem",
    "Force",
    "Kinds",
    "Before and after, there",
    "In the comparison areas",
    "Ratio (95 % interval)",
    "In the ring about it",
)
FILE_COLUMNS = ("Response", *COLUMNS, "What they say")
LONGEST = 100


@needs(Tool.TASKING)
def what_works(request: HttpRequest) -> HttpResponse:
    """By kind of response, with a search over words."""
    viewer, typed = viewer_of(request), _typed(request)
    found = lessons(typed, viewer=viewer)
    note(request, "what-works", typed=typed, lessons=len(found))
    names = {one.code: one.name for one in forces(viewer=viewer)}
    groups: dict[str, list[LessonRow]] = {}
    for one in found:
        groups.setdefault(one.response, []).append(one)
    context = {
        "typed": typed,
        "sentence": saying.lessons_sentence(len(found), len(groups), typed),
        "columns": columns(*COLUMNS),
        "groups": [_group(name, them, names, place) for place, (name, them) in enumerate(sorted(groups.items()))],
        "files": [(label, f"{reverse('what-works-file', args=[form])}?{urlencode({'q': typed})}") for label, form in FILES],
        "caveats": saying.CAVEATS,
    }
    return render(request, "neighbourhoods/what_works.html", context)


@needs(Tool.TASKING)
def what_works_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file."""
    if form not in (Form.CSV, Form.XLSX):
        raise Http404
    viewer, typed = viewer_of(request), _typed(request)
    found, names = lessons(typed, viewer=viewer), {one.code: one.name for one in forces(viewer=viewer)}
    note(request, "export", typed=typed, lessons=len(found), form=form)
    rows = [[one.response, *(str(cell["text"]) for cell in _row(one, names)), one.words] for one in found]
    sheet = Sheet("What works", typed, FILE_COLUMNS, rows, marking="OFFICIAL")
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name="what-works")


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:LONGEST]


def _group(name: str, found: list[LessonRow], names: dict[str, str], place: int) -> dict[str, Any]:
    drawn = []
    for one in found:
        if ratio := saying.told_of(one.grounds).here.ratio:
            drawn.append(Ratio(one.title, ratio.value, ratio.low, ratio.high))
    pictures = {
        size: ratios(drawn, width=width, title=f"{name}: effects with their intervals", id=f"effects{place}")
        for size, width in WIDTHS.items()
        if drawn
    }
    return {"name": name, "rows": [_row(one, names) for one in found], "lessons": found, **pictures}


def _row(one: LessonRow, names: dict[str, str]) -> list[Any]:
    told = saying.told_of(one.grounds)
    return cells(
        {"text": one.title, "note": f"{told.before.words()} beside {told.after.words()}"},
        names.get(one.force, one.force),
        ", ".join(one.kinds),
        f"{told.here.here[0]} to {told.here.here[1]}",
        f"{told.here.elsewhere[0]} to {told.here.elsewhere[1]}",
        saying.ratio_words(told.here.ratio),
        saying.ratio_words(told.near.ratio),
    )
