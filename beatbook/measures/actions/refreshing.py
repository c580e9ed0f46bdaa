"""Takes records in and counts them. The only writer of the measures tables.

Invariant: after a refresh the cells are what counting every record anew would give; a refresh costs what changed, not what is held.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from beatbook.geography.eras import Era
from beatbook.geography.levels import AREA, FORCE, NEIGHBOURHOOD
from beatbook.geography.queries import areas_in_era, eras, index_of_era, lineage
from beatbook.measures import outcomes
from beatbook.measures.compiler import counted_cells
from beatbook.measures.definition import Measure, read_measures
from beatbook.measures.errors import MeasureRefused
from beatbook.measures.named_sql import sql
from beatbook.measures.placing import Boundaries, Lying, placings
from beatbook.sources.feeds import read_feeds

USING = "ingest"
TABLES = ("measures_crime", "measures_stop")
ETHNIC_GROUPS = ("White", "Asian", "Black", "Mixed", "Other", "Chinese")
Tell = Callable[[str, float], None]


@dataclass
class RefreshSummary:
    """What a refresh did: records taken in, cells written, and seconds by step."""

    whole: bool = False
    taken: int = 0
    cells: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass
class _Clock:
    """Times the steps of a refresh and tells of each."""

    summary: RefreshSummary
    tell: Tell
    started: float = field(default_factory=monotonic)

    def step(self, name: str) -> None:
        """The step of that name is over."""
        now = monotonic()
        self.summary.seconds[name] = round(now - self.started, 3)
        self.tell(name, now - self.started)
        self.started = now


def measures_folder() -> Path:
    """Where the measures' files are."""
    return Path(settings.BEATBOOK_MEASURES)


def adopt_measures() -> dict[str, Measure]:
    """Reads every measure's file and keeps each version of each.

    Raises:
        MeasureRefused: a file cannot be used, or says something else than was adopted under its version.
    """
    found = read_measures(measures_folder())
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        for measure in found.values():
            cursor.execute("SELECT digest FROM measures_definition WHERE code = %s AND version = %s", [measure.code, measure.version])
            held = cursor.fetchone()
            if held and held[0] != measure.digest:
                line = next((n for n, text in enumerate(measure.text.splitlines(), 1) if text.startswith("version")), 1)
                raise MeasureRefused(
                    f"{measure.code}.toml",
                    line,
                    f"it says something else than was adopted as version {measure.version}: raise the version",
                )
            if not held:
                cursor.execute(
                    "INSERT INTO measures_definition (code, version, file, text, digest) VALUES (%s, %s, %s, %s, %s)",
                    [measure.code, measure.version, f"{measure.code}.toml", measure.text, measure.digest],
                )
    return found


def refresh_measures(*, whole: bool = False, tell: Tell = lambda step, seconds: None) -> RefreshSummary:
    """Takes in what changed since the last refresh and counts it; everything anew when boundaries or definitions changed, or with `whole`."""
    measures = adopt_measures()
    drawn = _drawn()
    signature = _signature(measures, drawn)
    summary = RefreshSummary()
    clock = _Clock(summary, tell)
    with transaction.atomic(using=USING), connections[USING].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('beatbook measures'))")
        cursor.execute("SELECT set_config('work_mem', '256MB', true), set_config('jit', 'off', true)")
        since = _since(cursor, signature, whole)
        summary.whole = since == 0
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        upto = int(cursor.fetchone()[0])
        summary.taken = _take(cursor, measures, drawn, since, upto, clock)
        summary.cells = count_cells(cursor, measures.values(), touched=since > 0)
        clock.step("count")
        cursor.execute(
            "INSERT INTO measures_state (id, watermark, signature, refreshed_at) VALUES (1, %s, %s, now()) ON CONFLICT (id) DO UPDATE"
            " SET watermark = excluded.watermark, signature = excluded.signature, refreshed_at = excluded.refreshed_at",
            [upto, signature],
        )
    return summary


