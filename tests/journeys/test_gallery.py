"""Every component and chart, as a person meets it: at a desk, on a phone, by keyboard, without scripts, on paper, in high contrast."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, overflow_px, picture, visit

PAGE_BUDGET = 100_000


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_component(browser: Browser, empty_server: str, width: int) -> None:
    with visit(browser, empty_server, width=width) as seen:
        page = seen.go("/gallery/")
        assert faults(page) == []
        picture(page, f"gallery-{width}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_all_is_there_without_scripts(browser: Browser, empty_server: str, width: int) -> None:
    with visit(browser, empty_server, width=width, javascript=False) as seen:
        page = seen.go("/gallery/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Jordan Ellis Marsh")
        expect(page.get_by_role("button", name="Record this judgement")).to_be_visible()
        expect(page.locator("#why svg:visible")).to_have_count(1)


def test_everything_comes_from_our_own_server_and_is_light(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        seen.go("/gallery/")
        assert [url for url in seen.asked if not url.startswith(empty_server)] == []
        assert 10_000 < seen.transferred < PAGE_BUDGET


def test_slash_moves_to_the_search_box_but_not_while_typing(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        page = seen.go("/gallery/")
        box = page.get_by_label("Find a person, event, place, vehicle or phone")
        page.keyboard.press("/")
        expect(box).to_be_focused()
        page.get_by_label("Reference").press_sequentially("a/b")
        expect(page.get_by_label("Reference")).to_have_value("a/b")


def test_typed_text_is_still_there_after_coming_back(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        page = seen.go("/gallery/")
        page.get_by_label("Reason", exact=True).fill("Different dates of birth")
        page = seen.go("/gallery/")
        expect(page.get_by_label("Reason", exact=True)).to_have_value("Different dates of birth")


def test_tables_sort_by_number(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        page = seen.go("/gallery/")
        table = page.get_by_role("table", name="What was compared")
        table.get_by_role("button", name="Weight").click()
        expect(table.locator("tbody th").first).to_have_text("Phone")


def test_high_contrast_keeps_the_chosen_place_visible(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server, forced_colors="active") as seen:
        page = seen.go("/gallery/")
        width = page.locator(".moj-side-navigation__item--active a").evaluate("e => getComputedStyle(e).borderLeftWidth")
        assert width == "4px"
        inks = page.locator(".chart text").evaluate_all("all => [...new Set(all.map(e => getComputedStyle(e).fill))]")
        assert len(inks) == 1
        picture(page, "gallery-forced-colours")


def test_paper_has_no_navigation_and_says_who_printed(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        page = seen.go("/gallery/")
        page.emulate_media(media="print")
        expect(page.get_by_role("search")).to_be_hidden()
        expect(page.locator(".record__side")).to_be_hidden()
        assert overflow_px(page) == 0


def test_a_page_that_is_not_there_says_so_plainly(browser: Browser, empty_server: str) -> None:
    with visit(browser, empty_server) as seen:
        page = seen.go("/no-such-page")
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
        assert faults(page) == []
        seen.complaints.clear()
