"""Professional standards finds what an officer's screen showed at a minute and sees it again; at a desk, on a phone, and without scripts."""

import re
from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from tests.access.test_attacks import client_of
from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit
from tests.stewardship.test_queries import record_ids

STANDARDS = "standards"
LOOKER = "PS 418 Gwen Pritchard"


def name_of(username: str) -> str:
    """How this demonstration person is written."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT display_name FROM access_user WHERE username = %s", [username])
        return str(cursor.fetchone()[0])


def looked() -> UUID:
    """A sergeant opens a person's page, searches, and is refused another."""
    client, _ = client_of("sergeant")
    person = record_ids("= ANY", STANDARDS, 1)[0]
    assert client.get(f"/people/{person}").status_code == 200
    assert client.get("/search?q=marsh").status_code == 200
    return person


def begin(seen: Visit) -> Page:
    """Signs professional standards in and says why."""
    seen.sign_in(name_of(STANDARDS))
    page = seen.go("/purpose?next=/replay")
    page.get_by_label("Supervision, audit or a complaint").check()
    page.get_by_label("Reference").fill("PSD/26/18")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What screens showed")
    return page


@pytest.mark.parametrize(("width", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)])
def test_a_screen_is_found_and_shown_again(browser: Browser, live_server: str, width: int, scripts: bool) -> None:
    person = looked()
    with visit(browser, live_server, width=width, javascript=scripts) as seen:
        page = begin(seen)
        page.get_by_label("Whose screen").select_option(label=LOOKER)
        page.get_by_label("At what minute").fill("2099-01-01T00:00")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.locator("#pages")).to_contain_text(f"/people/{person}")
        if scripts:
            assert faults(page) == []
            picture(page, f"screens-{width}")
        row = page.locator("#pages tr, #pages li").filter(has_text=f"/people/{person}").first
        row.get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1).first).to_have_text(f"What {LOOKER} saw")
        expect(page.get_by_text("Every record that the log names for this page is on it.")).to_be_visible()
        shown = page.get_by_role("region", name=re.compile("The page as it was")).or_(page.locator(".replayed"))
        expect(shown.first).to_contain_text("Timeline")
        assert page.locator(".replayed a[href], .replayed form, .replayed button:not([disabled]), .replayed script").count() == 0
        assert seen.transferred < 60_000
        if scripts:
            assert faults(page) == []
            picture(page, f"replay-{width}")


def test_a_missing_answer_is_said_at_its_field(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, width=PHONE) as seen:
        page = begin(seen)
        page.get_by_label("At what minute").fill("2026-11-01T10:00")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_text("Choose whose screen you want to see").first).to_be_visible()
        seen.complaints.clear()  # the browser counts the refusal of a form as an error
        assert faults(page) == []


@pytest.mark.parametrize("username", ["sergeant", "response", "analyst", "partner", "keeper"])
def test_other_roles_find_no_such_page(username: str, module_millshire: str) -> None:
    client, _ = client_of(username)
    assert client.get("/replay").status_code == 404
    assert client.get(f"/replay/{UUID(int=1)}").status_code == 404


def test_showing_again_asks_why_and_is_itself_logged(module_millshire: str) -> None:
    looked()
    client, viewer = client_of(STANDARDS)
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT id FROM audit_event WHERE route = 'person' ORDER BY at DESC LIMIT 1")
        event_id = cursor.fetchone()[0]
    client.post("/purpose/end")
    assert client.get(f"/replay/{event_id}").headers["Location"].startswith("/purpose?next=")
    client, viewer = client_of(STANDARDS)
    assert client.get(f"/replay/{event_id}").status_code == 200
    with connections["sealer"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, reference, detail ->> 'screen' FROM audit_event WHERE user_id = %s ORDER BY at DESC LIMIT 1", [viewer.user_id]
        )
        assert cursor.fetchone() == ("replay", "44/0000001/26", str(event_id))
