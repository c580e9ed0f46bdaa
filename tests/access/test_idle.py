"""A browser's session ends when nobody asks for anything; what a page does by itself is nobody's asking; tokens and jobs go on."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from beatbook.access.actions import mint_token, public_viewer, resume, resume_program, sessions, sign_in
from beatbook.access.permissions import Tool
from beatbook.accounts.actions import enter
from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Viewer

FOLLOWING = ({"Beatbook-Follows": "1"}, {"Accept": "text/event-stream"})


@pytest.fixture(autouse=True)
def _written_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request is written, not one in thirty seconds."""
    monkeypatch.setattr(sessions, "WRITTEN_EACH_S", 0.0)


def idle_for(minutes: float) -> None:
    """Puts the last request of every session this far back."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE sec.session SET seen_at = now() - %s", [timedelta(minutes=minutes)])


def idle_after(viewer: Viewer) -> timedelta | None:
    """What the database keeps of this session's limit."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT idle_after FROM sec.session WHERE token_hash = %s", [sessions.hash_of(viewer.token)])
        found: timedelta | None = cursor.fetchone()[0]
    return found


def browser_of(viewer: Viewer) -> Client:
    """A browser that shows this viewer's cookie."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return client


def test_an_idle_session_is_over_for_every_page_and_every_policy(module_millshire: str) -> None:
    viewer = sign_in("analyst", idle_minutes=30)
    idle_for(29)
    assert resume(viewer.token) is not None
    idle_for(31)
    assert resume(viewer.token) is None
    with viewing(viewer) as cursor:
        cursor.execute("SELECT count(*) FROM sources_record")
        assert cursor.fetchone() == (0,)


def test_a_request_begins_the_time_anew_and_what_a_page_does_by_itself_does_not(module_millshire: str) -> None:
    viewer = sign_in("response", idle_minutes=30)
    client = browser_of(viewer)
    idle_for(20)
    for headers in FOLLOWING:
        client.get("/accessibility", headers=headers)
    idle_left = client.get("/time-left", headers=FOLLOWING[0]).json()["seconds"]
    assert 9 * 60 < idle_left <= 10 * 60
    client.get("/accessibility")
    assert client.get("/time-left", headers=FOLLOWING[0]).json()["seconds"] > 29 * 60


def test_a_search_that_is_followed_ends_with_the_session(module_millshire: str) -> None:
    viewer = sign_in("response", idle_minutes=30)
    client = browser_of(viewer)
    client.post("/purpose", {"purpose": "Investigating a crime", "reference": "44/0000001/26", "next": "/"})
    assert client.get("/search/live", {"q": "marsh"}, headers=FOLLOWING[1]).status_code == 200
    idle_for(31)
    assert client.get("/search/live", {"q": "marsh"}, headers=FOLLOWING[1]).status_code != 200


def test_tokens_and_named_jobs_have_no_such_time(module_millshire: str) -> None:
    token = mint_token(sign_in("response"), "the rota", [Tool.SEARCH], days=7)
    public = public_viewer()
    idle_for(24 * 60)
    assert resume_program(token) is not None and resume(public.token) is not None


def test_both_doors_give_sessions_that_end_idle(module_millshire: str) -> None:
    client = Client()
    client.post("/sign-in", {"username": "response"})
    by_demonstration = resume(client.cookies[settings.SESSION_COOKIE].value)
    assert by_demonstration is not None
    wanted = timedelta(minutes=settings.BEATBOOK_IDLE_MINUTES)
    assert idle_after(by_demonstration) == idle_after(enter("response")) == wanted


def test_a_stranger_has_no_time_left() -> None:
    assert Client().get("/time-left").json() == {"seconds": None}


@pytest.mark.parametrize("path", ["/search?q=marsh", "/people/00000000-0000-0000-0000-000000000001", "/no-such-page"])
def test_after_the_end_every_page_that_is_not_open_leads_to_the_door_and_back(module_millshire: str, path: str) -> None:
    client = browser_of(sign_in("response", idle_minutes=30))
    idle_for(31)
    answer = client.get(path)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in?ended=&next=%2F")
    door = client.get(answer["Location"]).content.decode()
    assert "You were signed out" in door
    assert client.post("/sign-in", {"username": "response", "next": path})["Location"] == path


@pytest.mark.parametrize("typed", ["https://evil.invalid/", "//evil.invalid", "javascript:alert(1)", "/\\evil.invalid", "search"])
def test_the_door_leads_to_no_other_site(module_millshire: str, typed: str) -> None:
    assert Client().post("/sign-in", {"username": "response", "next": typed})["Location"] == "/"


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(module_millshire: str) -> None:
    client = browser_of(sign_in("response", idle_minutes=30))
    idle_for(31)
    answer = client.post("/review/1", {}, headers={"Referer": "http://testserver/minor?x=1"})
    assert answer["Location"] == "/sign-in?ended=&next=%2Fminor%3Fx%3D1"
