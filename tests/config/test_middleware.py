"""Requests that are refused before a view sees them: too many pages in one person's name, and files in which a scanner finds something."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client, override_settings

from beatbook.access.actions import mint_token, sign_in
from beatbook.access.permissions import Tool
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from tests.web.test_virus_scanner import SIGNATURE, a_scanner

FEW = "0.001/3"
GONE = "tcp://127.0.0.1:9"


def browser_of(username: str) -> Client:
    """A browser in which this demonstration person is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = sign_in(username).token
    return client


def last_denial() -> tuple[str, str]:
    """Address name and detail of the newest denial in the log."""
    with connections["sealer"].cursor() as cursor:
        cursor.execute("SELECT route, detail::text FROM audit_event WHERE kind = 'denial' ORDER BY at DESC LIMIT 1")
        route, detail = cursor.fetchone()
    return str(route), str(detail)


@pytest.fixture
def _few_pages() -> Iterator[None]:
    """Three pages, and then one each thousand seconds; counted in a file that no other test shares."""
    counted = settings.BEATBOOK_HOME / "pages-counted"
    counted.unlink(missing_ok=True)
    with override_settings(BEATBOOK_PAGE_LIMIT=FEW):
        yield
    counted.unlink(missing_ok=True)


@pytest.mark.usefixtures("_few_pages")
def test_too_many_pages_in_one_name_are_refused_with_when_to_come_back_and_logged(module_millshire: str) -> None:
    first, second = browser_of("response"), browser_of("response")
    assert [first.get("/tokens").status_code, first.get("/tokens").status_code, second.get("/tokens").status_code] == [200] * 3
    refused = second.get("/tokens")  # another browser, the same person, and another process of the same machine would count alike
    assert refused.status_code == 429 and int(refused["Retry-After"]) == 20_000
    assert "Wait 20000 seconds" in refused.content.decode()
    route, detail = last_denial()
    assert route == "tokens" and FEW in detail
    assert browser_of("analyst").get("/tokens").status_code == 200


@pytest.mark.usefixtures("_few_pages")
def test_strangers_and_programs_are_not_counted_among_pages(module_millshire: str) -> None:
    token = mint_token(sign_in("response"), "a program", [Tool.SEARCH], days=7)
    why = {"Beatbook-Purpose": "Investigating a crime", "Beatbook-Reference": "44/1/26", "Authorization": f"Bearer {token}"}
    assert {Client().get("/accessibility").status_code for _ in range(5)} == {200}
    assert {Client().get("/staff-api/v1/search", {"q": "marsh"}, headers=why).status_code for _ in range(5)} == {200}


def test_the_usual_limit_is_far_above_what_a_person_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    from beatbook.web.limiter import limiter_from

    limiter = limiter_from("2/120", setting="BEATBOOK_PAGE_LIMIT")
    now = time.monotonic()
    assert limiter is not None
    assert all(limiter.lets_pass("somebody", now + second) for second in range(3_600))  # a page each second, for an hour


def bring_in(client: Client, content: bytes):  # type: ignore[no-untyped-def]
    """Sends a file to the page that takes portfolios."""
    file = SimpleUploadedFile("portfolio.csv", content)
    return client.post("/technology/bring-in", {"kind": "portfolio", "visibility": "owner", "file": file})


def kept() -> int:
    """How many files were kept."""
    with administrator(cluster_of_settings(), settings.BEATBOOK_DATABASE_NAME) as connection:
        found = connection.execute("SELECT count(*) FROM technology_submission").fetchone()
    assert found is not None
    return int(found[0])


def test_a_file_in_which_the_scanner_finds_something_is_not_taken(module_millshire: str) -> None:
    client, before = browser_of("technology"), kept()
    with a_scanner() as address, override_settings(BEATBOOK_VIRUS_SCANNER=address):
        assert "A virus scanner looks at it first" in client.get("/technology/bring-in").content.decode()
        refused = bring_in(client, b"name,cost\n" + SIGNATURE)
        assert refused.status_code == 422 and "Made-Up-Signature" in refused.content.decode()
        assert kept() == before and "Made-Up-Signature" in last_denial()[1]
        assert bring_in(client, b"Name,Annual cost\nNiche,100\n").status_code == 302
    assert kept() == before + 1


def test_without_a_verdict_no_file_is_taken(module_millshire: str) -> None:
    client, before = browser_of("technology"), kept()
    with override_settings(BEATBOOK_VIRUS_SCANNER=GONE):
        refused = bring_in(client, b"Name,Annual cost\nNiche,100\n")
    assert refused.status_code == 503 and "cannot be asked" in refused.content.decode()
    assert kept() == before


def test_where_no_scanner_is_connected_the_page_says_so(module_millshire: str) -> None:
    assert "No virus scanner is connected" in browser_of("technology").get("/technology/bring-in").content.decode()
