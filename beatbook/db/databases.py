"""Creates, clones, renames and drops whole databases, always by the administrator's connection."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import Connection, sql

from beatbook.db.connections import Cluster
from beatbook.db.roles import OWNER, secure_database
from beatbook.vocabulary.errors import BeatbookError

OLDEST_SERVER = 160000
WITH_BUILTIN_LOCALE = 170000
ONE_AT_A_TIME = 7_242_266_532_011_455  # "beatbook" as an advisory lock's number, below 2^63


class ServerUnreachable(BeatbookError):
    """No PostgreSQL server answered: start it, or correct BEATBOOK_DATABASE_URL."""


class ServerTooOld(BeatbookError):
    """The server is older than PostgreSQL 16: upgrade it, or unset BEATBOOK_DATABASE_URL for the embedded one."""


def connect(cluster: Cluster, database: str | None = None) -> "Connection[tuple[object, ...]]":
    """The administrator's connection, each statement its own transaction.

    Raises:
        ServerUnreachable: nothing answered, or it refused the user.
        ServerTooOld: it is older than 16.
    """
    try:
        connection = psycopg.connect(
            **{"connect_timeout": 10, **cluster.administrator(database), "client_encoding": "UTF8"}, autocommit=True
        )
    except psycopg.OperationalError as error:
        where = "the embedded server" if cluster.embedded else "the server in BEATBOOK_DATABASE_URL"
        raise ServerUnreachable(f"Cannot connect to {where}: {error}".strip()) from None
    if connection.info.server_version < OLDEST_SERVER:
        connection.close()
        raise ServerTooOld(f"PostgreSQL {connection.info.server_version // 10000} is too old; Beatbook needs 16 or later.")
    return connection


@contextmanager
def administrator(cluster: Cluster, database: str | None = None) -> Iterator["Connection[tuple[object, ...]]"]:
    """The administrator's connection, closed at the end."""
    connection = connect(cluster, database)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def one_at_a_time(connection: "Connection[tuple[object, ...]]") -> Iterator[None]:
    """Only one process changes roles or tables; the lock falls with its connection, which must be to the maintenance database."""
    connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def exists(connection: "Connection[tuple[object, ...]]", name: str) -> bool:
    """True when the server has a database of that name."""
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def create(connection: "Connection[tuple[object, ...]]", name: str) -> None:
    """An empty database of the owner's, in UTF-8, ordered by code point on every server so that answers do not depend on it."""
    builtin = connection.info.server_version >= WITH_BUILTIN_LOCALE
    locale = (
        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        if builtin
        else "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
    )
    statement = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' " + locale
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(OWNER)))
    secure_database(connection, name)


def clone(connection: "Connection[tuple[object, ...]]", source: str, name: str) -> None:
    """A copy of a database to which nobody is connected: file by file, which for many small tables takes half as long as page by page."""
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(source)))
    secure_database(connection, name)


def rename(connection: "Connection[tuple[object, ...]]", name: str, new_name: str) -> None:
    """Gives a database another name, after ending its connections."""
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new_name)))


def drop(connection: "Connection[tuple[object, ...]]", name: str) -> None:
    """Removes a database, ending its connections."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
