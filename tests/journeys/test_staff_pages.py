"""Pages of search, programs, national systems and access: no faults, light, at a desk and on a phone; access given by one and agreed by another."""

from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from beatbook.access.actions import mint_token, sign_in
from beatbook.access.permissions import Tool
from beatbook.audit.purposes import CurrentTask
from beatbook.search.asking import Asked
from beatbook.search.saved.actions import keep_search
from beatbook.sources.queries import records_by_ids
from beatbook.stewardship.actions.removing import ask_removal
from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit
from tests.journeys.test_replay_pages import name_of
from tests.stewardship.test_granting import user_id

MOST_BYTES = 60_000
PAGES = {
    "search-results": ("analyst", "/search?q=marsh"),
    "search-nothing": ("analyst", "/search?q=zzzzqqqq"),
    "saved-searches": ("response", "/search/saved?q=marsh"),
    "approvals": ("sergeant", "/search/approvals"),
    "tokens": ("response", "/tokens"),
    "for-programs": ("response", "/staff-api/v1/docs"),
    "national-systems": ("response", "/national-systems"),
    "national-systems-answer": ("response", "/national-systems?carrier=anpr&value=ZZ19ABC"),
    "national-systems-absent": ("response", "/national-systems?carrier=pnc&value=ZZ19ABC"),
    "access": ("standards", "/access"),
    "access-person": ("standards", "/access/people/{response}"),
    "agreements": ("dpo", "/access/agreements"),
    "agreement": ("dpo", "/access/agreements/ISA-ASB-01"),
    "agreement-new": ("dpo", "/access/agreements/new"),
    "removals": ("dpo", "/removals"),
    "removal-ask": ("dpo", "/removals/ask"),
    "removal-mine": ("dpo", "/removals/{removal}"),
    "removal-to-decide": ("registrar", "/removals/{removal}"),
}


@pytest.fixture(scope="module")
def something_kept(module_millshire: str) -> UUID:
    """A saved search that asks to watch, a token, and a request that a record be removed, whose id it is."""
    officer = sign_in("response")
    keep_search(Asked("marsh 1994"), "Marsh", viewer=officer, watch=True, task=CurrentTask(None, "Investigating a crime", "44/0000001/26"))
    mint_token(officer, "the rota", [Tool.SEARCH], days=30)
    keeper = sign_in("dpo")
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM sources_record WHERE kind = 'event' ORDER BY id")
        event = next(one for (one,) in cursor.fetchall() if records_by_ids([one], viewer=keeper))
    return ask_removal([event], "Retention review: group 3, ten years", viewer=keeper).id


def as_somebody(seen: Visit, username: str, path: str) -> Page:
    """Signs this person in, says why, and opens a page."""
    seen.sign_in(name_of(username))
    page = seen.go(f"/purpose?next={path.replace('?', '%3F').replace('&', '%26')}")
    page.get_by_label("Supervision, audit or a complaint").check()
    page.get_by_label("Reference").fill("PSD/26/19")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_fault(name: str, width: int, browser: Browser, live_server: str, something_kept: UUID) -> None:
    username, path = PAGES[name]
    path = path.replace("{response}", str(user_id("response"))).replace("{removal}", str(something_kept))
    with visit(browser, live_server, width=width) as seen:
        as_somebody(seen, username, "/")
        page = seen.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.title().partition(" – ")[0] not in ("Page not found", "Beatbook")
        assert faults(page) == []
        assert seen.transferred < MOST_BYTES
        picture(page, f"{name}-{width}")


@pytest.mark.parametrize(("width", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_access_is_asked_for_by_one_and_agreed_by_another(browser: Browser, own_server: str, width: int, scripts: bool) -> None:
    who = user_id("contact")
    with visit(browser, own_server, width=width, javascript=scripts) as seen:
        page = as_somebody(seen, "standards", f"/access/people/{who}")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("Choose what to give").first).to_be_visible()
        seen.complaints.clear()  # the browser counts the refusal of a form as an error
        if scripts:
            assert faults(page) == []
        page.get_by_label("What to give").select_option(value="clearance:2")
        page.get_by_label("Why they need it").fill("Joins the operation")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("Waits for a second person").first).to_be_visible()
        page.get_by_role("link", name="Give clearance OFFICIAL-SENSITIVE").first.click()
        expect(page.get_by_text("Somebody else must agree")).to_be_visible()
        assert page.get_by_role("button", name="Agree").count() == 0
        address = page.url.removeprefix(own_server)
    with visit(browser, own_server, width=width, javascript=scripts) as seen:
        page = as_somebody(seen, "dpo", address)
        expect(page.get_by_text("Joins the operation")).to_be_visible()
        if scripts:
            assert faults(page) == []
            picture(page, f"access-change-{width}")
        page.get_by_role("button", name="Agree").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Access")
        page = seen.go(f"/access/people/{who}")
        expect(page.get_by_text("cleared to OFFICIAL-SENSITIVE")).to_be_visible()
