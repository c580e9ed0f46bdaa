"""The sealer as a process of its own, and the command that checks what it sealed."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.db import connections

from beatbook.access.actions import public_viewer
from beatbook.audit.actions import record_event
from beatbook.config.commands.audit import TOLD

BEATBOOK = [sys.executable, "-c", "from beatbook.config.command_line import main; main()"]


def environment(database: str, folder: Path) -> dict[str, str]:
    """For a process that uses this test's database, its own key and its own anchor."""
    return os.environ | {
        "BEATBOOK_DATABASE_NAME": database,
        "BEATBOOK_HOME": str(settings.BEATBOOK_HOME),
        "BEATBOOK_AUDIT_KEY": str(folder / "key"),
        "BEATBOOK_AUDIT_ANCHORS": str(folder / "heads.jsonl"),
    }


def log_one() -> None:
    """One event, committed."""
    record_event(viewer=public_viewer(), kind="page", route="home", alias="audit_writer")


def sealed() -> int:
    """How many events are under a seal."""
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_leaf")
        return int(cursor.fetchone()[0])


def test_the_sealer_seals_by_itself_and_once_more_on_the_way_out(database: str, tmp_path: Path) -> None:
    log_one()
    with subprocess.Popen([sys.executable, "-m", "beatbook.config.sealer"], env=environment(database, tmp_path)) as sealer:
        patience, again = threading.Event(), 0
        while sealed() == 0 and again < 600:
            patience.wait(0.1)
            again += 1
        assert sealed() == 1
        log_one()
        sealer.terminate()
        assert sealer.wait(20) == 0
    assert sealed() == 2
    assert json.loads((tmp_path / "heads.jsonl").read_text().splitlines()[-1])["seal"] == 2


def test_the_command_says_whole_and_tells_a_cut_by_its_exit_code(database: str, tmp_path: Path) -> None:
    log_one()
    env = environment(database, tmp_path)
    told = subprocess.run([*BEATBOOK, "audit", "seal"], env=env, capture_output=True, text=True, check=True)
    assert "Seal 1 covers 1 event." in told.stdout
    whole = subprocess.run([*BEATBOOK, "audit", "verify"], env=env, capture_output=True, text=True, check=True)
    assert "The log is whole: 1 event under 1 seal." in whole.stdout
    anchor = tmp_path / "heads.jsonl"
    anchor.write_text(anchor.read_text().replace('"seal": 1', '"seal": 7') * (TOLD + 2))
    cut = subprocess.run([*BEATBOOK, "audit", "verify"], env=env, capture_output=True, text=True)
    assert cut.returncode == 2 and "2 more faults" in cut.stdout
    anchor.write_text("nonsense\n")
    unreadable = subprocess.run([*BEATBOOK, "audit", "verify"], env=env, capture_output=True, text=True)
    assert unreadable.returncode == 1 and "no head of this log" in unreadable.stderr
