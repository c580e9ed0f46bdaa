"""The embedded server starts in every state in which an installation can be found."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from beatbook.db import embedded, places
from beatbook.db.embedded import DataOutOfReach, EmbeddedStartFailed
from beatbook.db.installation import wheel_installation
from beatbook.db.places import User, may_walk_to, places_of
from beatbook.db.stale_locks import is_worked_in
from tests.db.homes import ask, temporary_folder

FAST = {"fsync": "off"}
NOBODY = User(65534, 65534)
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as found:
        yield found


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "home"


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    """One home for the tests that leave it as good as new."""
    with temporary_folder() as found:
        yield found / "home"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_starts_says_so_and_stops(home: Path) -> None:
    assert embedded.status(home).initialised is False
    started = embedded.start(home, settings=FAST)
    assert embedded.start(home) == started
    assert embedded.status(home).running is True
    assert embedded.stop(home) is True
    assert embedded.stop(home) is False
    assert embedded.status(home).initialised is True


def test_only_its_user_may_enter_and_no_network_reaches_it(shared_home: Path) -> None:
    started = embedded.start(shared_home, settings=FAST)

    assert [mode(path) for path in (started.data, started.socket, started.logs)] == [0o700] * 3
    assert ask(started, "SHOW listen_addresses") == [("",)]
    assert ask(started, "SHOW synchronous_commit") == [("on",)]
    assert ask(
        started, "SELECT datlocprovider::text, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'postgres'"
    ) == [("b", "C.UTF-8", "UTF8")]
    assert ask(started, "SELECT DISTINCT type, auth_method FROM pg_hba_file_rules ORDER BY 1") == [("host", "reject"), ("local", "trust")]


def test_several_starters_at_once_make_one_server(home: Path) -> None:
    program = f"from pathlib import Path; from beatbook.db import embedded; embedded.start(Path({str(home)!r}), settings={FAST!r})"
    starters = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]

    assert [starter.wait(timeout=60) for starter in starters] == [0] * 4
    assert sum(log.read_text().count("starting PostgreSQL") for log in places_of(home).logs.iterdir()) == 1
    assert ask(places_of(home), "SELECT 1") == [(1,)]


def test_starts_again_after_kill_of_the_server_and_keeps_what_was_committed(shared_home: Path) -> None:
    started = embedded.start(shared_home, settings=FAST)
    ask(started, "CREATE TABLE committed AS SELECT generate_series(1, 1000) AS n")
    pid = embedded.status(shared_home).pid
    assert pid is not None

    os.kill(pid, signal.SIGKILL)
    embedded.start(shared_home, settings=FAST)

    assert ask(started, "SELECT count(*) FROM committed") == [(1000,)]
    assert embedded.status(shared_home).pid != pid


def test_a_stale_lock_that_names_a_living_process_does_not_stop_it(shared_home: Path) -> None:
    started = embedded.start(shared_home, settings=FAST)
    lock = (started.data / "postmaster.pid").read_text()
    embedded.stop(shared_home)
    who = {"user": started.user.uid, "group": started.user.gid, "extra_groups": []} if os.geteuid() == 0 else {}
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, cwd="/", **who) as other:
        for file in (started.data / "postmaster.pid", started.socket / ".s.PGSQL.5432.lock"):
            file.write_text("\n".join([str(other.pid), *lock.splitlines()[1:]]) + "\n")
            os.chown(file, started.user.uid, started.user.gid)

        embedded.start(shared_home, settings=FAST)

        assert ask(started, "SELECT 1") == [(1,)]
        assert other.poll() is None


def test_a_copy_of_a_running_home_starts_beside_it(shared_home: Path) -> None:
    started = embedded.start(shared_home, settings=FAST)
    ask(started, "CREATE TABLE kept AS SELECT 7 AS n")
    ask(started, "CHECKPOINT")
    copy = shared_home.with_name("copy")
    subprocess.run(["cp", "-a", str(shared_home), str(copy)], check=True)

    copied = embedded.start(copy, settings=FAST)

    assert copied.socket != started.socket
    assert ask(copied, "SELECT n FROM kept") == ask(started, "SELECT n FROM kept") == [(7,)]
    assert embedded.status(shared_home).pid != embedded.status(copy).pid


def test_an_interrupted_creation_is_made_again(home: Path) -> None:
    half = places_of(home).folder / "data-18.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    assert ask(embedded.start(home, settings=FAST), "SELECT 1") == [(1,)]
    assert not half.exists()


def test_a_home_deleted_under_a_running_server_is_made_again(home: Path) -> None:
    old = embedded.start(home, settings=FAST)
    pid = embedded.status(home).pid
    assert pid is not None
    shutil.rmtree(home)

    embedded.start(home, settings=FAST)

    assert ask(old, "SELECT 1") == [(1,)]
    assert embedded.status(home).pid != pid
    assert not is_worked_in(Path(f"{old.data} (deleted)"))


def test_a_server_whose_socket_vanished_is_started_again(shared_home: Path) -> None:
    started = embedded.start(shared_home, settings=FAST)
    ask(started, "CREATE TABLE found_again AS SELECT 7 AS n")
    started.socket_file.unlink()

    embedded.start(shared_home, settings=FAST)

    assert ask(started, "SELECT n FROM found_again") == [(7,)]


def test_a_home_that_cannot_be_made_says_so(home: Path) -> None:
    home.write_text("not a folder")

    with pytest.raises(DataOutOfReach, match="Not a directory"):
        embedded.start(home)


@pytest.mark.parametrize("name", ["long-" * 30, "it's one, two"])
def test_any_path_will_do(folder: Path, name: str) -> None:
    started = embedded.start(folder / name, settings=FAST)

    assert len(os.fsencode(started.socket_file)) < 107
    assert started == places_of(folder / name)
    assert ask(started, "SELECT 1") == [(1,)]


@root_only
def test_a_home_behind_a_closed_folder_leaves_it_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, elsewhere = folder / "closed", folder / "var"
    closed.mkdir(mode=0o700)
    elsewhere.mkdir(mode=0o755)
    monkeypatch.setattr(places, "VAR_LIB", elsewhere)

    started = embedded.start(closed / "home", settings=FAST)

    assert started.data.is_relative_to(elsewhere)
    assert ask(started, "SELECT 1") == [(1,)]
    assert (mode(closed), mode(elsewhere), closed.stat().st_uid) == (0o700, 0o755, 0)
    embedded.stop(closed / "home", mode="immediate")


@root_only
def test_a_private_home_of_our_own_only_lets_the_server_pass(folder: Path) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)

    embedded.start(home, settings=FAST)

    assert mode(home) == 0o711
    assert mode(folder) == 0o755


@root_only
@pytest.mark.skipif(not may_walk_to(wheel_installation().folder, NOBODY), reason="another user cannot reach the installed package")
def test_an_ordinary_user_needs_no_root(folder: Path) -> None:
    os.chown(folder, NOBODY.uid, NOBODY.gid)

    assert in_a_child_as_nobody(lambda: embedded.start(folder / "home", settings=FAST)) == 0

    found = places_of(folder / "home")
    assert found.data.stat().st_uid == NOBODY.uid
    assert not found.runtime.exists()
    assert ask(found, "SELECT 1") == [(1,)]


@root_only
def test_a_socket_folder_of_somebody_else_is_refused(home: Path) -> None:
    socket = places_of(home).socket
    socket.mkdir(parents=True)

    with pytest.raises(DataOutOfReach, match="somebody else"):
        embedded.start(home)


@root_only
def test_data_of_another_user_is_refused_to_an_ordinary_one(folder: Path) -> None:
    embedded.start(folder / "home", settings=FAST)
    embedded.stop(folder / "home")

    assert in_a_child_as_nobody(lambda: embedded.start(folder / "home", settings=FAST)) == 1


def test_a_server_that_cannot_start_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "START_SECONDS", 0.0)

    with pytest.raises(EmbeddedStartFailed, match="shared_buffers"):
        embedded.start(home, settings={"shared_buffers": "a great deal"})


def test_a_container_with_little_shared_memory_will_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "SHARED_MEMORY", home / "no" / "such")

    assert ask(embedded.start(home, settings=FAST), "SHOW dynamic_shared_memory_type") == [("mmap",)]


def in_a_child_as_nobody(do: object) -> int:
    """Exit code of `do()` in a forked child that has given root up; 1 for an anticipated refusal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        code = 2
        try:
            os.setgroups([])
            os.setgid(NOBODY.gid)
            os.setuid(NOBODY.uid)
            do()  # type: ignore[operator]
            code = 0
        except (DataOutOfReach, PermissionError):
            code = 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
