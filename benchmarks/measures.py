"""How long figures take on five million events over sixty months, and whether each is the number of records that it opens. One JSON line a figure.

Five million events are made in the measures' own tables (400 neighbourhoods in 40 policing areas of 2 forces, 3 markings); taking records in from
the sources is timed apart, on `--records` of them with their outcomes. Never a timed test.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

NAME = "beatbook_benchmark_measures"
os.environ["DJANGO_SETTINGS_MODULE"] = "beatbook.config.settings"
os.environ["BEATBOOK_DATABASE_NAME"] = NAME
django.setup()

from django.db import connections, transaction  # noqa: E402

from beatbook.access.actions import add_agreement, add_people, intern_marking, sign_in  # noqa: E402
from beatbook.access.people import Person  # noqa: E402
from beatbook.db.databases import administrator, drop  # noqa: E402
from beatbook.db.prepare import cluster_of_settings, prepare  # noqa: E402
from beatbook.geography.actions import load_areas, load_populations  # noqa: E402
from beatbook.measures.actions import adopt_measures, count_cells, refresh_measures  # noqa: E402
from beatbook.measures.queries import areas_compared, parts_of, records_behind, series_of, value_of  # noqa: E402
from beatbook.measures.where import Period, Where, month_plus  # noqa: E402
from beatbook.sources.queries import records_by_ids  # noqa: E402
from beatbook.vocabulary.markings import Classification, Marking  # noqa: E402
from beatbook.vocabulary.viewer import Role, Viewer  # noqa: E402
from benchmarks.processor import processor_s, server_of  # noqa: E402

FIRST, MONTHS = date(2021, 11, 1), 60
LAST = month_plus(FIRST, MONTHS - 1)
SIDE = 20
MARKINGS = (
    Marking(Classification.PUBLIC),
    Marking(Classification.OFFICIAL),
    Marking(Classification.OFFICIAL, agreements=frozenset({"ISA-1"})),
)
CODES = ("D1", "D2", "D3", "D4", "H1", "O1", "O2", "T1", "T2", "T3")
TARGETS_S = {"refresh": 15.0, "tile": 0.3, "list": 1.0}
unmet = 0


def say(name: str, value: float, unit: str, target: float | None = None, *, more_is_better: bool = False, **more: object) -> None:
    """Prints one figure, and remembers a target that was missed; `load` is how many processes of the machine wanted to run just then."""
    global unmet
    line: dict[str, object] = {"benchmark": "measures", "name": name, "value": round(value, 4), "unit": unit, **more}
    line["load"] = round(os.getloadavg()[0], 1)
    if target is not None:
        met = value >= target if more_is_better else value <= target
        unmet += not met
        line |= {"target": target, "met": met}
    print(json.dumps(line), flush=True)


def main() -> None:
    """Runs every figure in a database of its own, which is dropped afterwards."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--trials", type=int, default=1_000)
    asked = parser.parse_args()
    prepare()
    try:
        viewers = people()
        draw()
        take_in(asked.records)
        make_events(asked.events)
        count(asked.events)
        read(viewers)
        prove(viewers, asked.trials)
    finally:
        connections.close_all()
        with administrator(cluster_of_settings()) as connection:
            drop(connection, NAME)
    sys.exit(1 if unmet else 0)


def people() -> list[Viewer]:
    """Somebody of each sort of access."""
    add_agreement(
        "ISA-1", title="Sharing", purpose="safety", legal_basis="law", parties=["force", "council"], starts_on=date(2020, 1, 1),
        review_on=date(2030, 1, 1),
    )  # fmt: skip
    add_people(
        [
            Person("resident", "resident", Role.ANALYST, "police", "Police", "force", Classification.PUBLIC),
            Person("constable", "constable", Role.ANALYST, "police", "Police", "force", Classification.OFFICIAL),
            Person("partner", "partner", Role.PARTNER, "council", "Council", "partner", Classification.OFFICIAL, ("ISA-1",)),
        ]
    )
    return [sign_in(name) for name in ("resident", "constable", "partner")]


