"""A sealed identity by its pages; and for everybody else, a county in which it never was: two databases, every page the same byte for byte."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator
from beatbook.linkage.actions import keep_under_seal, link_new_records, record_judgement
from beatbook.linkage.persons import Verdict
from beatbook.linkage.queries import person_members
from beatbook.sources.actions import tell_source
from beatbook.sources.queries import records_by_ids, seals
from beatbook.vocabulary.viewer import Viewer
from tests.databases import cloned
from tests.journeys.walking import answer, changed_lines, paths_of
from tests.linkage.sealed_world import NEW, OLD, begin, crowd, identifier, load, new_side, old_side, seal, staff
from tests.pole.pages import client_of
from tests.sources.conftest import lines_adapter  # noqa: F401
from tests.sources.worlds import person, said, tied

TYPED = ("dunmore", "conrad dunmore", "dunmre", "con", "04/03/1981", "07700 900222", "c.dunmore@example.org", "ZZ9 9ZZ", "9 larchfield hill", "AB51 ABC",
         "98/45678K", "barrowclough", "07700 900111", "ZZ1 1AA", "020 7946 0444", "theft", "hale")  # fmt: skip
KEYS = ("old1", "old2", "oldevent", "new1", "new2", "newevent", "car", "x", "y", "theirs", "open", "c1a")
PATHS = ("/things/phone/447700900222", "/things/email/c.dunmore@example.org", "/things/plate/AB51ABC", "/things/address/9%20larchfield%20hill",
         "/door?address=9+Larchfield+Hill", "/feeds/test-lines", "/things/record/{car}", "/things/phone/442079460444")  # fmt: skip


def live_and_be_sealed(folder: Path, viewers: dict[str, Viewer]) -> None:
    """The county with the secret: known to all at first, sealed, then arriving again by every road."""
    keeper = viewers["keeper"]
    begin(folder)
    record_judgement(keeper, identifier("new1"), identifier("old1"), Verdict.SAME, "The same man, relocated.")
    record_judgement(viewers["low"], identifier("new1"), identifier("c1a"), Verdict.DIFFERENT, "Not our man.")
    tell_source(viewers["low"], identifier("new1"), "correction", {"field": "surname", "should": "Dunmore-Hale"})
    client_of(keeper).get(f"/people/{identifier('old1')}/seal")
    seal_id = seal(keeper).seal_id
    load(
        folder,
        "x",
        person("x", **{**NEW, "phones": ["020 7946 0444"]}),
        said("theirs", title="At home", day=9),
        tied("x", "theirs", "victim"),
    )
    keep_under_seal(keeper, seal_id, identifier("x"))
    load(folder, "y", person("y", **{**OLD, "phones": ["020 7946 0444"]}) | {"day": 9})
    load(folder, "new again", *new_side())
    load(folder, "new corrected", person("new1", 7, **{**NEW, "occupation": "Baker"}) | {"day": 20})


def live_without(folder: Path, viewers: dict[str, Viewer]) -> None:
    """The county in which there was never such a person."""
    load(folder, "crowd", *crowd())
    load(folder, "old", *old_side())
    link_new_records()


def go_on(folder: Path, *secret: Any) -> None:
    """What happens in both: a file with something for everybody, and the old side again; then links, by a new model."""
    load(folder, "mixed", person("open", forenames="Mary", surname="Hale"), *secret)
    load(folder, "old again", *old_side())
    link_new_records()
    link_new_records(retrain=True)


SECRET_ROWS = (person("z", forenames="C", surname="Dunmore", emails=["c.dunmore@example.org"]), '{"name": "Conrad Dunmore, 07700 900222"')


def walked(viewer: Viewer) -> dict[str, bytes]:
    """Every answer that this viewer gets, for everything that there is or was."""
    ids = {"person": [identifier(key) for key in KEYS], "event": [identifier(key) for key in KEYS], "object": [identifier("car")]}
    paths = [*paths_of(ids), *(f"/search?q={typed.replace(' ', '+')}" for typed in TYPED)]
    paths += [path.format(car=identifier("car")) for path in PATHS]
    client = client_of(viewer)
    return {path: answer(client, path) for path in paths}


def answers_in(cluster: Cluster, name: str) -> dict[str, dict[str, bytes]]:
    """By viewer, with every time of a load the same: only what was said may differ. The sergeant first, who would see the others' looks."""
    with administrator(cluster, name) as connection:
        connection.execute("UPDATE sources_spoken SET last_loaded_at = '2026-02-01 12:00Z'")
        connection.execute(
            "UPDATE sources_load l SET started_at = timestamptz '2026-02-01 12:00Z' + n * interval '1 minute'"
            " FROM (SELECT id, row_number() OVER (PARTITION BY vis ORDER BY started_at DESC) AS n FROM sources_load) o WHERE o.id = l.id"
        )
        # models that learnt before the seal, and what their figures told then, are of that time; --retrain follows a seal (docs/how-to)
        connection.execute("DELETE FROM linkage_model WHERE state = 'retired'")
        connection.execute(
            "UPDATE linkage_model SET made_at = '2026-02-01 12:00Z', published_at = '2026-02-01 12:00Z' WHERE published_at IS NOT NULL"
        )
    viewers = staff()
    return {who: walked(viewers[who]) for who in ("sergeant", "low", "analyst")}


