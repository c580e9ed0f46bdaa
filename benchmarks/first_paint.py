"""When the first words stand on a phone: processor slowed six times, 1.5 Mbit/s down, 150 ms there and back, nothing in the browser's cache.

Usage: python -m benchmarks.first_paint. BEATBOOK_BENCHMARK_HOME names a home with a linked Millshire. Each page is opened `TIMES` times in a fresh window;
the slowest counts. What the server itself takes is in it, for it runs on the same machine, which is not slowed.
"""

import os
import sys

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

HOME = os.environ.get("BEATBOOK_BENCHMARK_HOME")
if not HOME:
    sys.exit("BEATBOOK_BENCHMARK_HOME must name a home with a linked Millshire, as `make demo` makes it.")
os.environ |= {"BEATBOOK_DEMONSTRATION": "1", "BEATBOOK_HOME": HOME, "DJANGO_SETTINGS_MODULE": "beatbook.config.settings"}

import django  # noqa: E402

django.setup()

from django.db import connections  # noqa: E402

from beatbook.db.prepare import prepare  # noqa: E402
from benchmarks.web_server import Reader, say, serving, wait_until_serving  # noqa: E402

READER, TIMES, TARGET_MS = "investigator", 5, 2500
SLOWER, DOWN_BYTES_S, UP_BYTES_S, LATENCY_MS = 6, 1_500_000 // 8, 750_000 // 8, 150
CHROMIUM = os.environ.get("BEATBOOK_CHROMIUM", "/usr/bin/chromium")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
PAGES = {
    "home": "/",
    "search": "/search?q=sarah",
    "person": "SELECT '/people/' || id FROM sources_record WHERE kind = 'person' AND NOT withdrawn AND feed = 'millshire-crime' ORDER BY id LIMIT 1",
    "event": "SELECT '/events/' || id FROM sources_record WHERE kind = 'event' AND NOT withdrawn AND feed = 'millshire-crime' ORDER BY id LIMIT 1",
}


def main() -> None:
    """One line a page."""
    prepare()
    paths = {name: path if path.startswith("/") else _asked(path) for name, path in PAGES.items()}
    connections.close_all()
    with serving() as address, sync_playwright() as playwright:
        wait_until_serving(address)
        reader = Reader(address)
        reader.sign_in(READER)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        base = f"http://{address[0]}:{address[1]}"
        for name, path in paths.items():
            reader.connection.close()  # it opens again by itself; the server would have closed one that idled meanwhile
            reader.get(path)
            found = sorted(_first_paint(browser, base, path, reader.cookies) for _ in range(TIMES))
            more = {"target": TARGET_MS, "met": found[-1] <= TARGET_MS, "median": round(found[TIMES // 2])}
            say("first_paint", f"{name} page, slowest of {TIMES}", found[-1], "ms", "as found", **more)
        browser.close()


def _asked(query: str) -> str:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


def _first_paint(browser: Browser, base: str, path: str, cookies: dict[str, str]) -> float:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page = context.new_page()
    _slow(context.new_cdp_session(page))
    answer = page.goto(base + path, wait_until="load")
    assert answer and answer.status == 200, f"{path}: {answer and answer.status}"
    painted = _wait(page)
    context.close()
    return painted


def _slow(session: CDPSession) -> None:
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.enable")
    speed = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN_BYTES_S, "uploadThroughput": UP_BYTES_S}
    session.send("Network.emulateNetworkConditions", speed)


def _wait(page: Page) -> float:
    page.wait_for_function(f"({PAINTED}) !== null")
    return float(page.evaluate(PAINTED))


if __name__ == "__main__":
    main()
