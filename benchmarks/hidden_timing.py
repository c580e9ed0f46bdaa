"""How much longer an answer takes when 100,000 hidden records match than when none does: medians in milliseconds, paired and interleaved.

Beside the time on the clock stands the time on the processor, of this process and of the database's that answers it: on a busy machine only that says anything.

One small world in two databases; in one of them 100,000 records that the viewer may not see bear the searched name and telephone, are linked with the
person who is opened, and have a part in the same event. Both are asked in turns through the web stack, the log's commit included, in this process.
"""

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
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

NONE, MANY = "beatbook_none_hidden", "beatbook_many_hidden"
TARGET_MS = 1.0
PEOPLE, CONTENT = 400, {"forenames": "Thurstan", "surname": "Quillfeather", "date_of_birth": "1981-07-23", "phones": ["07700 900771"]}
FORENAMES = "Oliver Amelia George Isla Arthur Ava Noah Mia Leo Grace Harry Freya Jack Lily Oscar Ella".split()
SURNAMES = "Ashdown Critchlow Dunmore Eastwood Fairbrother Hathersage Jessop Kirkbride Lovelock Mottershead".split()
PERSON, EVENT = UUID(int=1), UUID(int=2)
PATHS = {
    "person": f"/people/{PERSON}",
    "event": f"/events/{EVENT}",
    "chart": f"/people/{PERSON}/chart",
    "search by name": "/search?q=quillfeather",
    "search by name and forename": "/search?q=thurstan+quillfeather",
    "search by telephone": "/search?q=07700+900771",
    "search that finds only what is hidden": "/search?q=07700+900779",
    "thing": "/things/phone/447700900771",
    "home": "/",
}


def main() -> None:
    """Makes both databases, asks them in turns, and prints one JSON line per page."""
    n_hidden = int(os.environ.get("BEATBOOK_HIDDEN", "100000"))
    n_asked = int(os.environ.get("BEATBOOK_ASKED", "200"))
    try:
        prepare()
        _begin()
        connections.close_all()
        with administrator(cluster_of_settings()) as connection:
            clone(connection, NONE, MANY)
        _point_at(MANY)
        _hide(n_hidden)
        for name in (NONE, MANY):
            with administrator(cluster_of_settings(), name) as connection:
                connection.execute("VACUUM (ANALYZE)")
        for page, path in PATHS.items():
            if sys.argv[1:] and page not in sys.argv[1:]:
                continue
            print(json.dumps({"benchmark": "hidden_timing", "page": page, "hidden": n_hidden, **_compare(path, n_asked)}), flush=True)
    finally:
        connections.close_all()
        embedded.stop(HOME)
        shutil.rmtree(HOME)


def _point_at(name: str) -> None:
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
    settings.BEATBOOK_DATABASE_NAME = name


def _begin() -> None:
    add_caveat("COVERT", kind="caveat", title="Covert")
    police = ("test", "Test Police")
    add_people([Person("low", "Low", Role.RESPONSE, *police), Person("high", "High", Role.ANALYST, *police, caveats=("COVERT",))])
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
        _tie(cursor, [PERSON], seen)
    link_new_records()


def _tie(cursor: object, people: list[UUID], vis: int) -> None:
    cursor.executemany(  # type: ignore[attr-defined]
        "INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)"
        " SELECT gen_random_uuid(), %s, %s, 'suspect', 'fact', now(), 'test', %s, %s, r.vis, %s FROM sources_record r WHERE r.id = %s",
        [(one, EVENT, vis, vis, UUID(int=9), EVENT) for one in people],
    )


