"""Only a lock that nobody stands behind is removed."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from beatbook.db.stale_locks import clear_stale_locks, end_servers_without_data, is_worked_in


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def worker(data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that works in the data folder."""
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, cwd=data) as process:
        yield process
        process.kill()


def lock(data: Path, pid: int) -> Path:
    file = data / "postmaster.pid"
    file.write_text(f"{pid}\n{data}\n")
    return file


def test_a_lock_of_a_stranger_is_removed(data: Path, tmp_path: Path) -> None:
    file = lock(data, os.getpid())

    clear_stale_locks(data, tmp_path)

    assert not file.exists()


def test_a_lock_of_a_dead_process_is_left_to_postgresql(data: Path, tmp_path: Path) -> None:
    with subprocess.Popen(["/bin/true"]) as dead:
        dead.wait()
    file = lock(data, dead.pid)

    clear_stale_locks(data, tmp_path)

    assert file.exists()


def test_a_lock_is_kept_while_anybody_works_there(data: Path, tmp_path: Path, worker: "subprocess.Popen[bytes]") -> None:
    file = lock(data, os.getpid())
    socket_lock = tmp_path / ".s.PGSQL.5432.lock"
    socket_lock.touch()

    clear_stale_locks(data, tmp_path)

    assert is_worked_in(data)
    assert file.exists()
    assert socket_lock.exists()


def test_only_a_server_whose_data_is_gone_is_ended(data: Path, worker: "subprocess.Popen[bytes]") -> None:
    end_servers_without_data(data)
    assert worker.poll() is None

    data.rmdir()
    end_servers_without_data(data)

    assert worker.wait(timeout=10) < 0


@pytest.mark.parametrize("content", ["", "no number\n", "\n"])
def test_an_unreadable_lock_is_left_to_postgresql(data: Path, tmp_path: Path, content: str) -> None:
    (data / "postmaster.pid").write_text(content)

    clear_stale_locks(data, tmp_path)

    assert (data / "postmaster.pid").exists()
