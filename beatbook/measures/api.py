"""Calls of the measures room: what a figure means, its value at any level, its parts and months, and exactly the records behind it, for programs."""

from datetime import date
from math import isfinite
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from beatbook.access.permissions import Tool
from beatbook.audit.middleware import needs, note
from beatbook.geography.levels import LEVELS
from beatbook.measures import queries
from beatbook.measures.asked import Asked, read_period
from beatbook.measures.definition import Measure
from beatbook.measures.errors import PeriodUnreadable
from beatbook.measures.figures import Figure
from beatbook.measures.saying import definition_rows, unit_of
from beatbook.measures.views.asking import asked_of, measure_asked, period_asked, viewer_of
from beatbook.measures.where import Period

router = Router(tags=["Measures"])
PAGE = 100
Month = Annotated[str, Field(pattern=r"^(\d{4}-\d{2})?$", description="A month, such as 2026-10")]


class Place(Schema):
    """A place and a period. Without a force: the only one, or all; without months: the newest twelve that can be told."""

    force: str = Field("", max_length=100, description="Code of a force; `unknown` for records whose force is not known")
    area: str = Field("", max_length=100, description="Code of a policing area, or `unknown`")
    neighbourhood: str = Field("", max_length=100, description="Code of a neighbourhood, or `unknown`")
    basis: str = Field("", max_length=100, description="On which boundaries: `then`, or the key of an era")
    first: Month = Field("", alias="from")
    last: Month = Field("", alias="to")


class PlaceOfVersion(Place):
    """A place, a period and a version of the definition."""

    version: int | None = Field(None, ge=1, le=99_999, description="Without it, the newest")


class PlaceByLevel(Place):
    """A place and a period, and the level of whose parts it is asked."""

    level: str = Field("", max_length=20, description="area or neighbourhood; without it, the next one down")


class RecordsAsked(PlaceOfVersion):
    """Which records, and which page of them."""

    part: str = Field("numerator", pattern="^(numerator|denominator|unknown)$")
    page: int = Field(1, ge=1, le=999_999, description=f"{PAGE} ids a page, newest month first")


class MeasureShown(Schema):
    """One measure."""

    code: str
    version: int
    label: str
    question: str
    kind: str
    levels: list[str]
    pair: list[str] = Field(description="What it is always read with")
    misuse: str


class DefinitionShown(MeasureShown):
    """One measure with its whole definition."""

    words: dict[str, str] = Field(description="The definition as questions and answers")
    file: str = Field(description="The TOML file as it was adopted")


class FigureShown(Schema):
    """A figure: the number of the records that it opens for you, and what is made of it."""

    code: str
    version: int
    kind: str
    name: str
    force: str | None
    area: str | None
    neighbourhood: str | None
    basis: str
    first: date = Field(description="The first month, by its first day")
    last: date
    value: float | None = Field(description="Empty when it cannot be told; a share lies between 0 and 1")
    low: float | None
    high: float | None
    unit: str
    numerator: int
    denominator: int
    unknown: int
    too_few: bool = Field(description="Whether there are too few records to tell change from chance")
    why_not: str


class MonthShown(Schema):
    """One month of a figure, with what was usual; empty where that is not told."""

    figure: FigureShown
    usual_low: float | None
    usual_mean: float | None
    usual_high: float | None
    unusual: str = Field(description="The rule by which it is unusual, or empty")


class SeriesShown(Schema):
    """A figure month by month, oldest first."""

    verdict: str = Field(description="usual, higher, lower or untold, of the newest month")
    why: str
    months: list[MonthShown]


class RecordsShown(Schema):
    """The records that a figure counts; `total` is the figure's own number."""

    total: int
    ids: list[UUID]


@router.get("/measures", response=list[MeasureShown], summary="Measures", url_name="api-measures")
@needs(Tool.MEASURES)
def measures_call(request: HttpRequest) -> list[MeasureShown]:
    """The newest version of every measure, by code."""
    found = queries.measures(viewer=viewer_of(request))
    note(request, "figures", measures=len(found))
    return [MeasureShown(**_facts(one)) for one in found]


@router.get("/measures/{code}", response=DefinitionShown, summary="What a measure means", url_name="api-measure")
@needs(Tool.MEASURES)
def definition_call(request: HttpRequest, code: str, version: int | None = Query(None, ge=1, le=99_999)) -> DefinitionShown:
    """The definition in words, and the file itself; of an old version where one is asked for."""
    measure = measure_asked(request, code, version)
    note(request, "figures", measure=code)
    return DefinitionShown(**_facts(measure), words=dict(definition_rows(measure)), file=measure.text)


