"""Loads at the same time: of different feeds side by side, of one feed one after the other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from beatbook.sources.actions import feed_named, load_paths
from beatbook.synthetic.millshire import write_exports
from tests.sources.worlds import ROOT, do, rows_of

FEEDS = ("millshire-crime", "millshire-custody", "millshire-command", "millshire-crime")
STATE = (
    "SELECT feed, source_key, version, content::text FROM sources_record ORDER BY 1, 2",
    "SELECT from_id, to_id, role FROM sources_tie ORDER BY 1, 2, 3",
)
COMMAND = "from beatbook.config.command_line import main; main()"


@pytest.mark.usefixtures("database")
def test_loads_side_by_side_end_as_one_after_the_other(tmp_path: Path) -> None:
    write_exports(tmp_path, size="small", seed=7)
    folders = [(feed, tmp_path / "exports" / feed) for feed in FEEDS]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "load", feed, str(folder)], cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE, text=True
        )
        for feed, folder in folders
    ]
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    together = [rows_of(query) for query in STATE]
    for table in ("tie", "waitingtie", "record", "recordversion", "refusedrow", "load", "staged", "spoken", "feed"):
        do(f"DELETE FROM sources_{table}")
    for feed, folder in folders[:3]:
        assert load_paths(feed_named(feed), [folder]).published
    assert [rows_of(query) for query in STATE] == together
    assert len(together[0]) > 1000
