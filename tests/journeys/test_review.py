"""The review queue as people use it: begin a list, answer by key or by button, undo, be told of a colleague; a guess finds nothing."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit
from tests.journeys.test_pages import begin_task

SERGEANT, ANALYST, REGISTRAR = "PS 418 Gwen Pritchard", "Marek Zielak", "Force crime registrar Ian Batty"


def begin(page: Page) -> None:
    """Opens the first pair of today's list, beginning it where need be."""
    start = page.get_by_role("button", name="Begin today’s list")
    (start if start.count() else page.get_by_role("button", name="Next pair")).click()
    expect(page.get_by_role("table", name="The two records side by side")).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_the_pages_of_review(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, "/review", SERGEANT)
        assert faults(page) == []
        begin(page)
        assert faults(page) == []
        picture(page, f"review-{width}")
        page.get_by_label("How do you know?").fill("too short")
        page.get_by_role("button", name="Same person").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(page.get_by_label("How do you know?")).to_have_value("too short")
        assert [said for said in seen.complaints if "422" not in said] == []
        seen.complaints.clear()  # the browser tells of the refused form
        assert faults(page) == []
        seen.go("/review")
        assert faults(page) == []
        picture(page, f"review-list-{width}")
        seen.go("/review/team")
        assert faults(page) == []
        picture(page, f"review-team-{width}")


def test_keys_decide_and_undo_but_not_while_typing(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        page = begin_task(seen, "/review", ANALYST)
        begin(page)
        first = page.url
        page.get_by_label("How do you know?").press_sequentially("sd")
        expect(page).to_have_url(first)
        page.get_by_label("How do you know?").fill("")
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("d")
        expect(page.get_by_text(re.compile(r"· 1 of \d+ decided today"))).to_be_visible()
        assert page.url != first
        page.keyboard.press("z")
        expect(page).to_have_url(first)
        expect(page.get_by_text(re.compile(r"· 0 of \d+ decided today"))).to_be_visible()


def test_everything_works_as_buttons_without_scripts(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        page = begin_task(seen, "/review", REGISTRAR)
        begin(page)
        page.get_by_role("button", name="Not sure").click()
        expect(page.get_by_text(re.compile(r"· 1 of \d+ decided today"))).to_be_visible()
        page.get_by_role("button", name="Undo my last answer").click()
        expect(page.get_by_text(re.compile(r"· 0 of \d+ decided today"))).to_be_visible()


def test_another_s_item_and_a_guess_are_not_found_alike(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as owner:
        page = begin_task(owner, "/review", "DC 3310 Priya Nair")
        begin(page)
        path = page.url.removeprefix(live_server)
        with visit(browser, live_server) as other:
            begin_task(other, "/review", ANALYST)
            for guessed in (path, f"/review/{uuid4()}"):
                answer = other.context.request.get(live_server + guessed)
                assert answer.status == 404
            assert other.context.request.get(f"{live_server}/review/team").status == 404
