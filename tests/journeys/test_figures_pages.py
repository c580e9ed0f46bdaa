"""The pages of buying together and of innovation, at a desk and on a phone: nothing wrong with any, small enough, and a plan that comes by itself."""

import gzip
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, expect

from beatbook.config.demonstration_innovation import BEFORE, ROUND, load_innovation
from beatbook.config.demonstration_pooling import COMPANY, POOL, load_pooling
from beatbook.pooling.tasks import make_plans
from tests.journeys.browser import DESKTOP, PHONE, faults, picture, serving, visit
from tests.pooling.rooms import prepare

HTML_BUDGET = 60_000  # bytes of any page alone, as compressed on its way
DIRECTOR = "Director of technology Esi Morgan"


@pytest.fixture(scope="module")
def figures_server(module_database: str) -> Iterator[str]:
    """The server on the rooms as the demonstration fills them, without the county."""
    prepare()
    load_pooling(small=False)
    load_innovation(today=timezone.localdate())
    connections.close_all()
    with serving({"BEATBOOK_DATABASE_NAME": module_database}) as address:
        yield address


def first_id(table: str, where: str = "true") -> UUID:
    with connections["ingest"].cursor() as cursor:
        cursor.execute(f"SELECT id FROM innovation_{table} WHERE {where} ORDER BY id LIMIT 1")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_page(browser: Browser, figures_server: str, width: int) -> None:
    proof, hours = first_id("bid", f"round_id = '{BEFORE}'"), first_id("benefitclaim", "kind = 'hours freed'")
    pages = {
        "pooling": "/pooling",
        "pooled-need": f"/pooling/needs/{POOL}",
        "offers": f"/pooling/needs/{POOL}/offers",
        "say-need": f"/pooling/needs/{POOL}/say",
        "statements": f"/pooling/books/{COMPANY}",
        "statement": f"/pooling/books/{COMPANY}/millshire/2025",
        "innovation": "/innovation",
        "fund-round": f"/innovation/rounds/{ROUND}",
        "new-bid": f"/innovation/rounds/{ROUND}/new",
        "bid": f"/innovation/bids/{proof}",
        "library": "/innovation/library",
        "benefits": "/innovation/benefits",
        "benefit": f"/innovation/benefits/{hours}",
        "new-benefit": "/innovation/benefits/new",
        "appraisals": "/innovation/appraisals",
        "appraisal": f"/innovation/appraisals/{first_id('appraisal')}",
        "new-appraisal": "/innovation/appraisals/new",
    }
    with visit(browser, figures_server, width=width) as seen:
        seen.sign_in(DIRECTOR)
        wrong = {}
        for name, path in pages.items():
            page = seen.go(path)
            wrong[name] = faults(page)
            assert len(gzip.compress(page.content().encode(), 6)) < HTML_BUDGET, name
            picture(page, f"{name}-{width}")
        assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("width", "javascript"), [(DESKTOP, True), (PHONE, False)])
def test_a_plan_is_asked_for_and_comes(browser: Browser, figures_server: str, width: int, javascript: bool) -> None:
    with visit(browser, figures_server, width=width, javascript=javascript) as seen:
        seen.sign_in(DIRECTOR)
        page = seen.go(f"/pooling/needs/{POOL}")
        page.get_by_role("button", name="Work out a plan").click()
        expect(page.get_by_text("a good one is here within seconds")).to_be_visible()
        assert make_plans() == 1
        if not javascript:
            page.get_by_role("link", name="Look again").click()
        expect(page.get_by_role("heading", name="Who moves when")).to_be_visible()
        expect(page.get_by_text("is saved over 7 years")).to_be_visible()
        if javascript:
            assert faults(page) == []
            picture(page, f"move-plan-{width}")
        assert len(gzip.compress(page.content().encode(), 6)) < HTML_BUDGET


def test_a_twin_is_shown_before_a_bid_is_sent(browser: Browser, figures_server: str) -> None:
    with visit(browser, figures_server) as seen:
        seen.sign_in(DIRECTOR)
        page = seen.go(f"/innovation/rounds/{ROUND}/new")
        page.get_by_label("What is it called?").fill("Drones that find missing people")
        page.get_by_label("What is the idea").fill("A drone with a thermal camera looks for missing people at night.")
        page.get_by_label("Idea", exact=True).check()
        for label, amount in (
            ("How much do you ask for?", "£10k"),
            ("at the low end", "1"),
            ("Most likely", "2"),
            ("At the high end", "3"),
        ):
            page.get_by_label(label).fill(amount)
        page.get_by_label("How likely is it").fill("50")
        page.get_by_label("Every force, commissioner and national body").check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="This may be done already")).to_be_visible()
        assert faults(page) == []
        seen.complaints.clear()  # a warning answers 422, which the browser calls an error
        page.get_by_label("mine is another thing").check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", level=1, name="Drones that find missing people")).to_be_visible()
