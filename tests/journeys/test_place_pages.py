"""The pages of places for staff, measures and forecasts too: nothing wrong at a desk or on a phone, light, and usable without scripts."""

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import DESKTOP, PHONE, Visit, faults, picture, visit

PAGE_BUDGET = 60_000  # bytes on their way, of a page without its shared style and script
AREA = "MS02"
HERE = f"/neighbourhoods/{AREA}"
CONSTABLE, SERGEANT, PARTNER = "PC 2071 Tom Adeyemi", "PS 418 Gwen Pritchard", "Council case officer Shazia Malik"
MEASURES = ("/measures", "/measures/D1?force=millshire", "/measures/D1/compare?force=millshire&level=neighbourhood", "/measures/D1/definition",
            "/measures/H1?force=millshire", "/measures/T2?force=millshire", "/measures/D1/records?force=millshire", "/measures/F1/published")  # fmt: skip
FORECASTS = (
    "/forecasts",
    "/forecasts/crime-in-public",
    "/forecasts/crime-in-public/plan",
    "/forecasts/crime-in-public/cover",
    "/patrols",
    "/how-we-forecast",
    "/how-we-forecast/crime-in-public",
)
TEAM = (
    HERE,
    f"{HERE}/repeat-victims",
    f"{HERE}/visits",
    f"{HERE}/case-reviews",
    f"{HERE}/problems",
    f"{HERE}/problems/new",
    f"/partner-tasks?area={AREA}",
    "/what-works",
)


@pytest.fixture(autouse=True, scope="module")
def _awake(live_server: str) -> None:
    """The first page of a server waits for its libraries; a busy machine may take longer over that than a browser waits."""
    requests.get(f"{live_server}/your-area", timeout=90).raise_for_status()


def walk(seen: Visit, paths: tuple[str, ...], width: int) -> dict[str, list[str]]:
    """What is wrong with each page; a picture of each is kept."""
    wrong = {}
    for path in paths:
        page = seen.go(path)
        expect(page.locator("h1")).not_to_have_text("Page not found")
        found = faults(page)
        seen.go(path)  # style and script are kept from here on
        if not 0 < seen.transferred < PAGE_BUDGET:
            found.append(f"{seen.transferred} bytes")
        if found:
            wrong[path] = found
        picture(page, f"place{path.replace('/', '-').partition('?')[0]}-{width}")
    return wrong


def linked(page: Page, start: str) -> list[str]:
    """Where the links that begin so lead, each once."""
    return list(
        dict.fromkeys(page.eval_on_selector_all(f"main a[href^='{start}']", "links => links.map(link => link.getAttribute('href'))"))
    )


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("paths", [MEASURES, FORECASTS, TEAM], ids=["measures", "forecasts", "team"])
def test_nothing_is_wrong_with_any_of_them(browser: Browser, live_server: str, width: int, paths: tuple[str, ...]) -> None:
    with visit(browser, live_server, width=width) as seen:
        seen.begin(CONSTABLE)
        assert walk(seen, paths, width) == {}


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_a_problem_a_task_a_review_and_a_pack(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        seen.begin(SERGEANT)
        paths = linked(seen.go(f"{HERE}/problems"), "/problems/")
        paths += linked(seen.go("/partner-tasks"), "/partner-tasks/")[:1] + linked(seen.go(f"{HERE}/case-reviews"), "/case-reviews/")[:1]
        paths += linked(seen.go("/scrutiny"), "/scrutiny/")[:1]
        assert len(paths) == 5
        names = ("problem-ended", "problem-open", "task", "review", "pack")
        wrong = {}
        for path, name in zip(paths, names, strict=True):
            if found := faults(seen.go(path)):
                wrong[name] = found
            picture(seen.page, f"place-{name}-{width}")
        assert wrong == {}
        assert faults(seen.go("/scrutiny")) == []


def test_a_visit_is_one_tap_on_a_phone_without_scripts(browser: Browser, own_server: str) -> None:
    with visit(browser, own_server, width=PHONE, javascript=False) as seen:
        seen.sign_in(CONSTABLE)
        page = seen.go(f"{HERE}/visits")
        before = page.locator("#week tbody tr").count()
        page.get_by_role("button", name="Looked at a repeat place").click()
        expect(page.locator("#week tbody tr")).to_have_count(before + 1)
        expect(page.locator("#week tbody tr").first).to_contain_text("Looked at a repeat place")


def test_a_partner_sees_what_is_shared_and_says_that_it_is_done(browser: Browser, own_server: str) -> None:
    with visit(browser, own_server, javascript=False) as seen:
        seen.sign_in(PARTNER)
        page = seen.go("/partner-tasks")
        expect(page.get_by_text("Evening visits to the car park")).to_have_count(0)
        page.get_by_role("link", name="Move the bottle bank").click()
        page.get_by_label("It is done").check()
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator("#over")).to_contain_text("Move the bottle bank")
        expect(page.locator("#reviews tbody tr")).to_have_count(1)


def test_after_reading_only_what_changes_is_new(browser: Browser, own_server: str) -> None:
    with visit(browser, own_server, javascript=False) as seen:
        seen.begin(CONSTABLE)
        page = seen.go(HERE)
        expect(page.locator("#news")).to_contain_text("Mark this page as read")
        page.get_by_role("button", name="Mark as read").click()
        expect(page.locator("#news")).to_contain_text("Nothing has changed.")


def test_a_problem_goes_through_its_four_stages(browser: Browser, own_server: str) -> None:
    with visit(browser, own_server, javascript=False) as seen:
        seen.begin(CONSTABLE)
        page = seen.go(f"{HERE}/problems/new")
        page.get_by_role("button", name="Open it").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        seen.complaints.clear()  # the browser says that the form was refused, as it was meant to be
        page.get_by_label("What is the problem, in a few words?").fill("Windows broken at the school")
        page.get_by_label("Criminal damage and arson").check()
        page.locator("input[name=places]").first.check()
        page.get_by_label("What happens, to whom").fill("Panes are broken most weekends. Made up.")
        page.get_by_role("button", name="Open it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Windows broken at the school")
        page.get_by_role("link", name="Write the analysis").click()
        page.get_by_label("Why does it happen?").fill("The gate stands open.")
        page.get_by_role("button", name="Keep it").click()
        page.get_by_role("link", name="Begin the response").click()
        page.get_by_label("Work with residents and groups").check()
        page.get_by_label("In which month does it begin?").fill("5/2026")
        page.locator("input[name=beside]").first.check()
        page.get_by_label("What is done, by whom?").fill("Neighbours keep the gate.")
        page.get_by_role("button", name="Keep it").click()
        page.get_by_role("link", name="Assess it").click()
        page.get_by_label("What became of it?").fill("Fewer, the caretaker says.")
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator("#effect")).to_contain_text("comparison areas")
        page.get_by_role("link", name="Agree a task for it").click()
        page.get_by_label("What is to be done?").fill("Keep the gate")
        page.get_by_label("Who does it?").fill("The school")
        page.get_by_label("By when?").fill("14/3/2027")
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator("#tasks")).to_contain_text("Keep the gate")
        page.get_by_role("link", name="End it").click()
        page.get_by_label("Why does it end?").fill("The school keeps the gate.")
        page.get_by_label("What should other forces know?").fill("A gate is cheap.")
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_role("link", name="Assess it")).to_have_count(0)
        expect(seen.go("/what-works?q=gate").locator("main")).to_contain_text("Windows broken at the school")
