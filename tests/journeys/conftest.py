"""Fixtures of the journeys: one browser for all of them, and the real server on the made-up county."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import serving, start_chromium

# Playwright's own loop runs in the test's thread; Django would take the database fixtures for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all journeys."""
    with sync_playwright() as playwright:
        started = start_chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="module")
def empty_server(module_database: str) -> Iterator[str]:
    """The server on a migrated database without rows: pages that need none."""
    with serving({"BEATBOOK_DATABASE_NAME": module_database}) as address:
        yield address


@pytest.fixture(scope="module")
def live_server(module_millshire: str) -> Iterator[str]:
    """The server on the small made-up county, which the tests of a module share and only read."""
    with serving({"BEATBOOK_DATABASE_NAME": module_millshire}) as address:
        yield address


@pytest.fixture
def own_server(millshire: str) -> Iterator[str]:
    """The server with its worker on a county for this test alone, which it may change."""
    with serving({"BEATBOOK_DATABASE_NAME": millshire}, worker=True) as address:
        yield address
