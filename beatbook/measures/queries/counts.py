"""Counts for a viewer, kept or live, and the part of a period that can be told."""

from datetime import date

from beatbook.db.viewing import viewing
from beatbook.measures.compiler import Statement, kept_figures, live_cells
from beatbook.measures.definition import Kind, Measure
from beatbook.measures.queries.definitions import measure_named
from beatbook.measures.where import Period, Where, month_plus
from beatbook.vocabulary.viewer import Viewer


def count_rows(measure: Measure, where: Where, period: Period, *, viewer: Viewer) -> list[tuple[date, int, int, int, int]]:
    """Month, slot, n, num and unknown: as kept, or counted now for a version of which no counts are kept."""
    newest = measure_named(measure.code, viewer=viewer)
    make = kept_figures if newest.version == measure.version else live_cells
    return fetched(make(measure, where, period), viewer=viewer)


def fetched(statement: Statement, *, viewer: Viewer) -> list[tuple]:
    """The rows of a compiled statement, as this viewer may see them."""
    with viewing(viewer) as cursor:
        cursor.execute(statement.sql, statement.parameters)
        return list(cursor.fetchall())


def heard_until(measure: Measure, where: Where, *, viewer: Viewer) -> date | None:
    """The last month for which every force of the place published outcomes; None when one never did, or the measure asks for none."""
    if not _needs_outcomes(measure):
        return None
    with viewing(viewer) as cursor:
        cursor.execute(
            "SELECT min(last) FROM (SELECT max(h.month) AS last FROM measures_heard h WHERE h.feed = ANY (%s) AND (%s::text IS NULL OR h.force IN"
            " (SELECT s.force FROM measures_place s JOIN measures_placing p ON p.place = s.id WHERE p.basis = %s AND p.force = %s))"
            " GROUP BY h.force) AS f",
            [list(measure.feeds), where.force, where.basis, where.force],
        )
        last: date | None = cursor.fetchone()[0]
        return last


def told_of(measure: Measure, period: Period, heard: date | None) -> Period | None:
    """The part of a period whose records have had time enough for the measure, or None."""
    if not _needs_outcomes(measure):
        return period
    if heard is None:
        return None
    last = min(period.last, month_plus(heard, -measure.lag_months))
    return Period(period.first, last) if last >= period.first else None


def _needs_outcomes(measure: Measure) -> bool:
    return measure.lag_months > 0 or measure.kind is Kind.MEDIAN
