"""The law for programs: the same calls, made up by schemathesis from the description, answer the same from a database with everything and from one that
holds only what the caller may see. Ids of the world, hidden ones among them, stand in for half of those that are made up.
"""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from beatbook.access.actions import mint_token
from beatbook.access.permissions import scopes_for
from beatbook.db.connections import Cluster
from tests.config.test_api_walk import OPERATIONS
from tests.databases import pointing_at
from tests.journeys.walking import WHY, changed_lines
from tests.law.observed import SEARCHES, _plain
from tests.law.twins import VIEWERS, Twin, twins, viewer_in
from tests.law.worlds import telling

EXAMPLES = 12


def calls(ids: list[str]) -> list[tuple[str, str]]:
    """(path, query) of every call that is made of both."""
    found: list[tuple[str, str]] = []

    def ask(operation) -> None:
        @given(st.data())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        def one(data: st.DataObject) -> None:
            case = data.draw(operation.as_strategy())
            if "record_id" in (case.path_parameters or {}) and data.draw(st.booleans()):
                case.path_parameters["record_id"] = data.draw(st.sampled_from(ids))
            query = {name: str(value) for name, value in (case.query or {}).items()}
            if "q" in query and data.draw(st.booleans()):
                query["q"] = data.draw(st.sampled_from(SEARCHES))
            found.append((case.formatted_path, urlencode(query, errors="replace")))

        one()

    for operation in OPERATIONS:
        if operation.method.upper() == "GET":
            ask(operation)
    paths = [(f"/staff-api/v1/{kind}/{one}", "") for one in ids for kind in ("people", "events", "records", "cases")]
    return [*dict.fromkeys([*found, *paths])]


def answers(twin: Twin, name: str, asked: list[tuple[str, str]], known: set[bytes]) -> dict[tuple[str, str], bytes]:
    """Status, headers but for the length, and body of each call."""
    with pointing_at(twin.name):
        viewer = viewer_in(twin, name)
        token = mint_token(viewer, "walker", scopes_for(viewer), days=1)
        program = Client(headers={**WHY, "Authorization": f"Bearer {token}"}, raise_request_exception=False)
        found = {}
        for path, query in asked:
            answer = program.get(path, QUERY_STRING=query)
            headers = sorted((key, value) for key, value in answer.headers.items() if key != "Content-Length")
            found[path, query] = _plain(f"{answer.status_code} {headers}\n".encode() + answer.content, known)
        return found


@pytest.mark.parametrize("name", VIEWERS)
def test_made_up_calls_answer_the_same_with_and_without_what_is_hidden(name: str, cluster: Cluster, law_base: str, tmp_path: Path) -> None:
    with twins(cluster, law_base, telling(), VIEWERS[name], tmp_path) as (full, part):
        ids = sorted(str(one) for one in full.ids.values())
        known = {one.encode() for one in ids}
        asked = calls(ids)
        whole, own = answers(full, name, asked, known), answers(part, name, asked, known)
    assert len(asked) > 60 and sum(body.startswith(b"200") for body in own.values()) >= 10
    assert not any(body.startswith(b"500") for body in whole.values())
    assert {one: changed_lines(own[one], whole[one]) for one in asked if own[one] != whole[one]} == {}
