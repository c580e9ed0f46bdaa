"""The pages of suppliers and contracts, at a desk and on a phone: nothing wrong with any, small enough; a reply is written down and a figure opens it."""

import gzip
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect

from beatbook.access.actions import sign_in
from beatbook.config.demonstration_suppliers import load_suppliers
from beatbook.suppliers.queries import contracts, fee_content, suppliers
from tests.journeys.browser import DESKTOP, PHONE, faults, picture, serving, visit
from tests.pooling.rooms import prepare

HTML_BUDGET = 60_000  # bytes of any page alone, as compressed on its way
DIRECTOR = "Director of technology Esi Morgan"


@pytest.fixture(scope="module")
def suppliers_server(module_database: str) -> Iterator[str]:
    """The server on the room as the demonstration fills it, without the county."""
    prepare()
    load_suppliers(small=False)
    connections.close_all()
    with serving({"BEATBOOK_DATABASE_NAME": module_database}) as address:
        yield address


def with_fee() -> str:
    """The address of a contract whose fee follows its readings."""
    viewer = sign_in("technology")
    return next(f"/suppliers/contracts/{one.id}" for one in contracts(viewer=viewer) if fee_content(one.id, viewer=viewer))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_page(browser: Browser, suppliers_server: str, width: int) -> None:
    supplier, contract = max(suppliers(viewer=sign_in("technology")), key=lambda one: len(one.contracts)), with_fee()
    pages = {
        "suppliers": "/suppliers",
        "contracts": "/suppliers/contracts",
        "contracts-of-one": "/suppliers/contracts?buyer=millshire",
        "suppliers-left-out": "/suppliers/left-out",
        "supplier": f"/suppliers/{supplier.id}",
        "scorecard": f"/suppliers/{supplier.id}/scorecard",
        "contract": contract,
        "fees": f"{contract}/fees",
    }
    with visit(browser, suppliers_server, width=width) as seen:
        seen.sign_in(DIRECTOR)
        wrong = {}
        for name, path in pages.items():
            page = seen.go(path)
            wrong[name] = faults(page)
            assert len(gzip.compress(page.content().encode(), 6)) < HTML_BUDGET, name
            picture(page, f"{name}-{width}")
        page.locator("#lines tbody a").first.click()
        wrong["reading"] = faults(page)
        picture(page, f"reading-{width}")
        assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("width", "javascript"), [(DESKTOP, True), (PHONE, False)])
def test_a_figure_of_a_statement_opens_its_reading_and_a_reply_stays(
    browser: Browser, suppliers_server: str, width: int, javascript: bool
) -> None:
    with visit(browser, suppliers_server, width=width, javascript=javascript) as seen:
        seen.sign_in(DIRECTOR)
        page = seen.go(f"{with_fee()}/fees")
        expect(page.get_by_text("If nothing changed, a period of")).to_be_visible()
        page.locator("#lines tbody a").first.click()
        expect(page.get_by_role("heading", name="One reading")).to_be_visible()
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        if javascript:
            assert faults(page) == []
        seen.complaints.clear()  # a refused form answers 422, which the browser calls an error
        page.get_by_label("What was said").fill("We count the night of the move otherwise.")
        page.get_by_role("button", name="Write it down").click()
        expect(page.locator("#reading").get_by_text("We count the night of the move otherwise.").first).to_be_visible()
