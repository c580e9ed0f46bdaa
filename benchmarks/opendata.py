"""Street crime within a mile, asked of the real server by a client beside it. One JSON line a figure; never a timed test.

The month is Northamptonshire's March 2025 where it is beside the project, else a made-up one of the same size. Places asked about are those of random
crimes, moved by up to 300 m, so that busy places are asked about most, as readers do. Arrivals are random (Poisson) and do not wait for answers; a
time is measured from the moment at which the question should have been sent. `--quick` runs each figure for three seconds.
"""

import argparse
import asyncio
import csv
import gzip
import io
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

NAME = "beatbook_benchmark_opendata"
os.environ["DJANGO_SETTINGS_MODULE"] = "beatbook.config.settings"
os.environ["BEATBOOK_DATABASE_NAME"] = NAME
django.setup()

from django.db import connections  # noqa: E402

from beatbook.db.databases import administrator, drop  # noqa: E402
from beatbook.db.prepare import cluster_of_settings, prepare  # noqa: E402
from beatbook.sources.actions import feed_named, load_paths  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
MONTH = "2025-03"
REAL = ROOT.parent / "shared" / "data" / "policeuk" / "northamptonshire-2025" / f"{MONTH}-northamptonshire-street.csv.gz"
COLUMNS = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
MADE_UP_ROWS = 6300
RATE, P99_MS = 200, 100  # the targets: questions a second, and the slowest of a hundred answers
WORKERS = 2
PATIENCE_S = 90.0
Place = tuple[float, float]


def say(figure: str, value: float, unit: str, target: float | None = None, met: bool | None = None, **more: object) -> None:
    """Prints one figure; `load` is how many processes of the machine wanted to run just then."""
    told = {
        "name": f"opendata {figure}",
        "value": round(value, 2),
        "unit": unit,
        "target": target,
        "met": met,
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps({**told, **more}), flush=True)


def main() -> int:
    """Runs every figure on a database of its own, which is dropped afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    seconds = 3.0 if parser.parse_args().quick else 20.0
    prepare()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = REAL if REAL.exists() else made_up_month(Path(folder))
            load_paths(feed_named("policeuk"), [path])
            places = places_of(path)
        with serving() as (address, processes):
            met = asyncio.run(measure(address, places, seconds, processes))
    finally:
        connections.close_all()
        with administrator(cluster_of_settings()) as connection:
            drop(connection, NAME)
    return 0 if met else 1


async def measure(address: tuple[str, int], places: list[Place], seconds: float, processes: list[int]) -> bool:
    """One reader at a time; then readers who do not wait for each other; then as many answers as can be had."""
    size = "Northamptonshire, March 2025" if REAL.exists() else "a made-up month"
    used = processor_s(processes)
    alone = await one_after_another(address, places, seconds / 2)
    say("processor time of an answer", (processor_s(processes) - used) * 1000 / len(alone), "ms", size=size)
    say("one reader, p50", percentile(alone, 50), "ms", size=size, answers=len(alone))
    say("one reader, p99", percentile(alone, 99), "ms", P99_MS, percentile(alone, 99) <= P99_MS, size=size)
    waited, answered = await arriving(address, places, RATE, seconds)
    slowest = percentile(waited, 99)
    say(f"{RATE} a second, p50", percentile(waited, 50), "ms", size=size, workers=WORKERS)
    say(f"{RATE} a second, p99", slowest, "ms", P99_MS, slowest <= P99_MS, size=size, workers=WORKERS)
    say(f"{RATE} a second, answered in time", answered, "a second", RATE, answered >= 0.97 * RATE, size=size, workers=WORKERS)
    started = time.monotonic()
    results = await asyncio.gather(*(one_after_another(address, places, seconds / 2) for _ in range(4 * WORKERS)))
    total = sum(len(times) for times in results) / (time.monotonic() - started)
    say("most answers", total, "a second", RATE, total >= RATE, size=size, workers=WORKERS)
    return slowest <= P99_MS and total >= RATE


async def one_after_another(address: tuple[str, int], places: list[Place], seconds: float) -> list[float]:
    """Milliseconds of each answer to a reader who asks again as soon as one has come."""
    reader, writer = await asyncio.open_connection(*address)
    chance, times, until = random.Random(7), [], time.monotonic() + seconds
    while time.monotonic() < until:
        started = time.monotonic()
        await ask(reader, writer, near(chance.choice(places), chance))
        times.append((time.monotonic() - started) * 1000)
    writer.close()
    return times


async def arriving(address: tuple[str, int], places: list[Place], rate: float, seconds: float) -> tuple[list[float], float]:
    """Milliseconds from when each question should have gone to its answer, and answers a second; 32 connections are kept open."""
    chance = random.Random(11)
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(32):
        idle.put_nowait(await asyncio.open_connection(*address))
    times: list[float] = []

    async def one(due: float) -> None:
        reader, writer = await idle.get()
        await ask(reader, writer, near(chance.choice(places), chance))
        times.append((time.monotonic() - due) * 1000)
        idle.put_nowait((reader, writer))

    begun = due = time.monotonic()
    asked = []
    while due < begun + seconds:
        due += chance.expovariate(rate)
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        asked.append(asyncio.create_task(one(due)))
    await asyncio.gather(*asked)
    return times, len(times) / (time.monotonic() - begun)


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, place: Place) -> bytes:
    """One question on a connection that stays open; the body as it came, compressed."""
    query = f"lat={place[1]:.6f}&lng={place[0]:.6f}&date={MONTH}"
    writer.write(f"GET /api/crimes-street/all-crime?{query} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    return await reader.readexactly(length)


@contextmanager
def serving() -> Iterator[tuple[tuple[str, int], list[int]]]:
    """The web processes of `beatbook serve --public-workers`, warm, with no limit to how often one client may ask."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    address = listener.getsockname()
    environment = os.environ | {"BEATBOOK_POOLED": "1", "PYTHONPATH": str(ROOT), "BEATBOOK_OPENDATA_LIMIT": "off"}
    web = [sys.executable, "-m", "beatbook.config.web", str(listener.fileno())]
    running = [subprocess.Popen(web, cwd=ROOT, env=environment, pass_fds=[listener.fileno()]) for _ in range(WORKERS)]
    listener.close()
    try:
        asyncio.run(warmed(address))
        yield address, [process.pid for process in running]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


