"""Milliseconds of a person page and a search through the web stack, and from a live message to an open page, at county size.

The county is made in a home of its own, which is removed afterwards (some two minutes). BEATBOOK_BENCHMARK_HOME reuses a home in which
`beatbook demo --no-serve` has made it; the live messages of the benchmark then stay in it.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

GIVEN = os.environ.get("BEATBOOK_BENCHMARK_HOME")
HOME = Path(GIVEN or tempfile.mkdtemp(prefix="beatbook-benchmark-", dir="/tmp"))
HOME.chmod(0o755)
os.environ["BEATBOOK_BENCHMARK_HOME"] = str(HOME)  # the processes that load the county import this module again
os.environ |= {
    "BEATBOOK_DEMONSTRATION": "1",
    "BEATBOOK_HOME": str(HOME),
    "DJANGO_SETTINGS_MODULE": "beatbook.config.settings",
    "BEATBOOK_LOG_LEVEL": "ERROR",
}
django.setup()

from django.db import connections  # noqa: E402

from beatbook.config.demonstration import run_demonstration  # noqa: E402
from beatbook.db import embedded  # noqa: E402
from beatbook.db.prepare import prepare  # noqa: E402
from beatbook.sources.actions import feed_named, issue_feed_token  # noqa: E402
from benchmarks.web_server import Reader, say, serving, wait_until_serving  # noqa: E402

NAME, READER, FEED = "web_pages", "investigator", "millshire-command"
PAGES, CLIENTS, MESSAGES, PATIENCE_S = 300, 4, 20, 60.0


def main() -> None:
    """Prepares a county, measures, and leaves nothing behind."""
    size = "small" if "small" in sys.argv[1:] else "county"
    try:
        prepare()
        if not GIVEN:
            _make(size)
        measure(size)
    finally:
        connections.close_all()
        if not GIVEN:
            embedded.stop(HOME)
            shutil.rmtree(HOME)


def _make(size: str) -> None:
    summary = run_demonstration(size, say=lambda words: print(words, file=sys.stderr))
    say(NAME, "load eight systems", sum(summary.records.values()) / summary.seconds["load eight systems"], "records/s", size)
    say(NAME, "find who is who", summary.seconds["find who is who"], "s", size, person_records=summary.person_records)


def measure(size: str) -> None:
    """Every figure, on a real server on the loopback address."""
    chance = random.Random(7)
    people, searches = _people(chance), _searches(chance)
    with serving() as address:
        wait_until_serving(address)
        for figure, paths in (("person view", people), ("search", searches)):
            for clients in (1, CLIENTS):
                _time(figure, address, paths, clients, size)
        _time_live(address, size)


def _time(figure: str, address: tuple[str, int], paths: Sequence[str], clients: int, size: str) -> None:
    readers = [Reader(address) for _ in range(clients)]
    for reader in readers:
        reader.sign_in(READER)
        reader.get(paths[0])

    def read(place: int) -> list[float]:
        times = []
        for path in paths[place::clients]:
            started = time.perf_counter()
            status, _ = readers[place].get(path)
            if status == 200:  # a record hidden from this reader answers “not found”
                times.append((time.perf_counter() - started) * 1000)
        return times

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = sorted(one for part in pool.map(read, range(clients)) for one in part)
    seconds = time.perf_counter() - started
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        say(NAME, f"{figure} {name}", times[min(len(times) - 1, int(len(times) * share))], "ms", size, clients=clients, pages=len(times))
    say(NAME, f"{figure} rate", len(times) / seconds, "pages/s", size, clients=clients)


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _people(chance: random.Random) -> list[str]:
    found = _rows(
        "SELECT r.id FROM sources_record r JOIN access_marking m ON m.vis = r.vis WHERE r.kind = 'person' AND NOT r.withdrawn"
        " AND m.classification <= 1 AND m.caveats = '{}' AND 'millshire' = ANY (m.agreements) ORDER BY r.id"
    )
    return [f"/people/{row[0]}" for row in chance.sample(found, min(PAGES, len(found)))]


def _searches(chance: random.Random) -> list[str]:
    people = [
        json.loads(row[0])
        for row in _rows(
            "SELECT content::text FROM sources_record WHERE kind = 'person' AND content ? 'forenames' AND content ? 'date_of_birth'"
            " AND content ? 'postcode' AND length(content ->> 'date_of_birth') = 10 ORDER BY id"
        )
    ]
    plates = [row[0] for row in _rows("SELECT content ->> 'registration' FROM sources_record WHERE content ? 'registration' ORDER BY id")]
    crimes = [
        row[0] for row in _rows("SELECT content ->> 'reference' FROM sources_record WHERE content ->> 'event_type' = 'crime' ORDER BY id")
    ]
    typed: list[str] = []
    for person in chance.sample(people, min(PAGES // 6, len(people))):
        name = f"{person['forenames']} {person['surname']}"
        year, month, day = person["date_of_birth"].split("-")
        typed += [name, _mistyped(name, chance), f"{day}/{month}/{year}", chance.choice(plates), person["postcode"], chance.choice(crimes)]
    return [f"/search?q={quote(words)}" for words in typed]


def _mistyped(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(name) - 1))
    return name[:place] + name[place + 1 :] if len(name) > 4 else name


def _time_live(address: tuple[str, int], size: str) -> None:
    token = issue_feed_token(feed_named(FEED))
    [(record_id, content)] = _rows(
        "SELECT id, content::text FROM sources_record WHERE feed = 'millshire-crime' AND kind = 'person' AND content ? 'date_of_birth'"
        " AND content ? 'phones' AND length(content ->> 'date_of_birth') = 10 AND length(content ->> 'surname') > 6 ORDER BY id LIMIT 1"
    )
    reader = Reader(address)
    reader.sign_in(READER)
    cookie = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
    stream = HTTPConnection(*address, timeout=PATIENCE_S)
    stream.request("GET", f"/people/{record_id}/live?seen=", headers={"Cookie": cookie})
    heard = _Heard(stream.getresponse())
    heard.wait(0, PATIENCE_S)  # the page as it is
    run = f"{time.time_ns() // 1_000_000 % 100_000:05d}"
    times = []
    for number in range(MESSAGES + 1):
        before = heard.count
        started = time.perf_counter()
        _post(address, token, _message(f"20261120-{run}{number:02d}", json.loads(content)))
        seconds = heard.wait(before, PATIENCE_S) - started
        if number:  # the first waits until the worker has begun
            times.append(seconds * 1000)
        time.sleep(0.5)
    stream.close()
    times.sort()
    say(NAME, "live message to page p50", times[len(times) // 2], "ms", size, messages=len(times))
    say(NAME, "live message to page, slowest", times[-1], "ms", size, messages=len(times))


class _Heard:
    """Counts `changed` on a stream of events, in a thread of its own."""

    def __init__(self, answer: HTTPResponse) -> None:
        assert answer.status == 200, answer.status
        self.answer, self.count, self.at, self.news = answer, 0, 0.0, threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for line in self.answer:
                if line.startswith(b"event: changed"):
                    with self.news:
                        self.count, self.at = self.count + 1, time.perf_counter()
                        self.news.notify_all()
        except (OSError, ValueError, AttributeError):
            return  # the stream was closed

    def wait(self, before: int, patience_s: float) -> float:
        """When the first `changed` after `before` came."""
        with self.news:
            assert self.news.wait_for(lambda: self.count > before, patience_s), "no news reached the page in time"
            return self.at


def _message(log: str, person: dict[str, Any]) -> bytes:
    party = {"no": 1, "role": "CALLER", "name": {"first": person["forenames"], "last": person["surname"]}, "sex": person.get("sex")}
    party |= {
        "dob": person["date_of_birth"],
        "phone": person["phones"][0],
        "address": person.get("address"),
        "postcode": person.get("postcode"),
    }
    place = {"line": "12 Foundry Row", "town": "Millford", "postcode": "ZZ1 4FR", "lon": 2.228209, "lat": 54.758085, "beat": "MS01"}
    incident = {
        "log": log,
        "revision": 1,
        "updated": "2026-11-20T06:12:00",
        "created": "2026-11-20T06:12:00",
        "type": "CONCERN",
        "grade": "2",
    }
    incident |= {
        "status": "OPEN",
        "closing_code": None,
        "location": place,
        "text": "Somebody calls.",
        "crime_no": None,
        "duplicate_of": None,
    }
    incident |= {"marking": None, "caveats": [], "operator": "Operator 77", "parties": [party], "vehicles": []}
    return json.dumps(incident).encode()


def _post(address: tuple[str, int], token: str, body: bytes) -> None:
    connection = HTTPConnection(*address, timeout=PATIENCE_S)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", f"/api/feeds/{FEED}/messages", body, headers)
    assert connection.getresponse().status == 202
    connection.close()


if __name__ == "__main__":
    main()
