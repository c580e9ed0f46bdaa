"""Figures of the public pages and the published records behind them. Every figure is a measure's: this room defines none of its own."""

from collections import Counter

from beatbook.db.viewing import viewing
from beatbook.geography.levels import NEIGHBOURHOOD
from beatbook.measures.errors import UnknownMeasure
from beatbook.measures.figures import Figure
from beatbook.measures.queries import Comparison, areas_compared, months_held, parts_of, records_behind, series_of, value_of
from beatbook.measures.series import Series
from beatbook.measures.where import NOT_KNOWN, Period, Where
from beatbook.neighbourhoods.named_sql import sql
from beatbook.neighbourhoods.recorded import PointCount, Recorded
from beatbook.vocabulary.viewer import Viewer

CRIME, INCIDENTS = "D1", "D2"
FOUND, SEARCHED, NO_ACTION = "T1", "T2", "T3"
DENOMINATOR = "denominator"


def months_counted(force: str, *, viewer: Viewer) -> Period | None:
    """The first and last month of which a force's crimes are counted, or None."""
    try:
        return months_held(CRIME, Where(force=force), viewer=viewer)
    except UnknownMeasure:
        return None


def crime_series(area: str, period: Period, *, viewer: Viewer) -> Series:
    """Recorded crime of an area, month by month, with what is usual."""
    return series_of(CRIME, Where(neighbourhood=area), period, viewer=viewer)


def crime_parts(force: str, period: Period, *, viewer: Viewer) -> list[Figure]:
    """Recorded crime of every neighbourhood of a force, and of those not known."""
    return parts_of(CRIME, Where(force=force), period, NEIGHBOURHOOD, viewer=viewer)


def crime_compared(force: str, period: Period, *, viewer: Viewer) -> Comparison:
    """Recorded crime of each neighbourhood beside the whole force, each against what chance alone would do."""
    return areas_compared(CRIME, Where(force=force), period, NEIGHBOURHOOD, viewer=viewer)


def recorded_in(area: str, period: Period, *, viewer: Viewer) -> list[Recorded]:
    """The crimes and incidents behind an area's figures, counted by month, kind and outcome."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("count_recorded"), {"ids": _behind(area, period, viewer)})
        return [Recorded(*row) for row in cursor.fetchall()]


def points_in(area: str, period: Period, *, viewer: Viewer) -> list[PointCount]:
    """The map points of the crimes and incidents behind an area's figures."""
    with viewing(viewer) as cursor:
        cursor.execute(sql("points_recorded"), {"ids": _behind(area, period, viewer)})
        found: dict[tuple[float, float, str], list[tuple[str, int]]] = {}
        for longitude, latitude, street, offence, count in cursor.fetchall():
            found.setdefault((longitude, latitude, street), []).append((offence, count))
    return [PointCount(*place, tuple(kinds)) for place, kinds in found.items()]


def search_figure(code: str, area: str, period: Period, *, viewer: Viewer) -> Figure:
    """One of the measures of stop and search for an area."""
    return value_of(code, Where(neighbourhood=area), period, viewer=viewer)


def searches_unplaced(force: str, period: Period, *, viewer: Viewer) -> int:
    """How many of a force's searches are in no neighbourhood."""
    return value_of(FOUND, Where(force=force, neighbourhood=NOT_KNOWN), period, viewer=viewer).denominator


def sought_in(area: str, period: Period, *, viewer: Viewer) -> Counter[str]:
    """What the searches behind an area's figures looked for, and how many looked for it."""
    ids = list(records_behind(FOUND, Where(neighbourhood=area), period, viewer=viewer, part=DENOMINATOR).ids)
    with viewing(viewer) as cursor:
        cursor.execute(sql("searches_recorded"), {"ids": ids})
        return Counter(dict(cursor.fetchall()))


def _behind(area: str, period: Period, viewer: Viewer) -> list[object]:
    where = Where(neighbourhood=area)
    return [one for code in (CRIME, INCIDENTS) for one in records_behind(code, where, period, viewer=viewer).ids]
