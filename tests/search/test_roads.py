"""One set by every road: page, staff API, command line and file give the same viewer the same results."""

import csv
import json
import re

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client

from beatbook.access.actions import mint_token, sign_in
from beatbook.access.permissions import Tool
from beatbook.audit.actions import start_task
from beatbook.config.commands.search import search as command

WHY = {"Beatbook-Purpose": "Investigating a crime", "Beatbook-Reference": "44/0000001/26"}
ASKED = ("q=marsh", "q=burglary&kind=event&sort=newest", "q=market+quarter&page=2", "q=ZZ1+4FR&kind=person", "q=nothing+such+qqzz")


def shown_by_page(client: Client, query: str) -> list[str]:
    """Ids in the order of the page."""
    body = client.get(f"/search?{query}").content.decode()
    return re.findall(r'href="/(?:people|events|records)/([0-9a-f-]{36})"', body.partition('id="results"')[2])


def shown_by_api(username: str, query: str) -> dict:
    """What the API answers."""
    token = mint_token(sign_in(username), "program", [Tool.SEARCH], days=1)
    return Client().get(f"/staff-api/v1/search?{query}", headers={**WHY, "Authorization": f"Bearer {token}"}).json()


def shown_by_command(username: str, query: str, monkeypatch: pytest.MonkeyPatch) -> dict:
    """What the command prints."""
    monkeypatch.setattr("beatbook.config.commands.search.open_beatbook", lambda: None)
    given = dict(part.split("=") for part in query.split("&"))
    words = given.pop("q").replace("+", " ")
    options = [one for name, value in given.items() for one in (f"--{name}", value)]
    why = ["--purpose", WHY["Beatbook-Purpose"], "--reference", WHY["Beatbook-Reference"]]
    run = CliRunner().invoke(command, [words, "--as", username, "--json", *why, *options], catch_exceptions=False)
    return json.loads(run.output)


@pytest.mark.parametrize("username", ["investigator", "partner"])
def test_every_road_gives_the_same_set_in_the_same_order(module_millshire: str, monkeypatch: pytest.MonkeyPatch, username: str) -> None:
    client = Client()
    viewer = sign_in(username)
    start_task(viewer=viewer, purpose=WHY["Beatbook-Purpose"], reference=WHY["Beatbook-Reference"])
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    for query in ASKED:
        api = shown_by_api(username, query)
        assert shown_by_command(username, query, monkeypatch) == api
        assert shown_by_page(client, query) == [one["id"] for part in ("people", "events", "things") for one in api[part]]


def test_the_file_holds_every_page(module_millshire: str) -> None:
    client, viewer = Client(), sign_in("investigator")
    start_task(viewer=viewer, purpose=WHY["Beatbook-Purpose"], reference=WHY["Beatbook-Reference"])
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    rows = list(csv.reader(client.get("/search/results.csv?q=market+quarter").content.decode().splitlines()))
    assert len([row for row in rows if len(row) > 5]) - 1 == shown_by_api("investigator", "q=market+quarter")["total"]


HOSTILE = (
    "x" * 10_000,
    "%" * 50,
    "_" * 50,
    "*",
    "'; DROP TABLE sources_record; --",
    "<script>alert(1)</script>",
    "\u202emarsh\u202c",
    "e" + "\u0301" * 500,
    "🙂",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_questions_are_answered_quietly(module_millshire: str, typed: str) -> None:
    client, viewer = Client(), sign_in("investigator")
    start_task(viewer=viewer, purpose=WHY["Beatbook-Purpose"], reference=WHY["Beatbook-Reference"])
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    answer = client.get("/search", {"q": typed})
    assert answer.status_code == 200 and b"<script>alert" not in answer.content
    assert client.get("/search/results.csv", {"q": typed}).status_code == 200
