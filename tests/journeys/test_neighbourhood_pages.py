"""The pages that residents open, on the small made-up county: nothing wrong at a desk or on a phone, with scripts or none, and light."""

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit

PAGE_BUDGET, MAP_BUDGET = (
    60_000,
    250_000,
)  # bytes on their way, of a page without its shared style and script, and of the map's with its own
WARD = "/your-area/millshire/MS02"


@pytest.fixture(autouse=True, scope="module")
def _awake(live_server: str) -> None:
    """The first page of a server waits for its libraries; a busy machine may take longer over that than a browser waits."""
    requests.get(f"{live_server}/your-area", timeout=90).raise_for_status()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_resident_finds_their_neighbourhood_and_nothing_is_wrong(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = seen.go("/your-area")
        assert faults(page) == []
        picture(page, f"your-area-{width}")
        page.get_by_label("Postcode or name of a place").fill("zz1 4fr")
        page.get_by_role("button", name="Find my neighbourhood").click()
        expect(page).to_have_url(f"{live_server}/your-area/millshire/MS01")
        for path, name in (
            ("/your-area/millshire", "force-areas"),
            (WARD, "neighbourhood"),
            (f"{WARD}/stop-and-search", "searches"),
            ("/open-data", "open-data"),
        ):
            assert faults(seen.go(path)) == [], path
            picture(page, f"{name}-{width}")
        assert faults(seen.go("/your-area?q=Atlantis")) == []


def test_one_sentence_comes_first_and_the_team_and_meetings_are_there(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        page = seen.go(WARD)
        expect(page.locator(".sentence")).to_contain_text("recorded in Market Quarter in October 2026")
        for heading in (
            "Where it was recorded",
            "Your team",
            "When you can meet us",
            "What you asked for, and what we did about it",
            "Month by month",
        ):
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page.get_by_text("Proposed: a dispersal order")).to_have_count(0)
        expect(page.locator("#where svg:visible")).to_have_count(1)


def test_pages_are_light_and_ask_nobody_else(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        for path in ("/your-area/millshire", WARD):
            seen.go(path)  # style and script are kept from here on
            seen.go(path)
            assert 0 < seen.transferred < PAGE_BUDGET, path
            assert [url for url in seen.asked if not url.startswith(live_server)] == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_map_to_move_about_in_draws_itself_and_is_within_its_budget(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = seen.go(f"{WARD}/map")
        expect(page.locator("html[data-map-ready]")).to_be_attached()
        expect(page.locator("#explore path.explore__point").first).to_be_attached()
        assert 0 < seen.transferred < MAP_BUDGET and [url for url in seen.asked if not url.startswith(live_server)] == []
        page.locator("#explore").focus()
        page.keyboard.press("+")
        assert faults(page) == []
        picture(page, f"map-{width}")


def test_without_scripts_the_map_page_leads_to_the_drawn_one(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        page = seen.go(f"{WARD}/map")
        page.get_by_role("link", name="The drawn map and its table").click()
        expect(page.locator("#where svg:visible")).to_have_count(1)
