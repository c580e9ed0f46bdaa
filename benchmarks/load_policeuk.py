"""Rows a second from files to records, and milliseconds from a live message to records. One JSON line a figure.

Uses the real year beside the project where it is, else a made-up month of the same shape. `--growth N` loads it N times under other forces' names,
to see that a load does not slow down as the table grows. Never a timed test.
"""

import argparse
import gzip
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import django

NAME = "beatbook_benchmark_sources"
os.environ["DJANGO_SETTINGS_MODULE"] = "beatbook.config.settings"
os.environ["BEATBOOK_DATABASE_NAME"] = NAME
django.setup()

from django.db import connections  # noqa: E402

from beatbook.db.databases import administrator, drop  # noqa: E402
from beatbook.db.prepare import cluster_of_settings, prepare  # noqa: E402
from beatbook.geography.actions import load_areas  # noqa: E402
from beatbook.sources.actions import feed_named, issue_feed_token, load_paths, put_in_inbox, take_inbox  # noqa: E402
from beatbook.synthetic.millshire import write_exports  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
YEAR = ROOT.parent / "shared" / "data" / "policeuk" / "northamptonshire-2025"
WARDS = ROOT.parent / "shared" / "data" / "geography"
LIVE_FEED = "millshire-command"


SIZE = "Northamptonshire 2025, 74,962 rows" if YEAR.exists() else "a made-up month, 30,000 rows"


def say(figure: str, value: float, unit: str, **more: object) -> None:
    """Prints one figure."""
    print(
        json.dumps({"benchmark": "load_policeuk", "figure": figure, "value": round(value, 3), "unit": unit, "size": SIZE, **more}),
        flush=True,
    )


def main() -> None:
    """Runs every figure in a database of its own, which is dropped afterwards."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--growth", type=int, default=1)
    growth = parser.parse_args().growth
    if not YEAR.exists():
        print(
            json.dumps(
                {"benchmark": "load_policeuk", "figure": "load policeuk year", "skipped": f"there is no {YEAR.name} beside the project"}
            )
        )
    prepare()
    try:
        measure(growth)
    finally:
        connections.close_all()
        with administrator(cluster_of_settings()) as connection:
            drop(connection, NAME)


def measure(growth: int) -> None:
    """Loads the year `growth` times and then takes live messages."""
    if WARDS.exists():
        load_areas(sorted(WARDS.glob("wards_*.geojson")))
    feed = feed_named("policeuk")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(growth):
            source = year_of(Path(folder), number)
            first = load_paths(feed, [source])
            say("load policeuk year", first.seconds, "s", rows=first.rows, new=first.new, round=number + 1)
            say("load policeuk", first.rows / first.seconds, "rows/s", round=number + 1)
        again = load_paths(feed, [source])
        say("load the same year again", again.seconds, "s", state=again.state)
        live(Path(folder))


def year_of(folder: Path, number: int) -> Path:
    """The year as published, or (from the second time on) the same rows as those of another force."""
    if number == 0 and YEAR.exists():
        return YEAR
    target = folder / f"force-{number}"
    target.mkdir()
    for path in sorted(YEAR.glob("*.csv.gz")) if YEAR.exists() else [made_up(folder)]:
        text = gzip.decompress(path.read_bytes()).decode().replace("Northamptonshire Police", f"Force {number} Police")
        name = path.name.replace("northamptonshire", f"force-{number}").removesuffix(".gz")
        (target / name).write_text(text)
    return target


def made_up(folder: Path) -> Path:
    """A month of 30,000 rows in the shape of the real one."""
    header = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
    )
    rows = [
        f"{n:064x},2025-01,Northamptonshire Police,Northamptonshire Police,-0.{n:05d},52.2,On or near High Street,E01,Place 1A,Burglary,Open,"
        for n in range(30_000)
    ]
    path = folder / "2025-01-northamptonshire-street.csv.gz"
    path.write_bytes(gzip.compress("\n".join([header, *rows]).encode()))
    return path


def live(folder: Path) -> None:
    """Milliseconds from a live message in the inbox to its records, one message at a time, beside what is held already."""
    write_exports(folder / "millshire", size="small", seed=7)
    token = issue_feed_token(feed_named(LIVE_FEED))
    times = []
    for path in sorted((folder / "millshire" / "live").glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            put_in_inbox(LIVE_FEED, line, token=token)
            started = time.perf_counter()
            taken = take_inbox()
            times.append((time.perf_counter() - started) * 1000)
            assert taken.messages == 1
    times.sort()
    say("take one live message, p50", statistics.median(times), "ms", messages=len(times))
    say("take one live message, p95", times[int(len(times) * 0.95)], "ms")


if __name__ == "__main__":
    main()
