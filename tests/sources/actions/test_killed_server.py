"""kill -9 of PostgreSQL itself in the middle of loads, in a server of this test's own: the same load again ends as a straight run."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from beatbook.db import embedded
from beatbook.db.connections import Cluster
from tests.db.homes import temporary_folder
from tests.sources.worlds import OUTCOMES, ROOT, STREET, outcome_row, street_row, write_csv

SECRET = "not a secret: tests only"
LOADER = """
import sys
import django
from beatbook.config.start import open_beatbook
open_beatbook()
from pathlib import Path
from beatbook.sources.actions import feed_named, load_paths, loads
loads.BATCH_ROWS = 200
summary = load_paths(feed_named(sys.argv[1]), [Path(sys.argv[2])], progress=lambda step, done, total: print(step, flush=True))
sys.exit(0 if summary.published else 1)
"""
STATE = (
    "SELECT source_key, version, content::text, withdrawn FROM sources_record ORDER BY source_key",
    "SELECT r.source_key, v.version, v.content::text FROM sources_recordversion v JOIN sources_record r ON r.id = v.record_id ORDER BY 1, 2",
    "SELECT from_id, to_id, role FROM sources_tie WHERE NOT withdrawn ORDER BY 1, 2, 3",
    "SELECT file, row_number, column_name, reason, raw, state FROM sources_refusedrow ORDER BY 1, 2",
    "SELECT count(*) FROM sources_staged",
)


@pytest.fixture
def home() -> Iterator[Path]:
    """A home with a server that keeps what it has committed, as a real one does."""
    with temporary_folder() as folder:
        yield folder / "home"


def loader(home: Path, database: str, feed: str, paths: Path) -> "subprocess.Popen[str]":
    known = {**os.environ, "BEATBOOK_HOME": str(home), "BEATBOOK_DATABASE_NAME": database, "BEATBOOK_SECRET_KEY": SECRET}
    known.pop("BEATBOOK_DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", LOADER, feed, str(paths)], cwd=ROOT, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finished(home: Path, database: str, feed: str, paths: Path) -> None:
    with loader(home, database, feed, paths) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said


def killed_at(home: Path, database: str, paths: Path, steps: int) -> bool:
    """Kills the server at the loader's `steps`-th sign of life; whether the loader failed for it."""
    with loader(home, database, "policeuk", paths) as process:
        assert process.stdout is not None
        for number, _ in enumerate(process.stdout, 1):
            if number == steps:
                pid = embedded.status(home).pid
                assert pid is not None
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=60)
    return process.returncode != 0


def state(home: Path, database: str) -> list[object]:
    with psycopg.connect(**Cluster(home, None, SECRET).administrator(database)) as connection:
        return [connection.execute(query.encode()).fetchall() for query in STATE]


def test_server_killed_in_the_middle_of_a_load(home: Path, tmp_path: Path) -> None:
    rows = [street_row(f"{n:064x}", place=f"-0.{n:04d},52.2") for n in range(2000)]
    rows[100:110] = [street_row("x").replace("2025-01", "bad month") for _ in range(10)]
    write_csv(tmp_path / "2025-01-northamptonshire-street.csv", STREET, rows)
    write_csv(tmp_path / "2025-01-northamptonshire-outcomes.csv", OUTCOMES, [outcome_row(f"{n:064x}") for n in range(300)])
    finished(home, "straight", "policeuk", tmp_path)

    failed = [killed_at(home, "interrupted", tmp_path, steps) for steps in (1, 3, 4)]
    finished(home, "interrupted", "policeuk", tmp_path)

    assert any(failed)
    assert state(home, "interrupted") == state(home, "straight")
    assert len(state(home, "interrupted")[0]) == 2290  # type: ignore[arg-type]
