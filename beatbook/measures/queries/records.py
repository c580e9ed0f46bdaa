"""The records behind a figure: exactly those that it counts, for the same viewer, by the same conditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from beatbook.db.viewing import viewing
from beatbook.measures.compiler import DENOMINATOR, NUMERATOR, UNKNOWN, records
from beatbook.measures.figures import told_of
from beatbook.measures.queries.counts import count_rows, heard_until
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
    by_month = _counted(count_rows(measure, where, told, viewer=viewer), part)
    wanted, skipped = (told, offset) if limit is None else _months_of_page(by_month, told, offset, limit)
    statement = records(measure, where, wanted, part)
    with viewing(viewer) as cursor:
        cursor.execute(f"{statement.sql} LIMIT %s OFFSET %s", [*statement.parameters, limit, skipped])
        return Behind(sum(by_month.values()), tuple(row[0] for row in cursor.fetchall()))


def _counted(rows: Iterable[tuple[date, int, int, int, int]], part: str) -> dict[date, int]:
    by_month: dict[date, int] = {}
    for month, _, n, num, unknown in rows:
        by_month[month] = by_month.get(month, 0) + {DENOMINATOR: n, NUMERATOR: num, UNKNOWN: unknown}[part]
    return by_month


def _months_of_page(by_month: dict[date, int], told: Period, offset: int, limit: int) -> tuple[Period, int]:
    """The months, newest first, on which a page of the list falls, and how many records of the first of them come before it.

    Read by month, the first page of a force's five years costs no more than that of one month.
    """
    passed, newest = 0, None
    for month in sorted(by_month, reverse=True):
        if newest is None and passed + by_month[month] > offset:
            newest, before = month, passed
        passed += by_month[month]
        if newest is not None and passed >= offset + limit:
            return Period(month, newest), offset - before
    return (Period(told.first, newest), offset - before) if newest is not None else (told, offset)
