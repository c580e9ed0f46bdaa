"""What every page of a measure begins with: the measure, the place, the period, or “not found”."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from beatbook.geography.levels import AREA, FORCE, NEIGHBOURHOOD
from beatbook.measures.asked import Asked, period_query, read_asked
from beatbook.measures.definition import Measure
from beatbook.measures.errors import UnknownMeasure
from beatbook.measures.queries import boundaries_known, forces_held, land_on, latest_year, measure_named
from beatbook.measures.where import THEN, Period, Where
from beatbook.vocabulary.viewer import Role, Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks."""
    viewer: Viewer = request.viewer
    return viewer


def measure_asked(request: HttpRequest, code: str, version: int | None = None) -> Measure:
    """The measure of an address; one that the public may not see row by row is not there for the public."""
    viewer = viewer_of(request)
    try:
        measure = measure_named(code, version, viewer=viewer)
    except UnknownMeasure:
        raise Http404 from None
    if viewer.role == Role.RESIDENT and not measure.public.open_rows:
        raise Http404
    return measure


def asked_of(request: HttpRequest, measure: Measure) -> Asked:
    """What an address asks; without a force, the only one there is."""
    asked = read_asked(request.GET)
    known = [key for key, _ in boundaries_known(viewer=viewer_of(request))]
    where = asked.where if asked.where.basis in known else Where(asked.where.force, asked.where.area, asked.where.neighbourhood)
    if where.force is None and where.area is None and where.neighbourhood is None:
        forces = forces_held(measure.code, viewer=viewer_of(request), basis=where.basis)
        if len(forces) == 1:
            where = where.within(FORCE, forces[0][0])
    return Asked(where, asked.period, asked.part, asked.version, asked.page)


def period_asked(asked: Asked, measure: Measure, viewer: Viewer) -> Period | None:
    """The period asked for, else the newest twelve months that can be told."""
    return asked.period or latest_year(measure.code, asked.where, viewer=viewer)


def address(name: str, measure: Measure, where: Where, *arguments: object, **more: Any) -> str:
    """An address of a page about this measure and place."""
    query = {**where.as_query(), **{key: value for key, value in more.items() if value is not None}}
    return reverse(name, args=[measure.code, *arguments]) + (f"?{urlencode(query)}" if query else "")


def records_address(measure: Measure, where: Where, period: Period, part: str = "numerator") -> str:
    """Where the records of a figure are."""
    return address("measure-records", measure, where, **period_query(period), part=part)


def path_of(measure: Measure, where: Where, period: Period, viewer: Viewer) -> list[tuple[str, str]]:
    """From all measures down to this place, each with its address."""
    land = land_on(where.basis, period.last, viewer=viewer)
    steps = [("Measures", reverse("measures")), (measure.label, address("measure", measure, Where(basis=where.basis)))]
    reached = Where(basis=where.basis)
    for level in (FORCE, AREA, NEIGHBOURHOOD):
        code = getattr(where, level)
        if code is not None:
            reached = reached.within(level, code)
            steps.append((land.name_of(reached), address("measure", measure, reached)))
    return steps


def boundaries_offered(where: Where, measure: Measure, viewer: Viewer) -> list[tuple[str, str, bool]]:
    """The same force on other boundaries, where there are any; an area may not exist on them."""
    known = boundaries_known(viewer=viewer)
    if len(known) < 2:
        return []
    return [
        (words[:1].upper() + words[1:], address("measure", measure, _elsewhere(where, key)), key == where.basis) for key, words in known
    ]


def _elsewhere(where: Where, basis: str) -> Where:
    return where if basis == where.basis else Where(force=where.force if THEN in (basis, where.basis) else None, basis=basis)
