"""Before an idle session ends the page says so and can keep it; when it has ended the page leads to the door, and what was typed is there afterwards."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, expect

from tests.journeys.browser import DESKTOP, PHONE, faults, picture, visit
from tests.journeys.test_replay_pages import name_of
from tests.stewardship.test_queries import record_ids

FORM = "/purpose"


def idle_for(minutes: float) -> None:
    """Puts the last request of every session this far back."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE sec.session SET seen_at = now() - %s", [timedelta(minutes=minutes)])


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_warning_comes_and_one_press_keeps_the_session(browser: Browser, live_server: str, width: int) -> None:
    with visit(browser, live_server, width=width) as seen:
        seen.page.clock.install()
        seen.sign_in(name_of("response"))
        page = seen.go(FORM)
        warning = page.get_by_role("alert").filter(has_text="You will be signed out")
        expect(warning).to_be_hidden()
        idle_for(settings.BEATBOOK_IDLE_MINUTES - 4)
        page.clock.fast_forward(timedelta(minutes=settings.BEATBOOK_IDLE_MINUTES - 4) // timedelta(milliseconds=1))
        expect(warning).to_contain_text(re.compile("4 minutes"))
        assert faults(page) == []
        picture(page, f"time-out-{width}", whole=False)
        page.get_by_role("button", name="Stay signed in").click()
        expect(warning).to_be_hidden()


def test_when_it_has_ended_the_page_leads_to_the_door_and_back_and_what_was_typed_is_there(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        seen.page.clock.install()
        seen.begin(name_of("response"))
        page = seen.go("/minor")
        page.get_by_label("What happened").press_sequentially("seen by the gate")
        idle_for(settings.BEATBOOK_IDLE_MINUTES + 1)
        page.clock.fast_forward(timedelta(minutes=settings.BEATBOOK_IDLE_MINUTES) // timedelta(milliseconds=1))
        page.wait_for_url(re.compile("/sign-in"))
        expect(page.get_by_text("You were signed out")).to_be_visible()
        page.get_by_role("button", name=name_of("response")).click()
        page.wait_for_url(re.compile("/minor"))
        expect(page.get_by_label("What happened")).to_have_value("seen by the gate")


def test_a_form_that_is_sent_too_late_is_not_lost(browser: Browser, live_server: str) -> None:
    with visit(browser, live_server) as seen:
        seen.begin(name_of("response"))
        page = seen.go("/minor")
        page.get_by_label("What happened").press_sequentially("bicycle gone from the rack")
        idle_for(settings.BEATBOOK_IDLE_MINUTES + 1)
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("You were signed out")).to_be_visible()
        page.get_by_role("button", name=name_of("response")).click()
        expect(page.get_by_label("What happened")).to_have_value("bicycle gone from the rack")


def test_a_page_that_only_follows_news_warns_too_and_shows_nothing_once_it_has_ended(browser: Browser, live_server: str) -> None:
    """What the page asks by itself is no use of the session: nobody need be there. So it must say so in time, and never stand there as if it were live."""
    with visit(browser, live_server) as seen:
        seen.page.clock.install()
        seen.begin(name_of("response"))
        person = record_ids("= ANY", "response", 1)[0]
        with seen.page.expect_request(re.compile("/live")) as stream:
            page = seen.go(f"/people/{person}")
        assert stream.value.headers["accept"] == "text/event-stream"
        warning = page.get_by_role("alert").filter(has_text="You will be signed out")
        idle_for(settings.BEATBOOK_IDLE_MINUTES - 4)
        page.clock.fast_forward(timedelta(minutes=settings.BEATBOOK_IDLE_MINUTES - 4) // timedelta(milliseconds=1))
        expect(warning).to_contain_text(re.compile("4 minutes"))
        idle_for(settings.BEATBOOK_IDLE_MINUTES + 1)
        page.clock.fast_forward(timedelta(minutes=5) // timedelta(milliseconds=1))
        page.wait_for_url(re.compile("/sign-in"))
        expect(page.get_by_text("You were signed out")).to_be_visible()
        expect(page.get_by_text("Timeline")).to_have_count(0)
        seen.complaints.clear()  # the browser counts the end of the stream as an error
