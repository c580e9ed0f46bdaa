"""How each PostgreSQL role is reached: Django's DATABASES, and the administrator's connection. Opens nothing and imports no Django."""

import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from beatbook.db.places import places_of
from beatbook.vocabulary.errors import BeatbookError

ROLE_OF_ALIAS = {
    "default": "beatbook_app",
    "owner": "beatbook_owner",
    "login": "beatbook_login",
    "ingest": "beatbook_ingest",
    "audit_writer": "beatbook_audit_writer",
    "audit_reader": "beatbook_audit_reader",
    "sealer": "beatbook_sealer",
    "purger": "beatbook_purger",
}
PORT, SUPERUSER = 5432, "postgres"
SEARCH_PATH = "-c search_path=public,pg_temp -c jit=off"
NEVER_UNASKED = 1_000_000_000  # a statement is prepared where the program says so (db.viewing.prepared_rows), and no other
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"  # of statements that are prepared: their plans hang on no value
WEB_LIMITS = "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"


class DatabaseUrlUnreadable(BeatbookError):
    """BEATBOOK_DATABASE_URL is not a PostgreSQL address: write it as postgresql://user:password@host:5432/postgres."""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server: the embedded one of `home`, or the one at `database_url`; `secret` makes the roles' passwords."""

    home: Path
    database_url: str | None
    secret: str = field(repr=False)

    @property
    def embedded(self) -> bool:
        """True when we start and stop the server ourselves."""
        return self.database_url is None

    def administrator(self, database: str | None = None) -> dict[str, Any]:
        """Connection parameters of the superuser (embedded) or of the user in the URL; `database` defaults to the maintenance one."""
        if self.database_url is None:
            return {"host": str(places_of(self.home).socket), "port": PORT, "user": SUPERUSER, "dbname": database or "postgres"}
        given = read_url(self.database_url)
        return {**given, "dbname": database or given.get("dbname", "postgres")}

    def as_role(self, role: str, database: str) -> dict[str, Any]:
        """Connection parameters of one of our own roles."""
        given = {**self.administrator(database), "user": role}
        if not self.embedded:
            given["password"] = role_password(self.secret, role)
        return given


def role_password(secret: str, role: str) -> str:
    """The password of a role on a server: hex HMAC-SHA256 of its name under the site's secret, so that none has to be stored."""
    return hmac.new(secret.encode(), role.encode(), hashlib.sha256).hexdigest()


def read_url(database_url: str) -> dict[str, Any]:
    """The parts of a PostgreSQL address, without showing it in an error (it holds a password).

    Raises:
        DatabaseUrlUnreadable: it is no such address.
    """
    if not database_url.startswith(("postgresql://", "postgres://")):
        raise DatabaseUrlUnreadable("BEATBOOK_DATABASE_URL must look like postgresql://user:password@host:5432/postgres.")
    try:
        return dict(conninfo_to_dict(database_url))
    except Exception as error:
        raise DatabaseUrlUnreadable("BEATBOOK_DATABASE_URL must look like postgresql://user:password@host:5432/postgres.") from error


def django_databases(home: Path, database_url: str | None, name: str, secret: str, *, pooled: bool = False) -> dict[str, dict[str, Any]]:
    """DATABASES with one alias per role. `pooled` gives alias `default` a connection pool, for the web process alone."""
    cluster = Cluster(home, database_url, secret)
    return {alias: _django_database(cluster, alias, role, name, pooled=pooled) for alias, role in ROLE_OF_ALIAS.items()}


def _django_database(cluster: Cluster, alias: str, role: str, name: str, *, pooled: bool) -> dict[str, Any]:
    given = cluster.as_role(role, name)
    known = {key: given.pop(key, "") for key in ("host", "port", "user", "password", "dbname")}
    options = {
        **given,
        "options": f"{SEARCH_PATH} {WEB_LIMITS} {PLANNED_ONCE}" if alias == "default" else SEARCH_PATH,
        "application_name": f"beatbook {alias}",
        "prepare_threshold": NEVER_UNASKED,
    }
    if pooled and alias == "default":
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": known["host"],
        "PORT": str(known["port"]),
        "USER": known["user"],
        "PASSWORD": known["password"],
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
