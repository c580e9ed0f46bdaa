"""Starts and stops the embedded PostgreSQL 18 of one home, from the binaries in a Python wheel.

Invariant: at most one server per home; any number of processes may ask for it at once. It listens on a Unix socket alone, in a folder that
only the server's user (and root) may enter. Inside that folder every connection is trusted: any process of the same user can be superuser.
For separation between people on one machine, use a server of your own through BEATBOOK_DATABASE_URL.
"""

import fcntl
import os
import shlex
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beatbook.db.installation import Installation, copied_installation, wheel_installation
from beatbook.db.memory import buffer_settings, memory_bytes
from beatbook.db.places import Places, may_walk_to, places_of
from beatbook.db.stale_locks import clear_stale_locks, end_servers_without_data, is_worked_in
from beatbook.vocabulary.errors import BeatbookError

START_SECONDS = 30.0
SHARED_MEMORY, ENOUGH_SHARED_BYTES = Path("/dev/shm"), 512 * 1024 * 1024
WILL_YOU_ENCRYPT = struct.pack("!ii", 8, 80877103)  # SSLRequest: the one message that a server answers before it knows who asks
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder is 0700; the file must let root's own tools in
    "max_connections": "100",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "synchronous_commit": "on",
    "jit": "off",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_filename": "server-%w.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    "log_error_verbosity": "terse",  # with the next two: no values of anybody's record in a log
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LANG": "C"}


class EmbeddedStartFailed(BeatbookError):
    """The embedded server did not start: the message ends with its own last words; `beatbook db status` says where its log is."""


class DataOutOfReach(BeatbookError):
    """The data folder is another user's, cannot be written or lies where the server's user cannot go: be that user, or move BEATBOOK_HOME."""


@dataclass(frozen=True)
class Status:
    """What the embedded server of a home is doing."""

    running: bool
    initialised: bool
    pid: int | None
    places: Places


def status(home: Path) -> Status:
    """The state of the embedded server, found without starting it."""
    places = places_of(home)
    return Status(is_listening(places), (places.data / "PG_VERSION").exists(), _pid(places), places)


def start(home: Path, *, settings: Mapping[str, str] | None = None) -> Places:
    """Makes sure that the server of `home` is running, creating it at the first call; returns at once when it already is.

    Raises:
        EmbeddedStartFailed: it did not answer within 30 seconds.
        DataOutOfReach: this user may not use that home.
    """
    places = places_of(home)
    if is_ready(places):
        return places
    try:
        _make_folders(places)
        with _one_at_a_time(places):
            if not is_ready(places):
                _create_and_start(places, {**SETTINGS, **buffer_settings(memory_bytes()), **(settings or {})})
    except OSError as error:
        raise DataOutOfReach(f"Cannot use {error.filename or places.folder}: {error.strerror}. Set BEATBOOK_HOME elsewhere?") from error
    return places


def stop(home: Path, *, mode: str = "fast") -> bool:
    """Stops the server of `home`; False when it was not running."""
    places = places_of(home)
    if not is_listening(places) and not is_worked_in(places.data):
        return False
    with _one_at_a_time(places):
        run(places, [_installation(places).program("pg_ctl"), "stop", "-D", str(places.data), "-m", mode, "-w", "-t", "60"])
    return True


def is_listening(places: Places) -> bool:
    """True when a server answers on the socket; a dying one still takes a connection, but no longer answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(5)
        try:
            probe.connect(str(places.socket_file))
            probe.sendall(WILL_YOU_ENCRYPT)
            return probe.recv(1) in {b"N", b"S"}
        except OSError:
            return False


def is_ready(places: Places) -> bool:
    """True when the server takes connections and is past its recovery (line 8 of postmaster.pid says so)."""
    try:
        lines = (places.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready" and is_listening(places)


def run(places: Places, command: Sequence[str], *, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """Runs one program of PostgreSQL as the server's user, from the root folder and with an environment of its own.

    Raises:
        EmbeddedStartFailed: it ended with an error (unless `check` is off).
    """
    who: dict[str, Any] = {} if places.own_process_user else {"user": places.user.uid, "group": places.user.gid, "extra_groups": []}
    done = subprocess.run(
        list(command), cwd="/", env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, text=True, umask=0o077, check=False, **who
    )
    if check and done.returncode:
        raise EmbeddedStartFailed(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-600:]}")
    return done


def _installation(places: Places) -> Installation:
    return wheel_installation() if places.own_process_user else copied_installation(places.runtime)


def _make_folders(places: Places) -> None:
    """Makes our own folders; refuses those of somebody else."""
    missing = [folder for folder in (places.folder, *places.folder.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755 if not places.own_process_user else 0o700)
    if not places.own_process_user:
        _let_through(places)
        places.runtime.mkdir(exist_ok=True)
        places.runtime.chmod(0o755)
    for folder in (places.socket, places.logs):
        _private_folder(folder, places)
    if places.data.exists() and (found := places.data.stat().st_uid) != places.user.uid:
        raise DataOutOfReach(f"{places.data} belongs to user number {found}. Run as that user, or set BEATBOOK_HOME elsewhere.")


def _let_through(places: Places) -> None:
    """Lets the server's user pass through the home and our folder in it, which are ours; never through what lies above them."""
    for folder in {places.home, places.folder.parent, places.folder}:
        if folder.exists() and folder in (places.folder, *places.folder.parents) and not may_walk_to_one(folder, places):
            folder.chmod(folder.stat().st_mode | 0o011)
    if not may_walk_to(places.folder, places.user):
        raise DataOutOfReach(f"The server's user cannot reach {places.folder}. Open the folders above it, or set BEATBOOK_HOME elsewhere.")


