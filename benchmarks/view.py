"""What a viewer waits for: search, facets and the person page, in SQL and through the web stack, against the targets.

Usage: python -m benchmarks.view [--quick]. BEATBOOK_BENCHMARK_HOME names a home that holds a linked Millshire (`force` for the targets, else the county,
made in a folder that is removed afterwards). Each line is one figure with its target and whether it is met; the county's say so by their size.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

import django

GIVEN = os.environ.get("BEATBOOK_BENCHMARK_HOME")
HOME = Path(GIVEN or tempfile.mkdtemp(prefix="beatbook-view-", dir="/tmp"))
HOME.chmod(0o755)
os.environ |= {
    "BEATBOOK_DEMONSTRATION": "1",
    "BEATBOOK_HOME": str(HOME),
    "BEATBOOK_BENCHMARK_HOME": str(HOME),  # for the processes that load: each begins by reading this file again
    "DJANGO_SETTINGS_MODULE": "beatbook.config.settings",
    "BEATBOOK_LOG_LEVEL": "ERROR",
    "BEATBOOK_PAGE_LIMIT": "off",
}
django.setup()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from beatbook.access.actions import sign_in  # noqa: E402
from beatbook.db import embedded  # noqa: E402
from beatbook.db.prepare import prepare  # noqa: E402
from beatbook.db.viewing import viewing  # noqa: E402
from beatbook.linkage.queries import person_members  # noqa: E402
from beatbook.search.asking import Asked  # noqa: E402
from beatbook.search.queries import everything_by_kind_and_system, search  # noqa: E402
from beatbook.vocabulary.viewer import Viewer  # noqa: E402
from benchmarks.processor import processor_s, server_of  # noqa: E402
from benchmarks.web_server import Reader, serving, wait_until_serving  # noqa: E402

READER = "investigator"
SAMPLE, AT_ONCE = 200, 50
MOST_RECORDS = 50  # of a person, for the target of the view in SQL


def main() -> None:
    """Measures, and leaves nothing behind that it made."""
    quick = "--quick" in sys.argv[1:]
    try:
        prepare()
        if not GIVEN:
            from beatbook.config.demonstration import run_demonstration  # noqa: PLC0415 - only where there is no home

            run_demonstration("county", say=lambda words: print(words, file=sys.stderr))
        measure(60 if quick else SAMPLE)
    finally:
        connections.close_all()
        if not GIVEN:
            embedded.stop(HOME)
            shutil.rmtree(HOME)


def measure(sample: int) -> None:
    """Every figure."""
    chance, viewer = random.Random(7), sign_in(READER)
    people, exact, fuzzy = _people(chance, sample), _exact(chance, sample), _fuzzy(chance, sample)
    persons = rows("SELECT count(*) FROM sources_record WHERE kind = 'person' AND NOT withdrawn")[0][0]
    say, server = _teller(int(persons)), server_of()
    used = processor_s(server)
    in_sql = [_timed_view(one, viewer) for one in people]
    processor_ms = (processor_s(server) - used) * 1000 / len(people)
    of_fifty = [ms for ms, size in in_sql if size <= MOST_RECORDS]
    say("person view in SQL, up to 50 records, p50", share(of_fifty, 0.5), "ms", 1)
    say("person view in SQL, up to 50 records, p99", share(of_fifty, 0.99), "ms", 10)
    say("person view in SQL, of any size, p99", share([ms for ms, _ in in_sql], 0.99), "ms", None, processor_ms)
    say("records of the largest person seen", max(size for _, size in in_sql), "records", None)
    facet = [timed(lambda: everything_by_kind_and_system(viewer=viewer)) for _ in range(5)]
    say("facet over all visible rows p50", share(facet, 0.5), "ms", 500)
    today = timezone.localdate()
    for name, typed in (("exact identifier", exact), ("fuzzy name", fuzzy)):
        times = [timed(lambda words=words: search(Asked(words), viewer=viewer, today=today)) for words in typed]
        say(f"search {name} without the web p50", share(times, 0.5), "ms", None)
    for name, ratio in _cost_of_row_security(exact, fuzzy):
        say(f"row-level security over none, {name}", ratio, "x", 1.5)
    connections.close_all()
    with serving() as address:
        wait_until_serving(address)
        _through_the_web(address, say, people, exact, fuzzy)


def _timed_view(record_id: UUID, viewer: Viewer) -> tuple[float, int]:
    """Milliseconds that one person's view takes, and how many records the person has."""
    started = time.perf_counter()
    found = person_members(record_id, viewer=viewer)
    return (time.perf_counter() - started) * 1000, len(found.members) if found else 0


def _through_the_web(address: Any, say: Any, people: Sequence[Any], exact: Sequence[str], fuzzy: Sequence[str]) -> None:
    reader, server = Reader(address), server_of()
    reader.sign_in(READER)
    pages = [f"/people/{one}" for one in people]
    found = [f"/search?q={quote(words)}" for words in exact]
    names = [f"/search?q={quote(words)}" for words in fuzzy]
    for path in (pages[0], found[0], names[0]):
        reader.get(path)
    for name, paths, targets in (
        ("person page", pages, (60, 200)),
        ("search exact identifier", found, (None, 50)),
        ("search fuzzy name", names, (None, 300)),
    ):
        times, sizes = [], []
        used = processor_s(server)
        for path in paths:
            started = time.perf_counter()
            status, body = reader.get(path)
            if status == 200:  # a record hidden from this reader answers “not found”
                times.append((time.perf_counter() - started) * 1000)
                sizes.append(len(body))
        processor_ms = (processor_s(server) - used) * 1000 / len(paths)
        say(f"{name} through the web, audit committed p50", share(times, 0.5), "ms", targets[0], processor_ms)
        say(f"{name} through the web, audit committed p99", share(times, 0.99), "ms", targets[1])
        say(f"{name} weight, largest", max(sizes) / 1000, "KB", 60)
    _at_once(address, say, [*pages, *names])


