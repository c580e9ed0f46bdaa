"""Reads what is published row by row, as the viewer may see it. It is read again only when a row of it has changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beatbook.db.sql_files import load_sql
from beatbook.db.viewing import viewing
from beatbook.neighbourhoods.public_feeds import public_feeds
from beatbook.opendata.archive import facts_of, file_bytes, file_name
from beatbook.opendata.catalogue import outcome_code
from beatbook.opendata.identifiers import Point, point_numbers
from beatbook.opendata.publication import Month, Publication
from beatbook.opendata.rendering import CrimeRow, OutcomeRow, Row, StopRow, crime_plot, outcome_plot, point_of, stop_plot
from beatbook.vocabulary.viewer import Viewer

NOTHING = Publication({}, {})
Signatures = Mapping[str, tuple[int, str]]


def published(before: Publication = NOTHING, *, viewer: Viewer) -> Publication:
    """Everything published row by row that the viewer may see; `before` itself when nothing has changed since it was read."""
    with viewing(viewer):
        found = _signatures(viewer)
        if found == before.signatures:
            return before
        rows = _read(found, viewer)
    rows = _named(rows)
    points = frozenset(filter(None, map(point_of, rows)))
    numbers, outcome_months = point_numbers(points), _outcome_months(rows)
    by_month: dict[str, list[Row]] = {}
    for row in rows:
        by_month.setdefault(row.month, []).append(row)
    months = {month: _month(held, numbers, outcome_months) for month, held in sorted(by_month.items())}
    return Publication(months, numbers, found)


def _signatures(viewer: Viewer) -> Signatures:
    """The state of each scope: how many rows, and a mark that changes with any of them."""
    with viewing(viewer) as cursor:
        cursor.execute(load_sql(__file__, "published_scopes"), {"feeds": public_feeds()})
        return {scope: (count, mark) for scope, count, mark in cursor.fetchall()}


def _named(rows: Sequence[Row]) -> list[Row]:
    """Searches come without a street: they take that of the map point at which they stand, so that both have one number."""
    streets: dict[tuple[float | None, float | None], str] = {}
    for row in sorted((row for row in rows if not isinstance(row, StopRow)), key=lambda row: row.street, reverse=True):
        streets[row.longitude, row.latitude] = row.street
    return [row._replace(street=streets.get((row.longitude, row.latitude), "")) if isinstance(row, StopRow) else row for row in rows]


def _read(scopes: Mapping[str, object], viewer: Viewer) -> list[Row]:
    rows: list[Row] = [CrimeRow(*row) for row in _ask("published_crimes", scopes, "street:", viewer)]
    rows += [OutcomeRow(*row) for row in _ask("published_outcomes", scopes, "outcomes:", viewer)]
    rows += [
        StopRow(row[0], row[1], row[2], row[3], row[4], "", row[5], json.loads(row[6]))
        for row in _ask("published_stops", scopes, "stops:", viewer)
    ]
    return rows


def _ask(name: str, scopes: Iterable[str], sort: str, viewer: Viewer) -> list[Sequence[Any]]:
    wanted = [scope for scope in scopes if scope.startswith(sort)]
    if not wanted:
        return []
    with viewing(viewer) as cursor:
        cursor.execute(load_sql(__file__, name), {"feeds": public_feeds(), "scopes": wanted})
        return list(cursor.fetchall())


def _outcome_months(rows: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The last month in which each crime had each outcome."""
    months: dict[tuple[str, str], str] = {}
    for row in rows:
        if isinstance(row, OutcomeRow) and row.reference:
            key = (row.reference, outcome_code(row.outcome))
            months[key] = max(months.get(key, ""), row.month)
    return months


def _month(rows: Sequence[Row], numbers: Mapping[Point, int], outcome_months: Mapping[tuple[str, str], str]) -> Month:
    return Month(
        crime_plot([row for row in rows if isinstance(row, CrimeRow)], numbers, outcome_months),
        outcome_plot([row for row in rows if isinstance(row, OutcomeRow)], numbers),
        stop_plot([row for row in rows if isinstance(row, StopRow)], numbers),
    )


def archive(month: str, *, viewer: Viewer) -> list[tuple[str, bytes]]:
    """The files of one month in the archive's layout, by name: those scopes of which the viewer may see a row."""
    files = []
    for scope in _signatures(viewer):
        parts = scope.split(":")
        if len(parts) == 3 and parts[1] == month:
            sort, _, force = parts
            with viewing(viewer) as cursor:
                cursor.execute(load_sql(__file__, "archived_records"), {"feeds": public_feeds(), "scope": scope})
                files.append((file_name(sort, month, force), file_bytes(sort, (facts_of(*row) for row in cursor.fetchall()))))
    return sorted(files)


def months_published(*, viewer: Viewer) -> list[str]:
    """Months of which anything is published, newest first."""
    months = {scope.split(":")[1] for scope in _signatures(viewer) if scope.count(":") == 2}
    return sorted(months, reverse=True)
