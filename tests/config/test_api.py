"""The staff API answers programs as the pages answer their holder: same access, same log, errors as problems, denied as missing."""

import json

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils.html import escape

from beatbook.access.actions import end_sessions, end_token, mint_token, sign_in
from beatbook.access.permissions import Tool
from beatbook.access.queries import tokens_of
from beatbook.audit.actions import start_task
from beatbook.db.viewing import viewing
from beatbook.linkage import queries as linkage_queries
from beatbook.web.limiter import Limiter

WHY = {"Beatbook-Purpose": "Investigating a crime", "Beatbook-Reference": "44/0000001/26"}
SEARCH = "/staff-api/v1/search"
PROBLEM = "application/problem+json"


def asked(path: str, token: str, typed: str = "marsh", **headers: str):
    """One call with a token, for a purpose unless it is given otherwise."""
    return Client().get(path, {"q": typed}, headers={"Authorization": f"Bearer {token}", **(headers or WHY)})


def token_of(username: str, *tools: Tool) -> str:
    """A token of a demonstration person's."""
    return mint_token(sign_in(username), "a program", tools or (Tool.SEARCH,), days=7)


def newest_event() -> tuple:
    """Kind, purpose, reference, route and ids of what was logged last."""
    with connections["audit_reader"].cursor() as cursor:
        cursor.execute("SELECT set_config('beatbook.token', %s, false)", [sign_in("standards").token])
        cursor.execute("SELECT kind, purpose, reference, route, cardinality(record_ids) FROM audit_event ORDER BY at DESC LIMIT 1")
        return cursor.fetchone()


def test_a_call_gives_what_the_page_gives_and_is_logged_with_its_purpose(module_millshire: str) -> None:
    answer = asked(SEARCH, token_of("response"))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/json")
    assert answer.json()["total"] > 0
    kind, purpose, reference, route, shown = newest_event()
    assert (kind, purpose, reference, route) == ("search", *WHY.values(), "staff-api:api-search")
    assert shown > 0


@pytest.mark.parametrize("token", ["", "x" * 43, "no token at all"])
def test_strangers_learn_nothing(module_millshire: str, token: str) -> None:
    answer = asked(SEARCH, token)
    assert (answer.status_code, answer["Content-Type"], answer["WWW-Authenticate"]) == (401, PROBLEM, "Bearer")


