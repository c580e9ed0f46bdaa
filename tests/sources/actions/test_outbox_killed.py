"""The worker killed in the middle of delivery: nothing lost, and the owning system acts once on each letter."""

import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from beatbook.sources.actions import load_paths, tell_source
from tests.sources.worlds import ROOT, do, everything, line_feed, rows_of, said, write_lines

LETTERS = 60
DELIVERER = """
import sys
import django
django.setup()
from dataclasses import replace
from beatbook.sources.actions import deliver_outbox, known_feeds
from beatbook.sources.feeds import Outbox
feeds = {"lines": replace(known_feeds()["millshire-crime"], outbox=Outbox(sys.argv[1], sys.argv[2]))}
print("begun", flush=True)
deliver_outbox(feeds)
"""


class System(ThreadingHTTPServer):
    """An owning system: it counts every message by its key and acts on the first of each."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.heard: Counter[str] = Counter()
        self.acted: list[str] = []
        self.lock = threading.Lock()


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key, system = self.headers["Idempotency-Key"], self.server
        assert isinstance(system, System) and key == body["id"]
        with system.lock:
            if not system.heard[key]:
                system.acted.append(body["record"])
            system.heard[key] += 1
        try:
            self.send_response(201)
            self.end_headers()
        except ConnectionError:
            pass  # the sender died meanwhile

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def system() -> Iterator[System]:
    with System() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def letters(database: str, tmp_path: Path) -> list[UUID]:
    load_paths(line_feed(), [write_lines(tmp_path / "in" / "a.jsonl", *(said(str(n)) for n in range(LETTERS)))])
    ids = [row[0] for row in rows_of("SELECT id FROM sources_record ORDER BY source_key")]
    return [tell_source(everything(), record_id, "correction", {"field": "title", "to": "x"}) for record_id in ids]


def killed(method: str, target: str, wait_s: float) -> bool:
    """Starts a worker that delivers and kills it a little later; False when it was done before."""
    do("UPDATE sources_outbox SET next_attempt_at = now() - interval '1 second'")
    command = [sys.executable, "-c", DELIVERER, method, target]
    with subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None and worker.stdout.readline() == "begun\n"
        try:
            worker.wait(timeout=wait_s)
        except subprocess.TimeoutExpired:
            worker.kill()
            return True
    return False


def deliver_the_rest(method: str, target: str) -> None:
    do("UPDATE sources_outbox SET next_attempt_at = now() - interval '1 second'")
    command = [sys.executable, "-c", DELIVERER, method, target]
    subprocess.run(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL, check=True)
    assert rows_of("SELECT DISTINCT state FROM sources_outbox") == [("delivered",)]


def waits() -> list[float]:
    chance = random.Random(5)
    return [chance.uniform(0.005, 0.06) for _ in range(4)]


def test_by_http_each_letter_is_acted_on_once(letters: list[UUID]) -> None:
    with system() as owner:
        target = f"http://127.0.0.1:{owner.server_port}/corrections"
        kills = [killed("http", target, wait_s) for wait_s in waits()]
        deliver_the_rest("http", target)
        assert set(owner.heard) == {str(letter) for letter in letters}
        assert sorted(owner.acted, key=int) == [str(n) for n in range(LETTERS)]
    assert any(kills)


def test_by_file_each_letter_is_dropped_once(letters: list[UUID], tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken: Counter[str] = Counter()

    def take() -> None:
        for path in out.glob("*.json"):
            taken[json.loads(path.read_text())["id"]] += 1
            path.unlink()

    for wait_s in waits():
        killed("file", str(out), wait_s)
        take()
    deliver_the_rest("file", str(out))
    take()
    assert taken == {str(letter): 1 for letter in letters}
    assert list((out / ".ready").iterdir()) == []
