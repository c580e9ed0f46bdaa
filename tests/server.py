"""Runs the tests on an ordinary PostgreSQL 16 over TCP with passwords: python -m tests.server [pytest arguments]."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from beatbook.db.embedded import run
from beatbook.db.installation import copied_installation, wheel_installation
from beatbook.db.places import Places, User, places_of


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a fresh server, as its superuser; it stops and vanishes at the end."""
    user: User = places_of(folder).user
    places = Places(folder, folder, folder, user)
    installation = wheel_installation(16) if places.own_process_user else copied_installation(places.runtime, 16)
    data, password, port = folder / "data", secrets.token_hex(16), free_port()
    data.mkdir(mode=0o700)
    password_file = folder / "password"
    password_file.write_text(password)
    for path in (data, password_file):
        os.chown(path, user.uid, user.gid)
    with_passwords = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password_file}"]
    run(places, [installation.program("initdb"), "-D", str(data), "--no-sync", *with_passwords])
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off -c max_connections=200"
    control = [installation.program("pg_ctl"), "-D", str(data), "-w"]
    run(places, [*control, "start", "-l", str(data / "start.log"), "-o", options])
    try:
        yield f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    finally:
        run(places, [*control, "stop", "-m", "immediate"])


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(arguments: list[str]) -> int:
    """Starts the server, runs pytest on it, and stops it, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="beatbook-server-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with server(folder) as address:
            environment = {**os.environ, "BEATBOOK_DATABASE_URL": address, "BEATBOOK_TEST_HOME": str(folder / "home")}
            return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
