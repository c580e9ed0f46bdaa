"""The menu by mouse, by keyboard, on a phone and without scripts: what is rare is one step behind its group, and the open group has no fault."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit
from tests.journeys.test_replay_pages import name_of


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_group_opens_and_leads_to_its_pages(browser: Browser, live_server: str, width: int, scripts: bool) -> None:
    with visit(browser, live_server, width=width, javascript=scripts) as seen:
        seen.sign_in(name_of("sergeant"))
        page = seen.go("/")
        if scripts and width == PHONE:
            page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("link", name="Shift", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Threat watch")).to_be_hidden()
        page.locator("summary", has_text="Places").click()
        if scripts:
            assert faults(page) == []
            picture(page, f"menu-{width}", whole=False)
        page.get_by_role("link", name="Threat watch").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("hreat")
        expect(page.locator(".govuk-service-navigation__item--active summary")).to_have_text("Places")


def test_the_keyboard_opens_a_group_and_escape_leaves_it(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        seen.sign_in(name_of("sergeant"))
        page = seen.go("/")
        places, first = page.locator("summary", has_text="Places"), page.get_by_role("link", name="Tasks with partners")
        places.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(first).to_be_focused()
        page.keyboard.press("Escape")
        expect(first).to_be_hidden()
        expect(places).to_be_focused()


def test_one_group_is_open_at_a_time_and_a_click_elsewhere_closes_it(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        seen.sign_in(name_of("sergeant"))
        page = seen.go("/")
        page.locator("summary", has_text="Places").click()
        page.locator("summary", has_text="Oversight").click()
        expect(page.get_by_role("link", name="Threat watch")).to_be_hidden()
        expect(page.get_by_role("link", name="Search scrutiny")).to_be_visible()
        page.get_by_role("heading", level=1).click()
        expect(page.get_by_role("link", name="Search scrutiny")).to_be_hidden()
