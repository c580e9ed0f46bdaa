"""A director's first hour, as docs/tutorial/a-directors-first-hour.md tells it; and nothing wrong with any page, at a desk or on a phone."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit

DIRECTOR, CENTRE = "Esi Morgan", "Farah Siddiqui"
HTML_BUDGET = 60_000
PLAN_MS = 60_000  # a good plan is on screen in seconds; the machine may be busy
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
        _suppliers(page, seen)
        _pooled_demand(page)
        page.get_by_role("link", name="Technology", exact=True).first.click()
        page.get_by_role("link", name="Paper for the board").click()
        expect(page.get_by_role("heading", level=1, name="paper for the board")).to_be_visible()
        assert len(page.pdf()) > 10_000
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="Technology")).to_be_hidden()
        expect(page.get_by_text("Printed by")).to_be_visible()


def _suppliers(page: Page, seen: Visit) -> None:
    """From the technology home to who provides it, under which names, and what is to be paid."""
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("link", name="Suppliers and contracts").click()
    page.locator("#worth table tbody a").first.click()
    expect(page.get_by_text("the same words, once legal forms, capitals and signs are set aside").first).to_be_visible()
    page.get_by_role("link", name="Contracts", exact=True).click()
    page.get_by_role("link", name="Millshire Police", exact=True).last.click()
    page.wait_for_url("**buyer=millshire*")  # whole: before that the rows are another list's
    addresses = page.locator("#ends table tbody th a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    with_fee = next(address for address in addresses if seen.go(address).get_by_role("link", name="What is to be paid, and why").count())
    page.get_by_role("link", name="What is to be paid, and why").click()
    expect(page.get_by_text("If nothing changed, a period of")).to_be_visible()
    assert with_fee.startswith("/suppliers/contracts/")


def _pooled_demand(page: Page) -> None:
    """A plan is asked for, comes by itself, and says who moves when and what is saved."""
    page.get_by_role("link", name="Buying together").click()
    page.get_by_role("link", name="Records management from 2027").first.click()
    page.get_by_role("button", name="Work out a plan").click()
    expect(page.get_by_role("heading", name="Who moves when")).to_be_visible(timeout=PLAN_MS)
    expect(page.get_by_text("is saved over 7 years")).to_be_visible()
    expect(page.get_by_text("Nobody pays more than if they stayed").first).to_be_visible()


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
        seen.go("/innovation/benefits").get_by_role("link", name="Closed with no suspect within three months").click()
        expect(page.get_by_role("link", name="Measure O2, down to its records")).to_be_visible()
        assert faults(page) == []
        picture(page, f"benefit-shared-{width}")
