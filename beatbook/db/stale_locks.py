"""Clears away what an earlier server of the same home left: lock files, and the server itself where its data is gone.

A lock file that names a process which is not this server's was left by kill -9, or carried along in a restored copy. PostgreSQL itself
clears a lock whose process is dead. It refuses one whose number now belongs to another living process of the same user, as in a copy of a
running server. We clear that only when no process at all works in the data folder.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def clear_stale_locks(data: Path, socket: Path) -> None:
    """Removes postmaster.pid and the socket's lock when nobody works in `data`. Call it only with the home's own lock held."""
    if not PROCESSES.exists() or is_worked_in(data):
        return
    if _names_living_process(data / "postmaster.pid"):
        (data / "postmaster.pid").unlink(missing_ok=True)
    (socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    (socket / ".s.PGSQL.5432").unlink(missing_ok=True)


def end_servers_without_data(data: Path) -> None:
    """Kills a server whose data folder was deleted under it; later it would remove the socket of its successor at the same path."""
    for process in _processes():
        if _current_folder(process) == f"{data} (deleted)":
            with suppress(ProcessLookupError):
                os.kill(int(process.name), signal.SIGKILL)


def is_worked_in(data: Path) -> bool:
    """True when some process has `data` as its current folder, as the server and each of its children do."""
    return any(_current_folder(process) == str(data) for process in _processes())


def _processes() -> list[Path]:
    """None where the system has no /proc: then PostgreSQL's own checks must do."""
    return [process for process in PROCESSES.iterdir() if process.name.isdigit()] if PROCESSES.exists() else []


def _current_folder(process: Path) -> str | None:
    try:
        return os.readlink(process / "cwd")
    except OSError:
        return None


def _names_living_process(lock: Path) -> bool:
    try:
        return (PROCESSES / lock.read_text().split()[0]).exists()
    except (OSError, IndexError):
        return False
