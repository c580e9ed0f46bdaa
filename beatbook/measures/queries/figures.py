"""Figures, their series and their parts, as one viewer may see them."""

from dataclasses import dataclass, replace
from datetime import date

from beatbook.measures.compiler import kept_months, kept_parts
from beatbook.measures.definition import Kind, Measure
from beatbook.measures.figures import Figure, Tally, figure_of, tallies, told_of
from beatbook.measures.funnel import Band, place_of, rate_band, share_band
from beatbook.measures.land import Land
from beatbook.measures.queries.counts import count_rows, fetched, heard_until
from beatbook.measures.queries.definitions import measure_named
from beatbook.measures.queries.land import land_on
from beatbook.measures.series import Series, series_of_figures
from beatbook.measures.where import NOT_KNOWN, THEN, Period, Where, month_plus, year_to
from beatbook.vocabulary.viewer import Viewer

SERIES_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Compared:
    """One area beside the whole: its figure, how large it is for the funnel, the limits there, and where it stands (0, +-1, +-2)."""

    figure: Figure
    size: float
    band: Band
    place: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Areas of one level beside each other, by name and never by value. `overall` None: there is nothing to compare."""

    measure: Measure
    level: str
    period: Period
    overall: float | None
    areas: tuple[Compared, ...]
    left_out: tuple[Figure, ...]


def value_of(code: str, where: Where, period: Period, *, viewer: Viewer, version: int | None = None) -> Figure:
    """The figure of a measure at a place over a period, as this viewer may see it.

    Raises:
        UnknownMeasure: there is no such measure or version.
    """
    measure = measure_named(code, version, viewer=viewer)
    heard = heard_until(measure, where, viewer=viewer)
    told = told_of(measure, period, heard)
    land = land_on(where.basis, period.last, viewer=viewer)
    if told is None:
        return _untold(measure, where, land, period, heard)
    return _figure(measure, where, land, told, tallies(count_rows(measure, where, told, viewer=viewer)), heard)


def series_of(code: str, where: Where, period: Period | None = None, *, viewer: Viewer, version: int | None = None) -> Series:
    """The figure of each month, with the usual range, what is unusual, and a verdict on the newest month.

    Without a period: from the first month held, five years at most, to the newest that is old enough to be told.

    Raises:
        UnknownMeasure: there is no such measure or version.
    """
    measure = measure_named(code, version, viewer=viewer)
    heard = heard_until(measure, where, viewer=viewer)
    asked = period or _held_lately(code, where, viewer=viewer)
    told = told_of(measure, asked, heard) if asked else None
    if told is None:
        land = land_on(where.basis, asked.last if asked else date.max, viewer=viewer)
        return series_of_figures(measure, where, land.name_of(where), [])
    by_month: dict[date, Tally] = {month: Tally() for month in told.each()}
    for row in count_rows(measure, where, told, viewer=viewer):
        by_month[row[0]].add(*row)
    land = land_on(where.basis, told.last, viewer=viewer)
    figures = [_figure(measure, where, land, Period(month, month), tally, heard) for month, tally in by_month.items()]
    return series_of_figures(measure, where, land.name_of(where), figures)


def parts_of(code: str, where: Where, period: Period, level: str, *, viewer: Viewer) -> list[Figure]:
    """The figures of every part of a place at a lower level, by name, last those records whose area is not known: they add up to the whole.

    Raises:
        UnknownMeasure: there is no such measure.
    """
    measure = measure_named(code, viewer=viewer)
    heard = heard_until(measure, where, viewer=viewer)
    told = told_of(measure, period, heard)
    if told is None:
        return []
    land = land_on(where.basis, told.last, viewer=viewer)
    found: dict[str, Tally] = {area: Tally() for area in land.within(where, level)}
    for part, *row in fetched(kept_parts(measure, where, told, level), viewer=viewer):
        found.setdefault(part or NOT_KNOWN, Tally()).add(*row)
    figures = [_figure(measure, where.within(level, part), land, told, tally, heard) for part, tally in found.items()]
    return sorted(figures, key=lambda figure: (figure.where.code == NOT_KNOWN, figure.name, figure.where.code))


def areas_compared(code: str, where: Where, period: Period, level: str, *, viewer: Viewer) -> Comparison:
    """Areas of a level beside each other, each against what chance alone would do to one of its size. By name, without ranks.

    Raises:
        UnknownMeasure: there is no such measure.
    """
    measure = measure_named(code, viewer=viewer)
    figures = parts_of(code, where, period, level, viewer=viewer)
    sized = [(figure, _size(measure, figure)) for figure in figures if figure.where.code != NOT_KNOWN]
    known = [(figure, size) for figure, size in sized if size > 0]
    shown = {figure.where for figure, _ in known}
    left_out = tuple(figure for figure in figures if figure.where not in shown)
    told, total = figures[0].period if figures else period, sum(size for _, size in known)
    if not total:
        return Comparison(measure, level, told, None, (), left_out)
    overall = sum(figure.numerator for figure, _ in known) / total
    compared = []
    for figure, size in known:
        band = share_band(overall, size) if measure.kind is Kind.SHARE else rate_band(overall, size)
        compared.append(Compared(figure, size, band, place_of(figure.numerator / size, band)))
    return Comparison(measure, level, told, overall, tuple(compared), left_out)


def months_held(code: str, where: Where, *, viewer: Viewer) -> Period | None:
    """The first and last month in which this viewer may see a record that the measure counts in the place's force; or None."""
    months = [month for _, month in fetched(kept_months(code, where), viewer=viewer)]
    return Period(min(months), max(months)) if months else None


