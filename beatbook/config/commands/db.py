"""`beatbook db`: the database server of this installation, in plain words."""

import os
from pathlib import Path

import click
import django
from django.conf import settings

from beatbook.db import embedded
from beatbook.db.backup import Rehearsal, back_up, program_environment, rehearse, restore
from beatbook.db.connections import ROLE_OF_ALIAS, Cluster
from beatbook.db.databases import administrator, exists
from beatbook.db.installation import wheel_installation
from beatbook.db.prepare import cluster_of_settings, is_prepared, prepare
from beatbook.vocabulary.errors import BeatbookError

SUPERUSER = "superuser"


class NotEmbedded(BeatbookError):
    """BEATBOOK_DATABASE_URL names a server that is not ours to start or stop: use that server's own tools."""


class WouldOverwrite(BeatbookError):
    """There is something in the way: choose another name, or say --yes."""


@click.group()
def db() -> None:
    """Start, stop, look at, back up and restore the database."""
    django.setup()


def _embedded_cluster() -> Cluster:
    cluster = cluster_of_settings()
    if not cluster.embedded:
        raise NotEmbedded("BEATBOOK_DATABASE_URL is set, so the database server is not ours to start or stop.")
    return cluster


def _running_cluster() -> Cluster:
    cluster = cluster_of_settings()
    if cluster.embedded:
        embedded.start(cluster.home)
    return cluster


@db.command()
def start() -> None:
    """Start the embedded server (every command does, when it needs it)."""
    places = embedded.start(_embedded_cluster().home)
    click.echo(f"The embedded PostgreSQL is running; its data is in {places.data}.")


@db.command()
def stop() -> None:
    """Stop the embedded server, after ending what runs on it."""
    stopped = embedded.stop(_embedded_cluster().home)
    click.echo("The embedded PostgreSQL has stopped." if stopped else "The embedded PostgreSQL was not running.")


@db.command()
def status() -> None:
    """Say what the server is doing. Exit code 0 when it runs, 3 when it does not."""
    cluster = cluster_of_settings()
    if cluster.embedded:
        found = embedded.status(cluster.home)
        click.echo(_words_for(found))
        if not found.running:
            raise SystemExit(3)
    name = settings.BEATBOOK_DATABASE_NAME
    with administrator(cluster) as connection:
        version = connection.info.server_version
        click.echo(f"Server: PostgreSQL {version // 10000}.{version % 10000}.")
        if not exists(connection, name):
            click.echo(f"Database {name}: not made yet; run `beatbook db prepare`.")
            return
        (size,) = connection.execute("SELECT pg_size_pretty(pg_database_size(%s))", [name]).fetchone() or ("",)
        ready = "ready" if is_prepared(cluster, name) else "not prepared for this version; run `beatbook db prepare`"
        click.echo(f"Database {name}: {size}, {ready}.")


def _words_for(found: embedded.Status) -> str:
    places = found.places
    if found.running:
        state = f"is running as process {found.pid}"
    else:
        state = "is not running" if found.initialised else "has not been made yet"
    return f"The embedded PostgreSQL {state}.\nData: {places.data}\nSocket: {places.socket}\nLog: {places.logs}"


@db.command(name="prepare")
def prepare_database() -> None:
    """Make roles, database and tables ready for this version of the program."""
    done = prepare()
    click.echo(f"Database {done.database} is ready." if done.changed else f"Database {done.database} was ready already.")


@db.command()
@click.option("--role", type=click.Choice([*ROLE_OF_ALIAS, SUPERUSER]), default="default", show_default=True, help="Who to be there.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def shell(role: str, arguments: tuple[str, ...]) -> None:
    """Open psql as one of the roles; only `ingest` and `superuser` see rows without a session. Arguments after -- go to psql."""
    cluster, name = _running_cluster(), settings.BEATBOOK_DATABASE_NAME
    given = cluster.administrator(name) if role == SUPERUSER else cluster.as_role(ROLE_OF_ALIAS[role], name)
    psql = wheel_installation().program("psql")
    os.execve(psql, [psql, *arguments], program_environment(given))


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the file if there is one.")
def backup(file: Path, yes: bool) -> None:
    """Write the whole database to FILE."""
    if file.exists() and not yes:
        raise WouldOverwrite(f"{file} exists. Choose another name, or say --yes to replace it.")
    size = back_up(_running_cluster(), settings.BEATBOOK_DATABASE_NAME, file)
    click.echo(f"{file}: {size / 1_000_000:.1f} MB. Keep the site's secret key with it: record numbers are made with that key.")


@db.command(name="restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace the present database.")
@click.option("--rehearse", "rehearsal", is_flag=True, help="Only show that it can be done: restore under another name, count, drop.")
def restore_database(file: Path, yes: bool, rehearsal: bool) -> None:
    """Restore the database from FILE, made by `beatbook db backup`."""
    cluster, name = _running_cluster(), settings.BEATBOOK_DATABASE_NAME
    if rehearsal:
        click.echo(_words_for_rehearsal(rehearse(cluster, name, file)))
        return
    with administrator(cluster) as connection:
        if exists(connection, name) and not yes:
            raise WouldOverwrite(f"Database {name} exists. Say --yes to put the backup in its place, or --rehearse to try it aside.")
    replaced = restore(cluster, name, file)
    prepare()
    click.echo(f"Database {name} is restored." + (f" The former one is kept as {replaced} until the next restore." if replaced else ""))


def _words_for_rehearsal(done: Rehearsal) -> str:
    lines = [f"{table}: {rows:,} rows restored, {done.present.get(table, 0):,} today" for table, rows in done.restored.items() if rows]
    return "\n".join([*lines, f"The backup can be restored: {sum(done.restored.values()):,} rows in {len(done.restored)} tables."])
