"""The real web process and worker for a benchmark, and a reader with a kept-alive connection. Not a benchmark of its own."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_S = 60.0


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Uvicorn with pooled connections, as `beatbook serve` starts it, and the worker beside it; both end with the block."""
    address = "127.0.0.1", _free_port()
    environment = os.environ | {"BEATBOOK_POOLED": "1", "PYTHONPATH": str(ROOT), "BEATBOOK_PAGE_LIMIT": "off", "BEATBOOK_API_RATE": "off"}
    web = [sys.executable, "-m", "uvicorn", "beatbook.config.asgi:application", "--port", str(address[1]), "--no-access-log"]
    commands = [[*web, "--log-level", "warning"], [sys.executable, "-m", "beatbook.config.worker"]]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in commands]
    try:
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def _free_port() -> int:
    """A port that nobody uses now. Not `--fd`: uvicorn takes such a socket for a Unix one, leaves Nagle's delay on, and each answer waits 40 ms."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Reader:
    """One browser: a connection that stays open, cookies, and who is signed in."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.connection = HTTPConnection(*address, timeout=PATIENCE_S)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        """Asks for a page and reads it whole."""
        return self._ask("GET", path, None, {"Accept-Encoding": "gzip"})

    def post_form(self, path: str, values: Mapping[str, str]) -> int:
        """Fills in the form that stands at the path."""
        _, page = self._ask("GET", path, None, {})
        found = TOKEN.search(page.decode())
        assert found, f"no form at {path}"
        body = urlencode({"csrfmiddlewaretoken": found[1], **values})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})[0]

    def sign_in(self, username: str) -> None:
        """Becomes one of the demonstration people, with a purpose."""
        assert self.post_form("/sign-in", {"username": username}) == 302
        assert self.post_form("/purpose", {"purpose": "Investigating a crime", "reference": "44/0000001/26"}) == 302

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, "Cookie": cookie})
        answer = self.connection.getresponse()
        page = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, page


def wait_until_serving(address: tuple[str, int]) -> None:
    """Returns when the first page has come."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            assert Reader(address).get("/sign-in")[0] == 200
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def say(benchmark: str, figure: str, value: float, unit: str, size: str, **more: object) -> None:
    """Prints one figure as a JSON line."""
    print(json.dumps({"benchmark": benchmark, "figure": figure, "value": round(value, 2), "unit": unit, "size": size, **more}), flush=True)