def draw() -> None:
    """A square of 400 neighbourhoods, ten to a policing area, twenty areas to a force."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        squares = [(x, y, f"n{y * SIDE + x:03}", f"a{(y * SIDE + x) // 10:02}") for y in range(SIDE) for x in range(SIDE)]
        shapes = {
            "neighbourhood": [(code, area, x, x + 1, y, y + 1) for x, y, code, area in squares],
            "area": [(f"a{i:02}", "east" if i >= 20 else "west", 10 * (i % 2), 10 * (i % 2) + 10, i // 2, i // 2 + 1) for i in range(40)],
            "force": [("west", "", 0, SIDE, 0, SIDE // 2), ("east", "", 0, SIDE, SIDE // 2, SIDE)],
        }
        for kind, areas in shapes.items():
            features = [
                {
                    "properties": {"code": code, "name": code, "parent": parent},
                    "geometry": {"type": "Polygon", "coordinates": [[[w, s], [w, n], [e, n], [e, s], [w, s]]]},
                }
                for code, parent, w, e, s, n in areas
            ]
            (folder / f"{kind}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
            load_areas(folder / f"{kind}.geojson", kind=kind)
        (folder / "people.csv").write_text("code,people\n" + "".join(f"{code},5000\n" for _, _, code, _ in squares))
        load_populations(folder / "people.csv", kind="neighbourhood")


def take_in(records: int) -> None:
    """Times taking records in from the sources, and again after one in a hundred has changed."""
    vis = [intern_marking(marking) for marking in MARKINGS]
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute(RECORDS, {"vis": vis, "records": records, "first": FIRST, "months": MONTHS})
        cursor.execute(OUTCOMES, {"vis": vis, "records": records})
        cursor.execute(TIES)
    started = time.monotonic()
    summary = refresh_measures()
    say("take records in", summary.taken / (time.monotonic() - started), "records/s")
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute(
            "UPDATE sources_record SET changed = pg_current_xact_id() WHERE hashtext(id::text) %% 100 = 0 AND kind = 'event'", []
        )
        changed = cursor.rowcount
    started = time.monotonic()
    refresh_measures()
    say(f"refresh after {changed:,} changes", time.monotonic() - started, "s")
    started = time.monotonic()
    refresh_measures()
    say("refresh after no change", time.monotonic() - started, "s")


def make_events(events: int) -> None:
    """Events in the measures' own tables, spread over places as unevenly as crime is."""
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT array_agg(id ORDER BY id), array_agg(vis ORDER BY id) FROM measures_place")
        places, vis = cursor.fetchone()
        given = {"places": places, "vis": vis, "first": FIRST, "months": MONTHS, "crimes": events * 9 // 10, "stops": events // 10}
        cursor.execute(CRIMES, given)
        cursor.execute(STOPS, given)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE measures_crime")
        cursor.execute("ANALYZE measures_stop")


def count(events: int) -> None:
    """Times counting everything, for every measure, place, month and marking: all levels are sums of these."""
    measures = adopt_measures().values()
    with transaction.atomic(using="ingest"), connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '256MB', true), set_config('jit', 'off', true)")
        server = server_of()
        used, started = processor_s(server), time.monotonic()
        cells = count_cells(cursor, measures, touched=False)
        seconds, used = time.monotonic() - started, processor_s(server) - used
    say(
        f"count {events:,} events, {len(measures)} measures, {cells:,} cells",
        seconds,
        "s",
        TARGETS_S["refresh"],
        processor_s=round(used, 1),
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE measures_cell")


def read(viewers: list[Viewer]) -> None:
    """Times what a page asks: a value with its series at each level, the parts, the comparison, and the first page of records."""
    viewer, whole = viewers[-1], Period(FIRST, LAST)
    year = Period(month_plus(LAST, -11), LAST)
    levels = {
        "force": Where(force="west"),
        "area": Where(force="west", area="a05"),
        "neighbourhood": Where(force="west", neighbourhood="n055"),
    }
    for level, where in levels.items():
        timed(
            f"tile at {level} level: value and 60 months",
            lambda code, where=where: (value_of(code, where, year, viewer=viewer), series_of(code, where, whole, viewer=viewer)),
            "tile",
        )
        timed(
            f"record list at {level} level, 60 months, first page",
            lambda code, where=where: records_by_ids(records_behind(code, where, whole, viewer=viewer, limit=50).ids, viewer=viewer),
            "list",
        )
    timed(
        "parts of a force by neighbourhood, a year",
        lambda code: parts_of(code, levels["force"], year, "neighbourhood", viewer=viewer),
        "tile",
    )
    timed(
        "comparison of 200 neighbourhoods, a year",
        lambda code: areas_compared(code, levels["force"], year, "neighbourhood", viewer=viewer),
        "tile",
    )


def timed(name: str, work: Callable[[str], object], target: str) -> None:
    """The slowest measure's median of three."""
    seconds, server = [], server_of()
    used = processor_s(server)
    for code in ("D1", "D4", "H1", "O1", "T1"):
        own = []
        for _ in range(3):
            started = time.monotonic()
            work(code)
            own.append(time.monotonic() - started)
        seconds.append(statistics.median(own))
    say(f"{name}, slowest of five measures", max(seconds), "s", TARGETS_S[target], processor_s=round((processor_s(server) - used) / 15, 3))


def prove(viewers: list[Viewer], trials: int) -> None:
    """For random viewers, measures, places and periods: is the figure the number of records that it opens?"""
    chance, equal, records = random.Random(7), 0, 0
    for _ in range(trials):
        viewer, code = chance.choice(viewers), chance.choice(CODES)
        first = month_plus(FIRST, chance.randrange(MONTHS))
        period = Period(first, month_plus(first, chance.randrange(12)))
        level = chance.choices(("neighbourhood", "area", "force"), (80, 17, 3))[0]
        area = chance.randrange(40)
        code_of = {"neighbourhood": f"n{chance.randrange(400):03}", "area": f"a{area:02}", "force": chance.choice(("west", "east"))}[level]
        where = Where(**{level: code_of})
        part = chance.choice(("numerator", "denominator"))
        figure = value_of(code, where, period, viewer=viewer)
        ids = records_behind(code, where, period, viewer=viewer, part=part).ids
        equal += len(set(ids)) == (figure.numerator if part == "numerator" else figure.denominator)
        records += len(ids)
    say(f"figures equal to the number of their records, of {trials:,} ({records:,} records)", equal, "figures", trials, more_is_better=True)


RECORDS = """
INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, happened_at, longitude, latitude, content, content_hash, vis, load_id)
SELECT md5('c' || i)::uuid, 'policeuk', 'c' || i, 'event', 1, now(), %(first)s::date + make_interval(months => i %% %(months)s),
       (hashtext('x' || i) & 1023) * 20 / 1024.0, (hashtext('y' || i) & 1023) * 20 / 1024.0,
       jsonb_build_object('event_type', CASE WHEN i %% 10 = 0 THEN 'stop-search' ELSE 'crime' END, 'reference', 'c' || i,
           'force', CASE WHEN (hashtext('y' || i) & 1023) < 512 THEN 'west' ELSE 'east' END,
           'month', to_char(%(first)s::date + make_interval(months => i %% %(months)s), 'YYYY-MM'),
           'offence', (ARRAY['Burglary', 'Robbery', 'Drugs', 'Shoplifting', 'Anti-social behaviour'])[1 + i %% 5],
           'outcome', 'A no further action disposal', 'self_defined_ethnicity', (ARRAY['White - any', 'Black - any', 'Asian - any'])[1 + i %% 3]),
       '', (%(vis)s::integer[])[1 + (hashtext('v' || i) & 7) / 3], gen_random_uuid()
FROM generate_series(1, %(records)s) AS i
"""
OUTCOMES = """
INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, happened_at, content, content_hash, vis, load_id)
SELECT md5('o' || r.source_key)::uuid, 'policeuk', 'o' || r.source_key, 'event', 1, now(), r.happened_at + interval '2 months',
       jsonb_build_object('event_type', 'outcome', 'force', r.content ->> 'force', 'outcome',
           (ARRAY['Suspect charged', 'Investigation complete; no suspect identified', 'Under investigation'])[1 + (hashtext(r.source_key) & 3) %% 3],
           'month', to_char(r.happened_at + interval '2 months', 'YYYY-MM')), '', r.vis, r.load_id
FROM sources_record r WHERE r.content ->> 'event_type' = 'crime'
"""
TIES = """
INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)
SELECT md5('t' || c.source_key)::uuid, md5('o' || c.source_key)::uuid, c.id, 'outcome of', 'fact', now(), 'policeuk', c.vis, c.vis, c.vis, c.load_id
FROM sources_record c WHERE c.content ->> 'event_type' = 'crime'
"""
CRIMES = """
INSERT INTO measures_crime (id, feed, vis, place, month, crime_type, has_id, placed, spot, positive_months, no_suspect_months, final_months,
    earlier_same_place)
SELECT gen_random_uuid(), 'policeuk', (%(vis)s::integer[])[p.spread], (%(places)s::bigint[])[p.spread],
       %(first)s::date + make_interval(months => (random() * (%(months)s - 1))::integer),
       (ARRAY['Burglary', 'Robbery', 'Drugs', 'Shoplifting', 'Anti-social behaviour', 'Violence and sexual offences', 'Vehicle crime'])[1 + i %% 7],
       i %% 7 <> 4, true, (random() * 100000)::bigint,
       CASE WHEN i %% 9 = 0 THEN i %% 8 END, CASE WHEN i %% 2 = 0 THEN i %% 6 END, CASE WHEN i %% 5 > 0 THEN i %% 12 END, i %% 4
FROM (SELECT i, 1 + (random() ^ 1.5 * (cardinality(%(places)s::bigint[]) - 1))::integer AS spread FROM generate_series(1, %(crimes)s) AS i) AS p
"""
STOPS = """
INSERT INTO measures_stop (id, feed, vis, place, month, placed, object_linked, outcome, ethnicity)
SELECT gen_random_uuid(), 'policeuk', (%(vis)s::integer[])[p.spread], (%(places)s::bigint[])[p.spread],
       %(first)s::date + make_interval(months => (random() * (%(months)s - 1))::integer), true,
       (ARRAY['yes', 'no', 'no', 'unknown'])[1 + i %% 4], (ARRAY['Arrest', 'A no further action disposal'])[1 + i %% 2],
       (ARRAY['White', 'Black', 'Asian', 'Not known'])[1 + i %% 4]
FROM (SELECT i, 1 + (random() * (cardinality(%(places)s::bigint[]) - 1))::integer AS spread FROM generate_series(1, %(stops)s) AS i) AS p
"""


if __name__ == "__main__":
    main()
