"""The roles of the database server and what each may do with a database before any table exists; tables grant the rest in migrations.

Invariant: no role of ours is superuser or bypasses row-level security, and `beatbook_app`, which serves the web, owns nothing.
Roles belong to the whole server: two installations on one server must share a secret, or each sets the passwords anew.
"""

from psycopg import Connection, sql

from beatbook.db.connections import ROLE_OF_ALIAS, Cluster, role_password
from beatbook.vocabulary.errors import BeatbookError

OWNER = "beatbook_owner"
ROLES = tuple(ROLE_OF_ALIAS.values())
MAY_MAKE_TEMPORARY_TABLES = (OWNER, "beatbook_ingest", "beatbook_purger")


class RoleTooPowerful(BeatbookError):
    """A role of ours is superuser or bypasses row-level security, so access would not hold: take that right from it."""


def create_roles(connection: "Connection[tuple[object, ...]]", cluster: Cluster) -> None:
    """Makes the missing roles and, on a server, sets every password (stored there as SCRAM).

    Raises:
        RoleTooPowerful: somebody gave one of them more than it may have.
    """
    connection.execute("SELECT set_config('createrole_self_grant', 'set, inherit', false)")
    connection.execute("SELECT set_config('password_encryption', 'scram-sha-256', false)")
    found = connection.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ANY (%s)", [list(ROLES)]).fetchall()
    if powerful := sorted(str(name) for name, is_powerful in found if is_powerful):
        raise RoleTooPowerful(f"{', '.join(powerful)} must be neither superuser nor BYPASSRLS.")
    for role in ROLES:
        if role not in {name for name, _ in found}:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not cluster.embedded:
            password = sql.Literal(role_password(cluster.secret, role))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), password))


def secure_database(connection: "Connection[tuple[object, ...]]", name: str) -> None:
    """Leaves a database to our roles alone. A clone needs it too: rights on a database are not copied with it."""
    database = sql.Identifier(name)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, _names(ROLES)))
    connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, _names(MAY_MAKE_TEMPORARY_TABLES)))


def secure_schemas(connection: "Connection[tuple[object, ...]]") -> None:
    """Makes schemas `sec`, `past` and `asat`, gives all to the owner, and takes from everyone the right to run what the owner will create."""
    names = {"owner": sql.Identifier(OWNER), "roles": _names(ROLES)}
    for statement in (
        "CREATE SCHEMA IF NOT EXISTS sec AUTHORIZATION {owner}",
        "CREATE SCHEMA IF NOT EXISTS past AUTHORIZATION {owner}",
        "CREATE SCHEMA IF NOT EXISTS asat AUTHORIZATION {owner}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public, sec, past, asat FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public, sec, past, asat TO {roles}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE USAGE ON TYPES FROM PUBLIC",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _names(roles: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(role) for role in roles)
