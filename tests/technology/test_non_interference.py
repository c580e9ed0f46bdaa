"""What a viewer may not see changes no figure: every page, file and call of the room is the same, byte for byte, when hidden rows are taken away."""

import difflib
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import get_resolver, resolve

from beatbook.access.actions import public_viewer
from beatbook.db.databases import administrator
from beatbook.db.prepare import cluster_of_settings
from beatbook.technology.facts import application_id
from beatbook.technology.queries.portfolio import COMPARED, applications, applications_compared
from beatbook.vocabulary.viewer import Viewer
from tests.journeys.walking import WHY, answer, token_of
from tests.technology.worlds import load_wide_world
from tests.test_routes import patterns

TABLES = (
    *("submission", "leftrow", "application", "applicationversion", "question", "conformancetest", "blueprintversion", "blueprintcomment"),
    *("ledgerline", "planline", "reading", "wish", "vote"),
)
FIGURES = ("matrix", "same-job", "contracts", "roadmap", "spend", "services", "blueprint", "standards", "decisions", "managing")
FORCES = ("durham", "cleveland", "kent")
CALLS = [
    f"/staff-api/v1/technology/{call}" for call in (*(f"figures/{name}" for name in FIGURES), "applications", "applications?force=kent")
]
POST_ALONE = {
    "technology-run-export",
    "technology-wish",
    "technology-vote",
}  # tests/technology/actions and tests/technology/views hold what they do
MADE_UP_FILE = {"technology-import-example"}


def paths_of(submissions: list[UUID]) -> list[str]:
    """Every address of the room, for what is hidden and what is not."""
    paths = ["/technology", "/technology/paper", "/technology/bring-in", "/technology/decide", "/open/technology"]
    paths += [f"/open/technology.{form}" for form in ("json", "csv")]
    for name in FIGURES:
        paths += [f"/technology/{name}", f"/technology/{name}.csv", f"/technology/{name}.xlsx"]
        paths += [f"/technology/{name}?force={force}" for force in FORCES]
    for force in FORCES:
        paths += [f"/technology/spend-lines?force={force}&year=2025", f"/technology/spend-lines.csv?force={force}&year=2025&spend=run"]
    for code in ("crime-recording", "custody", "fleet", "contact-999"):
        paths += [
            f"/technology/capabilities/{code}",
            f"/technology/capabilities/{code}.csv?part=applications",
            f"/technology/blueprint/{code}",
        ]
    for owner, name in (("durham", "Bluebook"), ("cleveland", "Redbook"), ("kent", "Greenbook"), ("nobody", "Nothing")):
        paths += [
            f"/technology/applications/{application_id(owner, name)}",
            f"/technology/applications/{application_id(owner, name)}/assess",
        ]
    for identifier in [*submissions, UUID(int=1)]:
        paths += [f"/technology/bring-in/{identifier}", f"/technology/bring-in/{identifier}/rows.csv"]
    return paths


def test_every_address_of_the_room_is_walked_or_says_why_not() -> None:
    walked = {resolve(path.partition("?")[0]).url_name for path in paths_of([])}
    known = {pattern.name for pattern in patterns(get_resolver()) if str(pattern.name).startswith(("technology", "open-technology"))}
    assert known - walked == POST_ALONE | MADE_UP_FILE


@pytest.fixture
def world(database: str) -> tuple[dict[str, Viewer], str]:
    """The small world with ledgers, plans, questions and refused rows, and the database it is in."""
    return load_wide_world(), database


def markings_of(viewer: Viewer) -> list[int]:
    """The markings that the database grants this viewer."""
    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT set_config('beatbook.token', %s, true)", [viewer.token])
        cursor.execute("SELECT sec.my_vis()")
        (found,) = cursor.fetchone()
        cursor.execute("ROLLBACK")
    return list(found)


def answers(viewer: Viewer, paths: list[str]) -> dict[str, bytes]:
    """Every answer as the viewer could compare it."""
    if viewer.username == "public":
        return {path: answer(Client(), path) for path in paths}
    client, program = Client(), Client(headers={**WHY, "Authorization": f"Bearer {token_of(viewer)}"})
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    return {path: answer(program if path.startswith(settings.STAFF_API) else client, path) for path in (*paths, *CALLS)}


@pytest.mark.parametrize("who", ["durham", "cleveland", "kent", "durham-commissioner", "policing-technology-centre", "public"])
def test_hidden_rows_change_nothing(who: str, world: tuple[dict[str, Viewer], str]) -> None:
    viewers, database = world
    viewer = public_viewer() if who == "public" else viewers[who]
    seen = markings_of(viewer)
    with administrator(cluster_of_settings(), database) as connection:
        submissions = [row[0] for row in connection.execute("SELECT id FROM technology_submission ORDER BY id").fetchall()]
        paths = paths_of(submissions)
        before = answers(viewer, paths)
        hidden = 0
        for table in (*(f"technology_{name}" for name in TABLES), "organisations_decision"):
            hidden += connection.execute(f"DELETE FROM {table} WHERE vis <> ALL (%s)", [seen]).rowcount
        left = connection.execute("SELECT count(*) FROM technology_application").fetchone()
    after = answers(viewer, paths)
    assert hidden > 10 and left and left[0] > 0
    if who != "public":
        assert sum(body.startswith(b"200") for body in after.values()) > len(after) / 3
    assert {path: changed(before[path], after[path]) for path in before if before[path] != after[path]} == {}


def changed(before: bytes, after: bytes) -> list[str]:
    """The first lines that differ."""
    lines = difflib.unified_diff(
        before.decode(errors="replace").splitlines(), after.decode(errors="replace").splitlines(), lineterm="", n=0
    )
    return [line[:300] for line in lines if not line.startswith(("---", "+++", "@@"))][:6]


def test_tables_of_this_room_are_all_taken_away() -> None:
    from django.apps import apps

    assert {f"technology_{name}" for name in TABLES} == {model._meta.db_table for model in apps.get_app_config("technology").get_models()}


def test_the_director_of_a_strange_force_is_told_nothing_of_an_owner_only_system(world: tuple[dict[str, Viewer], str]) -> None:
    viewers, _ = world
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewers["kent"].token
    hidden, missing = (answer(client, f"/technology/applications/{one}") for one in (application_id("durham", "Bluebook"), UUID(int=7)))
    assert hidden.startswith(b"404") and hidden == missing


def test_what_is_compared_is_what_is_held(world: tuple[dict[str, Viewer], str]) -> None:
    viewers, _ = world
    for viewer in viewers.values():
        whole, compared = applications(viewer=viewer), applications_compared(viewer=viewer)
        assert [tuple(getattr(one, name) for name in COMPARED) for one in whole] == [
            tuple(getattr(one, name) for name in COMPARED) for one in compared
        ]
        assert whole
