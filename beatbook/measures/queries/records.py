"""The records behind a figure: exactly those that it counts, for the same viewer, by the same conditions."""

from dataclasses import dataclass
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.measures.compiler import NUMERATOR, records
from beatbook.measures.figures import told_of
from beatbook.measures.queries.counts import heard_until
from beatbook.measures.queries.definitions import measure_named
from beatbook.measures.where import Period, Where
from beatbook.vocabulary.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Behind:
    """How many records a figure counts, and the ids of one page of them, newest month first."""

    total: int
    ids: tuple[UUID, ...]


def records_behind(
    code: str,
    where: Where,
    period: Period,
    *,
    viewer: Viewer,
    part: str = NUMERATOR,
    version: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> Behind:
    """Exactly the records that a figure counts: its `numerator`, its `denominator`, or those that cannot be told (`unknown`).

    Raises:
        UnknownMeasure: there is no such measure or version.
    """
    measure = measure_named(code, version, viewer=viewer)
    told = told_of(measure, period, heard_until(measure, where, viewer=viewer))
    if told is None:
        return Behind(0, ())
    statement = records(measure, where, told, part)
    with viewing(viewer) as cursor:
        cursor.execute(f"SELECT count(*) FROM ({statement.sql}) AS r", statement.parameters)
        total = int(cursor.fetchone()[0])
        cursor.execute(f"{statement.sql} LIMIT %s OFFSET %s", [*statement.parameters, limit, offset])
        return Behind(total, tuple(row[0] for row in cursor.fetchall()))
