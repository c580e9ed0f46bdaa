"""Somebody who holds the force to account reaches no record of a person: on no address of the table, in no call, and not in the database."""

import re
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from beatbook.access.actions import sign_in
from beatbook.audit.actions import start_task
from beatbook.db.viewing import viewing
from beatbook.vocabulary.viewer import Viewer

FIGURES_ROLES = ("opcc", "technology", "finance", "national")
WORDS = {
    "code": "millshire-custody",
    "name": "roadmap",
    "form": "csv",
    "feed": "millshire-crime",
    "kind": "plate",
    "key": "ZZ19ABC",
    "version": "1",
}


def addresses(resolver: URLResolver, before: str = "") -> list[str]:
    """Every address of the table as Django writes it: `people/<uuid:record_id>`."""
    found: list[str] = []
    for entry in resolver.url_patterns:
        route = before + str(getattr(entry.pattern, "_route", ""))
        found += addresses(entry, route) if isinstance(entry, URLResolver) else [route]
    return found


def filled(route: str, record: UUID) -> str:
    """An address with a person's record wherever an id belongs."""
    path = re.sub(r"<uuid:\w+>", str(record), route)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: WORDS.get(found[1], "1"), path)


@pytest.fixture(scope="module")
def people(module_millshire: str) -> list[tuple[UUID, str]]:
    """Records of persons, each with a full name that stands nowhere but in such records."""
    with connections["ingest"].cursor() as cursor:
        cursor.execute(
            "SELECT id, (content ->> 'forenames') || ' ' || (content ->> 'surname') FROM sources_record WHERE kind = 'person'"
            " AND content ? 'forenames' AND content ? 'surname' AND NOT withdrawn ORDER BY id LIMIT 400"
        )
        return cursor.fetchall()


@pytest.mark.parametrize("username", FIGURES_ROLES)
def test_the_database_shows_no_person(username: str, people: list[tuple[UUID, str]]) -> None:
    viewer = sign_in(username)
    for table, condition in (
        ("sources_record", "kind = 'person'"),
        ("linkage_link", "true"),
        ("linkage_token", "true"),
        ("sources_sealed", "true"),
    ):
        with viewing(viewer) as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
            assert cursor.fetchone() == (0,), table


def test_no_address_of_the_table_shows_a_person(people: list[tuple[UUID, str]]) -> None:
    viewer: Viewer = sign_in("opcc")
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    names = [name.casefold() for _, name in people if len(name) > 8]
    answered, shown = 0, []
    for route in sorted(set(addresses(get_resolver()))):
        if route.startswith(("sign-out", "account", "mfa", "gallery")) or "(?P" in route:  # the gallery draws with invented names
            continue
        for record, _ in people[:2]:
            for path in {filled(route, record), f"{filled(route, record)}?q={names[0].replace(' ', '+')}"}:
                response = client.get(path)
                body = (b"".join(response) if response.streaming else response.content).decode(errors="replace").casefold()
                answered += response.status_code == 200
                typed = names[0] if "?q=" in path else ""
                shown += [f"{path}: {name}" for name in names if name != typed and name in body]
    assert answered > 20
    assert shown == []


def test_the_walk_would_find_a_person(people: list[tuple[UUID, str]]) -> None:
    """The same look as somebody who may see persons finds one, so that the walk can fail."""
    viewer = sign_in("investigator")
    start_task(viewer=viewer, purpose="Investigating a crime", reference="44/0000001/26")
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = viewer.token
    bodies = [client.get(f"/people/{record}").content.decode().casefold() for record, _ in people[:30]]
    assert any(name.casefold() in body for body, (_, name) in zip(bodies, people, strict=False))


def test_every_pattern_was_understood() -> None:
    assert all(isinstance(entry, URLPattern | URLResolver) for entry in get_resolver().url_patterns)
    assert any("<uuid:" in route for route in addresses(get_resolver()))