def count_cells(cursor: Any, measures: Iterable[Measure], *, touched: bool) -> int:
    """Counts the cells anew, and adds up the totals of forces: all of them, or those of the places and months in the temporary table of touched
    ones. Returns how many cells were counted."""
    measures = list(measures)
    counted = _counted(cursor, measures, touched=touched)
    columns = "measure, place, month, vis, slots, n, num, unknown"
    changes = [f"SELECT 1 AS sign, {columns} FROM {table}" for table in counted]
    if touched:
        gone = "USING measures_touched t WHERE c.place = t.place AND c.month = t.month RETURNING c.*"
        cursor.execute("CREATE TEMPORARY TABLE measures_before (LIKE measures_cell INCLUDING DEFAULTS) ON COMMIT DROP")
        cursor.execute(
            f"WITH gone AS (DELETE FROM measures_cell c {gone}) INSERT INTO pg_temp.measures_before ({columns}) SELECT {columns} FROM gone"
        )
        cursor.execute(
            f"WITH gone AS (DELETE FROM measures_gone RETURNING *) INSERT INTO pg_temp.measures_before ({columns}) SELECT {columns} FROM gone"
        )
        changes.append(f"SELECT -1 AS sign, {columns} FROM pg_temp.measures_before")
    else:
        _empty(cursor, "cell", "total", "gone")
    cursor.execute(f"CREATE TEMPORARY VIEW measures_changes AS {' UNION ALL '.join(changes)}")
    cursor.execute(
        f"INSERT INTO measures_cell ({columns}) SELECT {columns} FROM pg_temp.measures_changes WHERE sign = 1 ORDER BY measure, place, month"
    )
    written = int(cursor.rowcount)
    cursor.execute(sql("add_up_totals"))
    cursor.execute("DELETE FROM measures_total WHERE n = 0")
    cursor.execute(f"DROP TABLE {', '.join(counted)} CASCADE")
    return written


def _counted(cursor: Any, measures: Sequence[Measure], *, touched: bool) -> list[str]:
    """Temporary tables of cells, one for each query: only a table that a query makes is counted by several processes at once."""
    statements = [
        statement for table in TABLES for statement in counted_cells([m for m in measures if m.grain.table == table], touched=touched)
    ]
    tables = [f"measures_counted_{place}" for place in range(len(statements))]
    for table, statement in zip(tables, statements, strict=True):
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {statement.sql}", statement.parameters)
    return [f"pg_temp.{table}" for table in tables]


def _take(cursor: Any, measures: dict[str, Measure], drawn: Sequence[Boundaries], since: int, upto: int, clock: _Clock) -> int:
    feeds = sorted({feed for measure in measures.values() for feed in measure.feeds})
    forces = {code: feed.force for code, feed in _feeds().items()}
    cursor.execute(sql("gather_changed"), {"feeds": feeds, "since": since, "upto": upto})
    cursor.execute("CREATE TEMPORARY TABLE measures_touched (place bigint, month date) ON COMMIT DROP")
    cursor.execute("CREATE TEMPORARY TABLE measures_spots (spot bigint PRIMARY KEY) ON COMMIT DROP")
    cursor.execute("ANALYZE measures_changed")
    if since:
        cursor.execute("INSERT INTO measures_touched SELECT place, month FROM measures_letgo")
        cursor.execute("INSERT INTO measures_spots SELECT DISTINCT spot FROM measures_letgo WHERE spot IS NOT NULL")
        _touch(cursor)
    cursor.execute("DELETE FROM measures_letgo")
    cursor.execute(sql("take_events"), {"forces": json.dumps(forces)})
    taken = cursor.rowcount
    cursor.execute("ANALYZE measures_taken")
    clock.step("read")
    _place(cursor, drawn)
    clock.step("place")
    for table in TABLES:
        cursor.execute(
            f"DELETE FROM {table} f USING measures_changed c WHERE f.id = c.id AND NOT EXISTS (SELECT FROM measures_taken t WHERE t.id = c.id)"
        )
    cursor.execute(sql("take_crimes"))
    cursor.execute(
        sql("take_stops"),
        {"nothing_found": list(outcomes.NOTHING_FOUND), "not_known": outcomes.ETHNICITY_UNKNOWN, "groups": list(ETHNIC_GROUPS)},
    )
    cursor.execute(sql("hear_outcomes"))
    clock.step("take")
    cursor.execute(sql("pair_markings"))
    named = {"positive": outcomes.POSITIVE, "no_suspect": outcomes.NO_SUSPECT, "not_final": outcomes.NOT_FINAL}
    cursor.execute(sql("time_outcomes"), {name: list(labels) for name, labels in named.items()})
    _repeats(cursor, since)
    clock.step("relate")
    return int(taken)


def _touch(cursor: Any) -> None:
    """Notes the places, months and map points of changed records, as they were or as they now are."""
    for table in TABLES:
        cursor.execute(
            f"INSERT INTO measures_touched SELECT DISTINCT f.place, f.month FROM {table} f JOIN measures_changed c ON c.id = f.id"
        )
    cursor.execute(
        "INSERT INTO measures_spots SELECT DISTINCT f.spot FROM measures_crime f JOIN measures_changed c ON c.id = f.id"
        " WHERE f.spot IS NOT NULL ON CONFLICT DO NOTHING"
    )


