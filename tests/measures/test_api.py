"""Measures for programs: the figures of the pages, at every level, with exactly their records, for whoever the token names."""

from functools import cache
from typing import Any

import pytest
from django.test import Client

from beatbook.access.actions import mint_token, sign_in
from beatbook.access.permissions import Tool

pytestmark = pytest.mark.usefixtures("module_millshire")
API = "/staff-api/v1/measures"
WHY = {"Beatbook-Purpose": "Intelligence research", "Beatbook-Reference": "IR/26/000001"}
PLACES = ("force=millshire", "force=millshire&area=MSA1", "force=millshire&neighbourhood=MS02", "force=millshire&neighbourhood=unknown")


@cache
def token_of(username: str, scope: Tool) -> str:
    """One token a person and scope: at most ten stand at a time."""
    return mint_token(sign_in(username), "figures", [scope], days=1)


def program(username: str, scope: Tool = Tool.MEASURES, **headers: str) -> Client:
    return Client(headers={**headers, "Authorization": f"Bearer {token_of(username, scope)}"})


def asked(client: Client, question: str) -> Any:
    answer = client.get(f"{API}{question}")
    assert answer.status_code == 200, (question, answer.content)
    return answer.json()


@pytest.mark.parametrize("username", ["analyst", "response"])
@pytest.mark.parametrize("place", PLACES)
def test_a_figure_is_the_number_of_the_records_that_it_opens(username: str, place: str) -> None:
    client = program(username, **WHY)
    for code in ("F1", "D1", "T1"):
        figure = asked(client, f"/{code}/figure?{place}")
        for part in ("numerator", "denominator"):
            found = asked(client, f"/{code}/records?{place}&part={part}")
            ids = set(found["ids"])
            for page in range(2, found["total"] // 100 + 2):
                ids |= set(asked(client, f"/{code}/records?{place}&part={part}&page={page}")["ids"])
            assert len(ids) == found["total"] == figure[part]


def test_parts_and_what_lies_in_none_add_up_to_the_whole_and_so_do_the_months() -> None:
    client = program("analyst")
    whole = asked(client, "/D1/figure?force=millshire")
    assert whole["numerator"] > 50
    for level in ("area", "neighbourhood"):
        parts = asked(client, f"/D1/parts?force=millshire&level={level}")
        assert sum(part["numerator"] for part in parts) == whole["numerator"]
    months = asked(client, f"/D1/months?force=millshire&from={whole['first'][:7]}&to={whole['last'][:7]}")["months"]
    assert len(months) == 12 and sum(month["figure"]["numerator"] for month in months) == whole["numerator"]


def test_two_viewers_have_two_figures_and_each_opens_their_own() -> None:
    seen = [asked(program(username), "/F1/figure?force=millshire")["denominator"] for username in ("analyst", "response")]
    assert seen[0] > seen[1] > 0


def test_a_definition_comes_in_words_and_as_its_file() -> None:
    found = asked(program("analyst"), "/D1?version=1")
    assert found["words"]["The question"] == found["question"] and 'code = "D1"' in found["file"]
    assert [one["code"] for one in asked(program("analyst"), "")] == sorted(one["code"] for one in asked(program("analyst"), ""))


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("/NONE/figure", 404),
        ("/D1?version=99", 404),
        ("/D1/parts?level=street", 404),
        ("/D1/figure?from=2026-13", 422),
        ("/D1/figure?from=2026-10&to=2026-01", 422),
        ("/D1/figure?from=lately", 422),
        ("/D1/records?part=all", 422),
        ("/D1/figure?version=0", 422),
    ],
)
def test_what_cannot_be_asked_is_a_problem_in_words(question: str, status: int) -> None:
    answer = program("analyst", **WHY).get(f"{API}{question}")
    assert answer.status_code == status and answer["Content-Type"] == "application/problem+json"


def test_records_want_a_purpose_and_every_call_a_token_that_carries_measures() -> None:
    assert program("analyst").get(f"{API}/D1/records?force=millshire").status_code == 422
    assert program("analyst", Tool.SEARCH).get(f"{API}/D1/figure?force=millshire").status_code == 404
    assert Client().get(f"{API}/D1/figure").status_code == 401