def test_for_everybody_else_it_never_was(cluster: Cluster, empty_template: str, tmp_path: Path) -> None:
    with cloned(cluster, empty_template, 9001) as name:
        live_and_be_sealed(tmp_path / "with", staff())
        go_on(tmp_path / "with", *SECRET_ROWS)
        with connections["ingest"].cursor() as cursor:
            cursor.execute("SELECT state, count(*) FROM sources_sealed GROUP BY 1 ORDER BY 1")
            assert cursor.fetchall() == [("kept", 5), ("waiting", 4)]
            # that a file with so many rows came was known before the seal, to whoever read the figures then
            cursor.execute(
                "DELETE FROM sources_load WHERE id = (SELECT load_id FROM sources_recordversion WHERE record_id = %s AND version = 1)",
                [identifier("new2")],
            )
        sealed_away = answers_in(cluster, name)
    with cloned(cluster, empty_template, 9002) as name:
        live_without(tmp_path / "without", staff())
        go_on(tmp_path / "without")
        never_there = answers_in(cluster, name)
    for who, there in sealed_away.items():
        assert sum(body.startswith(b"200") for body in there.values()) > 25
        assert b"Barrowclough" in there[f"/people/{identifier('old1')}"]
        different = [path for path in there if there[path] != never_there[who][path]]
        assert {path: changed_lines(never_there[who][path], there[path]) for path in different} == {}, who


@pytest.fixture
def world(database: str, tmp_path: Path) -> Iterator[dict[str, Viewer]]:
    viewers = staff()
    begin(tmp_path)
    record_judgement(viewers["keeper"], identifier("new1"), identifier("old1"), Verdict.SAME, "The same man, relocated.")
    yield viewers


def form(**more: Any) -> dict[str, Any]:
    """What a keeper fills in."""
    chosen = [str(identifier(key)) for key in ("new1", "new2")]
    given = {
        "name": "Operation Heron",
        "kind": "witness",
        "caveat": "PP-WITNESS",
        "record": chosen,
        "things": "yes",
        "reason": "Relocated with his family.",
    }
    return given | more


def page_of(client: Client, path: str, status: int = 200) -> str:
    found = client.get(path)
    assert found.status_code == status
    return " ".join(found.content.decode().split())