def test_a_cookie_opens_nothing_in_the_api_and_a_token_nothing_on_pages(module_millshire: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = sign_in("response").token
    assert client.get(SEARCH, {"q": "marsh"}, headers=WHY).status_code == 401
    assert asked(SEARCH, sign_in("response").token).status_code == 401
    client.cookies[settings.SESSION_COOKIE] = token_of("response")
    assert client.get("/")["Location"] == "/sign-in"


def test_a_call_without_a_purpose_is_refused_and_says_which_header(module_millshire: str) -> None:
    answer = asked(SEARCH, token_of("response"), **{"Beatbook-Purpose": "Curiosity"})
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert [fault["name"] for fault in answer.json()["errors"]] == ["Beatbook-Purpose"]


def test_a_scope_that_the_token_lacks_answers_as_missing(module_millshire: str) -> None:
    denied = asked(SEARCH, token_of("response", Tool.SOURCES))
    missing = asked("/staff-api/v1/nothing", token_of("response"))
    assert (denied.status_code, denied.content, denied["Content-Type"]) == (404, missing.content, PROBLEM)
    assert missing.status_code == 404


def test_an_ended_token_is_a_strangers_and_only_its_holder_can_end_it(module_millshire: str) -> None:
    token, holder = token_of("analyst"), sign_in("analyst")
    [held] = [one for one in tokens_of(viewer=holder) if one.revoked_at is None]
    assert not end_token(sign_in("response"), held.id)
    assert asked(SEARCH, token).status_code == 200
    assert end_token(holder, held.id)
    assert asked(SEARCH, token).status_code == 401


def test_a_new_password_ends_tokens_and_one_more_session_does_not(module_millshire: str) -> None:
    token = token_of("investigator")
    end_sessions("investigator", keep=1)
    assert asked(SEARCH, token).status_code == 200
    end_sessions("investigator")
    assert asked(SEARCH, token).status_code == 401


def test_the_database_keeps_no_token(module_millshire: str) -> None:
    token = token_of("response")
    with connections["login"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sec.session s WHERE to_jsonb(s)::text LIKE %s", [f"%{token}%"])
        assert cursor.fetchone() == (0,)


def test_asking_too_often_is_refused_with_when_to_come_back(module_millshire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from beatbook.config.api import api

    monkeypatch.setattr(api.throttle[0], "limiter", Limiter(1 / 30, 2))
    token = token_of("sergeant")
    answers = [asked(SEARCH, token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60 and answers[-1]["Content-Type"] == PROBLEM


def test_a_method_that_is_not_there_and_a_nul_are_problems(module_millshire: str) -> None:
    token = token_of("response")
    wrong = Client().post(SEARCH, {}, headers={"Authorization": f"Bearer {token}", **WHY})
    assert (wrong.status_code, wrong["Content-Type"], wrong["Allow"]) == (405, PROBLEM, "GET")
    assert (asked(SEARCH, token, "a\0b").status_code, asked(SEARCH, token, "a\0b")["Content-Type"]) == (400, PROBLEM)


def test_the_description_says_what_each_call_needs(module_millshire: str) -> None:
    document = json.loads(Client().get("/staff-api/v1/openapi.json").content)
    call = document["paths"]["/staff-api/v1/search"]["get"]
    assert {"q", "Beatbook-Purpose", "Beatbook-Reference"} <= {one["name"] for one in call["parameters"]}
    assert {"401", "404", "422", "429"} <= set(call["responses"]) and call["x-scope"] == "search"
    page = Client().get("/staff-api/v1/docs").content.decode()
    assert "GET /staff-api/v1/search" in page and "<script" not in page.partition("<main")[2]


def an_id(kind: str, condition: str = "true") -> str:
    """A record of this kind that the analyst sees."""
    viewer = sign_in("analyst")
    with viewing(viewer) as cursor:
        cursor.execute(
            f"SELECT r.id FROM sources_record r WHERE r.kind = %s AND NOT r.withdrawn AND {condition} ORDER BY r.id LIMIT 1", [kind]
        )
        return str(cursor.fetchone()[0])


def test_an_investigation_is_answered_as_its_page_shows_it_and_logged(module_millshire: str) -> None:
    token = token_of("analyst")
    crime = an_id("event", "r.content ->> 'event_type' = 'crime'")
    answer = asked(f"/staff-api/v1/cases/{crime}", token)
    assert answer.status_code == 200 and newest_event()[0] == "consultation"
    found = answer.json()
    client = Client()
    viewer = sign_in("analyst")
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    page = client.get(f"/cases/{crime}?all").content.decode()
    assert found["events"] and found["number"] in page and all(escape(person["name"]) in page for person in found["people"])
    assert asked(f"/staff-api/v1/cases/{an_id('person')}", token).status_code == 404


def test_a_person_cut_at_the_most_records_says_so_on_the_page_and_to_programs(
    module_millshire: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of("analyst")
    person = an_id("person", "EXISTS (SELECT FROM linkage_link l WHERE l.a = r.id AND l.weight > 20)")
    viewer = sign_in("analyst")
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    words = "More records hang together here than are read at once"
    assert asked(f"/staff-api/v1/people/{person}", token).json()["complete"] is True
    assert words not in client.get(f"/people/{person}").content.decode()
    monkeypatch.setattr(linkage_queries, "MOST_RECORDS", 2)
    assert asked(f"/staff-api/v1/people/{person}", token).json()["complete"] is False
    assert words in client.get(f"/people/{person}").content.decode()