def _hide(n: int) -> None:
    """`n` records that the viewer may not see: of the same name and telephones, linked with the person, with a part in the same event."""
    with administrator(cluster_of_settings(), MANY) as connection, connection.transaction():
        hidden = connection.execute("SELECT vis FROM access_marking WHERE caveats <> '{}'").fetchone()
        seen = connection.execute("SELECT vis FROM access_marking WHERE caveats = '{}' AND agreements <> '{}'").fetchone()
        model = connection.execute("SELECT version FROM linkage_model WHERE state = 'published'").fetchone()
        assert hidden and seen and model
        given = {"n": n, "hidden": hidden[0], "seen": seen[0], "model": model[0], "person": PERSON, "event": EVENT}
        for statement in (
            "CREATE TEMPORARY TABLE secret AS SELECT gen_random_uuid() AS id FROM generate_series(1, %(n)s)",
            "INSERT INTO sources_record (id, feed, source_key, kind, version, said_at, content, content_hash, vis, load_id)"
            " SELECT s.id, 'test', s.id::text, 'person', 1, now(), (SELECT r.content FROM sources_record r WHERE r.id = %(person)s), '', %(hidden)s, s.id"
            " FROM secret s",
            "INSERT INTO linkage_key (key, vis, record_id) SELECT k.key, %(hidden)s, s.id FROM linkage_key k, secret s WHERE k.record_id = %(person)s",
            "INSERT INTO linkage_key (key, vis, record_id) SELECT 'phone:447700900779', %(hidden)s, s.id FROM secret s",
            "INSERT INTO linkage_token (deletion, vis, token) SELECT t.deletion, %(hidden)s, t.token FROM linkage_token t WHERE t.token IN"
            " ('quillfeather', 'thurstan') ON CONFLICT DO NOTHING",
            "INSERT INTO linkage_link (a, b, va, vb, weight, levels, model)"
            " SELECT %(person)s, s.id, %(seen)s, %(hidden)s, 30, '', %(model)s FROM secret s",
            "INSERT INTO linkage_link (a, b, va, vb, weight, levels, model)"
            " SELECT s.id, %(person)s, %(hidden)s, %(seen)s, 30, '', %(model)s FROM secret s",
            "INSERT INTO sources_tie (id, from_id, to_id, role, basis, said_at, feed, vis, va, vb, load_id)"
            " SELECT gen_random_uuid(), s.id, %(event)s, 'witness', 'fact', now(), 'test', %(hidden)s, %(hidden)s, %(seen)s, s.id FROM secret s",
        ):
            connection.execute(statement, given)


def _compare(path: str, n_asked: int) -> dict[str, object]:
    """Medians of both, asked in turns of ten, the order of each turn by chance; processor seconds of this process beside them."""
    clients = {}
    for name in (NONE, MANY):
        _point_at(name)
        viewer = sign_in("low")
        start_task(viewer=viewer, purpose="Investigating a crime", reference="44/1/26")
        clients[name] = Client()
        clients[name].cookies[settings.SESSION_COOKIE] = viewer.token
    bodies: dict[str, int] = {}
    took: dict[str, list[float]] = {NONE: [], MANY: []}
    used: dict[str, list[float]] = {NONE: [], MANY: []}
    chance = random.Random(3)
    for _ in range(max(1, n_asked // 10)):
        for name in chance.sample((NONE, MANY), 2):
            _point_at(name)
            clients[name].get(path)  # opens the connections again
            for _ in range(10):
                began, cpu, backend = time.perf_counter(), time.process_time(), _backend_ms()
                answer = clients[name].get(path)
                took[name].append((time.perf_counter() - began) * 1000)
                used[name].append((time.process_time() - cpu) * 1000 + _backend_ms() - backend)
                assert answer.status_code == 200, (path, answer.status_code)
                bodies[name] = len(answer.content)
    processor = {name: statistics.median(times) for name, times in used.items()}
    medians = {name: statistics.median(times) for name, times in took.items()}
    difference = medians[MANY] - medians[NONE]
    return {
        "asked": len(took[NONE]),
        "none_ms": round(medians[NONE], 2),
        "many_ms": round(medians[MANY], 2),
        "difference_ms": round(difference, 2),
        "cpu_none_ms": round(processor[NONE], 2),
        "cpu_many_ms": round(processor[MANY], 2),
        "cpu_difference_ms": round(processor[MANY] - processor[NONE], 2),
        "target_ms": TARGET_MS,
        "met": abs(difference) <= TARGET_MS,
    }


def _backend_ms() -> float:
    """Milliseconds on the processor so far of the database's process behind this one's connection (Linux)."""
    backend = connections["default"].connection.info.backend_pid
    return int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e6


if __name__ == "__main__":
    sys.exit(main())
