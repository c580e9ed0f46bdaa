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

from beatbook.config.commands.serve import BACKLOG, web_processes

ROOT = Path(__file__).resolve().parents[1]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE_S = 60.0


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """The web processes with pooled connections, as many as `beatbook serve` starts, and the worker beside them; all end with the block."""
    environment = os.environ | {"BEATBOOK_POOLED": "1", "PYTHONPATH": str(ROOT), "BEATBOOK_PAGE_LIMIT": "off", "BEATBOOK_API_RATE": "off"}
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listener:
        number, address = listener.fileno(), listener.getsockname()
        web = [sys.executable, "-m", "beatbook.config.web", str(number)]
        running = [subprocess.Popen(web, cwd=ROOT, env=environment, pass_fds=[number]) for _ in range(web_processes())]
    running.append(subprocess.Popen([sys.executable, "-m", "beatbook.config.worker"], cwd=ROOT, env=environment))
    try:
        yield address
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


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