@router.get("/measures/{code}/figure", response=FigureShown, summary="A figure at any level", url_name="api-measure-figure")
@needs(Tool.MEASURES)
def figure_call(request: HttpRequest, code: str, place: Query[PlaceOfVersion]) -> FigureShown:
    """The value at a place over a period, as counted from the records that you may see."""
    measure, asked, period = _asked(request, code, place, place.version)
    figure = queries.value_of(code, asked.where, period, viewer=viewer_of(request), version=place.version)
    note(request, "figures", measure=code, where=asked.where.as_query())
    return _shown(measure, figure)


@router.get("/measures/{code}/parts", response=list[FigureShown], summary="The parts of a figure", url_name="api-measure-parts")
@needs(Tool.MEASURES)
def parts_call(request: HttpRequest, code: str, place: Query[PlaceByLevel]) -> list[FigureShown]:
    """Every part of a place at a lower level by name, last what lies in none: together they are the whole."""
    measure, asked, period = _asked(request, code, place)
    viewer = viewer_of(request)
    offered = queries.land_on(asked.where.basis, period.last, viewer=viewer).lower_levels(asked.where, measure.levels)
    level = place.level or (offered[0] if offered else "")
    if level not in LEVELS or level not in offered:
        raise Http404
    note(request, "figures", measure=code, level=level, where=asked.where.as_query())
    return [_shown(measure, figure) for figure in queries.parts_of(code, asked.where, period, level, viewer=viewer)]


@router.get("/measures/{code}/months", response=SeriesShown, summary="A figure month by month", url_name="api-measure-months")
@needs(Tool.MEASURES)
def months_call(request: HttpRequest, code: str, place: Query[PlaceOfVersion]) -> SeriesShown:
    """Each month with the range that is usual there; without months asked for, five years at most."""
    measure, asked, _ = _asked(request, code, place, place.version)
    series = queries.series_of(code, asked.where, asked.period, viewer=viewer_of(request), version=place.version)
    note(request, "figures", measure=code, where=asked.where.as_query())
    months = [
        MonthShown(
            figure=_shown(measure, point.figure),
            usual_low=point.limits.low if point.limits else None,
            usual_mean=point.limits.mean if point.limits else None,
            usual_high=point.limits.high if point.limits else None,
            unusual=point.signal.rule if point.signal else "",
        )
        for point in series.points
    ]
    return SeriesShown(verdict=series.verdict, why=series.why, months=months)


@router.get("/measures/{code}/records", response=RecordsShown, summary="The records behind a figure", url_name="api-measure-records")
@needs(Tool.MEASURES, task=True)
def records_call(request: HttpRequest, code: str, place: Query[RecordsAsked]) -> RecordsShown:
    """Exactly the records that the figure counts for you: as many as it says."""
    _, asked, period = _asked(request, code, place, place.version)
    found = queries.records_behind(
        code,
        asked.where,
        period,
        viewer=viewer_of(request),
        part=place.part,
        version=place.version,
        offset=(place.page - 1) * PAGE,
        limit=PAGE,
    )
    note(request, "consultation", set(found.ids), measure=code, total=found.total, where=asked.where.as_query())
    return RecordsShown(total=found.total, ids=list(found.ids))


def _asked(request: HttpRequest, code: str, place: Place, version: int | None = None) -> tuple[Measure, Asked, Period]:
    """The measure, the place and the period of a call.

    Raises:
        PeriodUnreadable: the months are none, or the wrong way round.
    """
    if (place.first or place.last) and read_period(place.first, place.last) is None:
        raise PeriodUnreadable("Write months as 2026-10, the first before the last.")
    measure = measure_asked(request, code, version)
    asked = asked_of(request, measure)
    period = period_asked(asked, measure, viewer_of(request))
    if period is None:
        raise Http404
    return measure, asked, period


def _facts(measure: Measure) -> dict[str, Any]:
    named = ("code", "version", "label", "question", "misuse")
    lists = {"kind": str(measure.kind), "levels": list(measure.levels), "pair": list(measure.pair)}
    return {name: getattr(measure, name) for name in named} | lists


def _shown(measure: Measure, figure: Figure) -> FigureShown:
    low, high = (figure.interval.low, figure.interval.high) if figure.interval and figure.value is not None else (None, None)
    where = figure.where
    return FigureShown(
        code=figure.code, version=figure.version, kind=str(figure.kind), name=figure.name, force=where.force, area=where.area,
        neighbourhood=where.neighbourhood, basis=where.basis, first=figure.period.first, last=figure.period.last, value=figure.value, low=low,
        high=high if high is not None and isfinite(high) else None, unit=unit_of(figure, measure), numerator=figure.numerator,
        denominator=figure.denominator, unknown=figure.unknown, too_few=figure.too_few, why_not=figure.why_not,
    )  # fmt: skip
