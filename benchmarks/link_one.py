"""Time and memory of linking one new record, after warm-up, in a database that is linked already: one JSON line per figure.

Usage: python -m benchmarks.link_one [how many]. BEATBOOK_BENCHMARK_HOME names a home in which `beatbook demo --no-serve` has made the county, and
which is thrown away afterwards: the records that are added stay in it, withdrawn. `make bench` makes one.
"""

import json
import os
import random
import resource
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

from beatbook.config.start import open_beatbook

WARM_UP = 5


def main() -> None:
    """Links so many records one by one, each with one slip of somebody who is there already."""
    if "BEATBOOK_BENCHMARK_HOME" not in os.environ:
        sys.exit(
            "link_one: set BEATBOOK_BENCHMARK_HOME to a home made by `beatbook demo --no-serve`, to be thrown away; `make bench` makes one."
        )
    os.environ["BEATBOOK_HOME"] = os.environ["BEATBOOK_BENCHMARK_HOME"]
    open_beatbook()
    from django.db import connections  # noqa: PLC0415 - named loader: needs Django to be set up

    from beatbook.linkage.actions import LiveLinker  # noqa: PLC0415 - named loader: as above

    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT content, vis FROM sources_record WHERE kind = 'person' AND NOT withdrawn ORDER BY id LIMIT 20000")
        known = [(json.loads(content) if isinstance(content, str) else content, vis) for content, vis in cursor.fetchall()]
    linker = LiveLinker()
    started = time.perf_counter()
    linker.link()
    _tell("warm_up_s", time.perf_counter() - started)
    chance = random.Random(1)
    added: list[UUID] = []
    seconds: list[float] = []
    try:
        for number in range(wanted + WARM_UP):
            content, vis = chance.choice(known)
            added.append(_put(connections["ingest"], _slipped(content, chance), vis))
            started = time.perf_counter()
            linker.link()
            if number >= WARM_UP:
                seconds.append(time.perf_counter() - started)
    finally:
        _remove(connections["ingest"], added)
        linker.link()
    seconds.sort()
    _tell("records_linked", len(seconds))
    _tell("p50_ms", 1000 * seconds[len(seconds) // 2])
    _tell("p99_ms", 1000 * seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)])
    _tell("memory_mb", _memory_mb())
    _tell("most_memory_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _put(connection, content, vis):  # type: ignore[no-untyped-def]
    record_id = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, content, content_hash, vis, load_id)"
            " VALUES (%s, 'benchmark', %s, 'person', 1, now(), %s, '', %s, %s)",
            [record_id, str(record_id), json.dumps(content), vis, record_id],
        )
    return record_id


def _remove(connection, record_ids):  # type: ignore[no-untyped-def]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sources_record SET withdrawn = true, changed = pg_current_xact_id() WHERE id = ANY (%s::uuid[])", [record_ids]
        )


def _slipped(content, chance):  # type: ignore[no-untyped-def]
    surname = str(content.get("surname") or "Smith")
    place = chance.randrange(len(surname))
    return content | {"surname": surname[:place] + surname[place + 1 :]}


def _memory_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) / 1024
    return 0.0


def _tell(figure: str, value: float) -> None:
    print(json.dumps({"benchmark": "link_one", "figure": figure, "value": round(value, 4)}))


if __name__ == "__main__":
    main()
