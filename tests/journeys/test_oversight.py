"""A supervisor reads who looked, asks about an odd look, and finds the answer kept; at a desk, on a phone, and without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from beatbook.access.actions import sign_in
from beatbook.audit.actions import record_event
from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit
from tests.stewardship.test_queries import record_ids

SERGEANT = "PS 418 Gwen Pritchard"


def begin(seen: Visit) -> Page:
    """Signs the sergeant in and says why."""
    seen.sign_in(SERGEANT)
    page = seen.go("/purpose?next=/oversight")
    page.get_by_label("Supervision, audit or a complaint").check()
    page.get_by_label("Reference").fill("PSD/26/17")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who looks")
    return page


def busy_day() -> None:
    """One officer looks far more often than on the day before."""
    officer = sign_in("response")
    for one in record_ids("= ANY", "sergeant", 14):
        record_event(viewer=officer, kind="consultation", route="person", record_ids=[one], alias="audit_writer")
    record_event(viewer=officer, kind="search", route="search", detail={"typed": "marsh"}, alias="audit_writer")


@pytest.mark.parametrize(("width", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)])
def test_oversight_is_read_and_answered(browser: Browser, live_server: str, width: int, scripts: bool) -> None:
    busy_day()
    with visit(browser, live_server, width=width, javascript=scripts) as seen:
        page = begin(seen)
        if scripts:
            assert faults(page) == []
            picture(page, f"oversight-{width}")
        page.locator("#all").get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("looked")
        if scripts:
            assert faults(page) == []
            picture(page, f"oversight-look-{width}")
        page.get_by_label("I have asked the officer").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Say why, in a few words").first).to_be_visible()
        seen.complaints.clear()  # the browser counts the refusal of a form as an error
        page.get_by_label("In a few words").fill("Which job was this for?")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Who looks")
        expect(page.get_by_text("Asked", exact=True).first).to_be_visible()
