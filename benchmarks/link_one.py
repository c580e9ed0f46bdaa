"""Time and memory of linking new records, one alone and a thousand at once, against a database that is linked already: one JSON line per figure.

Usage: python -m benchmarks.link_one [how many single records] [--add how many people's records to put there first]. BEATBOOK_BENCHMARK_HOME names
a home in which `beatbook demo --no-serve` or `beatbook db start` has made a database, and which is thrown away afterwards. `make bench` makes one.
"""

import json
import os
import random
import resource
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from beatbook.config.start import open_beatbook
from beatbook.synthetic.names import traditions

WARM_UP = 5
THOUSANDS = 7
STREETS = ("High Street", "Mill Lane", "Church Road", "Station Road", "Park Avenue", "The Green", "River Walk", "Castle Street")
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def main() -> None:
    """Adds records if asked, links them, then links new ones with one slip of somebody who is there already."""
    if "BEATBOOK_BENCHMARK_HOME" not in os.environ:
        sys.exit("link_one: set BEATBOOK_BENCHMARK_HOME to a home with a database to be thrown away; `make bench` makes one.")
    os.environ["BEATBOOK_HOME"] = os.environ["BEATBOOK_BENCHMARK_HOME"]
    open_beatbook()
    from django.db import connections  # noqa: PLC0415 - named loader: needs Django to be set up

    from beatbook.access.actions import intern_marking  # noqa: PLC0415 - named loader: as above
    from beatbook.linkage.actions import LiveLinker  # noqa: PLC0415 - named loader: as above
    from beatbook.vocabulary.markings import Marking  # noqa: PLC0415 - named loader: as above

    words = sys.argv[1:]
    added = int(words[words.index("--add") + 1]) if "--add" in words else 0
    wanted = int(words[0]) if words and words[0].isdigit() else 100
    connection, chance, vis = connections["ingest"], random.Random(1), intern_marking(Marking())
    _fill(connection, added, vis)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content::text FROM sources_record WHERE kind = 'person' AND NOT withdrawn ORDER BY id LIMIT 20000")
        known = [json.loads(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM sources_record WHERE kind = 'person' AND NOT withdrawn")
        _tell("records_before", cursor.fetchone()[0])
    linker = LiveLinker(lasting=True)  # as the worker has it
    started, cpu = time.perf_counter(), time.process_time()
    summary = linker.link()
    _tell("warm_up_s", time.perf_counter() - started)
    _tell("warm_up_cpu_s", time.process_time() - cpu)
    _tell_steps("warm_up", summary.seconds)
    _one_by_one(connection, linker, known, wanted, vis, chance)
    _thousands(connection, linker, known, vis, chance)
    _tell("memory_mb", _memory_mb())
    _tell("most_memory_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _one_by_one(connection: Any, linker: Any, known: list[dict[str, Any]], wanted: int, vis: int, chance: random.Random) -> None:
    seconds: list[float] = []
    steps: dict[str, float] = {}
    for number in range(wanted + WARM_UP):
        _put(connection, [_slipped(chance.choice(known), chance)], vis)
        started = time.perf_counter()
        summary = linker.link()
        if number >= WARM_UP:
            seconds.append(time.perf_counter() - started)
            for step, value in summary.seconds.items():
                steps[step] = steps.get(step, 0.0) + 1000 * value / wanted
    seconds.sort()
    _tell("records_linked", len(seconds))
    _tell("p50_ms", 1000 * seconds[len(seconds) // 2])
    _tell("p99_ms", 1000 * seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)])
    _tell_steps("one_ms", steps)


def _thousands(connection: Any, linker: Any, known: list[dict[str, Any]], vis: int, chance: random.Random) -> None:
    seconds: list[float] = []
    for _ in range(THOUSANDS):
        _put(connection, [_slipped(chance.choice(known), chance) for _ in range(1_000)], vis)
        started = time.perf_counter()
        summary = linker.link()
        seconds.append(time.perf_counter() - started)
    _tell("thousand_ms", 1000 * sorted(seconds)[len(seconds) // 2])
    _tell_steps("thousand_s", summary.seconds)


def _fill(connection: Any, wanted: int, vis: int) -> None:
    """So many records of made-up people, two of each, straight into the table of sources."""
    chance = random.Random(7)
    for start in range(0, wanted, 10_000):
        people = [_person(chance) for _ in range(min(10_000, wanted - start) // 2)]
        _put(connection, [*people, *(_slipped(person, chance) for person in people)], vis)


def _put(connection: Any, contents: list[dict[str, Any]], vis: int) -> None:
    ids = [uuid4() for _ in contents]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, content, content_hash, vis, load_id)"
            " SELECT id, 'benchmark', id::text, 'person', 1, now(), content::jsonb, '', %s, %s"
            " FROM unnest(%s::uuid[], %s::text[]) AS new (id, content)",
            [vis, UUID(int=1), ids, [json.dumps(content) for content in contents]],
        )


def _person(chance: random.Random) -> dict[str, Any]:
    tradition = traditions()[min(int(chance.expovariate(1.0)), len(traditions()) - 1)]
    sex, year = chance.choice("FM"), chance.randint(1935, 2012)
    first, last = tradition.forenames(sex, year), tradition.surnames
    return {
        "forenames": first.words[_drawn(first.shares, chance)],
        "surname": last.words[_drawn(last.shares, chance)],
        "sex": sex,
        "date_of_birth": f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        "address": f"{chance.randint(1, 180)} {chance.choice(STREETS)}",
        "postcode": f"ZZ{chance.randint(1, 40)} {chance.randint(1, 9)}{chance.choice(LETTERS)}{chance.choice(LETTERS)}",
        "phones": [f"07700 9{chance.randint(0, 99999):05d}"],
    }


def _drawn(shares: Any, chance: random.Random) -> int:
    return int(shares.searchsorted(chance.random()))


def _slipped(content: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    surname = str(content.get("surname") or "Smith")
    place = chance.randrange(len(surname))
    return content | {"surname": surname[:place] + surname[place + 1 :]}


def _memory_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) / 1024
    return 0.0


def _tell_steps(what: str, steps: dict[str, float]) -> None:
    for step, value in steps.items():
        _tell(f"{what}_{step.replace(' ', '_')}", value)


def _tell(figure: str, value: float) -> None:
    print(json.dumps({"benchmark": "link_one", "figure": figure, "value": round(value, 4)}))


if __name__ == "__main__":
    main()
