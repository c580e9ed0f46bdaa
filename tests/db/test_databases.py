"""Whole databases are made, cloned and dropped; a server that is not there is said plainly."""

from pathlib import Path

import pytest
from django.db import connections

from beatbook.db.connections import Cluster
from beatbook.db.databases import ServerUnreachable, administrator, clone, connect, drop, exists


def test_a_clone_goes_its_own_way(cluster: Cluster, database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE here AS SELECT 1 AS n")
    connections.close_all()
    name = f"{database}_clone"
    with administrator(cluster) as connection:
        clone(connection, database, name)
        try:
            with administrator(cluster, name) as inside:
                inside.execute("DELETE FROM here")
                rights = (
                    "SELECT has_database_privilege('beatbook_app', %s, 'CONNECT'), has_database_privilege('beatbook_app', %s, 'TEMPORARY')"
                )
                assert inside.execute(rights, [name, name]).fetchone() == (True, False)
        finally:
            drop(connection, name)
        assert not exists(connection, name)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM here")
        assert cursor.fetchone() == (1,)


def test_text_is_ordered_by_code_point_on_every_server(database: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT string_agg(word, ' ' ORDER BY word) FROM unnest(ARRAY['b', 'a', 'B', 'é', 'Z']) AS word")
        assert cursor.fetchone() == ("B Z a b é",)
        cursor.execute("SELECT upper('é'), lower('Ÿ'), 'Éric' ~* 'é'")
        assert cursor.fetchone() == ("É", "ÿ", True)


def test_a_server_that_is_not_there_is_said_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(ServerUnreachable, match="BEATBOOK_DATABASE_URL") as refused:
        connect(Cluster(tmp_path, "postgresql://boss:pass-word@127.0.0.1:1/postgres", "secret"))

    assert "pass-word" not in str(refused.value)
