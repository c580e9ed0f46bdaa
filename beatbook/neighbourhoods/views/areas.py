"""All neighbourhoods of a force on one map: what was recorded in each, by name and never by rank."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beatbook.measures.figures import Figure
from beatbook.measures.where import NOT_KNOWN, Period, year_to
from beatbook.neighbourhoods.queries import ForceView, Ground, grounds_of, outlines_of
from beatbook.neighbourhoods.queries.recorded import crime_parts, months_counted
from beatbook.neighbourhoods.saying import CAVEATS, force_sentence, rate_words
from beatbook.neighbourhoods.views.finding import FORMS, asked_month, crumbs, force_or_404, month_code
from beatbook.neighbourhoods.work.actions import REVIEWED
from beatbook.neighbourhoods.work.queries import published_counts
from beatbook.vocabulary.viewer import Viewer
from beatbook.web import clock
from beatbook.web.phrases import number
from beatbook.web.svg.area_map import Area, area_map
from beatbook.web.takeaway import Form, Sheet, Taking, answer

COLUMNS = ("Neighbourhood", "Crimes in the month", "Crimes in twelve months", "A year, for every 1,000 people")
WIDE, NARROW = 720, 340
MOST_ON_A_PHONE = 60  # more are too small to touch there, and the table has them all
UNPLACED = "Neighbourhood not known"


@dataclass(frozen=True, slots=True)
class Line:
    """One neighbourhood with its figures; the last line, without a ground, holds what is in none of them."""

    ground: Ground | None
    month: int
    year: int
    rate: str

    @property
    def name(self) -> str:
        """What the line is called."""
        return self.ground.name if self.ground else UNPLACED


def force_areas(request: HttpRequest, force: str) -> HttpResponse:
    """The sentence, the map, the table."""
    viewer: Viewer = request.viewer
    known = force_or_404(force, viewer=viewer)
    month = asked_month(request, months_counted(force, viewer=viewer))
    lines = _lines(known, month, viewer)
    grounds = [line for line in lines if line.ground and line.ground.area]
    outlines = outlines_of([line.ground.area for line in grounds if line.ground and line.ground.area], viewer=viewer)
    shapes = [
        Area(line.ground.code, line.name, outlines.get(line.ground.area or "", {}), line.month, _address(line.ground))
        for line in grounds
        if line.ground
    ]
    period = Period(month, month).words() if month else ""
    query = f"?month={month_code(month)}" if month else ""
    context = {
        "force": known,
        "crumbs": crumbs(known),
        "month_words": period,
        "sentence": force_sentence(known.name, sum(line.month for line in lines), len(grounds), period) if month else "",
        "wide": area_map(shapes, width=WIDE, unit=" crimes"),
        "narrow": area_map(shapes, width=NARROW, unit=" crimes") if len(shapes) <= MOST_ON_A_PHONE else None,
        "columns": [{"label": COLUMNS[0]}, *({"label": label, "numeric": True} for label in COLUMNS[1:])],
        "rows": [_cells(line, query) for line in lines],
        "downloads": [(label, reverse("force-areas-file", args=[force, form]) + query) for label, form in FORMS],
        "caveats": CAVEATS,
        **_reviews(force, viewer),
    }
    return render(request, "neighbourhoods/force.html", context)


def force_file(request: HttpRequest, force: str, form: str) -> HttpResponse:
    """The table as a file."""
    viewer: Viewer = request.viewer
    known = force_or_404(force, viewer=viewer)
    month = asked_month(request, months_counted(force, viewer=viewer))
    if form not in list(Form) or month is None:
        raise Http404
    lines = _lines(known, month, viewer)
    sheet = Sheet(
        f"Recorded crime by neighbourhood, {known.name}",
        Period(month, month).words(),
        ("Code", *COLUMNS),
        [(line.ground.code if line.ground else "", line.name, number(line.month), number(line.year), line.rate) for line in lines],
        [line.ground.centre if line.ground else None for line in lines],
        "PUBLIC",
    )
    return answer(sheet, Form(form), Taking(viewer.display_name, clock.local_now()), name=f"{force}-neighbourhoods-{month_code(month)}")


def _reviews(force: str, viewer: Viewer) -> dict[str, Any]:
    """Case reviews of anti-social behaviour, year by year, as section 104 of the 2014 Act has them published."""
    names = ("asked", "threshold not met", "review held", "recommendations made")
    labels = ("Asked for", "Threshold not met", "Review held", "Recommendations made")
    counts = published_counts(force, REVIEWED, viewer=viewer)
    return {
        "review_columns": [{"label": "Year"}, *({"label": label, "numeric": True} for label in labels)],
        "review_rows": [[{"text": one.period}, *({"text": number(one.figures[name])} for name in names)] for one in counts],
    }


def _lines(force: ForceView, month: date | None, viewer: Viewer) -> list[Line]:
    grounds = grounds_of(force.code, viewer=viewer)
    if month is None:
        return [Line(ground, 0, 0, "not known") for ground in grounds]
    last = _by_area(crime_parts(force.code, Period(month, month), viewer=viewer))
    year = _by_area(crime_parts(force.code, year_to(month), viewer=viewer))
    lines = [_line(ground, last.pop(ground.area or "", None), year.pop(ground.area or "", None)) for ground in grounds]
    rest = Line(None, sum(figure.numerator for figure in last.values()), sum(figure.numerator for figure in year.values()), "not known")
    return [*lines, rest] if rest.year else lines


def _by_area(figures: list[Figure]) -> dict[str, Figure]:
    """Figures by the code of their area; those whose area is not known under the code that says so."""
    return {figure.where.neighbourhood or NOT_KNOWN: figure for figure in figures}


def _line(ground: Ground, month: Figure | None, year: Figure | None) -> Line:
    return Line(ground, month.numerator if month else 0, year.numerator if year else 0, rate_words(year) if year else "not known")


def _cells(line: Line, query: str) -> list[dict[str, str]]:
    name = {"text": line.name, "href": _address(line.ground) + query} if line.ground else {"text": line.name}
    return [name, {"text": number(line.month)}, {"text": number(line.year)}, {"text": line.rate}]


def _address(ground: Ground) -> str:
    return reverse("neighbourhood", args=[ground.force, ground.code])