async def warmed(address: tuple[str, int]) -> None:
    """Returns when forty answers on connections of their own came quickly: every process has read the month by then."""
    deadline, quick = time.monotonic() + PATIENCE_S, 0
    while quick < 40:
        started = time.monotonic()
        reader, writer = await asyncio.open_connection(*address)
        await ask(reader, writer, (-0.8958, 52.2368))
        writer.close()
        quick = quick + 1 if time.monotonic() - started < 0.5 else 0
        assert time.monotonic() < deadline, "the server did not become ready"


def processor_s(processes: list[int]) -> float:
    """Seconds of processor that these processes have used so far; other programs of the machine do not change it much."""
    used = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        used += int(fields[11]) + int(fields[12])  # utime and stime. Source: proc(5)
    return used / os.sysconf("SC_CLK_TCK")


def places_of(path: Path) -> list[Place]:
    """Longitude and latitude of every crime that has them."""
    text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode()
    return [(float(row["Longitude"]), float(row["Latitude"])) for row in csv.DictReader(io.StringIO(text)) if row["Longitude"]]


def near(place: Place, chance: random.Random) -> Place:
    """A place up to 300 m away."""
    return place[0] + chance.uniform(-0.0044, 0.0044), place[1] + chance.uniform(-0.0027, 0.0027)


def made_up_month(folder: Path) -> Path:
    """A month of crimes around four towns, in the published layout."""
    chance = random.Random(3)
    towns = [(-0.90, 52.24), (-0.72, 52.40), (-0.69, 52.30), (-1.16, 52.26)]
    lines = [COLUMNS]
    for number in range(MADE_UP_ROWS):
        longitude, latitude = chance.choices(towns, [6, 2, 2, 1])[0]
        place = f"{longitude + round(chance.gauss(0, 0.02), 3):.6f},{latitude + round(chance.gauss(0, 0.015), 3):.6f}"
        lines.append(
            f"{number:064x},{MONTH},Made-up Police,Made-up Police,{place},On or near Example Street,,,Burglary,Under investigation,"
        )
    path = folder / f"{MONTH}-northamptonshire-street.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def percentile(times: list[float], share: int) -> float:
    """The time within which so many of a hundred answers came."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


if __name__ == "__main__":
    sys.exit(main())
