"""A real browser for the journeys: Chromium from the system, axe-core from the front-end lockfile, and what we ask of every page."""

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = 1280, 390
PATIENCE_MS = 60_000  # two browsers, two servers and two databases may share two cores
expect.set_options(timeout=PATIENCE_MS)


def chromium_path() -> str:
    """Where the browser is. Without one the test is skipped and says so; on CI that is a failure."""
    named = os.environ.get("BEATBOOK_CHROMIUM")
    found = next((path for path in ([named] if named else CHROMIUM) if Path(path).exists()), None)
    if found is None:
        said = "No Chromium: install the Debian package `chromium` or set BEATBOOK_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return found


def start_chromium(playwright: Playwright) -> Browser:
    """A headless browser that asks nothing of the network but what a page asks for."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)


@dataclass
class Visit:
    """One reader's window: what the page and the browser said, and how much was loaded."""

    context: BrowserContext
    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    transferred: int = 0
    asked: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Opens a path of the live server and waits until it stands still; counts what was transferred for it."""
        self.transferred, self.asked = 0, []
        self.page.goto(self.base + path, wait_until="load")
        self.page.wait_for_function("document.readyState === 'complete'")
        return self.page

    def sign_in(self, name: str) -> None:
        """Becomes the demonstration person whose button holds these words."""
        self.go("/sign-in")
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_url(re.compile(rf"^{re.escape(self.base)}/(?!sign-in)"))

    def begin(self, name: str) -> None:
        """Becomes a demonstration person and says why they look."""
        self.sign_in(name)
        page = self.go("/purpose?next=/")
        page.get_by_label("Intelligence research").check()
        page.get_by_label("Reference").fill("IR/26/000001")
        page.get_by_role("button", name="Continue").click()
        expect(page.locator(".task")).to_be_visible()


@contextmanager
def visit(browser: Browser, base: str, *, width: int = DESKTOP, javascript: bool = True, **options: Any) -> Iterator[Visit]:
    """A fresh window; at its end anything that the page wrote to the console as an error fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript, **options)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    seen = Visit(context, page, base)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("console", lambda message: seen.complaints.append(message.text) if message.type == "error" else None)
    page.on("requestfinished", lambda request: _count(seen, request))
    try:
        yield seen
    finally:
        context.close()
    assert seen.complaints == [], seen.complaints


def _count(seen: Visit, request: Any) -> None:
    try:
        sizes = request.sizes()
    except Error:  # the window was closed while the last of it was still coming
        return
    seen.transferred += sizes["responseBodySize"] + sizes["responseHeadersSize"]
    seen.asked.append(request.url)


def axe_findings(page: Page) -> list[str]:
    """What axe finds wrong, one line a rule: A, AA, 2.2 and best practice. Run through the debugger, so the page's CSP stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", AXE_RULES)
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:4]}" for rule in found["violations"]]


def overflow_px(page: Page) -> int:
    """How far the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Page) -> list[str]:
    """Everything that no page may have: axe's findings and sideways scrolling. (Inline styles and other sites' addresses break the CSP, which complains.)"""
    found = axe_findings(page)
    if wide := overflow_px(page):
        found.append(f"the page is {wide} px wider than its window")
    return found


def picture(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keeps a picture of the page for the documentation when BEATBOOK_PICTURES is set, else in a folder that is thrown away."""
    folder = PICTURES if os.environ.get("BEATBOOK_PICTURES") else Path(tempfile.gettempdir()) / "beatbook-pictures"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path


@contextmanager
def serving(environment: dict[str, str] | None = None, *, worker: bool = False) -> Iterator[str]:
    """The real server in a process of its own, listening before it is started; with `worker`, the ingest worker too."""
    with socket.socket() as listener, tempfile.TemporaryFile() as said:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        known = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
        web = [sys.executable, "-m", "beatbook.config.web", str(listener.fileno())]
        commands = [web, *([[sys.executable, "-m", "beatbook.config.worker"]] if worker else [])]
        running = [
            subprocess.Popen(command, cwd=ROOT, env=known, pass_fds=[listener.fileno()], stdout=said, stderr=said) for command in commands
        ]
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended = [process.poll() for process in running]
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=90)
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            assert ended == [None] * len(running), "a process of the server ended by itself"
