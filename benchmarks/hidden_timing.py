"""How much longer an answer takes when 100,000 hidden records match than when none does: medians in milliseconds, asked in turns.

One small world in two databases; around the person and the event of one of them stands a crowd that the viewer may not see (`hidden_crowd`). Each
database is asked by a process of its own, which keeps its connections, through the web stack, the log's commit included; a third process asks the two
in turns, one request each, first the one and then the other. Beside the time on the clock stands that on the processor, of the asking process and of
the database's process that answers it: on a busy machine only that says anything.

BEATBOOK_HIDDEN and BEATBOOK_ASKED change how many are hidden, and how often each page is asked; words on the command line choose pages.
"""

import json
import multiprocessing
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

import django

HOME = Path(tempfile.mkdtemp(prefix="beatbook-benchmark-", dir="/tmp"))
HOME.chmod(0o755)
os.environ |= {
    "BEATBOOK_DEMONSTRATION": "1",
    "BEATBOOK_HOME": str(HOME),
    "DJANGO_SETTINGS_MODULE": "beatbook.config.settings",
    "BEATBOOK_LOG_LEVEL": "ERROR",
    "BEATBOOK_PAGE_LIMIT": "off",
    "BEATBOOK_DATABASE_NAME": "beatbook_none_hidden",
}
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from beatbook.access.actions import add_caveat, add_people, intern_marking, sign_in  # noqa: E402
from beatbook.access.people import Person  # noqa: E402
from beatbook.audit.actions import start_task  # noqa: E402
from beatbook.db import embedded  # noqa: E402
from beatbook.db.databases import administrator, clone  # noqa: E402
from beatbook.db.prepare import cluster_of_settings, prepare  # noqa: E402
from beatbook.linkage.actions import link_new_records  # noqa: E402
from beatbook.vocabulary.markings import Classification, Marking  # noqa: E402
from beatbook.vocabulary.viewer import Role  # noqa: E402
from benchmarks.hidden_crowd import hide_crowd  # noqa: E402

NONE, MANY = "beatbook_none_hidden", "beatbook_many_hidden"
TARGET_MS, WARMING = 1.0, 12
PEOPLE, CONTENT = 400, {"forenames": "Thurstan", "surname": "Quillfeather", "date_of_birth": "1981-07-23", "phones": ["07700 900771"]}
FORENAMES = "Oliver Amelia George Isla Arthur Ava Noah Mia Leo Grace Harry Freya Jack Lily Oscar Ella".split()
SURNAMES = "Ashdown Critchlow Dunmore Eastwood Fairbrother Hathersage Jessop Kirkbride Lovelock Mottershead".split()
PERSON, EVENT = UUID(int=1), UUID(int=2)
PATHS = {
    "person": f"/people/{PERSON}",
    "event": f"/events/{EVENT}",
    "case": f"/cases/{EVENT}",
    "chart": f"/people/{PERSON}/chart",
    "map and hours": f"/people/{PERSON}/where",
    "search by name": "/search?q=quillfeather",
    "search by name and forename": "/search?q=thurstan+quillfeather",
    "search by telephone": "/search?q=07700+900771",
    "search that finds only what is hidden": "/search?q=07700+900779",
    "file of a search": "/search/results.csv?q=quillfeather",
    "thing": "/things/phone/447700900771",
    "home": "/",
}


def main() -> None:
    """Makes both databases, asks them in turns, and prints one JSON line per page."""
    n_hidden = int(os.environ.get("BEATBOOK_HIDDEN", "100000"))
    n_asked = int(os.environ.get("BEATBOOK_ASKED", "300"))
    try:
        prepare()
        _begin()
        connections.close_all()
        with administrator(cluster_of_settings()) as connection:
            clone(connection, NONE, MANY)
        with administrator(cluster_of_settings(), MANY) as connection:
            hide_crowd(connection, n_hidden, person=PERSON, event=EVENT, secret="phone:447700900779")
        for name in (NONE, MANY):
            with administrator(cluster_of_settings(), name) as connection:
                connection.execute("VACUUM (ANALYZE)")
        askers = {name: _asker(name) for name in (NONE, MANY)}
        for page, path in PATHS.items():
            if sys.argv[1:] and page not in sys.argv[1:]:
                continue
            print(
                json.dumps({"benchmark": "hidden_timing", "page": page, "hidden": n_hidden, **_compare(askers, path, n_asked)}), flush=True
            )
        for asker in askers.values():
            asker.send(None)
    finally:
        connections.close_all()
        embedded.stop(HOME)
        shutil.rmtree(HOME)


