"""Backs up one database to a file, restores it beside the present one and then swaps their names, and rehearses a restore.

Invariant: a file of that name is a whole backup, and a database of that name is whole; an interrupted run leaves only names with a suffix.
The file is an archive of pg_dump with its SHA-256 after it, because pg_restore takes some cut files for whole ones.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection, sql

from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, create, drop, exists, one_at_a_time, rename
from beatbook.db.installation import Installation, wheel_installation
from beatbook.db.roles import create_roles, secure_database
from beatbook.vocabulary.errors import BeatbookError

SUFFIX_REPLACED, SUFFIX_RESTORING, SUFFIX_REHEARSAL = "_replaced", "_restoring", "_rehearsal"
UNDERSTANDS_NEWEST = 170000
SEAL = re.compile(rb"\nbeatbook backup, next transaction (\d{20}), sha-256 of all before: ")
SEAL_FORM = "\nbeatbook backup, next transaction {:020d}, sha-256 of all before: "
SEAL_BYTES, DIGEST_BYTES = len(SEAL_FORM.format(0)), hashlib.sha256().digest_size
VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE", "sslmode": "PGSSLMODE"}
VARIABLES |= {"sslrootcert": "PGSSLROOTCERT", "hostaddr": "PGHOSTADDR"}


class BackupFailed(BeatbookError):
    """The database could not be written to the file: the message says why; the file was not changed."""


class RestoreFailed(BeatbookError):
    """The file could not be restored: it is no backup, or is damaged. The present database was not touched."""


@dataclass(frozen=True)
class Rehearsal:
    """Rows per table, in the restored copy and in the database of today."""

    restored: dict[str, int]
    present: dict[str, int]


def program_environment(parameters: dict[str, object]) -> dict[str, str]:
    """Environment for PostgreSQL's client programs: no password on a command line, where others could read it."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return mine | {VARIABLES[key]: str(value) for key, value in parameters.items() if key in VARIABLES}


def back_up(cluster: Cluster, name: str, file: Path) -> int:
    """Writes database `name` to `file` as a compressed archive of pg_dump; returns its size in bytes.

    Raises:
        BackupFailed: pg_dump or the disk refused.
    """
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            _run(["pg_dump", "--format=custom", "--compress=1"], cluster, name, out=out.fileno(), failure=BackupFailed)
        _seal(part, next_transaction(cluster))
        part.replace(file)
    except OSError as error:
        raise BackupFailed(f"Cannot write {file}: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def restore(cluster: Cluster, name: str, file: Path) -> str | None:
    """Restores `file` as database `name`. The former one, if any, is kept under the name returned, until the next restore.

    Raises:
        RestoreFailed: the file is not a whole backup; nothing was changed.
    """
    with administrator(cluster) as connection, one_at_a_time(connection):
        fresh = _restored_beside(cluster, name + SUFFIX_RESTORING, file)
        replaced = name + SUFFIX_REPLACED if exists(connection, name) else None
        if replaced:
            drop(connection, replaced)
            rename(connection, name, replaced)
        rename(connection, fresh, name)
        secure_database(connection, name)
    return replaced


def rehearse(cluster: Cluster, name: str, file: Path) -> Rehearsal:
    """Restores `file` under another name, counts the rows of every table, and drops it again.

    Raises:
        RestoreFailed: the file is not a whole backup.
    """
    with administrator(cluster) as connection, one_at_a_time(connection):
        copy = _restored_beside(cluster, name + SUFFIX_REHEARSAL, file)
        try:
            return Rehearsal(row_counts(cluster, copy), row_counts(cluster, name) if exists(connection, name) else {})
        finally:
            drop(connection, copy)


def row_counts(cluster: Cluster, name: str) -> dict[str, int]:
    """Rows of each table of ours, as the administrator sees them."""
    tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'sec') ORDER BY 1, 2"
    with administrator(cluster, name) as connection:
        found = {}
        for schema, table in connection.execute(tables).fetchall():
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(schema), str(table)))
            (rows,) = connection.execute(count).fetchone() or (0,)
            found[f"{schema}.{table}"] = int(str(rows))
        return found


def _restored_beside(cluster: Cluster, fresh: str, file: Path) -> str:
    """A new database with the content of `file`; none is left if that fails."""
    transaction = _check_seal(file)
    with administrator(cluster) as connection:
        _use_transactions_up_to(connection, transaction)
        create_roles(connection, cluster)
        drop(connection, fresh)
        create(connection, fresh)
        try:
            _run(["pg_restore", "--exit-on-error", f"--dbname={fresh}", str(file)], cluster, fresh, failure=RestoreFailed)
        except RestoreFailed:
            drop(connection, fresh)
            raise
    with administrator(cluster, fresh) as inside:
        inside.execute("ANALYZE")
    return fresh


def next_transaction(cluster: Cluster) -> int:
    """The number of the server's next transaction. Rows and watermarks hold such numbers."""
    with administrator(cluster) as connection:
        (number,) = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone() or ("0",)
        return int(str(number))


def _use_transactions_up_to(connection: "Connection[tuple[object, ...]]", number: int) -> None:
    """Uses up numbers on a younger server, so that no restored row or watermark lies in its future; some 800,000 a second."""
    connection.execute("SET synchronous_commit = off")
    loop = "DO $$ BEGIN WHILE pg_current_xact_id() < '{}'::xid8 LOOP COMMIT; END LOOP; END $$"
    connection.execute(sql.SQL(loop.format(int(number))))
    connection.execute("RESET synchronous_commit")


def _seal(file: Path, transaction: int) -> None:
    """Adds the server's next transaction and a checksum to the end, where pg_restore does not look, and makes the file durable."""
    with file.open("ab") as out:
        out.write(SEAL_FORM.format(transaction).encode())
        out.flush()
        out.write(_checksum(file, file.stat().st_size))
        out.flush()
        os.fsync(out.fileno())


def _check_seal(file: Path) -> int:
    """The transaction in the seal; refuses a file that is not, to the last byte, what `back_up` wrote."""
    if not file.is_file():
        raise RestoreFailed(f"{file} is not a file.")
    size = file.stat().st_size - DIGEST_BYTES
    with file.open("rb") as archive:
        archive.seek(max(size - SEAL_BYTES, 0))
        seal, digest = SEAL.fullmatch(archive.read(SEAL_BYTES)), archive.read()
    if not seal or digest != _checksum(file, size):
        raise RestoreFailed(f"{file} is not a backup made by `beatbook db backup`, or is cut or damaged. Nothing was changed.")
    return int(seal.group(1))


def _checksum(file: Path, size: int) -> bytes:
    """SHA-256 of the first `size` bytes."""
    found = hashlib.sha256()
    with file.open("rb") as archive:
        while size and (block := archive.read(min(size, 1 << 20))):
            found.update(block)
            size -= len(block)
    return found.digest()


def _run(command: Sequence[str], cluster: Cluster, name: str, *, out: int | None = None, failure: type[BeatbookError]) -> None:
    """Runs a client program against one database."""
    done = subprocess.run(
        [_installation(cluster).program(command[0]), *command[1:]],
        env=program_environment(cluster.administrator(name)),
        stdin=subprocess.DEVNULL,
        stdout=out if out is not None else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise failure(f"{command[0]}: {done.stderr.strip()[-600:]}")


def _installation(cluster: Cluster) -> Installation:
    """Client programs that the server understands: those of 18 use a setting that 16 does not know."""
    with administrator(cluster) as connection:
        return wheel_installation(18 if connection.info.server_version >= UNDERSTANDS_NEWEST else 16)