def _at_once(address: Any, say: Any, paths: Sequence[str]) -> None:
    readers = [Reader(address) for _ in range(AT_ONCE)]
    for reader in readers:
        reader.sign_in(READER)
        reader.connection.close()  # it opens again by itself; the server would close one that idles while the others sign in

    def read(place: int) -> list[tuple[int, float]]:
        seen = []
        for path in paths[place::AT_ONCE][:4]:
            started = time.perf_counter()
            status, _ = readers[place].get(path)
            seen.append((status, (time.perf_counter() - started) * 1000))
        return seen

    with ThreadPoolExecutor(AT_ONCE) as pool:
        seen = [one for part in pool.map(read, range(AT_ONCE)) for one in part]
    say("50 users at once, failures", sum(status >= 500 for status, _ in seen), "answers", 0)
    say("50 users at once p99", share([ms for _, ms in seen], 0.99), "ms", 2000)


def _cost_of_row_security(exact: Sequence[str], fuzzy: Sequence[str]) -> list[tuple[str, float]]:
    """The search query as the web role for a viewer who sees every marking, over the same query where no policy binds, in turns."""
    from beatbook.access.actions import system_viewer  # noqa: PLC0415 - opens a connection
    from beatbook.db.sql_files import load_sql  # noqa: PLC0415
    from beatbook.search import queries  # noqa: PLC0415

    viewer, found = system_viewer("benchmark"), []
    query, today = load_sql(queries.__file__, "answering_records"), timezone.localdate()
    for name, typed in (("exact identifier", exact), ("fuzzy name", fuzzy)):
        bound, free = [], []
        for words in typed[:40]:
            with viewing(viewer) as cursor:
                terms = queries._terms(words, {}, viewer=viewer, today=today)
                parameters = queries._parameters(terms, Asked(words), {}, None)
                bound.append(timed(lambda cursor=cursor, parameters=parameters: _fetch(cursor, query, parameters)))
            with connections["ingest"].cursor() as cursor:
                free.append(timed(lambda cursor=cursor, parameters=parameters: _fetch(cursor, query, parameters)))
        found.append((name, share(bound, 0.5) / share(free, 0.5)))
    return found


def _fetch(cursor: Any, query: str, parameters: dict[str, Any]) -> None:
    cursor.execute(query, parameters)
    cursor.fetchall()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def share(times: Sequence[float], part: float) -> float:
    """The time within which that part of the asks was answered."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _teller(persons: int) -> Callable[..., None]:
    """Prints a figure; `processor_ms` is the mean of all of its asks, in every process, and `load` how many processes wanted to run just then."""

    def say(name: str, value: float, unit: str, target: float | None, processor_ms: float | None = None) -> None:
        line = {"name": name, "value": round(value, 3), "unit": unit, "person_records": persons, "load": round(os.getloadavg()[0], 1)}
        if processor_ms is not None:
            line["processor_ms"] = round(processor_ms, 2)
        if target is not None:
            line |= {"target": target, "met": value <= target}
        print(json.dumps(line), flush=True)

    return say


def rows(query: str) -> list[tuple[Any, ...]]:
    """Rows as the ingest role sees them."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _people(chance: random.Random, sample: int) -> list[Any]:
    found = rows(
        "SELECT r.id FROM sources_record r JOIN access_marking m ON m.vis = r.vis WHERE r.kind = 'person' AND NOT r.withdrawn"
        " AND m.classification <= 1 AND m.caveats = '{}' AND 'millshire' = ANY (m.agreements) ORDER BY r.id LIMIT 200000"
    )
    return [row[0] for row in chance.sample(found, min(sample, len(found)))]


def _exact(chance: random.Random, sample: int) -> list[str]:
    crimes = rows("SELECT content ->> 'reference' FROM sources_record WHERE content ->> 'event_type' = 'crime' ORDER BY id LIMIT 20000")
    plates = rows("SELECT content ->> 'registration' FROM sources_record WHERE content ? 'registration' ORDER BY id LIMIT 20000")
    phones = rows(
        "SELECT content -> 'phones' ->> 0 FROM sources_record WHERE kind = 'person' AND content ? 'phones' ORDER BY id LIMIT 20000"
    )
    return [chance.choice(chance.choice((crimes, plates, phones)))[0] for _ in range(sample)]


def _fuzzy(chance: random.Random, sample: int) -> list[str]:
    people = rows(
        "SELECT content ->> 'forenames', content ->> 'surname' FROM sources_record WHERE kind = 'person' AND content ? 'forenames'"
        " AND content ? 'surname' ORDER BY id LIMIT 20000"
    )
    return [_mistyped(f"{first.split()[0]} {last}", chance) for first, last in chance.sample(people, sample)]


def _mistyped(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(name) - 1))
    return name[:place] + name[place + 1 :] if len(name) > 4 else name


if __name__ == "__main__":
    main()
