"""A minor offence in short, and intelligence in two taps: kept once however often it is sent, timed by the server, delivered by the road out."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from beatbook.sources.actions import deliver_outbox, outbox
from beatbook.sources.adapters import registry
from beatbook.sources.feeds import Feed
from beatbook.vocabulary.viewer import Viewer
from tests.cases.world import begin, take_hidden_away
from tests.linkage.sealed_world import identifier
from tests.pole.pages import client_of
from tests.sources.worlds import LINES, file_outbox, line_feed

World = dict[str, Viewer]
TYPED = {"offence": "46", "day": "20/11/2026", "clock": "10:15", "place": "Corner shop, High Street", "postcode": "ZZ1 4FR", "value": "18.50",
         "summary": "A man took two bottles of wine", "victim": "The shop", "phone": "", "lines": "camera"}  # fmt: skip


@pytest.fixture
def world(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setitem(registry.ADAPTERS, "lines", LINES)
    return begin(tmp_path)


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Feed]:
    """A records system and an intelligence system of the force, which take files."""
    found = {
        code: line_feed(code, adapter=adapter, outbox=file_outbox(tmp_path / code))
        for code, adapter in (("records", "crime_csv"), ("intelligence", "intelligence_xml"))
    }
    monkeypatch.setattr("beatbook.cases.actions.sending.known_feeds", lambda: found)
    monkeypatch.setattr(outbox, "feed_named", found.__getitem__)
    return found


def begun(client: Client) -> str:
    found = re.search(r'name="form" value="([^"]*)"', client.get("/minor").content.decode())
    assert found is not None
    return found[1]


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_a_form_is_timed_sent_once_and_delivered(world: World, feeds: dict[str, Feed], tmp_path: Path) -> None:
    low = client_of(world["low"])
    form = begun(low)
    with connections["ingest"].cursor() as cursor:
        cursor.execute("UPDATE cases_formstart SET started_at = started_at - interval '95 seconds' WHERE id = %s", [form])
    assert low.post("/minor", TYPED | {"form": form, "summary": ""}).status_code == 422
    for _ in range(2):
        answer = low.post("/minor", TYPED | {"form": form})
        assert answer.status_code == 302
    page = text_of(low, answer["Location"])
    assert "It took 1 minute 3" in page and "On its way" in page
    assert deliver_outbox(feeds).delivered == 1
    (letter,) = (tmp_path / "records").glob("*.json")
    told = json.loads(letter.read_text())
    assert (told["kind"], told["offence_code"], told["value_pence"], told["form"]) == ("new crime", "46", 1850, form)
    assert "Delivered" in text_of(low, answer["Location"])
    assert "1 form so far" in text_of(low, "/minor/times")


def test_nobody_sends_another_s_form_and_a_form_never_begun_is_refused(world: World, feeds: dict[str, Feed]) -> None:
    low, other = client_of(world["low"]), client_of(world["other"])
    for form in (begun(other), str(uuid4()), "nothing"):
        answer = low.post("/minor", TYPED | {"form": form})
        assert answer.status_code == 422 and "Begin the form again" in answer.content.decode()


def test_a_form_of_a_force_without_a_records_system_says_so(world: World) -> None:
    low = client_of(world["low"])
    answer = low.post("/minor", TYPED | {"form": begun(low)})
    assert answer.status_code == 422 and "no such system here with a road back" in answer.content.decode()


def test_intelligence_takes_two_taps_and_finds_an_owner(world: World, feeds: dict[str, Feed], tmp_path: Path) -> None:
    low, analyst = client_of(world["low"]), client_of(world["analyst"])
    first = f"/intelligence/from/{identifier('log')}"
    assert first in text_of(low, f"/events/{identifier('log')}")
    typed = {"words": "The knife is sold from a van on Fridays", "source": "2", "information": "D"}
    answers = [low.post(first, typed) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert "Nobody has acknowledged it yet" in text_of(low, answers[0]["Location"])
    assert "1 submission waits" in text_of(analyst, "/intelligence")
    assert low.post(f"{answers[0]['Location']}/own").status_code == 404
    assert analyst.post(f"{answers[0]['Location']}/own").status_code == 302
    assert "owned by Analyst 4" in text_of(low, answers[0]["Location"])
    assert deliver_outbox(feeds).delivered == 1
    (letter,) = (tmp_path / "intelligence").glob("*.json")
    assert json.loads(letter.read_text())["text"] == typed["words"]
    assert low.post(first, typed | {"words": "van"}).status_code == 422
    assert (
        low.get(f"/intelligence/from/{identifier('hidden arrest')}").status_code
        == low.get(f"/intelligence/from/{uuid4()}").status_code
        == 404
    )


def test_what_others_hand_in_about_the_hidden_leaves_no_trace(world: World, feeds: dict[str, Feed]) -> None:
    low, high = client_of(world["low"]), client_of(world["high"])
    typed = {"words": "She hides at her sister's", "source": "1", "information": "A"}
    secret = high.post(f"/intelligence/from/{identifier('hidden arrest')}", typed)["Location"]
    low.post(f"/intelligence/from/{identifier('log')}", typed | {"words": "Seen near the shop again"})
    paths = ("/intelligence", secret, f"/events/{identifier('log')}", "/minor/times")
    before = [low.get(path) for path in paths]
    assert [answer.status_code for answer in before] == [200, 404, 200, 200] and b"sister" not in b"".join(
        answer.content for answer in before
    )
    assert take_hidden_away() == 2

    def plain(body: bytes) -> bytes:
        return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"|Printed by [^<]*|\d+ (minutes?|hours?) ago', b"", body)

    after = [low.get(path) for path in paths]
    assert [(a.status_code, plain(a.content)) for a in before] == [(a.status_code, plain(a.content)) for a in after]
