"""The roles hold what the rest of access stands on."""

import pytest
from django.db import connections

from beatbook.db.connections import ROLE_OF_ALIAS


@pytest.fixture(autouse=True)
def _database(module_database: str) -> None:
    """These tests only look."""


def ask(alias: str, question: str) -> list[tuple[object, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


@pytest.mark.parametrize(("alias", "role"), ROLE_OF_ALIAS.items())
def test_each_alias_is_its_own_role(alias: str, role: str) -> None:
    assert ask(alias, "SELECT session_user::text, current_user::text") == [(role, role)]


@pytest.mark.parametrize("alias", ROLE_OF_ALIAS)
def test_no_role_escapes_row_level_security(alias: str) -> None:
    assert ask(alias, "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
        (False,)
    ]


def test_the_web_role_owns_nothing() -> None:
    assert ask("default", "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole") == [(0,)]
    assert ask("default", "SELECT count(*) FROM pg_proc WHERE proowner = current_user::regrole") == [(0,)]
    assert ask("default", "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == [(0,)]


def test_the_web_role_makes_nothing() -> None:
    question = """SELECT has_schema_privilege('public', 'CREATE'), has_schema_privilege('sec', 'CREATE'),
                         has_database_privilege(current_database(), 'CREATE'), has_database_privilege(current_database(), 'TEMPORARY')"""
    assert ask("default", question) == [(False,) * 4]


def test_the_owner_owns_both_schemas() -> None:
    question = "SELECT nspname::text, nspowner::regrole::text FROM pg_namespace WHERE nspname IN ('public', 'sec') ORDER BY 1"
    assert ask("owner", question) == [("public", "beatbook_owner"), ("sec", "beatbook_owner")]


def test_a_new_function_is_nobodys_until_granted() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE FUNCTION public.roles_test() RETURNS int LANGUAGE sql AS 'SELECT 1'")

    assert ask("default", "SELECT has_function_privilege('public.roles_test()', 'EXECUTE')") == [(False,)]
