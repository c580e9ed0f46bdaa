"""The staff API as its OpenAPI document describes it: schemathesis asks what nobody thought of, and every answer is as described."""

import json
import warnings
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

with warnings.catch_warnings():  # what it is built on still uses what newer versions call old
    warnings.simplefilter("ignore")
    import schemathesis

from beatbook.access.actions import mint_token, sign_in
from beatbook.access.permissions import scopes_for
from beatbook.config.api import api

EXAMPLES = 10
DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/staff-api/v1/"), default=str))
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()]


@pytest.fixture(scope="module")
def program(module_millshire: str) -> Client:
    """A program with an investigator's token, which says why it asks."""
    viewer = sign_in("investigator")
    token = mint_token(viewer, "walker", scopes_for(viewer), days=1)
    why = {"Beatbook-Purpose": "Investigating a crime", "Beatbook-Reference": "44/0000001/26"}
    return Client(headers={"Authorization": f"Bearer {token}", **why})


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_as_described(operation, program: Client) -> None:
    """Whatever is asked within the description is answered by a status and a body that the description names, never by a failure of ours."""

    @given(st.data())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy())
        path = case.formatted_path
        answer = program.generic(case.method, path, QUERY_STRING=_query(case.query))
        described = operation.definition.raw["responses"]
        assert str(answer.status_code) in {str(status) for status in described}, (path, case.query, answer.status_code)
        if answer.status_code >= 400:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code
        else:
            assert answer.json() is not None

    ask()


def _query(given_query) -> str:
    return urlencode({name: str(value) for name, value in (given_query or {}).items()}, errors="replace")


def test_there_is_something_to_walk() -> None:
    """A walk over nothing would pass."""
    assert len(OPERATIONS) >= 6
    assert all("x-scope" in operation.definition.raw for operation in OPERATIONS)