def _begin() -> None:
    add_caveat("COVERT", kind="caveat", title="Covert")
    police = ("test", "Test Police")
    add_people([Person("low", "Low", Role.INVESTIGATOR, *police), Person("high", "High", Role.ANALYST, *police, caveats=("COVERT",))])
    seen = intern_marking(Marking(Classification.OFFICIAL, frozenset({"test"})))
    intern_marking(Marking(Classification.OFFICIAL, frozenset({"test"}), frozenset({"COVERT"})))
    chance = random.Random(7)
    rows = [(PERSON, "person", CONTENT), (EVENT, "event", {"event_type": "crime", "title": "Burglary", "reference": "44/1/26"})]
    for _ in range(PEOPLE):
        born = f"{chance.randint(1940, 2008)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        content = {"forenames": chance.choice(FORENAMES), "surname": chance.choice(SURNAMES), "date_of_birth": born}
        rows += [(UUID(int=chance.getrandbits(128)), "person", content) for _ in range(2)]
    with connections["ingest"].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, happened_at, content, content_hash, vis, load_id)"
            " VALUES (%s, 'test', %s, %s, 1, now(), now(), %s, '', %s, %s)",
            [(one, str(one), kind, json.dumps(content), seen, UUID(int=9)) for one, kind, content in rows],
        )
        cursor.execute(
            "INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)"
            " VALUES (gen_random_uuid(), %s, %s, 'suspect', 'fact', now(), 'test', %s, %s, %s, %s)",
            [PERSON, EVENT, seen, seen, seen, UUID(int=9)],
        )
    link_new_records()


def _asker(name: str) -> Connection:
    """A process that asks one database alone: each path that it is sent, it answers with milliseconds on the clock and on the processor."""
    here, there = multiprocessing.Pipe()
    multiprocessing.get_context("fork").Process(target=_ask, args=(name, there), daemon=True).start()
    return here


def _ask(name: str, orders: Connection) -> None:
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
    settings.BEATBOOK_DATABASE_NAME = name
    viewer = sign_in("low")
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/1/26")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    while path := orders.recv():
        began, cpu, backend = time.perf_counter(), time.process_time(), _backend_ms()
        answer = client.get(path)
        taken = (time.perf_counter() - began) * 1000
        used = (time.process_time() - cpu) * 1000 + _backend_ms() - backend
        assert answer.status_code == 200, (path, answer.status_code)
        orders.send((taken, used))


def _compare(askers: dict[str, Connection], path: str, n_asked: int) -> dict[str, object]:
    """Medians of both over `n_asked` requests each, one by one in turns, who is first by chance; the first dozen, which plan and warm, do not count."""
    took: dict[str, list[float]] = {NONE: [], MANY: []}
    used: dict[str, list[float]] = {NONE: [], MANY: []}
    chance = random.Random(3)
    for number in range(n_asked + WARMING):
        for name in chance.sample((NONE, MANY), 2):
            askers[name].send(path)
            taken, processor = askers[name].recv()
            if number >= WARMING:
                took[name].append(taken)
                used[name].append(processor)
    clock, processor_ms = ({name: statistics.median(found) for name, found in times.items()} for times in (took, used))
    difference, cpu_difference = clock[MANY] - clock[NONE], processor_ms[MANY] - processor_ms[NONE]
    return {
        "asked": n_asked,
        "none_ms": round(clock[NONE], 2),
        "many_ms": round(clock[MANY], 2),
        "difference_ms": round(difference, 2),
        "cpu_none_ms": round(processor_ms[NONE], 2),
        "cpu_many_ms": round(processor_ms[MANY], 2),
        "cpu_difference_ms": round(cpu_difference, 2),
        "target_ms": TARGET_MS,
        "met": abs(difference) <= TARGET_MS,
        "met_on_processor": abs(cpu_difference) <= TARGET_MS,
    }


def _backend_ms() -> float:
    """Milliseconds on the processor so far of the database's process behind this one's connection (Linux)."""
    backend = connections["default"].connection.info.backend_pid
    return int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e6


if __name__ == "__main__":
    sys.exit(main())