def latest_year(code: str, where: Where, *, viewer: Viewer) -> Period | None:
    """The newest twelve months for which the measure can be told in the place's force."""
    held = months_held(code, where, viewer=viewer)
    if held is None:
        return None
    measure = measure_named(code, viewer=viewer)
    told = told_of(measure, held, heard_until(measure, where, viewer=viewer))
    return year_to(told.last) if told else None


def forces_held(code: str, *, viewer: Viewer, basis: str = THEN) -> list[tuple[str, str]]:
    """Code and name of every force of whose records this viewer may see some in a measure, by name."""
    codes = {force for force, _ in fetched(kept_months(code, Where(basis=basis)), viewer=viewer)}
    land = land_on(basis, date.max, viewer=viewer)
    return sorted(((code, land.name_of(Where(force=code or NOT_KNOWN))) for code in codes), key=lambda one: one[1])


def _held_lately(code: str, where: Where, *, viewer: Viewer) -> Period | None:
    held = months_held(code, where, viewer=viewer)
    return Period(max(held.first, month_plus(held.last, 1 - SERIES_MONTHS)), held.last) if held else None


def _figure(measure: Measure, where: Where, land: Land, period: Period, tally: Tally, heard: date | None) -> Figure:
    people = land.people_in(where) if measure.kind in (Kind.RATE, Kind.WEIGHTED) else None
    groups = land.people_by_group(where, measure.groups) if measure.kind is Kind.RATIO else None
    return figure_of(measure, where, land.name_of(where), period, tally, people=people, heard_until=heard, people_of_group=groups)


def _untold(measure: Measure, where: Where, land: Land, period: Period, heard: date | None) -> Figure:
    figure = figure_of(measure, where, land.name_of(where), period, Tally())
    why = "No outcomes are published for this place." if heard is None else "These months are too young: their records had less time."
    return replace(figure, value=None, interval=None, why_not=why)


def _size(measure: Measure, figure: Figure) -> float:
    """What a funnel measures size by: records for a share, thousands of people times years for a rate; 0 for what has no funnel."""
    if measure.kind is Kind.SHARE:
        return float(figure.denominator)
    return (figure.people or 0.0) * figure.period.months / 12 / 1000 if measure.kind is Kind.RATE else 0.0
