"""Databases for tests: one template for each state of the code, and a clone of it for each test that asks."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from beatbook.db import embedded
from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, clone, drop, exists, rename
from beatbook.db.prepare import prepare

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES_KEPT = 6
FASTER = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "300", "shared_buffers": "256MB"}


def fingerprint(*patterns: str) -> str:
    """Changes with the content of any file of the project that matches."""
    found = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:12]


@contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    """The embedded test server, started by the first of several test runs at once and stopped by the last; on a server, nothing."""
    if not cluster.embedded:
        yield cluster
        return
    cluster.home.mkdir(parents=True, exist_ok=True)
    with (cluster.home / "test-runs.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        embedded.start(cluster.home, settings=FASTER)
        yield cluster
        connections.close_all()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        embedded.stop(cluster.home)


def template(cluster: Cluster, name: str, make: Callable[[str], object]) -> str:
    """The database `name`, made once by `make(unfinished name)` and then left alone; older ones of its kind are dropped."""
    with administrator(cluster) as connection:
        kind = name.rsplit("_", 1)[0]
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [kind])
        if not exists(connection, name):
            unfinished = f"{name}_unfinished"
            drop(connection, unfinished)
            make(unfinished)
            connections.close_all()
            rename(connection, unfinished, name)
        older = "SELECT datname FROM pg_database WHERE datname ~ %s ORDER BY oid DESC OFFSET %s"
        for (old,) in connection.execute(older, [f"^{kind}_[0-9a-f]{{12}}$", TEMPLATES_KEPT]).fetchall():
            drop(connection, str(old))
    return name


def make_empty(name: str) -> None:
    """A migrated database with no rows."""
    prepare(name=name)


def make_from(cluster: Cluster, source: str, load: Callable[[], object]) -> Callable[[str], None]:
    """A maker of clones of `source` into which `load` has put its rows."""

    def make(name: str) -> None:
        with administrator(cluster) as connection:
            clone(connection, source, name)
        with pointing_at(name):
            load()
        with administrator(cluster, name) as connection:
            connection.execute("VACUUM (ANALYZE)")

    return make


@contextmanager
def cloned(cluster: Cluster, source: str, number: int) -> Iterator[str]:
    """A copy of `source` under a name of its own, at which every alias points until it is dropped."""
    name = f"beatbook_test_{os.getpid()}_{number}"
    with administrator(cluster) as connection:
        drop(connection, name)
        clone(connection, source, name)
    try:
        with pointing_at(name):
            yield name
    finally:
        with administrator(cluster) as connection:
            drop(connection, name)


@contextmanager
def pointing_at(name: str) -> Iterator[None]:
    """Turns every alias, the settings and the environment (for programs that a test starts) to database `name`."""
    before = settings.BEATBOOK_DATABASE_NAME
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(before)


def _turn_to(name: str) -> None:
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
        connections.settings[alias]["NAME"] = name
    settings.BEATBOOK_DATABASE_NAME = name
    os.environ["BEATBOOK_DATABASE_NAME"] = name
