"""The pages of tension and of the threat watch on the small made-up county: nothing wrong at a desk or on a phone, with scripts or none, and light."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect

from beatbook.access.actions import intern_marking
from beatbook.sources.actions import feed_named
from beatbook.tension.actions import look_out, take_reports
from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit
from tests.tension.county import DAMAGE, FEED, LAST, TODAY, put

ANALYST = "Intelligence analyst Marek Zielak"
WARDS = ("MS02", "MS01", "MS03", "MS04")
WARD = f"/tension/{WARDS[0]}"


@pytest.fixture(scope="module", autouse=True)
def alert_id(module_millshire: str) -> UUID:
    """An alert of the county, after two years of further reports and a rise in the last weeks of them."""
    steady = [
        (LAST - timedelta(weeks=back), ward, DAMAGE, "Fence broken.") for back in range(100) for ward in WARDS for _ in range(4 + back % 3)
    ]
    risen = [(LAST - timedelta(weeks=back), WARDS[0], DAMAGE, "Hit by a catapult.") for back in range(3) for _ in range(9)]
    put(steady + risen, intern_marking(feed_named(FEED).marking), "journey")
    take_reports(today=TODAY)
    look_out(today=TODAY)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT id FROM tension_alert WHERE sort = 'kind' AND area = %s", [WARDS[0]])
        found = cursor.fetchone()[0]
    connections.close_all()
    return UUID(str(found))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_page(browser: Browser, live_server: str, alert_id: UUID, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        seen.sign_in(ANALYST)
        for path, name in (("/tension", "tension"), (WARD, "tension-area"), (f"{WARD}/write", "tension-write"), ("/threats", "threats")):
            assert faults(seen.go(path)) == [], path
            picture(seen.page, f"{name}-{width}")
        assert faults(seen.go(f"/threats/{alert_id}")) == []
        picture(seen.page, f"threat-{width}")
        page = seen.go(f"{WARD}/write")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert faults(page) == []
        assert [words for words in seen.complaints if "422" not in words] == []
        seen.complaints.clear()  # the browser calls the page that says what to mend an error


def test_without_scripts_a_place_is_written_of_and_ended(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        seen.sign_in(ANALYST)
        page = seen.go(f"{WARD}/write")
        page.get_by_label("Potential: what could raise tension").check()
        page.get_by_label("Community or matter").fill("Planned march")
        page.get_by_label("5, tense").check()
        page.get_by_label("Why", exact=True).fill("Leaflets call for a march past the school.")
        page.get_by_label("2, untested").check()
        page.get_by_label("C, known indirectly").check()
        page.get_by_label("P, may lawfully be shared").check()
        page.get_by_label("What is done about it, and by whom").fill("The sergeant meets the organisers.")
        page.get_by_label("Last day on which it holds").fill(_in_two_weeks())
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("5 of 6: Planned march", exact=True)).to_be_visible()
        page.get_by_role("link", name="5 of 6: Planned march").click()
        page.get_by_label("Why does it no longer hold?").fill("Called off.")
        page.get_by_role("button", name="End it").click()
        expect(page.get_by_text("5 of 6: Planned march", exact=True)).to_have_count(0)


def test_the_owner_is_told_at_home_and_closes_an_alert_with_a_reason(browser: Browser, live_server: str, alert_id: UUID) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        seen.sign_in(ANALYST)
        page = seen.go("/")
        expect(page.get_by_role("link", name="of the threat watch")).to_be_visible()
        page = seen.go(f"/threats/{alert_id}")
        page.get_by_role("button", name="Acknowledge").click()
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        seen.complaints.clear()
        page.get_by_label("Close it: what was it, or what was done?").fill("A shop sold them; it stopped.")
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_text("Closed", exact=True).first).to_be_visible()
        expect(page.get_by_role("button", name="Close")).to_have_count(0)


def test_pages_are_light(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        seen.sign_in(ANALYST)
        for path in ("/tension", WARD, "/threats"):
            seen.go(path)
            seen.go(path)
            assert 0 < seen.transferred < 60_000, path


def _in_two_weeks() -> str:
    with connections["ingest"].cursor() as cursor:
        cursor.execute("SELECT to_char(current_date + 14, 'DD/MM/YYYY')")
        return str(cursor.fetchone()[0])
