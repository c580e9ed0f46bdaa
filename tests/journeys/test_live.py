"""Live: a message that command and control posts to the running server appears, linked, on an open person page, without reload."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from beatbook.sources.actions import feed_named, issue_feed_token
from tests.journeys.browser import visit

FEED = "millshire-command"
CALLER_LOG = "20261120-4001"
RELOADS = 300
WORKER_STARTS_MS = (
    60_000  # the worker may have to compile its kernel first; how fast news is on a running server, benchmarks/web_pages.py says
)


def jordan() -> UUID:
    """A record of Jordan Marsh, whom the story of every county has."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM sources_record WHERE feed = 'millshire-crime' AND content ->> 'forenames' = 'Jordan Ellis'"
            " AND content ->> 'surname' = 'Marsh' ORDER BY source_key LIMIT 1"
        )
        return cursor.fetchone()[0]


def message() -> bytes:
    """The message in which Jordan calls the police, as the made-up control room sends it."""
    path = next(Path(settings.BEATBOOK_HOME).glob("millshire/small-*/live/messages.jsonl"))
    return next(line for line in path.read_bytes().splitlines() if json.loads(line)["log"] == CALLER_LOG)


def post(address: str, token: str, body: bytes) -> int:
    """The status with which the server answers a live message."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/feeds/{FEED}/messages", data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=90) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


@pytest.mark.parametrize("javascript", [True, False])
def test_a_live_message_reaches_an_open_page(browser: Browser, own_server: str, javascript: bool) -> None:
    token = issue_feed_token(feed_named(FEED))
    with visit(browser, own_server, javascript=javascript) as seen:
        seen.sign_in("Amira Hale")
        page = seen.go(f"/people/{jordan()}")
        page.get_by_label("Responding to a call or incident").check()
        page.get_by_label("Reference").fill(CALLER_LOG)
        page.get_by_role("button", name="Continue").click()
        expect(page.locator("#timeline")).not_to_contain_text(CALLER_LOG)
        assert post(own_server, token, message()) == 202
        if not javascript:
            expect_after_reload(page)
        expect(page.locator("#timeline")).to_contain_text(CALLER_LOG, timeout=WORKER_STARTS_MS)
        if javascript:
            expect(page.locator("[data-live-status]")).to_contain_text("Updated")


def expect_after_reload(page: Page) -> None:
    """Reloads, as a reader without scripts would, until the news is there or patience ends."""
    for _ in range(RELOADS):
        page.reload()
        if CALLER_LOG in page.locator("#timeline").inner_text():
            return


def test_a_message_without_the_feeds_token_is_not_taken(own_server: str) -> None:
    issue_feed_token(feed_named(FEED))
    assert post(own_server, "guessed", message()) == 403
