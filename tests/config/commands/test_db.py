"""`beatbook db` speaks plainly and overwrites nothing unasked."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from beatbook.config.commands.db import NotEmbedded, WouldOverwrite, db
from beatbook.db.connections import Cluster


def say(*words: str) -> str:
    return str(CliRunner().invoke(db, list(words), catch_exceptions=False).output)


def test_status_says_what_there_is(cluster: Cluster, database: str) -> None:
    said = say("status")

    assert "Server: PostgreSQL" in said
    assert f"Database {database}:" in said
    assert said.strip().endswith("ready.")


def test_prepare_says_when_there_is_nothing_to_do(database: str) -> None:
    assert say("prepare") == f"Database {database} was ready already.\n"


def test_nothing_is_overwritten_unasked(database: str, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    assert "MB" in say("backup", str(file))

    with pytest.raises(WouldOverwrite):
        say("backup", str(file))
    with pytest.raises(WouldOverwrite):
        say("restore", str(file))
    assert "The backup can be restored" in say("restore", "--rehearse", str(file))


def test_a_server_of_somebody_else_is_neither_started_nor_stopped(database: str, settings_with_a_server: None) -> None:
    with pytest.raises(NotEmbedded):
        say("stop")


@pytest.fixture
def settings_with_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.BEATBOOK_DATABASE_URL", "postgresql://postgres@localhost/postgres")
