"""Temporary homes that the server's user can reach: pytest's own temporary folders are closed to it when root runs the tests."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from beatbook.db import embedded
from beatbook.db.places import Places, places_of


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder open to all, with every server below it stopped and everything removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="beatbook-home-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for found in sorted({path.parent.parent for path in folder.rglob("postgres/data-18")}):
            embedded.stop(found, mode="immediate")
            if places_of(found).socket.parent == Path("/tmp"):
                shutil.rmtree(places_of(found).socket)
        shutil.rmtree(folder)


def ask(places: Places, question: str) -> list[tuple[object, ...]]:
    """The rows that a statement gives, asked as the superuser."""
    with psycopg.connect(host=str(places.socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchall() if cursor.description else []
