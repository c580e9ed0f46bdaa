"""Counts for a viewer, kept or live, and how far outcomes were published."""

from datetime import date

from beatbook.db.viewing import viewing
from beatbook.measures.compiler import Statement, kept_figures, live_cells
from beatbook.measures.definition import Measure
from beatbook.measures.queries.definitions import measure_named
from beatbook.measures.where import Period, Where
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
    if not measure.needs_outcomes:
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