def test_a_keeper_seals_decides_and_lifts_with_another(world: dict[str, Viewer], tmp_path: Path) -> None:
    keeper, second, low = client_of(world["keeper"]), client_of(world["second"]), client_of(world["low"])
    start = f"/people/{identifier('old1')}/seal"
    assert "Seal this identity" in page_of(keeper, f"/people/{identifier('old1')}") and "PP-WITNESS" in page_of(keeper, start)
    for wrong in (form(record=[]), form(name=""), form(kind="none"), form(reason="why"), form(caveat=""), form(caveat="PP-SOURCE")):
        assert keeper.post(start, wrong).status_code == 422
    assert keeper.post(start, form(record=[str(identifier("c1a"))])).status_code == 404
    sealed = keeper.post(start, form())
    assert sealed.status_code == 302 and page_of(low, f"/people/{identifier('new1')}", 404)
    path = sealed["Location"]
    assert "Operation Heron" in page_of(keeper, "/seals") and "4 records sealed" in page_of(keeper, path)

    load(
        tmp_path,
        "x",
        person("x", **{**NEW, "phones": ["020 7946 0444"]}),
        person("y", forenames="Ed", surname="Lowe", emails=["c.dunmore@example.org"]),
    )
    assert "2 records under a seal" in page_of(keeper, "/") and "To decide" in page_of(keeper, path)
    assert keeper.post(f"{path}/decide", {"act": "keep", "record": str(identifier("x"))}).status_code == 302
    assert keeper.post(f"{path}/decide", {"act": "ask", "record": str(identifier("y")), "reason": "no"}).status_code == 422
    assert (
        keeper.post(f"{path}/decide", {"act": "ask", "record": str(identifier("y")), "reason": "Another man’s address."}).status_code == 302
    )
    assert page_of(low, f"/people/{identifier('y')}", 404)
    asked = page_of(second, path).partition('name="request" value="')[2][:36]
    assert keeper.post(f"{path}/decide", {"act": "confirm", "request": asked}).status_code == 422
    assert second.post(f"{path}/decide", {"act": "confirm", "request": asked}).status_code == 302
    assert "Ed Lowe" in page_of(low, f"/people/{identifier('y')}")

    keeper.post(f"{path}/decide", {"act": "ask", "reason": "The protection has ended."})
    asked = page_of(second, path).partition('name="request" value="')[2][:36]
    assert second.post(f"{path}/decide", {"act": "refuse", "request": asked}).status_code == 302
    keeper.post(f"{path}/decide", {"act": "ask", "reason": "The protection has ended."})
    asked = page_of(second, path).partition('name="request" value="')[2][:36]
    assert second.post(f"{path}/decide", {"act": "confirm", "request": asked}).status_code == 302
    assert "Ended" in page_of(keeper, "/seals") and "Dunmore" in page_of(low, f"/people/{identifier('new1')}")


def test_nobody_else_can_tell_that_there_are_seals(world: dict[str, Viewer]) -> None:
    seal_id = seal(world["keeper"]).seal_id
    for who in ("low", "sergeant", "analyst"):
        client = client_of(world[who])
        assert seals(viewer=world[who]) == [] and b"Sealed identities" not in client.get("/").content
        missing = client.get("/seals/none").content
        for path in ("/seals", f"/seals/{seal_id}", f"/seals/{UUID(int=1)}", f"/people/{identifier('old1')}/seal"):
            found = client.get(path)
            assert (found.status_code, len(found.content)) == (404, len(missing))
        for known in (seal_id, UUID(int=1)):
            assert client.post(f"/seals/{known}/decide", {"act": "ask", "reason": "Let me see it."}).status_code == 404


def test_who_looked_does_not_say_that_a_keeper_did(world: dict[str, Viewer]) -> None:
    client_of(world["keeper"]).get(f"/people/{identifier('old1')}")
    client_of(world["low"]).get(f"/people/{identifier('old1')}")
    seen = page_of(client_of(world["sergeant"]), f"/people/{identifier('old1')}/looks")
    assert "1 person has looked" in seen and "Keeper" not in seen


def test_an_open_page_is_told_and_then_finds_nothing(world: dict[str, Viewer]) -> None:
    from beatbook.pole.views.live import _looked_again

    low = world["low"]
    assert _looked_again(low.token, identifier("new1")) and _looked_again(low.token, identifier("old1"))
    with_both = person_members(identifier("old1"), viewer=world["keeper"])
    seal(world["keeper"])
    assert with_both is not None and _looked_again(low.token, identifier("new1")) is None
    assert records_by_ids([identifier("new1")], viewer=low) == []