def may_walk_to_one(folder: Path, places: Places) -> bool:
    """True when the server's user may pass through this one folder."""
    return bool(folder.stat().st_mode & 0o001) or folder.stat().st_uid == places.user.uid


def _private_folder(folder: Path, places: Places) -> None:
    """A folder for the server's user alone. In a public place somebody else may have been first: then we do not use it."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, places.user.uid, places.user.gid)
    except FileExistsError:
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != places.user.uid:
            raise DataOutOfReach(f"{folder} belongs to somebody else. Remove it, or set BEATBOOK_HOME elsewhere.") from None
        if found.st_mode & 0o077:
            folder.chmod(0o700)


@contextmanager
def _one_at_a_time(places: Places) -> Iterator[None]:
    """Only one process starts or stops the server; the others wait, and then find it done. The lock falls with the process."""
    descriptor = os.open(places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _create_and_start(places: Places, settings: Mapping[str, str]) -> None:
    installation = _installation(places)
    if not (places.data / "PG_VERSION").exists():
        _create_cluster(places, installation)
    end_servers_without_data(places.data)
    if is_worked_in(places.data) and not places.socket_file.exists():
        run(places, [installation.program("pg_ctl"), "stop", "-D", str(places.data), "-m", "fast", "-w", "-t", "30"], check=False)
    _start_within(places, installation, settings)


def _create_cluster(places: Places, installation: Installation) -> None:
    """Runs initdb in a folder that takes its name only when complete, so that an interrupted one is made again."""
    part = places.folder / "data-18.new"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    os.chown(part, places.user.uid, places.user.gid)
    locale = ["--encoding", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    trust = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
    run(places, [installation.program("initdb"), "-D", str(part), *locale, *trust])
    part.rename(places.data)


def _start_within(places: Places, installation: Installation, settings: Mapping[str, str]) -> None:
    """Starts the server. After kill -9 its orphans may hold the memory for seconds, so a refusal is tried again until the time is up."""
    all_settings = {
        **shared_memory(SHARED_MEMORY),
        **settings,
        "unix_socket_directories": str(places.socket),
        "log_directory": str(places.logs),
    }
    options = shlex.join([word for name, value in all_settings.items() for word in ("-c", f"{name}={value}")])
    log = places.logs / "start.log"
    command = [installation.program("pg_ctl"), "start", "-D", str(places.data), "-w", "-t", "120", "-l", str(log), "-o", options]
    deadline = time.monotonic() + START_SECONDS
    while True:
        clear_stale_locks(places.data, places.socket)
        if is_ready(places) or run(places, command, check=False).returncode == 0:
            return
        if time.monotonic() > deadline:
            raise EmbeddedStartFailed(f"PostgreSQL did not start. Its last words:\n{_last_words(places)}\nLogs are in {places.logs}.")
        time.sleep(0.25)


def shared_memory(folder: Path) -> dict[str, str]:
    """Where parallel queries meet: in files beside the data when the system's own place is missing or small, as in many containers."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return {"dynamic_shared_memory_type": "mmap"}
    return {} if found.f_blocks * found.f_frsize >= ENOUGH_SHARED_BYTES else {"dynamic_shared_memory_type": "mmap"}


def _last_words(places: Places) -> str:
    logs = sorted(places.logs.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return "\n".join(line for log in logs[-2:] for line in log.read_text(errors="replace").splitlines()[-4:])


def _pid(places: Places) -> int | None:
    try:
        return int((places.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