def _repeats(cursor: Any, since: int) -> None:
    """Counts repeats anew at every map point that changed, and notes what that touches."""
    if not since:
        cursor.execute("INSERT INTO measures_spots SELECT DISTINCT spot FROM measures_crime WHERE spot IS NOT NULL")
        cursor.execute(sql("count_repeats"))
        return
    _touch(cursor)
    cursor.execute(sql("count_repeats").rstrip().rstrip(";") + " RETURNING c.place, c.month")
    rows = set(cursor.fetchall())
    cursor.execute(
        "INSERT INTO measures_touched SELECT * FROM unnest(%s::bigint[], %s::date[])",
        [[place for place, _ in rows], [month for _, month in rows]],
    )
    cursor.execute("CREATE TEMPORARY TABLE measures_touched_once ON COMMIT DROP AS SELECT DISTINCT place, month FROM measures_touched")
    cursor.execute("TRUNCATE measures_touched")
    cursor.execute("INSERT INTO measures_touched SELECT place, month FROM measures_touched_once")


def _place(cursor: Any, drawn: Sequence[Boundaries]) -> None:
    """Says in which neighbourhood of each era every new point lies, and adds the places that are new."""
    cursor.execute("SELECT DISTINCT longitude, latitude FROM measures_taken WHERE longitude IS NOT NULL")
    points = cursor.fetchall()
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    columns = [index_of_era(NEIGHBOURHOOD, one.era, using=USING).place(longitudes, latitudes) for one in drawn]
    cursor.execute("CREATE TEMPORARY TABLE measures_point (longitude float8, latitude float8, codes text[]) ON COMMIT DROP")
    with cursor.copy("COPY pg_temp.measures_point FROM STDIN") as copy:
        for place, (longitude, latitude) in enumerate(points):
            copy.write_row((longitude, latitude, [column[place] or "" for column in columns]))
    cursor.execute("ANALYZE measures_point")
    days = [one.era.begins for one in drawn if one.era.begins is not None]
    for statement in sql("add_places").split(";\n"):
        if statement.strip():
            cursor.execute(statement, {"days": days, "eras": len(drawn)})
    cursor.execute("ANALYZE measures_placed")
    _add_placings(cursor, drawn)


def _add_placings(cursor: Any, drawn: Sequence[Boundaries]) -> None:
    forces = lineage(FORCE, using=USING)
    cursor.execute(
        "SELECT id, vis, force, era, codes FROM measures_place p"
        " WHERE NOT EXISTS (SELECT FROM measures_placing g WHERE g.basis = 'then' AND g.place = p.id)"
    )
    rows = [
        (basis, place, *found, vis)
        for place, vis, force, era, codes in cursor.fetchall()
        for basis, found in placings(Lying(force, era, codes), drawn, forces).items()
    ]
    cursor.executemany("INSERT INTO measures_placing (basis, place, force, area, neighbourhood, vis) VALUES (%s, %s, %s, %s, %s, %s)", rows)


def _since(cursor: Any, signature: str, whole: bool) -> int:
    """The watermark to go on from; 0 after everything was emptied, because the boundaries or definitions are others than last time."""
    cursor.execute("SELECT watermark, signature FROM measures_state WHERE id = 1")
    held = cursor.fetchone()
    if held and held[1] == signature and not whole:
        return int(held[0])
    _empty(cursor, "crime", "stop", "heard", "cell", "total", "gone", "placing", "place")
    return 0


def _empty(cursor: Any, *tables: str) -> None:
    """Deletes instead of truncating: what the figures were is kept, so that their pages can be shown again."""
    for table in tables:
        cursor.execute(f"DELETE FROM measures_{table}")


def _drawn() -> list[Boundaries]:
    """The boundaries of every era."""
    return [
        Boundaries(
            era,
            {area.code: area.parent for area in areas_in_era(NEIGHBOURHOOD, era, using=USING)}
            if areas_in_era(AREA, era, using=USING)
            else {},
            frozenset(area.code for area in areas_in_era(FORCE, era, using=USING)),
        )
        for era in _eras()
    ]


def _eras() -> list[Era]:
    return eras(using=USING)


def _signature(measures: dict[str, Measure], drawn: Sequence[Boundaries]) -> str:
    """What the stored counts hang on besides the records: boundaries as loaded, and definitions."""
    with connections[USING].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(md5(string_agg(md5(shape) || code || coalesce(parent, ''), ',' ORDER BY kind, code, generation)), '') FROM geography_area"
        )
        areas = cursor.fetchone()[0]
    eras_said = [one.era.key for one in drawn]
    definitions = sorted((measure.code, measure.version, measure.digest) for measure in measures.values())
    return json.dumps([areas, eras_said, definitions])


def _feeds() -> dict[str, Any]:
    return dict(read_feeds(Path(settings.BEATBOOK_FEEDS)))
