"""The pages that staff open, on the small made-up county: nothing wrong with any of them at a desk or on a phone, scripts or none."""

import gzip
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit

ANALYST = "Marek Zielak"
PAGE_BUDGET = 100_000  # bytes of a first visit, with style sheet and scripts
HTML_BUDGET = 60_000  # of any page alone, as compressed on its way
ZOOMED = 320  # what is left of a desk's width at 400 %
HOMES = {
    "PC 2071 Tom Adeyemi": "neighbourhood",
    "Operator 77 Lena Fox": "contact",
    "Force crime registrar Ian Batty": "registrar",
    "Council case officer Shazia Malik": "partner",
    "Data protection officer Ruth Cole": "data-protection",
    "OPCC performance lead Dan Whitlock": "opcc",
    "DI 77 Nasreen Qureshi": "keeper",
    "Sam Ferris": "resident",
}


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


@pytest.fixture(scope="module")
def warned_address(module_millshire: str) -> Iterator[str]:
    """An address, as somebody would type it, at which a person with a warning lives."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT content ->> 'address' FROM sources_record WHERE kind = 'person' AND content ? 'warnings' AND content ->> 'address' ~ '^[0-9]'"
            " AND vis IN (SELECT vis FROM access_marking WHERE classification <= 1 AND caveats = '{}') ORDER BY said_at DESC, id LIMIT 1"
        )
        (found,) = cursor.fetchone()
    yield found
    connections.close_all()


def begin_task(seen: Visit, path: str, who: str = ANALYST) -> Page:
    """Signs in and says why; the page asked for follows."""
    seen.sign_in(who)
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
        seen.page.get_by_label("Another area").select_option(label="Market Quarter")
        seen.page.get_by_role("button", name="Show").click()
        expect(seen.page.get_by_role("heading", level=1, name="Market Quarter")).to_be_visible()
        expect(seen.page.locator("main a[href^='/events/']").first).to_be_visible()
        assert faults(seen.page) == []
        picture(seen.page, f"home-{width}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_a_person_and_what_leads_there(browser: Browser, live_server: str, somebody: UUID, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        assert faults(page) == []
        picture(page, f"person-{width}")
        picture(page, f"person-top-{width}", whole=False)
        assert faults(seen.go("/purpose")) == []
        seen.go(f"/people/{somebody}")
        name = page.get_by_role("heading", level=1).inner_text()
        event = page.locator("#timeline a[href^='/events/']").first.get_attribute("href")
        seen.go(f"/search?q={name}")
        expect(page.locator("#results a[href^='/people/']", has_text=name.split()[-1]).first).to_be_visible()
        assert faults(page) == []
        picture(seen.go("/search?q=ZZ1 4FR"), f"search-{width}")
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


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_role_s_home(browser: Browser, live_server: str, width: int) -> None:
    for who, role in HOMES.items():
        with visit(browser, live_server, width=width) as seen:
            seen.sign_in(who)
            expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
            assert faults(seen.page) == [], role
            dead = [
                link
                for link in seen.page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
                if not link
            ]
            assert dead == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_what_a_response_officer_opens_before_knocking(
    browser: Browser, live_server: str, warned_address: str, width: int
) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, "/search", "PC 1142 Amira Hale")
        assert faults(page) == []
        seen.go("/")
        page.get_by_label("Before you knock").fill(warned_address)
        page.get_by_role("button", name="Look up").click()
        cards = page.locator("main .card__title")
        expect(cards.nth(0)).to_have_text("Warnings")
        expect(cards.nth(1)).to_have_text("People")
        assert faults(page) == []
        picture(page, f"address-{width}")
        seen.go("/search?q=qqzzxx")
        expect(page.get_by_text("Nothing that you may see answers this")).to_be_visible()
        assert faults(page) == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_misread_plate_leads_to_the_vehicle(browser: Browser, live_server: str, somebody: UUID, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        begin_task(seen, "/search", "PC 1142 Amira Hale")
        page = seen.go("/search?q=ZZ19+ABG")
        page.get_by_role("link", name="ZZ19 ABG").first.click()
        page.locator("#written, #possible").get_by_role("link", name="ZZ19 ABC").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("ZZ19 ABC")
        expect(page.locator("#written, #possible").get_by_text("signs that look alike: C and G").first).to_be_visible()
        assert faults(page) == []
        picture(page, f"vehicle-{width}")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_what_a_sergeant_supervises(browser: Browser, live_server: str, somebody: UUID, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, f"/people/{somebody}", "PS 418 Gwen Pritchard")
        assert faults(page) == []
        tell = page.locator("a[href$='/tell']").first.get_attribute("href") or ""
        for path in (f"/people/{somebody}/looks", "/feeds", "/feeds/millshire-crime", "/outbox", tell, "/how-scores-work"):
            assert faults(seen.go(path)) == [], path
        seen.go("/feeds/millshire-crime")
        page.locator("main summary").first.click()
        assert faults(page) == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_what_a_keeper_of_sealed_identities_opens(
    browser: Browser, live_server: str, somebody: UUID, width: int
) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, f"/people/{somebody}", "DI 77 Nasreen Qureshi")
        seen.go(f"/people/{somebody}/seal")
        assert faults(page) == []
        picture(page, f"seal-person-{width}")
        page.get_by_role("button", name="Seal").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert faults(page) == []
        seen.complaints.clear()  # a refused form answers 422, which the browser calls an error
        page.get_by_label("Name of the seal").fill(f"Operation Heron {width}")
        page.get_by_label("A relocated or protected witness").check()
        page.locator("input[name=record]").last.check()
        page.get_by_role("radio", name="PP-WITNESS").check()
        page.get_by_label("Why?").fill("Relocated with his family.")
        page.get_by_role("button", name="Seal").click()
        expect(page.get_by_role("heading", level=1, name="Operation Heron")).to_be_visible()
        assert faults(page) == []
        picture(page, f"seal-{width}")
        page.locator("#end").get_by_label("Why can everything").fill("The protection has ended.")
        page.get_by_role("button", name="Ask another keeper to end it").click()
        expect(page.get_by_role("button", name="Take back")).to_be_visible()
        assert faults(page) == []
        assert faults(seen.go("/seals")) == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_saying_that_a_record_concerns_somebody_else(
    browser: Browser, live_server: str, somebody: UUID, width: int
) -> None:
    with visit(browser, live_server, width=width) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        seen.go(f"/records/{somebody}/concerns")
        assert faults(page) == []
        page.get_by_role("button", name="Record this").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert faults(page) == []
        seen.complaints.clear()  # a refused form answers 422, which the browser calls an error
        page.locator("input[name=who]").first.check()
        page.get_by_label("How do you know?").fill("The custody photograph shows his brother.")
        page.get_by_role("button", name="Record this").click()
        expect(page.get_by_role("heading", name="Gave another’s details")).to_be_visible()
        assert faults(page) == []
        picture(page, f"concerns-{width}")
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_role("heading", name="Gave another’s details")).to_have_count(0)


def test_the_footer_leads_to_pages_that_anybody_may_read(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        page = seen.go("/sign-in")
        for name in ("Accessibility", "Privacy and how data is used", "How this works"):
            page.get_by_role("contentinfo").get_by_role("link", name=name).click()
            expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
            assert faults(page) == []


def test_a_person_can_be_read_with_the_keyboard_at_any_zoom_on_paper_and_in_ones_own_colours(
    browser: Browser, live_server: str, somebody: UUID
) -> None:
    with visit(browser, live_server, reduced_motion="reduce") as seen:
        page = begin_task(seen, f"/people/{somebody}")
        seen.go(f"/people/{somebody}")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#main-content")).to_be_focused()
        fold = page.locator("main details.fold").first
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(fold.locator("li").first).to_be_visible()
        assert fold.locator("summary").evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 221, 0)"
        page.set_viewport_size({"width": ZOOMED, "height": 700})
        assert faults(page) == []
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        page.emulate_media(forced_colors="active")
        assert page.locator(".govuk-tag").first.evaluate("it => getComputedStyle(it).borderTopWidth") == "1px"
        page.emulate_media(media="print", forced_colors="none")
        expect(page.get_by_text("Printed by")).to_be_visible()
        expect(page.get_by_role("search")).to_be_hidden()
        expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()


def test_the_page_says_why_one_is_looking_and_how_to_stop(browser: Browser, live_server: str, somebody: UUID) -> None:
    with visit(browser, live_server) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        expect(page.get_by_text("Your task: Intelligence research, IR/26/000001")).to_be_visible()
        page.get_by_role("button", name="End this task").click()
        expect(page.get_by_text("Your task:")).to_have_count(0)
        seen.go(f"/people/{somebody}")
        expect(page.get_by_role("heading", level=1, name="Why do you need to look?")).to_be_visible()


def test_pages_are_small_and_say_no_key_of_a_machine_outside_the_source_records(browser: Browser, live_server: str, somebody: UUID) -> None:
    with visit(browser, live_server) as seen:
        page = begin_task(seen, f"/people/{somebody}")
        for path in (f"/people/{somebody}?all", "/search?q=ZZ1", "/", "/feeds"):
            seen.go(path)
            assert len(gzip.compress(page.content().encode(), 6)) < HTML_BUDGET
        seen.go(f"/people/{somebody}")
        assert "party:" not in page.locator("#why").inner_text()
