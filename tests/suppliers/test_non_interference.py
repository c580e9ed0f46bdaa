"""What a viewer may not see changes no contract, supplier, score or fee: every page, file and call is the same when hidden rows are taken away."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import get_resolver, resolve

from beatbook.access.actions import public_viewer
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.suppliers.joining import name_id
from beatbook.suppliers.names import Named
from beatbook.vocabulary.viewer import Viewer
from tests.journeys.walking import WHY, answer, changed_lines, markings_of, token_of
from tests.suppliers.rooms import load_suppliers_world
from tests.test_routes import patterns

TABLES = ("loadnote", "notice", "contract", "contractparty", "payment", "kpireading", "kpiword", "contractfee", "closedyear")
NAMES = ("Niche Tech (UK) Ltd.", "NICHE TECH LIMITED", "Niche Technology", "Niche Tech Ltd", "Niche Tech & Co", "Nobody")
FORMS = ("csv", "xlsx")
NOBODY = UUID(int=1)


def paths_of(contracts: list[UUID], readings: list[UUID]) -> list[str]:
    """Every address of the room, for what is hidden and what is not."""
    paths = ["/suppliers", "/suppliers/contracts", "/suppliers/left-out", "/suppliers/notices.json"]
    paths += [f"/suppliers/{name}.{form}" for name in ("list", "contracts/list", "left-out") for form in FORMS]
    paths += [f"/suppliers/contracts?buyer={code}" for code in ("durham", "cleveland", "kent")]
    for name in NAMES:
        supplier = f"/suppliers/{name_id(Named(name))}"
        paths += [
            supplier,
            f"{supplier}/scorecard",
            *(f"{supplier}/{part}.{form}" for part in ("contracts", "scorecard") for form in FORMS),
        ]
    for one in [*contracts, NOBODY]:
        contract = f"/suppliers/contracts/{one}"
        paths += [contract, f"{contract}/fees", f"{contract}/performance-notice.txt", f"{contract}/ocds.json"]
        paths += [f"{contract}/{part}.{form}" for part in ("readings", "fees") for form in FORMS]
        paths += [f"{contract}?reading={reading}" for reading in readings[::14]]
    return paths


def calls_of(contracts: list[UUID]) -> list[str]:
    """Every call of the room."""
    calls = ["suppliers", "contracts", *(f"contracts?buyer={code}" for code in ("durham", "cleveland", "kent"))]
    calls += [f"suppliers/{name_id(Named(name))}/scorecard" for name in NAMES]
    calls += [f"contracts/{one}{part}" for one in [*contracts, NOBODY] for part in ("", "/fees")]
    return [f"{settings.STAFF_API.rstrip('/')}/v1/{call}" for call in calls]


def answers(viewer: Viewer, contracts: list[UUID], readings: list[UUID]) -> dict[str, bytes]:
    """Every answer as the viewer could compare it."""
    if viewer.username == "public":
        return {path: answer(Client(), path) for path in paths_of(contracts, readings)}
    client, program = Client(), Client(headers={**WHY, "Authorization": f"Bearer {token_of(viewer)}"})
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    found = {path: answer(client, path) for path in paths_of(contracts, readings)}
    return found | {path: answer(program, path) for path in calls_of(contracts)}


@pytest.fixture
def world(database: str) -> Iterator[tuple[dict[str, Viewer], object]]:
    """The small world, and a cursor that no policy binds."""
    viewers = load_suppliers_world()
    with administrator(cluster_of_settings(), database) as connection:
        yield viewers, connection


def ids_of(table: str) -> list[UUID]:
    """Every id of a table, hidden ones too: all of them are asked for."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("who", ["durham", "cleveland", "kent", "durham-commissioner", "policing-technology-centre", "public"])
def test_hidden_rows_change_nothing(who: str, world: tuple[dict[str, Viewer], object]) -> None:
    viewers, connection = world
    viewer = public_viewer() if who == "public" else viewers[who]
    seen, ids = markings_of(viewer), (ids_of("suppliers_contract"), ids_of("suppliers_kpireading"))
    before = answers(viewer, *ids)
    hidden = sum(connection.execute(f"DELETE FROM suppliers_{table} WHERE vis <> ALL (%s)", [seen]).rowcount for table in TABLES)
    after = answers(viewer, *ids)

    answered = sum(body.startswith(b"200") for body in after.values())
    assert hidden > 10 and (answered == 0 if who == "public" else answered > len(after) / 6)
    different = [path for path in before if before[path] != after[path]]
    assert {path: changed_lines(before[path], after[path]) for path in different} == {}


def test_every_address_and_table_of_the_room_is_walked() -> None:
    walked = {resolve(path.partition("?")[0]).url_name for path in (*paths_of([], []), *calls_of([]))}
    known = {one.name for one in patterns(get_resolver()) if (one.callback.__module__ or "").startswith("beatbook.suppliers")}
    assert known - walked == set() and len(known) > 15
    assert {f"suppliers_{name}" for name in TABLES} == {model._meta.db_table for model in apps.get_app_config("suppliers").get_models()}


def test_a_hidden_contract_and_a_missing_one_answer_alike(world: tuple[dict[str, Viewer], object]) -> None:
    viewers, connection = world
    (hidden,) = [row[0] for row in connection.execute("SELECT id FROM suppliers_contract WHERE ocid = 'ocds-test-durham'").fetchall()]
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewers["kent"].token
    found = {answer(client, f"/suppliers/contracts/{one}") for one in (hidden, NOBODY)}
    assert len(found) == 1 and found.pop().startswith(b"404")


def test_another_force_writes_nothing_of_a_reading_that_it_sees(world: tuple[dict[str, Viewer], object]) -> None:
    viewers, connection = world
    contract, reading = connection.execute(
        "SELECT contract, id FROM suppliers_kpireading WHERE owner = 'kent' AND file = 'kent.csv' ORDER BY period LIMIT 1"
    ).fetchone()
    before = connection.execute("SELECT count(*) FROM suppliers_kpiword").fetchone()
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewers["durham"].token
    address = f"/suppliers/contracts/{contract}?reading={reading}"
    assert client.get(address).status_code == 200 and client.post(address, {"kind": "dispute", "text": "Not so"}).status_code == 200
    assert connection.execute("SELECT count(*) FROM suppliers_kpiword").fetchone() == before
