"""The pages that staff open, on the small made-up county: nothing wrong with any of them at a desk or on a phone, scripts or none."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit

ANALYST = "Marek Zielak"
PAGE_BUDGET = 100_000


@pytest.fixture(scope="module")
def somebody(module_millshire: str) -> Iterator[UUID]:
    """A person whom several systems know: a record with between four and eight certain links."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT a FROM linkage_link JOIN sources_tie ON from_id = a WHERE weight > 8 GROUP BY a, from_id"
            " ORDER BY abs(count(DISTINCT b) - 6), count(DISTINCT to_id) DESC, a LIMIT 1"
        )
        (found,) = cursor.fetchone()
    yield found
    connections.close_all()


def begin_task(seen: Visit, path: str) -> Page:
    """Signs in and says why; the page asked for follows."""
    seen.sign_in(ANALYST)
    page = seen.go(f"/purpose?next={path}")
    page.get_by_label("Intelligence research").check()
    page.get_by_label("Reference").fill("IR/26/000001")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(seen.base + path)
    return page


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_sign_in_and_home(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        assert faults(seen.go("/sign-in")) == []
        picture(seen.page, f"sign-in-{width}")
        seen.sign_in("Amira Hale")
        assert faults(seen.page) == []
        picture(seen.page, f"home-{width}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_a_person_and_what_leads_there(browser: Browser, live_server: str, somebody: UUID, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        assert faults(page) == []
        picture(page, f"person-{width}")
        assert faults(seen.go("/purpose")) == []
        seen.go(f"/people/{somebody}")
        name = page.get_by_role("heading", level=1).inner_text()
        event = page.locator("#timeline a[href^='/events/']").first.get_attribute("href")
        seen.go(f"/search?q={name}")
        expect(page.locator("#results a[href^='/people/']", has_text=name.split()[-1]).first).to_be_visible()
        assert faults(page) == []
        picture(page, f"search-{width}")
        seen.go(event or "")
        assert faults(page) == []
        picture(page, f"event-{width}")


def test_a_person_is_all_there_without_scripts(browser: Browser, live_server: str, somebody: UUID) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        expect(page.get_by_role("heading", name="Source records")).to_be_visible()
        expect(page.locator("#why svg:visible")).to_have_count(1)


def test_a_person_is_a_light_page_from_our_own_server(browser: Browser, live_server: str, somebody: UUID) -> None:
    with visit(browser, live_server) as seen:
        begin_task(seen, f"/people/{somebody}")
        seen.go(f"/people/{somebody}")
        assert [url for url in seen.asked if not url.startswith(live_server)] == []
        assert 0 < seen.transferred < PAGE_BUDGET


def test_results_come_while_typing_and_the_address_says_what_was_typed(browser: Browser, live_server: str, somebody: UUID) -> None:
    with visit(browser, live_server) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        surname = page.get_by_role("heading", level=1).inner_text().split()[-1]
        page = seen.go("/search")
        page.get_by_label("Find a person, event, place, vehicle or phone").press_sequentially(surname)
        expect(page.locator("#results a[href^='/people/']").first).to_be_visible()
        expect(page).to_have_url(f"{live_server}/search?q={surname}")
