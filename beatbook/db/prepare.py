"""Makes the database ready: server, roles, database, schemas, migrations. Any command may call it; with nothing to do it takes 4 ms.

What was done last is kept as the comment of schema `sec`, inside the database, so that a restored or cloned one carries its own answer.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from beatbook.db import embedded
from beatbook.db.connections import Cluster
from beatbook.db.databases import administrator, create, exists, one_at_a_time
from beatbook.db.roles import OWNER, create_roles, secure_database, secure_schemas
from beatbook.db.sql_files import load_sql

FORM = "2"  # raise it when roles or schemas change


@dataclass(frozen=True)
class Prepared:
    """What `prepare` found: the database's name, and whether there was anything to do."""

    database: str
    changed: bool


def cluster_of_settings() -> Cluster:
    """The server that Django's settings name."""
    return Cluster(settings.BEATBOOK_HOME, settings.BEATBOOK_DATABASE_URL, settings.SECRET_KEY)


def prepare(*, name: str | None = None) -> Prepared:
    """Makes database `name` (by default the one in the settings) ready for this version of the program.

    Raises:
        EmbeddedStartFailed, ServerUnreachable, ServerTooOld, RoleTooPowerful: as they say.
    """
    cluster, name = cluster_of_settings(), name or settings.BEATBOOK_DATABASE_NAME
    if cluster.embedded:
        embedded.start(cluster.home)
    if is_prepared(cluster, name):
        return Prepared(name, changed=False)
    stamp = _stamp(cluster)
    with administrator(cluster) as connection, one_at_a_time(connection):
        if is_prepared(cluster, name):  # by another process, while this one waited
            return Prepared(name, changed=False)
        create_roles(connection, cluster)
        if not exists(connection, name):
            create(connection, name)
        secure_database(connection, name)
        with administrator(cluster, name) as inside:
            secure_schemas(inside)
            migrate(name)
            keep_history(cluster, name)
            inside.execute(sql.SQL("COMMENT ON SCHEMA sec IS {}").format(sql.Literal(stamp)))
    return Prepared(name, changed=True)


def is_prepared(cluster: Cluster, name: str) -> bool:
    """True when the running server has the database, made ready for this version of the program."""
    return _stamp_found(cluster, name) == _stamp(cluster)


def migrate(name: str) -> None:
    """Runs Django's migrations on database `name` as the owner of the tables."""
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = name
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = before


def keep_history(cluster: Cluster, name: str) -> None:
    """Lets every table that a screen is drawn from keep what it said, as the owner of the tables: new ones and new columns too."""
    with psycopg.connect(**cluster.as_role(OWNER, name)) as connection:
        connection.execute(load_sql(__file__, "keep_history"))


def _stamp(cluster: Cluster) -> str:
    """Changes with the migrations there are, with this module's form, and with the passwords."""
    found = [f"{app.label}/{path.name}" for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/[0-9]*.py")]
    secret = "" if cluster.embedded else hashlib.sha256(cluster.secret.encode()).hexdigest()
    return "prepared " + hashlib.sha256("\n".join([FORM, secret, load_sql(__file__, "keep_history"), *sorted(found)]).encode()).hexdigest()


def _stamp_found(cluster: Cluster, name: str) -> str | None:
    """The stamp in the database; None when it cannot be read as the owner, for whatever reason: then preparing says why."""
    try:
        with psycopg.connect(**cluster.as_role(OWNER, name), autocommit=True) as connection:
            row = connection.execute("SELECT obj_description(to_regnamespace('sec'), 'pg_namespace')").fetchone()
    except psycopg.OperationalError:
        return None
    return str(row[0]) if row and row[0] else None
