"""A backup holds every row, a restore brings each back, and a bad file changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from beatbook.db import embedded
from beatbook.db.backup import BackupFailed, RestoreFailed, back_up, rehearse, restore, row_counts
from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, drop
from beatbook.db.prepare import prepare
from tests.db.homes import temporary_folder


@pytest.fixture
def filled(cluster: Cluster, database: str) -> Iterator[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE backup_test AS SELECT n, md5(n::text) AS content FROM generate_series(1, 5000) AS n")
        cursor.execute("GRANT SELECT ON backup_test TO beatbook_app")
    connections.close_all()
    yield database
    with administrator(cluster) as connection:
        drop(connection, f"{database}_replaced")


def change(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
    connections.close_all()


def seen_by_the_web() -> object:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*), md5(string_agg(content, '' ORDER BY n)) FROM backup_test")
        return cursor.fetchone()


def test_what_was_backed_up_comes_back(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    before, counts = seen_by_the_web(), row_counts(cluster, filled)
    connections.close_all()
    back_up(cluster, filled, tmp_path / "copy")
    change("DELETE FROM backup_test WHERE n > 10")

    assert restore(cluster, filled, tmp_path / "copy") == f"{filled}_replaced"

    assert seen_by_the_web() == before
    assert row_counts(cluster, filled) == counts
    assert row_counts(cluster, f"{filled}_replaced")["public.backup_test"] == 10
    assert prepare().changed is False


def test_a_younger_server_takes_it_with_nothing_in_its_future(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    with administrator(cluster) as connection:
        connection.execute("DO $$ BEGIN FOR n IN 1..3000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$")
    change("ALTER TABLE backup_test ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id()")
    counts = row_counts(cluster, filled)
    back_up(cluster, filled, tmp_path / "copy")
    with temporary_folder() as folder:
        embedded.start(folder / "home", settings={"fsync": "off"})
        younger = Cluster(folder / "home", None, "another")

        assert restore(younger, "elsewhere", tmp_path / "copy") is None

        assert row_counts(younger, "elsewhere") == counts
        with administrator(younger, "elsewhere") as connection:
            past = "SELECT bool_and(changed < pg_snapshot_xmin(pg_current_snapshot())) FROM backup_test"
            assert connection.execute(past).fetchone() == (True,)


def test_a_second_restore_replaces_the_one_that_was_kept(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    back_up(cluster, filled, tmp_path / "copy")
    restore(cluster, filled, tmp_path / "copy")
    change("DELETE FROM backup_test")

    restore(cluster, filled, tmp_path / "copy")

    assert row_counts(cluster, f"{filled}_replaced")["public.backup_test"] == 0
    assert row_counts(cluster, filled)["public.backup_test"] == 5000


def test_a_rehearsal_counts_and_leaves_no_trace(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    back_up(cluster, filled, tmp_path / "copy")
    change("DELETE FROM backup_test WHERE n > 10")

    done = rehearse(cluster, filled, tmp_path / "copy")

    assert (done.restored["public.backup_test"], done.present["public.backup_test"]) == (5000, 10)
    with administrator(cluster) as connection:
        assert connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{filled}%"]).fetchall() == [(filled,)]


@pytest.mark.parametrize("cut", [slice(0, 0), slice(0, 3), slice(0, 1500), slice(0, -200), slice(0, -1), slice(1, None)])
def test_a_cut_file_changes_nothing(cluster: Cluster, filled: str, tmp_path: Path, cut: slice) -> None:
    back_up(cluster, filled, tmp_path / "copy")
    (tmp_path / "damaged").write_bytes((tmp_path / "copy").read_bytes()[cut])

    with pytest.raises(RestoreFailed):
        restore(cluster, filled, tmp_path / "damaged")

    assert row_counts(cluster, filled)["public.backup_test"] == 5000
    with administrator(cluster) as connection:
        assert connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{filled}%"]).fetchall() == [(filled,)]


def test_one_wrong_byte_is_noticed(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    back_up(cluster, filled, tmp_path / "copy")
    content = bytearray((tmp_path / "copy").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "damaged").write_bytes(content)

    with pytest.raises(RestoreFailed, match="damaged"):
        rehearse(cluster, filled, tmp_path / "damaged")


def test_a_backup_that_fails_leaves_the_last_one(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("the last one")

    with pytest.raises(BackupFailed):
        back_up(cluster, f"{filled}_no_such", tmp_path / "copy")

    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    assert (tmp_path / "copy").read_text() == "the last one"


def test_a_backup_is_for_its_owner_alone(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    back_up(cluster, filled, tmp_path / "copy")

    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_said(cluster: Cluster, filled: str, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="No such file"):
        back_up(cluster, filled, tmp_path / "nowhere" / "copy")
