"""A loader killed anywhere loses and doubles nothing."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from beatbook.sources.actions import load_paths, loads
from tests.sources.worlds import ROOT, STREET, do, one, policeuk_feed, rows_of, street_row, write_csv

CHILD = """
import sys
import django
django.setup()
from pathlib import Path
from beatbook.sources.actions import load_paths, loads
from beatbook.sources.feeds import read_feed
loads.BATCH_ROWS = 200
def tell(step, done, total):
    print(step, flush=True)
load_paths(read_feed(Path("feeds/national/policeuk.toml")), [Path(sys.argv[1])], progress=tell)
"""
STATE = (
    "SELECT source_key, version, content::text, withdrawn FROM sources_record ORDER BY source_key",
    "SELECT r.source_key, v.version, v.content::text FROM sources_recordversion v JOIN sources_record r ON r.id = v.record_id ORDER BY 1, 2",
    "SELECT file, row_number, column_name, reason, raw, state FROM sources_refusedrow ORDER BY 1, 2",
)


def start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", CHILD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def kill_after(folder: Path, steps: int, wait_s: float) -> int:
    """Kills a loader at its `steps`-th sign of life and a little later; returns how many signs there were."""
    with start(folder) as loader:
        assert loader.stdout is not None
        signs = 0
        for _ in loader.stdout:
            signs += 1
            if signs >= steps:
                break
        try:
            loader.wait(timeout=wait_s)
        except subprocess.TimeoutExpired:
            loader.kill()
    return signs


@pytest.mark.usefixtures("database")
def test_killed_loader_ends_as_if_it_had_not_been_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [street_row(f"{n:064x}", place=f"-0.{n:04d},52.2") for n in range(3000)]
    rows[100:130] = [street_row("x").replace("2025-01", "bad month") for _ in range(30)]
    write_csv(tmp_path / "2025-01-northamptonshire-street.csv", STREET, rows)
    chance = random.Random(11)

    killed = [kill_after(tmp_path, steps, chance.uniform(0, 0.15)) for steps in (1, 2, 4, 6, 8, 9, 9, 9)]
    monkeypatch.setattr(loads, "BATCH_ROWS", 200)
    last = load_paths(policeuk_feed(), [tmp_path])
    after_kills = [rows_of(query) for query in STATE]
    for table in ("record", "recordversion", "refusedrow", "load", "staged", "feed"):
        do(f"DELETE FROM sources_{table}")
    load_paths(policeuk_feed(), [tmp_path])

    assert sum(killed) > 0
    assert last.published and last.mentions == 2970
    assert [rows_of(query) for query in STATE] == after_kills
    assert one("SELECT count(*) FROM sources_record") == 2970
    assert one("SELECT count(*) FROM sources_staged") == 0


@pytest.mark.usefixtures("database")
def test_load_goes_on_where_it_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path / "2025-01-northamptonshire-street.csv", STREET, [street_row(f"{n:064x}") for n in range(1000)])
    monkeypatch.setattr(loads, "BATCH_ROWS", 200)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(loads, "publish", crash)
        load_paths(policeuk_feed(), [tmp_path])
    assert one("SELECT count(*) FROM sources_staged") == 1000
    assert one("SELECT count(*) FROM sources_record") == 0
    summary = load_paths(policeuk_feed(), [tmp_path])
    assert (summary.resumed_at, summary.new, summary.rows) == (1000, 1000, 1000)


@pytest.mark.usefixtures("database")
def test_staging_lost_in_a_crash_of_the_server_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path / "2025-01-northamptonshire-street.csv", STREET, [street_row(f"{n:064x}") for n in range(500)])

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(loads, "publish", crash)
        load_paths(policeuk_feed(), [tmp_path])
    do("TRUNCATE sources_staged")
    summary = load_paths(policeuk_feed(), [tmp_path])
    assert (summary.resumed_at, summary.new) == (0, 500)
    assert one("SELECT count(*) FROM sources_load WHERE state = 'abandoned'") == 1
