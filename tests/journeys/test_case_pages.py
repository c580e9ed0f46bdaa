"""The pages of investigations and of a person in depth: nothing wrong with any of them at a desk or on a phone, scripts or none; light, and sent again."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit

SERGEANT, ANALYST = "PS 418 Gwen Pritchard", "Intelligence analyst Marek Zielak"
HTML_BUDGET = 60_000


@dataclass(frozen=True)
class Places:
    """Records of the story by what they are."""

    assault: UUID
    victim: UUID
    domestic: UUID
    katie: UUID
    jordan: UUID


@pytest.fixture(scope="module")
def places(module_millshire: str) -> Iterator[Places]:
    """The two investigations of the story, their victims, and Jordan Marsh."""

    def one(query: str) -> UUID:
        with connections["ingest"].cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]

    by_key = "SELECT id FROM sources_record WHERE feed = 'millshire-crime' AND source_key = '{}'"
    keys = ("crime:44/0900417/26", "party:44/0900417/26:2", "crime:44/0900733/26", "party:44/0900733/26:1", "party:44/0900417/26:1")
    yield Places(*(one(by_key.format(key)) for key in keys))
    connections.close_all()


def paths(places: Places) -> dict[str, tuple[str, str]]:
    case, katie = f"/cases/{places.assault}", f"/people/{places.katie}"
    return {
        "case": (SERGEANT, case),
        "case-domestic": (ANALYST, f"/cases/{places.domestic}"),
        "shift": (SERGEANT, "/shift"),
        "victims": (SERGEANT, "/victims"),
        "case-plan": (SERGEANT, f"{case}/plan"),
        "case-give": (SERGEANT, f"{case}/allocate"),
        "needs": (SERGEANT, f"{case}/victims/{places.victim}/needs"),
        "contact": (SERGEANT, f"{case}/victims/{places.victim}/contact"),
        "minor": (SERGEANT, "/minor"),
        "minor-times": (SERGEANT, "/minor/times"),
        "intelligence": (ANALYST, "/intelligence"),
        "hand-in": (SERGEANT, f"/intelligence/from/{places.assault}"),
        "protection": (ANALYST, f"{katie}#protection"),
        "chart": (ANALYST, f"/people/{places.jordan}/chart?open={places.assault}"),
        "path": (ANALYST, f"/people/{places.jordan}/path?to={places.victim}"),
        "where": (ANALYST, f"/people/{places.jordan}/where"),
        "choose": (ANALYST, f"/people/{places.jordan}/choose?detail=Address"),
    }


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_nothing_is_wrong_with_any_page(browser: Browser, live_server: str, places: Places, width: int) -> None:
    wrong = {}
    for who in (SERGEANT, ANALYST):
        with visit(browser, live_server, width=width) as seen:
            seen.begin(who)
            for name, (reader, path) in paths(places).items():
                if reader == who:
                    page = seen.go(path)
                    assert len(gzip.compress(page.content().encode())) < HTML_BUDGET
                    wrong |= {name: found} if (found := faults(page)) else {}
                    picture(page, f"{name}-{width}")
    assert wrong == {}


def test_a_case_is_all_there_without_scripts(browser: Browser, live_server: str, places: Places) -> None:
    with visit(browser, live_server, javascript=False) as seen:
        seen.begin(SERGEANT)
        page = seen.go(f"/cases/{places.assault}")
        expect(page.get_by_role("heading", name="Victims")).to_be_visible()
        expect(page.get_by_text("Voluntary attendance before arrest").first).to_be_visible()


def test_a_form_waits_for_the_connection_and_is_sent_by_itself(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server, width=PHONE) as seen:
        seen.begin(SERGEANT)
        page = seen.go("/minor")
        page.get_by_label("Theft from a shop").check()
        page.get_by_label("Where").fill("Corner shop, Market Street")
        page.get_by_label("What happened").fill("Took two bottles of wine")
        page.get_by_label("Camera or door bell").check()
        seen.context.set_offline(True)
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_role("status").last).to_contain_text("No connection")
        seen.complaints.clear()  # the browser says that it is offline, which is the point
        seen.context.set_offline(False)
        expect(page.get_by_role("heading", name="Recorded: Theft from a shop")).to_be_visible()
        seen.complaints.clear()
