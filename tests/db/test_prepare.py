"""Preparing does what is missing, once."""

import threading

from django.db import connections

from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, drop
from beatbook.db.prepare import Prepared, prepare


def comment(name: str, cluster: Cluster, text: str) -> None:
    with administrator(cluster, name) as connection:
        connection.execute(f"COMMENT ON SCHEMA sec IS '{text}'")  # type: ignore[arg-type]


def test_a_prepared_database_is_left_alone(cluster: Cluster, database: str) -> None:
    assert prepare() == Prepared(database, changed=False)


def test_another_version_prepares_again(cluster: Cluster, database: str) -> None:
    comment(database, cluster, "prepared by another version")

    assert prepare() == Prepared(database, changed=True)
    assert prepare() == Prepared(database, changed=False)


def test_rights_that_were_opened_are_closed_again(cluster: Cluster, database: str) -> None:
    comment(database, cluster, "prepared by another version")
    with administrator(cluster, database) as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")

    prepare()

    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        assert cursor.fetchone() == (False,)


def test_several_at_once_make_one_database(cluster: Cluster, database: str) -> None:
    name, outcomes = f"{database}_new", []

    def work() -> None:
        outcomes.append(prepare(name=name).changed)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert sorted(outcomes) == [False, False, True]
        assert prepare(name=name).changed is False
    finally:
        with administrator(cluster) as connection:
            drop(connection, name)
