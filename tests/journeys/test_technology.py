"""A director's first hour, as docs/tutorial/a-directors-first-hour.md tells it; and nothing wrong with any page, at a desk or on a phone."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit

DIRECTOR, CENTRE = "Esi Morgan", "Farah Siddiqui"
HTML_BUDGET = 60_000
PAGES = (
    *("", "/matrix", "/same-job", "/contracts", "/roadmap", "/spend", "/services", "/blueprint", "/standards", "/decisions", "/managing"),
    *("/paper", "/bring-in", "/decide", "/capabilities/contact-999", "/blueprint/crime-recording"),
)


def test_a_directors_first_hour(browser: Browser, own_server: str, tmp_path: Path) -> None:
    with visit(browser, own_server, accept_downloads=True) as seen:
        seen.sign_in(DIRECTOR)
        page = seen.page
        expect(page.get_by_role("heading", level=1, name="Technology: what it costs and what it is worth")).to_be_visible()
        page.get_by_role("link", name="Bring in a portfolio, ledger or plan").click()
        with page.expect_download() as example:
            page.get_by_role("link", name="An example to try").click()
        example.value.save_as(tmp_path / "millshire-portfolio.xlsx")
        page.get_by_label("The file, CSV or XLSX").set_input_files(tmp_path / "millshire-portfolio.xlsx")
        page.get_by_label("Every force, commissioner and national body").check()
        page.get_by_role("button", name="Bring it in").click()
        expect(page.get_by_text("applications were read")).to_be_visible()
        expect(page.get_by_text("4 rows were refused")).to_be_visible()
        for why in ("A cost cannot be negative", "is not in pounds", "before it starts", "is not a capability we know"):
            expect(page.get_by_text(why)).to_be_visible()
        assert faults(page) == []
        picture(page, f"technology-report-{DESKTOP}")
        page.get_by_role("main").get_by_role("link", name="Same job, different systems").click()
        expect(page.get_by_text("is first at equal weights")).to_be_visible()
        page.locator("#ranking table tbody a").first.click()
        expect(page.get_by_role("heading", name="Products", exact=True)).to_be_visible()
        page.get_by_role("link", name="Contracts", exact=True).click()
        page.get_by_role("link", name="Millshire Police", exact=True).last.click()
        expect(page.get_by_text("end within 24 months").first).to_be_visible()
        page.get_by_role("link", name="Roadmap", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="Roadmap: Millshire Police")).to_be_visible()
        seen.go("/technology/paper")
        expect(page.get_by_role("heading", level=1, name="paper for the board")).to_be_visible()
        assert len(page.pdf()) > 10_000
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="Technology")).to_be_hidden()
        expect(page.get_by_text("Printed by")).to_be_visible()


def test_the_force_says_and_the_centre_asks(browser: Browser, own_server: str) -> None:
    with visit(browser, own_server) as seen:
        seen.sign_in(CENTRE)
        page = seen.go("/technology/roadmap?force=millshire")
        page.locator("#roadmap table tbody a").first.click()
        expect(page.get_by_role("link", name="Assess it anew")).to_have_count(0)
        page.get_by_label("Ask the force").fill("When was this last assessed?")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("When was this last assessed?")).to_be_visible()
        assert faults(page) == []
        address = page.url.removeprefix(own_server).partition("#")[0]
    with visit(browser, own_server) as seen:
        seen.sign_in(DIRECTOR)
        page = seen.go(address)
        page.get_by_role("link", name="Assess it anew").click()
        page.get_by_label("Users", exact=True).fill("many")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert faults(page) == []
        seen.complaints.clear()  # a refused form answers 422, which the browser calls an error
        page.get_by_label("Users", exact=True).fill("1,234")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("1 changed")).to_be_visible()
        expect(seen.go(address).get_by_text("1,234 users").first).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_page_of_technology(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        seen.sign_in(DIRECTOR)
        for path in PAGES:
            page = seen.go(f"/technology{path}")
            assert faults(page) == [], path
            assert len(gzip.compress(page.content().encode(), 6)) < HTML_BUDGET
            picture(page, f"technology{path.replace('/', '-')}-{width}")
        seen.go("/technology/roadmap")
        page.locator("#roadmap table tbody a").first.click()
        assert faults(page) == []
        picture(page, f"technology-application-{width}")
        assert faults(seen.go("/open/technology")) == []
